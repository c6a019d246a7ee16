"""The compact style: one line, the chapter and the linked title, and what still fits."""

from collections.abc import Iterator

from relaybot.discord import limits
from relaybot.discord.labels import title_link
from relaybot.discord.markup import escape, moment, quiet_link
from relaybot.discord.small_print import byline, taken_back
from relaybot.discord.told import Told

_LINE = 120  # visible characters that a line may grow to for byline and date
_NAME, _TITLE = 100, 200  # visible characters at most


def line_of(told: Told) -> str:
    """Return the line as Markdown; "" when none holds the post's address."""
    name = limits.cut(told.look.name, _NAME) if told.look.named else ""
    title = limits.cut(told.title, _TITLE)
    to = told.url or (told.audio.url if told.audio else None)
    head = (f"**{escape(name)}**" if name else "", _title(told, title, to), taken_back(told))
    line = " · ".join(filter(None, head))
    length = limits.measure(f"{name} · {title}")
    for text, markdown in () if told.look.withdrawn else _small_print(told, to):
        length += limits.measure(f" · {text}")
        if length <= _LINE:
            line += f" · {markdown}"
    return line if limits.measure(line) <= limits.CONTENT - limits.MENTION else ""


def _title(told: Told, title: str, to: str | None) -> str:
    if to:
        return title_link(title, to)
    return f"~~{escape(title)}~~" if told.look.withdrawn else escape(title)


def _small_print(told: Told, to: str | None) -> Iterator[tuple[str, str]]:
    """Yield what may stand after the title: as people see it, and as Markdown."""
    look = told.look
    if told.audio and told.audio.url != to:
        yield f"🎧 {look.words.listen}", f"🎧 {quiet_link(look.words.listen, told.audio.url)}"
    if told.byline:
        yield limits.cut(look.words.by(told.byline), _LINE), f"*{byline(told)}*"
    if look.moment:
        yield look.moment, escape(look.moment)
    elif told.published:
        yield "30/12/2026", moment(told.published)
