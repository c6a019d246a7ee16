"""Long lists, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from relaybot.commands.action import Action
from relaybot.commands.buttons import button
from relaybot.commands.limits import whole_number
from relaybot.commands.reply import Button
from relaybot.commands.words import Words

T = TypeVar("T")
_MOST_PAGES = 9999


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list. Pages count from 1."""

    items: Sequence[T]
    number: int
    of: int
    before: int  # items on earlier pages


def page_of(items: Sequence[T], wanted: str | None, size: int) -> Page[T]:
    """Return the page that was asked for; the nearest one there is for any other number."""
    pages = max(1, -(-len(items) // size))
    number = min(whole_number(wanted, _MOST_PAGES) or 1, pages)
    start = (number - 1) * size
    return Page(items[start : start + size], number, pages, start)


def turning(page: Page[T], action: Action, words: Words) -> tuple[Button, ...]:
    """Return the buttons that lead to the page before and the page after."""
    found: tuple[Button, ...] = ()
    if page.number > 1:
        back = action.with_argument("page", str(page.number - 1))
        found += button(words.label("◀ Back"), back)
    if page.number < page.of:
        on = action.with_argument("page", str(page.number + 1))
        found += button(words.label("Next ▶"), on)
    return found
