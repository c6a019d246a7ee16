"""What Discord accepts (docs.discord.com/developers, "Embed Limits", read 2026-08).

No page says what a "character" is; we count UTF-16 units, which is never less than code points.
"""

from collections import deque
from collections.abc import Sequence
from urllib.parse import urlsplit

CONTENT = 2000
MENTION = 25  # kept free in CONTENT for the mention of a role: <@&…> and a line break
EMBED_TITLE = 256
EMBED_DESCRIPTION = 4096
EMBED_AUTHOR = 256
EMBED_FOOTER = 2048
EMBED_TOTAL = 6000  # title + description + author + footer, over all embeds of a message
THREAD_NAME = 100
URL = 2048
NONCE = 25
FORUM_TAGS = 5  # applied to one post; the docs are silent, the client allows five
TAGS = 20  # of one forum (docs: "Forum Tag Object")
TAG_NAME = 20

# Components V2 (docs: "Component Reference"; the length of all texts: discord.py, ui/view.py).
DISPLAY = 4000  # over all text displays of a message
# More than so many bytes (UTF-8), and so many for each text display, are answered with a 500 that
# no retry heals: discord-api-docs #8554. Fewer than 4000 characters of Chinese, Hindi or emoji.
DISPLAY_BYTES, DISPLAY_EACH = 10_170, 12
ALT = 1024  # alternative text of a picture

# Webhooks (docs: "Webhook Resource").
PERSONA = 80  # characters of the name a webhook speaks with

# Answers and their controls (docs: "Component Reference", "Application Commands").
EMBEDS = 10  # of one message
ROWS = 5
ROW_BUTTONS = 5
BUTTON_LABEL = 80
BUTTON_URL = 512
CUSTOM_ID = 100
PLACEHOLDER = 150
OPTIONS = 25  # of a select
OPTION = 100  # label and value alike
CHOICES = 25  # offered while somebody types
CHOICE = 100  # name and value alike
DESCRIPTION = 100  # of a command or argument

# Not in the docs; the library would wait for its turn for up to an hour (discord.js #4956).
PUBLISHED = 10  # messages of one announcement channel
PUBLISHED_IN = 3600.0  # seconds

ELLIPSIS = "…"


def measure(text: str) -> int:
    """Return how long Discord may think this text is."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def display_excess(text: str, beside: Sequence[str]) -> float:
    """Return how many times too large a text display is, beside others and a mention.

    At most 1: it fits.
    """
    chars = DISPLAY - MENTION - sum(map(measure, beside))
    size = DISPLAY_BYTES - MENTION - DISPLAY_EACH - sum(map(_size, beside))
    return max(measure(text) / max(chars, 0.5), _size(text) / max(size, 0.5))


def _size(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass")) + DISPLAY_EACH


def is_id(text: str) -> bool:
    """Tell whether this can be the id of a channel or person (a snowflake)."""
    return text.isascii() and text.isdigit() and len(text) < 20


def cut(text: str, limit: int) -> str:
    """Return the text, trimmed, with at most `limit` characters; a cut is made at a word."""
    text = text.strip()
    if measure(text) <= limit:
        return text
    room = max(0, limit - measure(ELLIPSIS))
    head = text[:room]
    while measure(head) > room:
        head = head[:-1]
    words = head.rsplit(None, 1)
    if len(words) == 2 and not text[len(head) :][:1].isspace():
        head = words[0]
    return head.rstrip(" ,;:-–—.\t\n") + ELLIPSIS


def cut_at_line(text: str, limit: int) -> str:
    """Return the text with at most `limit` characters; a cut is made between lines."""
    if measure(text) <= limit:
        return text
    room, kept = limit - measure(ELLIPSIS) - 1, ""
    for line in text.split("\n"):
        longer = f"{kept}\n{line}" if kept else line
        if measure(longer) > room:
            break
        kept = longer
    return f"{kept}\n{ELLIPSIS}" if kept else cut(text, limit)


def usable_url(url: str | None) -> str | None:
    """Return the address when Discord will take it (http or https, not too long), else None."""
    if not url or measure(url) > URL or any(ord(char) <= 32 for char in url):
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    return url if parts.scheme.lower() in ("http", "https") and host else None


def picture_url(url: str | None) -> str | None:
    """Return the address when Discord will show a picture from there, else None.

    It shows no SVG, and calls a host with an underscore or without a dot "not well formed".
    """
    usable = usable_url(url)
    if usable is None:
        return None
    parts = urlsplit(usable)
    host, path = parts.hostname or "", parts.path.lower()
    shown = "." in host and "_" not in host and not path.endswith((".svg", ".svgz"))
    return usable if shown else None


def button_url(url: str | None) -> str | None:
    """Return the address when a link button may lead there, else None."""
    usable = usable_url(url)
    return usable if usable and measure(usable) <= BUTTON_URL else None


class Pace:
    """At most `most` in any `seconds`, for each channel; counted by whoever asks, in memory."""

    def __init__(self, most: int = PUBLISHED, seconds: float = PUBLISHED_IN) -> None:
        self._most = most
        self._seconds = seconds
        self._taken: dict[int, deque[float]] = {}

    def wait(self, channel: int, now: float) -> float:
        """Return the seconds until there is room for one more; 0 = now."""
        taken = self._taken.get(channel, deque())
        while taken and taken[0] + self._seconds <= now:
            taken.popleft()
        if not taken:
            self._taken.pop(channel, None)
        return taken[0] + self._seconds - now if len(taken) >= self._most else 0.0

    def take(self, channel: int, now: float) -> None:
        """Count one."""
        self._taken.setdefault(channel, deque(maxlen=self._most)).append(now)
