"""Messages for unit tests, and what Discord's limits make of them."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from relaybot.discord import limits
from relaybot.discord.card import Card
from relaybot.discord.format import DiscordMessage, format_post
from relaybot.discord.full import Full
from relaybot.model.delivery import Outgoing
from relaybot.model.destination import Preferences, Style
from tests import builders

# Nothing in code or in the address of a link is read.
_NOT_READ = re.compile(
    r"```.*?```|(?<!\\)(?<!`)(`+)(?!`)[^\n]*?(?<!`)\1(?!`)|\]\(<?https?://[^\s)]*\)", re.DOTALL
)
PAGE = "https://elmford.example/posts/1"
MENTION = len(f"<@&{2**64}>\n")
NAME = "Elmford Tenants' League"


def an_outgoing(
    chapter: dict[str, Any] | None = None,
    wanted: Preferences | None = None,
    *,
    also_from: tuple[str, ...] = (),
    withdrawn: bool = False,
    **post: Any,
) -> Outgoing:
    stored = builders.a_stored_post(1, **post)
    given = chapter or {}
    feed = builders.a_feed(**{name: value for name, value in given.items() if name != "name"})
    outgoing = builders.an_outgoing(
        post=replace(stored, withdrawn_at=datetime.now(UTC) if withdrawn else None),
        destination=builders.a_destination(preferences=wanted or Preferences()),
        chapter=builders.a_chapter(**({"feeds": (feed,)} | given)),
    )
    return replace(outgoing, also_from=also_from)


def a_message(*given: Any, voiced: bool = False, **more: Any) -> DiscordMessage:
    return format_post(an_outgoing(*given, **more), voiced=voiced)


def a_card(*given: Any, **more: Any) -> Card:
    card = a_message(*given, **more).card
    assert card
    return card


def a_full(
    chapter: dict[str, Any] | None = None, wanted: Preferences | None = None, **more: Any
) -> Full:
    preferences = replace(wanted or Preferences(), style=Style.FULL)
    full = a_message(chapter, preferences, **more).full
    assert full
    return full


def fits(made: DiscordMessage) -> bool:
    """Tell whether Discord takes it."""
    return (
        0 < limits.measure(made.thread_name) <= limits.THREAD_NAME
        and 0 < limits.measure(made.plain) <= limits.CONTENT - MENTION
        and limits.measure(made.line) <= limits.CONTENT - MENTION
        and "\n" not in made.line
        and len(made.buttons) <= limits.ROW_BUTTONS
        and all(0 < limits.measure(button.label) <= limits.BUTTON_LABEL for button in made.buttons)
        and all(0 < limits.measure(button.url) <= limits.BUTTON_URL for button in made.buttons)
        and (made.card is None or _card_fits(made.card))
        and (made.full is None or _full_fits(made.full))
        and bool(made.line) + bool(made.card) + bool(made.full) == 1
    )


def _card_fits(card: Card) -> bool:
    parts = card.author_name, card.title, card.description, card.footer
    urls = card.url, card.author_url, card.author_icon, card.image
    return (
        limits.measure(card.title + card.description) > 0
        and limits.measure(card.title) <= limits.EMBED_TITLE
        and limits.measure(card.author_name) <= limits.EMBED_AUTHOR
        and limits.measure(card.description) <= limits.EMBED_DESCRIPTION
        and limits.measure(card.footer) <= limits.EMBED_FOOTER
        and sum(map(limits.measure, parts)) <= limits.EMBED_TOTAL
        and all(url == limits.usable_url(url) for url in urls)
    )


def _full_fits(full: Full) -> bool:
    size = sum(len(text.encode("utf-8", "surrogatepass")) + 12 for text in full.texts)
    return (
        sum(map(limits.measure, full.texts)) + MENTION <= limits.DISPLAY
        and size + MENTION + 12 <= limits.DISPLAY_BYTES
        and len(full.pictures) <= 4
        and all(limits.measure(picture.alt) <= limits.ALT for picture in full.pictures)
        and all(limits.picture_url(picture.url) for picture in full.pictures)
        and full.logo == limits.picture_url(full.logo)
        and full.head.count("\n") <= 2
    )


def said(made: DiscordMessage) -> str:
    """Return every text of a message that Discord reads as Markdown."""
    card = (made.card.title, made.card.description) if made.card else ()
    full = made.full.texts if made.full else ()
    return "\n".join((made.line, made.plain, *card, *full))


def pings(text: str) -> bool:
    """Tell whether a text could ping, or show an emoji, a date or a channel of a feed's choice."""
    ours = re.sub(r"<t:-?\d+:[Df]>", "", _NOT_READ.sub("", text))
    return bool(re.search(r"@(everyone|here)|(?<!\\)(?:\\\\)*<[@#:/]", ours))
