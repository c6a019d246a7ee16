"""How the newest post of something would look in a place, with the settings it has."""

from collections.abc import Sequence

from relaybot.commands.ask import Ask
from relaybot.commands.buttons import again, button, rows
from relaybot.commands.context import Context
from relaybot.commands.latest import no_posts
from relaybot.commands.naming import named
from relaybot.commands.outgoings import as_sent
from relaybot.commands.reply import Reply, paragraphs
from relaybot.commands.selecting import selected
from relaybot.commands.words import bold
from relaybot.model.post import StoredPost
from relaybot.repositories import Transaction
from relaybot.sources.selectors import resolve


def answer(tx: Transaction, ask: Ask, context: Context) -> Reply:
    """Show the newest post of what was named, to the asker alone."""
    selector = selected(ask, context)
    if isinstance(selector, Reply):
        return selector
    feeds = [feed.slug for feed in resolve(selector, context.catalogue)]
    posts: Sequence[StoredPost] = tx.posts.newest(feeds, 1)
    if not posts:
        return no_posts(ask, context, selector)
    said = context.words.say(
        "This is how the newest post of {what} looks in {place}. Only you see it.",
        what=named(selector, context),
        place=bold(ask.place.name),
    )
    change = button(context.words.label("Change how it looks"), again(ask, "settings"))
    return Reply(
        body=paragraphs(said),
        posts=as_sent(tx, ask, context.catalogue, posts),
        rows=rows(change if ask.asker.manages else ()),
    )
