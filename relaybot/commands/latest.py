"""The newest posts, for the asker alone; those who manage the place may share them there."""

from collections.abc import Iterator, Sequence

from relaybot.commands.ask import Ask
from relaybot.commands.buttons import again, button, rows
from relaybot.commands.context import Context
from relaybot.commands.group import existing
from relaybot.commands.limits import whole_number
from relaybot.commands.naming import brief, named
from relaybot.commands.outgoings import as_sent
from relaybot.commands.reply import Reply, Stress, paragraphs
from relaybot.commands.selecting import browse, selected
from relaybot.commands.words import bold
from relaybot.model.delivery import DeliveryState
from relaybot.model.destination import Destination, DestinationStatus
from relaybot.model.post import StoredPost
from relaybot.model.selector import Selector
from relaybot.repositories import Transaction
from relaybot.richtext.nodes import Inline
from relaybot.sources.selectors import resolve

MOST, USUAL = 5, 3


def answer(tx: Transaction, ask: Ask, context: Context) -> Reply:
    """Show the newest posts of what was named, or send them to the place."""
    selector = selected(ask, context)
    if isinstance(selector, Reply):
        return selector
    count = whole_number(ask.get("count"), MOST) or USUAL
    feeds = [feed.slug for feed in resolve(selector, context.catalogue)]
    posts = tuple(reversed(tx.posts.newest(feeds, count)))  # as they stand in a channel
    if not posts:
        return no_posts(ask, context, selector)
    if ask.get("share"):
        return _share(tx, ask, context, posts)
    said = context.words.many(
        "The newest post of {what}, for you alone:",
        "The newest {count} posts of {what}, for you alone:",
        len(posts),
        what=named(selector, context),
    )
    shown = as_sent(tx, ask, context.catalogue, posts)
    again_shared = again(
        ask, "latest", what=brief(selector, context.catalogue), count=str(count), share="yes"
    )
    share = button(context.words.label("Share here"), again_shared) if ask.asker.manages else ()
    return Reply(body=paragraphs(said), posts=shown, rows=rows(share))


def no_posts(ask: Ask, context: Context, selector: Selector) -> Reply:
    """Say that nothing is stored of it yet."""
    what = named(selector, context)
    said = context.words.say("There are no posts of {what} yet.", what=what)
    return Reply(body=paragraphs(said), rows=rows(browse(ask, context)))


def _share(tx: Transaction, ask: Ask, context: Context, posts: Sequence[StoredPost]) -> Reply:
    words, place = context.words, bold(ask.place.name)
    if not ask.asker.manages:
        said = words.say("Only those who manage {place} can share posts there.", place=place)
        return Reply(body=paragraphs(said), denied=True)
    destination = existing(tx, ask)
    if destination.status is DestinationStatus.GONE:
        said = words.say("I cannot post in {place} at the moment.", place=place)
        check = button(words.label("Check again"), again(ask, "check"), Stress.PRIMARY)
        return Reply(body=paragraphs(said), rows=rows(check))
    owed = sum(_owe(tx, ask, post, destination) for post in posts)
    told = _told(context, place, owed, len(posts) - owed, destination)
    return Reply(body=paragraphs(*told))


def _owe(tx: Transaction, ask: Ask, post: StoredPost, destination: Destination) -> bool:
    """Owe one post; False when it is there, or on its way, already."""
    before = tx.outbox.of_story(post.story, destination.id)
    if before and before.state is DeliveryState.DEAD:
        return tx.outbox.send_now(before.id, ask.now)
    return tx.outbox.owe(post.id, [destination.id], ask.now) > 0


def _told(
    context: Context, place: tuple[Inline, ...], owed: int, there: int, destination: Destination
) -> Iterator[tuple[Inline, ...]]:
    words = context.words
    if owed:
        yield words.many(
            "{count} post is on its way to {place}.",
            "{count} posts are on their way to {place}.",
            owed,
            place=place,
        )
    if there:
        yield words.many(
            "{count} post is there already, or was on its way.",
            "{count} posts are there already, or were on their way.",
            there,
        )
    if owed and destination.status is DestinationStatus.PAUSED:
        yield words.say("{place} is paused, so posts wait until it is resumed.", place=place)
