"""The compact style: one line, the chapter and the linked title, and what still fits."""

from collections.abc import Iterator

from relaybot.discord import limits
from relaybot.discord.labels import title_link
from relaybot.discord.markup import escape, moment, quiet_link
from relaybot.discord.small_print import byline
from relaybot.discord.told import Told
from relaybot.message.small_print import lasting, that_fit
from relaybot.model.post import Audio

_NAME, _TITLE = 100, 200  # visible characters at most


def line_of(told: Told) -> str:
    """Return the line as Markdown; "" when none holds the post's address."""
    look, title = told.look, limits.cut(told.title, _TITLE)
    name = limits.cut(look.name, _NAME) if look.named and not title.startswith(look.name) else ""
    back = f"*{look.words.taken_back}*" if look.withdrawn else ""
    head = f"**{escape(name)}**" if name else "", _title(told, title), back, _others(told)
    more = () if back else that_fit(f"{name} · {title}", _small_print(told))
    line = " · ".join(filter(None, (*head, *more)))
    return line if limits.measure(line) <= limits.CONTENT - limits.MENTION else ""


def _others(told: Told) -> str:
    """Who else tells it, in the midst of a line."""
    said = told.look.words.also_from(told.look.also_from)
    return escape(f"{said[:1].lower()}{said[1:]}")


def _title(told: Told, title: str) -> str:
    if told.leads_to:
        return title_link(title, told.leads_to)
    return f"~~{escape(title)}~~" if told.look.withdrawn else escape(title)


def _small_print(told: Told) -> Iterator[tuple[str, str]]:
    """Yield what may stand after the title, first things first: as it is read, and as Markdown."""
    look = told.look
    if told.audio:
        yield from _sound(told, told.audio)
    if look.event:
        yield f"📅 {look.event}", f"📅 {escape(look.event)}"
    elif look.day:
        yield look.day, escape(look.day)
    elif told.published:
        yield "September 30, 2026", moment(told.published)
    if told.byline:
        yield look.words.by(told.byline), f"*{byline(told)}*"


def _sound(told: Told, audio: Audio) -> Iterator[tuple[str, str]]:
    words, length = told.look.words.listen, lasting(audio.duration)
    if audio.url != told.leads_to and not told.has_button(audio.url):
        lasts = f" · {length}" if length else ""
        yield f"🎧 {words}{lasts}", f"🎧 {quiet_link(words, audio.url)}{lasts}"
    elif length:
        yield f"🎧 {length}", f"🎧 {length}"
