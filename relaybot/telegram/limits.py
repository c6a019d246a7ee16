"""What Telegram accepts: sizes of a message, and how fast messages may follow each other.

Sizes: https://core.telegram.org/bots/api#sendmessage and tdlib's sources.
Rates: https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
"""

import html
import re
from collections import deque
from dataclasses import dataclass, field
from urllib.parse import urlsplit

TEXT_UNITS = 4096  # UTF-16 code units after parsing
CAPTION_UNITS = 1024
ENTITIES = 100  # more are dropped silently, so formatting would get lost
MARKUP_BYTES = 32_768  # the Bot API server refuses more before parsing ("Text is too long")

_LONGEST_ADDRESS = 2048  # no real page has a longer one, and several must fit one message
_TAG = re.compile(r"<(/?)(\w+)[^>]*>")
_STYLES = ("b", "i", "s")
_KEPT_CHATS = 10_000  # chats whose pace is remembered before quiet ones are forgotten


def utf16_length(text: str) -> int:
    """Return the length in UTF-16 code units, which is how Telegram counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def utf16_cut(text: str, limit: int) -> str:
    """Return as much of `text` as fits `limit` code units, ended by "…" when something is missing.

    Cuts at a word when one ends in the last quarter, and never inside a character.
    """
    if utf16_length(text) <= limit:
        return text
    raw = text.encode("utf-16-le", "surrogatepass")[: max(limit - 1, 0) * 2]
    kept = raw.decode("utf-16-le", "ignore")
    space = kept.rfind(" ")
    if space > len(kept) * 3 // 4:
        kept = kept[:space]
    return kept.rstrip() + "…"


def visible_text(markup: str) -> str:
    """Return what readers see of markup written by `markup.to_html` (nobody else's)."""
    return html.unescape(_TAG.sub("", markup))


def fits(markup: str, units: int = TEXT_UNITS) -> bool:
    """Tell whether markup written by `markup.to_html` is within every limit of one message.

    `units` are those of a text, or of a caption.
    """
    if len(markup.encode()) > MARKUP_BYTES:
        return False
    if markup.count("</") > ENTITIES or entities_in(markup) > ENTITIES:
        return False
    return utf16_length(visible_text(markup)) <= units


def entities_in(markup: str) -> int:
    """Return how many entities Telegram makes of markup: a style is cut where another begins."""
    count = at = read = 0
    began: dict[str, int] = {}  # the styles we are inside of, and where their last piece began
    for tag in _TAG.finditer(markup):
        at, read = at + tag.start() - read, tag.end()
        if tag[1]:
            began.pop(tag[2], None)
            continue
        if tag[2] in _STYLES:
            count += sum(begin < at for begin in began.values())
            began = {**dict.fromkeys(began, at), tag[2]: at}
        count += 1
    return count


def host_of(url: str) -> str:
    """Return the host that a http(s) address leads to, "" for anything else."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return parts.hostname or "" if parts.scheme in ("http", "https") else ""


def usable(url: str | None) -> str | None:
    """Return an address that a link in a message may lead to, None for any other."""
    return url if url and len(url) <= _LONGEST_ADDRESS and host_of(url) else None


def is_web(url: str) -> bool:
    """Tell whether a button may lead there: for one that may not, the whole message is refused."""
    return "." in host_of(url)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """How many messages may be sent; Telegram promises no figures, these are its advice.

    An edit counts like a message: both share one limit (https://github.com/tdlib/td/issues/2592).
    """

    seconds_between: float = 1.0  # two messages to the same chat
    group_per_minute: int = 20
    per_second: int = 25  # to all chats together; about 30 are allowed


UNLIMITED = Rates(seconds_between=0, group_per_minute=1_000_000, per_second=1_000_000)


@dataclass(slots=True)
class Pace:
    """Remembers what was sent lately; times are seconds of any clock that never goes back."""

    rates: Rates
    _everywhere: deque[float] = field(default_factory=deque)
    _chats: dict[str, deque[float]] = field(default_factory=dict)
    _groups: set[str] = field(default_factory=set)

    def group(self, chat: str) -> None:
        """Remember that this chat is a group: a chat id alone does not say so."""
        self._groups.add(chat)

    def everywhere_wait(self, now: float, count: int = 1) -> float:
        """Return how many seconds so many messages may not be sent to any chat."""
        return _wait(self._everywhere, self.rates.per_second, 1.0, now, count)

    def chat_wait(self, chat: str, now: float, count: int = 1) -> float:
        """Return how many seconds so many messages may not be sent to this chat."""
        sent = self._chats.get(chat)
        if not sent:
            return 0.0
        spacing = sent[-1] + self.rates.seconds_between - now
        allowed, in_group = self.rates.group_per_minute, chat in self._groups
        minute = _wait(sent, allowed, 60.0, now, count) if in_group else 0.0
        return max(spacing, minute, 0.0)

    def sending(self, chat: str, now: float, count: int = 1) -> None:
        """Count messages that are being sent or edited now; each picture of an album is one."""
        if len(self._chats) > _KEPT_CHATS:
            self._forget_quiet(now)
        sent = self._chats.setdefault(chat, deque())
        for _ in range(count):
            _count(self._everywhere, self.rates.per_second, now)
            _count(sent, self.rates.group_per_minute, now)

    def _forget_quiet(self, now: float) -> None:
        self._chats = {chat: sent for chat, sent in self._chats.items() if now - sent[-1] < 60}
        self._groups &= self._chats.keys()


def _wait(sent: deque[float], allowed: int, window: float, now: float, count: int) -> float:
    room = allowed - min(count, allowed)  # for those that were sent within the window
    if len(sent) <= room:
        return 0.0
    return max(sent[-room - 1] + window - now, 0.0)


def _count(sent: deque[float], allowed: int, now: float) -> None:
    sent.append(now)
    while len(sent) > allowed or now - sent[0] > 60:
        sent.popleft()
