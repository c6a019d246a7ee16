"""What became of a post in a place: seen, matched, held, sent, failed, and why.

::

    an address            → the posts known by it; one fate for each story
    not known             → its site's feed: when it is asked next, and whether that fails
    "send now" (a button) → owed to this place, or tried again at once
"""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from relaybot.commands.ask import Ask
from relaybot.commands.buttons import again, button, rows
from relaybot.commands.context import Context
from relaybot.commands.fate import (
    can_send_now,
    decided,
    delivered,
    followed_by,
    matched,
    taken_back,
)
from relaybot.commands.group import record
from relaybot.commands.reply import Button, Reply, Stress, lines, paragraphs
from relaybot.commands.unseen import unseen
from relaybot.commands.words import bold, link
from relaybot.feeds.identity import link_alias
from relaybot.feeds.links import clean_link
from relaybot.model.delivery import Delivery
from relaybot.model.destination import Destination, DestinationStatus
from relaybot.model.post import StoredPost
from relaybot.model.source import Feed
from relaybot.model.subscription import Subscription
from relaybot.repositories import Transaction
from relaybot.richtext.nodes import Document, Inline, Paragraph
from relaybot.sources.wording import quoted_plainly

LONGEST_LINK = 2_000
MOST_POSTS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """A post, and what there is of it in the place."""

    post: StoredPost
    feed: Feed | None  # None: it left the directory
    delivery: Delivery | None
    follow: Subscription | None


def answer(tx: Transaction, ask: Ask, context: Context) -> Reply:
    """Tell, after sending the post where that was asked for."""
    here = tx.destinations.find(ask.place.address)
    found: Sequence[StoredPost]
    if number := ask.get("post"):
        post = tx.posts.get(int(number)) if number.isdecimal() and len(number) < 19 else None
        found = [post] if post else []
    else:
        typed = (ask.get("link") or "")[: LONGEST_LINK + 2].strip("<> ")
        url = _address(typed)
        if url is None:
            return _no_address(typed, context)
        found = _known(tx, url)
        if not found:
            return unseen(tx, ask, url, urlsplit(url).hostname or "", context)
    if not found:
        return Reply(body=paragraphs(context.words.say("I do not remember that post any more.")))
    cases = _cases(tx, found, here, context)
    first: tuple[Inline, ...] = ()
    if ask.get("send") and here:
        first = _send(tx, ask, here, cases[0], context)
        cases = _cases(tx, found, here, context)
    return _tell(ask, here, cases, first, context)


def _no_address(typed: str, context: Context) -> Reply:
    said = context.words.say(
        "{typed} is not the address of a post. Copy it from the address bar of a browser; it begins"
        " with https://",
        typed=quoted_plainly(typed),
    )
    return Reply(body=paragraphs(said))


def _address(typed: str) -> str | None:
    """Return what was typed as an address, with or without its scheme; None = it is none."""
    url = clean_link(typed if "://" in typed else f"https://{typed}")
    return url if url and "." in (urlsplit(url).hostname or "") and " " not in typed else None


def _known(tx: Transaction, url: str) -> Sequence[StoredPost]:
    """Return the posts with this address."""
    alias = link_alias(url)
    return tx.posts.by_alias(alias) if alias else ()


def _cases(
    tx: Transaction, found: Sequence[StoredPost], here: Destination | None, context: Context
) -> Sequence[_Case]:
    """Return one case for each story: the post that was delivered here, else one followed here."""
    follows = tx.subscriptions.of(here.id) if here else ()
    best: dict[int, _Case] = {}
    for post in found:
        feed = context.catalogue.feed(post.post.feed)
        case = _Case(
            post=post,
            feed=feed,
            delivery=tx.outbox.of_story(post.story, here.id) if here else None,
            follow=followed_by(feed, follows, context),
        )
        known = best.get(post.story)
        if known is None or _tells_more(case, known):
            best[post.story] = case
    return list(best.values())[:MOST_POSTS]


def _tells_more(case: _Case, other: _Case) -> bool:
    if case.delivery and case.delivery.post == case.post.id:
        return True
    return case.follow is not None and other.follow is None and other.delivery is None


def _tell(
    ask: Ask,
    here: Destination | None,
    cases: Sequence[_Case],
    first: tuple[Inline, ...],
    context: Context,
) -> Reply:
    told = [lines(_fate(one, here, ask, context)) for one in cases]
    heading = [Paragraph(first)] if first else []
    buttons: tuple[Button, ...] = ()
    if len(cases) == 1:
        buttons = _buttons(cases[0], here, ask, context)
    return Reply(body=Document((*heading, *told)), rows=rows(buttons))


def _fate(
    case: _Case, here: Destination | None, ask: Ask, context: Context
) -> Sequence[tuple[Inline, ...]]:
    words, post = context.words, case.post
    untitled = words.label("A post without a title")
    told = [
        words.say(
            "{title}, from {feed}: first seen {when}.",
            title=link(post.post.title or untitled, post.post.link),
            feed=bold(case.feed.name if case.feed else post.post.feed),
            when=words.moment(post.seen_at),
        ),
        decided(post, case.feed, context),
        matched(case.follow, case.delivery, post, context),
    ]
    if case.delivery and here:
        told.append(delivered(case.delivery, here, ask, words))
    elif case.follow and case.follow.created_at <= post.seen_at and not told[1]:
        told.append(
            words.say(
                "When I first saw it, what you follow did not cover it yet, so it was not sent"
                " here."
            )
        )
    told.append(taken_back(post, case.delivery, here, words))
    return [one for one in told if one]


def _buttons(
    case: _Case, here: Destination | None, ask: Ask, context: Context
) -> tuple[Button, ...]:
    words = context.words
    found: tuple[Button, ...] = ()
    if here and can_send_now(case.post, case.feed, case.delivery, context):
        action = again(ask, "why", post=str(case.post.id), send="yes")
        found += button(words.label("Send now"), action, Stress.PRIMARY)
    if case.follow is None and case.feed:
        chapter = context.catalogue.chapter_of(case.feed)
        label = words.label("Follow {chapter}", chapter=chapter.name)
        found += button(label, again(ask, "follow", what=f"chapter:{chapter.slug}"))
    return found


def _send(
    tx: Transaction, ask: Ask, here: Destination, case: _Case, context: Context
) -> tuple[Inline, ...]:
    """Owe the post to this place, or let a delivery that waits or failed be tried at once."""
    words = context.words
    if not can_send_now(case.post, case.feed, case.delivery, context):
        return words.say("There is nothing more to send: see below.")
    if case.delivery is None:
        tx.outbox.owe(case.post.id, [here.id], ask.now)
    elif not tx.outbox.send_now(case.delivery.id, ask.now):
        return words.say("There is nothing more to send: see below.")
    record(tx, ask, here, {}, {"post": case.post.id, "title": case.post.post.title})
    if here.status is not DestinationStatus.ACTIVE:
        return words.say("It waits with the others: nothing is sent here until /resume.")
    return words.say("I am sending it now.")
