"""What Discord accepts (docs.discord.com/developers, "Embed Limits", read 2026-08).

No page says what a "character" is; we count UTF-16 units, which is never less than code points.
"""

from urllib.parse import urlsplit

CONTENT = 2000
EMBED_TITLE = 256
EMBED_DESCRIPTION = 4096
EMBED_AUTHOR = 256
EMBED_FOOTER = 2048
EMBED_TOTAL = 6000  # title + description + author + footer, over all embeds of a message
THREAD_NAME = 100
URL = 2048
NONCE = 25
FORUM_TAGS = 5  # applied to one post; the docs are silent, the client allows five

ELLIPSIS = "…"


def measure(text: str) -> int:
    """Return how long Discord may think this text is."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


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
