"""What a delivery becomes on each platform: readable for golden files, and what is wrong."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from discord.http import handle_message_parameters

from relaybot.discord.form import form_of
from relaybot.discord.format import DiscordMessage
from relaybot.discord.format import format_post as discord_post
from relaybot.discord.payload import options_of
from relaybot.message.content import LinkButton
from relaybot.model.delivery import Outgoing
from relaybot.model.post import Image
from relaybot.telegram.format import TelegramMessage
from relaybot.telegram.format import format_post as telegram_post
from relaybot.telegram.limits import CAPTION_UNITS, ENTITIES, MARKUP_BYTES, TEXT_UNITS
from tests.emulators.discord.answers import Refusal
from tests.emulators.discord.checks import check_message
from tests.emulators.discord.components import Surroundings
from tests.emulators.telegram.entities import utf16
from tests.emulators.telegram.markup_parser import parse_html
from tests.emulators.telegram.markup_reader import MarkupError

_TEXTS = ("content", "title", "description")  # in a message, read as Markdown
_PINGS = re.compile(r"@(?:everyone|here)|(?<!\\)<(?:@[!&]?|#|/|a?:|id:|t:)\w", re.IGNORECASE)
_CODE = re.compile(
    r"```.*?```|(?<!\\)(?<!`)(`+)(?!`)[^\n]*?(?<!`)\1(?!`)", re.DOTALL
)  # nothing in it is read
_OUR_TIME = re.compile(r"<t:-?\d+:[Df]>")
# An embed is linked where people look it up, not where its frame comes from.
_SAME_PLACE = {"x.com": "twitter.com", "www.youtube.com": "youtu", "www.instagram.com": "instagram"}
_LINK = re.compile(r"(?<!\\)\]\(<?(https?://[^)>\s]+)")


def discord_shown(outgoing: Outgoing) -> str:
    """Return the message as a golden file tells it."""
    return "\n".join(_told(discord_post(outgoing))).rstrip() + "\n"


def telegram_shown(outgoing: Outgoing) -> str:
    """Return the message as a golden file tells it: its text, and beneath what it comes with."""
    message = telegram_post(outgoing)
    around = [line for line in _told(message) if not line.startswith(("html", "text"))]
    return "\n".join([message.html, "", "<!--", *around, "-->"]) + "\n"


def _told(message: Any, skip: tuple[str, ...] = ("plain", "text", "html")) -> Iterator[str]:
    for each in fields(message):
        value = getattr(message, each.name)
        if value in (None, "", (), False) or each.name in skip:
            continue
        if is_dataclass(value) and not isinstance(value, type):
            yield from (f"{each.name}.{line}" for line in _told(value))
        else:
            yield f"{each.name}: {_value(value)}"


def _value(value: Any) -> str:
    if isinstance(value, tuple):
        return " · ".join(map(_value, value))
    if isinstance(value, LinkButton):
        return f"[{value.label}]({value.url})"
    if isinstance(value, Image):
        return f"![{value.alt}]({value.url})"
    return f"{value:#08x}" if isinstance(value, int) and value is not True else str(value)


def discord_faults(outgoing: Outgoing) -> list[str]:
    """Return what Discord would refuse, or its readers would suffer from."""
    message = discord_post(outgoing)
    payload = dict(handle_message_parameters(**options_of(form_of(message))).payload or {})
    faults = []
    try:
        check_message(payload, Surroundings())
    except Refusal as refusal:
        faults.append(f"refused: {refusal}")
    if payload.get("allowed_mentions") != {"parse": []}:
        faults.append("somebody may be mentioned")
    texts = list(_texts(payload))
    for text in texts:
        if found := _PINGS.search(_OUR_TIME.sub("", _CODE.sub("", text))):
            faults.append(f"it may ping: {found.group()!r} in {text[:80]!r}")
    targets = [url for text in texts for url in _LINK.findall(text)]
    faults += _foreign([*targets, *_buttons(message)], outgoing)
    return faults


def telegram_faults(outgoing: Outgoing) -> list[str]:
    """Return what Telegram would refuse or drop, or its readers would suffer from."""
    message = telegram_post(outgoing)
    try:
        parsed = parse_html(message.html)
    except MarkupError as error:
        return [f"not Telegram's HTML: {error}"]
    room = CAPTION_UNITS if message.pictures else TEXT_UNITS
    faults = []
    if not 1 <= utf16(parsed.text) <= room:
        faults.append(f"{utf16(parsed.text)} code units")
    if len(message.html.encode()) > MARKUP_BYTES:
        faults.append(f"{len(message.html.encode())} bytes of markup")
    if message.html.count("<") - message.html.count("</") > ENTITIES:
        faults.append("more entities than Telegram keeps")
    kinds = {entity.type for entity in parsed.entities}
    faults += [f"a {kind}" for kind in kinds & {"mention", "text_mention", "bot_command"}]
    targets = [str(entity.url) for entity in parsed.entities if entity.type == "text_link"]
    faults += _foreign([*targets, *_buttons(message)], outgoing)
    return faults


def _buttons(message: DiscordMessage | TelegramMessage) -> list[str]:
    return [button.url for button in message.buttons]


def _texts(part: Any) -> Iterator[str]:
    """Every text of a payload that is read as Markdown."""
    if isinstance(part, list):
        for each in part:
            yield from _texts(each)
    elif isinstance(part, dict):
        for name, value in part.items():
            if isinstance(value, str) and name in _TEXTS and part.get("type") not in (11, 12):
                yield value
            else:
                yield from _texts(value)


def _foreign(targets: list[str], outgoing: Outgoing) -> list[str]:
    """Links that lead to a host which neither the post nor the directory names."""
    post, chapter = outgoing.claim.post.post, outgoing.chapter
    audio = post.audio.url if post.audio else ""
    known = (post.html, post.summary, post.link, post.base, audio, chapter.site, post.title)
    given = unquote(" ".join(filter(None, known))).casefold()
    hosts = {urlsplit(target).hostname or "" for target in targets}
    return [f"a foreign link to {host}" for host in sorted(hosts) if not _named(host, given)]


def _named(host: str, given: str) -> bool:
    host = _SAME_PLACE.get(host, host)
    if host in given or host.removeprefix("www.") in given:
        return True
    try:
        return host.encode("ascii").decode("idna").casefold() in given
    except UnicodeError:
        return False
