"""A post that was never seen: whether its site is watched, when it is read next, what fails."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from relaybot.commands.ask import Ask
from relaybot.commands.buttons import again, button, rows
from relaybot.commands.context import Context
from relaybot.commands.reasons import because
from relaybot.commands.reply import Reply, bullets
from relaybot.commands.words import Words, bold, link
from relaybot.model.feed_state import FeedState
from relaybot.model.source import Feed
from relaybot.repositories import Transaction
from relaybot.richtext.nodes import Block, Document, Inline, Paragraph
from relaybot.sources.catalogue import Catalogue

MOST_FEEDS = 3
NEWEST = 3


def unseen(tx: Transaction, ask: Ask, url: str, host: str, context: Context) -> Reply:
    """Answer for an address that no post is known by."""
    words = context.words
    never = words.say(
        "I have never seen a post at {address}.", address=link(host + urlsplit(url).path, url)
    )
    feeds = feeds_of_host(host, context.catalogue)
    if not feeds:
        no_feed = words.say("No feed in the directory is on {host}.", host=bold(host))
        browse = button(words.label("Browse the directory"), again(ask, "chapters"))
        return Reply(body=Document((Paragraph(never), Paragraph(no_feed))), rows=rows(browse))
    blocks: list[Block] = [Paragraph(never)]
    for feed in feeds[:MOST_FEEDS]:
        blocks.append(Paragraph(_reading(feed, tx.feed_states.get(feed.slug), ask, words)))
    return Reply(body=Document((*blocks, *_newest(tx, feeds, words))))


def feeds_of_host(host: str, catalogue: Catalogue) -> Sequence[Feed]:
    """Return the feeds of the directory that are on a host, or belong to a site there."""
    wanted = _bare(host)
    return [feed for feed in catalogue.feeds if wanted in _hosts(feed)]


def _hosts(feed: Feed) -> set[str]:
    return {_bare(urlsplit(url).hostname or "") for url in (feed.url, feed.site) if url}


def _bare(host: str) -> str:
    return host.casefold().removeprefix("www.")


def _reading(feed: Feed, state: FeedState | None, ask: Ask, words: Words) -> tuple[Inline, ...]:
    name = bold(feed.name)
    if state is None or state.checked_at is None:
        return words.say("{feed} is on that site, but has not been read yet.", feed=name)
    next_check = words.until(state.next_check_at or ask.now, ask.now)
    if state.error:
        return words.say(
            "{feed} is on that site, but cannot be read since {when}: {reason}. Next try: {next}.",
            feed=name,
            when=words.day(state.failing_since or state.checked_at),
            reason=because(state.error, words),
            next=next_check,
        )
    return words.say(
        "{feed} is on that site. It was read {ago}, and the post was not in it. It is read next"
        " {next}; posts sometimes take a while to get into their feed.",
        feed=name,
        ago=words.ago(state.checked_at, ask.now),
        next=next_check,
    )


def _newest(tx: Transaction, feeds: Sequence[Feed], words: Words) -> tuple[Block, ...]:
    posts = tx.posts.newest([feed.slug for feed in feeds], NEWEST)
    if not posts:
        return ()
    told = [link(one.post.title or one.post.link or "?", one.post.link) for one in posts]
    return (Paragraph(words.say("The newest I know from there:")), bullets(told))
