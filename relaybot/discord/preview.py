"""A Discord message as its readers see it, for the demo page and a terminal."""

from datetime import UTC, datetime
from html import escape

from relaybot.discord.card import Card
from relaybot.discord.colours import COLOURS
from relaybot.discord.dialect import body, dated, inline, words
from relaybot.discord.format import DiscordMessage
from relaybot.discord.full import Full
from relaybot.model.destination import PlatformName
from relaybot.model.post import Image
from relaybot.model.preview import Preview

_REL = 'rel="noopener nofollow"'
_KINDS = {colour: kind for kind, colour in COLOURS.items()}


def preview(message: DiscordMessage) -> Preview:
    """Return the message as safe HTML and as text."""
    return Preview(
        platform=PlatformName.DISCORD,
        html=_html(message),
        text="\n".join(part for part in _text_parts(message) if part),
        speaker=message.speaker.name if message.speaker else None,
    )


def _html(message: DiscordMessage) -> str:
    parts = [_speaker(message), _told(message)]
    if message.buttons and not message.full:
        parts.append(_buttons(message))
    return "\n".join(('<article class="msg msg-discord">', *filter(None, parts))) + "</article>"


def _speaker(message: DiscordMessage) -> str:
    """The name of a chapter that speaks itself stands where else the bot's would."""
    speaker = message.speaker
    if speaker is None:
        return ""
    face = _picture("msg-avatar", speaker.avatar)
    return f'<div class="msg-by">{face}<b>{escape(speaker.name)}</b></div>'


def _told(message: DiscordMessage) -> str:
    if card := message.card:
        return _boxed("msg-box", card.colour, _card(card))
    if full := message.full:
        return _boxed("msg-box msg-container", full.colour, _full(full, message))
    return _body(message.line)


def _boxed(name: str, colour: int, parts: list[str]) -> str:
    """Each kind of body has its colour, in a class: pages allow no style within."""
    kind = _KINDS.get(colour)
    shown = f"{name} msg-{kind}" if kind else name
    return "\n".join((f'<div class="{shown}">', *filter(None, parts))) + "</div>"


def _card(card: Card) -> list[str]:
    logo, author = _picture("msg-logo", card.author_icon), escape(card.author_name)
    who = f"{logo}{_linked(author, card.author_url)}" if author else ""
    return [
        f'<div class="msg-author">{who}</div>' if who else "",
        f'<div class="msg-title">{_linked(inline(card.title), card.url)}</div>'
        if card.title
        else "",
        _body(card.description),
        _picture("msg-image", card.image),
        f'<div class="msg-footer">{_lines(_footer(card))}</div>' if _footer(card) else "",
    ]


def _title(card: Card) -> str:
    title = _linked(inline(card.title), card.url) if card.title else ""
    return f'<div class="msg-title">{title}</div>' if title else ""


def _full(full: Full, message: DiscordMessage) -> list[str]:
    logo = _picture("msg-thumbnail", full.logo)
    return [
        f'<div class="msg-head">{logo}{_body(full.head)}</div>' if full.head else "",
        _body(full.before),
        _body(full.body),
        _gallery(full.pictures),
        _body(full.after),
        _body(full.foot),
        _buttons(message) if message.buttons else "",
    ]


def _gallery(pictures: tuple[Image, ...]) -> str:
    shown = "".join(_picture("msg-picture", one.url, one.alt) for one in pictures)
    return f'<div class="msg-gallery msg-of-{len(pictures)}">{shown}</div>' if shown else ""


def _picture(name: str, url: str | None, alt: str = "") -> str:
    if not url:
        return ""
    return f'<img class="{name}" alt="{escape(alt)}" src="{escape(url)}" loading="lazy">'


def _body(markdown: str) -> str:
    return f'<div class="msg-body">{body(dated(markdown))}</div>' if markdown else ""


def _buttons(message: DiscordMessage) -> str:
    links = " ".join(_linked(escape(button.label), button.url) for button in message.buttons)
    return f'<div class="msg-buttons">{links}</div>'


def _linked(html: str, url: str | None) -> str:
    return f'<a href="{escape(url)}" {_REL}>{html}</a>' if url else html


def _lines(text: str) -> str:
    return "<br>".join(map(escape, text.split("\n")))


def _footer(card: Card) -> str:
    at = _in_utc(card.timestamp) if card.timestamp else ""
    return " · ".join(filter(None, (card.footer, at)))


def _in_utc(at: datetime) -> str:
    moment = at.astimezone(UTC)
    return f"{moment.day} {moment:%B %Y %H:%M} UTC"


def _text_parts(message: DiscordMessage) -> tuple[str, ...]:
    speaker = message.speaker.name if message.speaker else ""
    buttons = (f"[{button.label}: {button.url}]" for button in message.buttons)
    return (speaker, *_telling(message), *buttons)


def _telling(message: DiscordMessage) -> tuple[str, ...]:
    if card := message.card:
        image = f"[image] {card.image}" if card.image else ""
        title = (words(card.title), card.url or "") if card.title else ()
        said = (*title, words(dated(card.description)))
        return (card.author_name, *said, image, _footer(card))
    if full := message.full:
        texts = full.head, full.before, full.body, full.after, full.foot
        head, *rest = (words(dated(text)) for text in texts)
        shown = (f"[image] {picture.url}" for picture in full.pictures)
        return (head, message.url or "", *rest, *shown)
    return words(dated(message.line)), message.url or ""
