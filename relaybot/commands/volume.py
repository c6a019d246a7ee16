"""How much will arrive from something, told from what was seen of it so far."""

from datetime import datetime, timedelta

from relaybot.commands.context import Context
from relaybot.model.selector import Scope, Selector
from relaybot.repositories import Transaction
from relaybot.richtext.nodes import Inline, Text
from relaybot.sources.selectors import resolve

_WEEKS = 8  # long enough for a chapter that writes twice a month, short enough to be news
_SINGLE = (Scope.CHAPTER, Scope.FEED)


def volume(
    tx: Transaction, selector: Selector, now: datetime, context: Context
) -> tuple[Inline, ...]:
    """Say how many chapters, and about how many posts a week."""
    words = context.words
    feeds = resolve(selector, context.catalogue)
    rate = posts_a_week(tx, [feed.slug for feed in feeds], now, context)
    if selector.scope in _SINGLE:
        return rate
    chapters = len({feed.chapter for feed in feeds})
    if selector.scope is Scope.KIND:
        size = words.many("There is {count} of them.", "There are {count} of them.", chapters)
    else:
        size = words.many("That is {count} chapter.", "That is {count} chapters.", chapters)
    return (*size, Text(" "), *rate)


def posts_a_week(
    tx: Transaction, feeds: list[str], now: datetime, context: Context
) -> tuple[Inline, ...]:
    """Say how many posts these feeds bring in a week."""
    words = context.words
    count = tx.posts.seen_since(feeds, now - timedelta(weeks=_WEEKS))
    if not count and not tx.posts.last_seen(feeds):
        return words.say("No posts are stored yet; each new one will come.")
    if not count:
        return words.many(
            "Nothing was posted in the last {count} week.",
            "Nothing was posted in the last {count} weeks.",
            _WEEKS,
        )
    a_week = round(count / _WEEKS)
    if not a_week:
        return words.say("Fewer than one post a week.")
    return words.many("About {count} post a week.", "About {count} posts a week.", a_week)
