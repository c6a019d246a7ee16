"""Whether an entry was edited: a hash over what its readers see, and nothing else.

::

    title · page of the link · words of the text · pages they lead to · picture · date and place

Servers rewrite white space, quotation marks, attribute order, tracking parameters, nonces, counters
and the sizes of pictures at every request; none of that is an edit. Hosts are left out too, so that
a site that moves does not edit every post. It runs for every entry of every changed document.
"""

import html
import re
from collections.abc import Iterator
from urllib.parse import unquote

from relaybot.feeds.folding import digest
from relaybot.feeds.images import likely_picture
from relaybot.feeds.links import page_path
from relaybot.feeds.noise import without_noise
from relaybot.feeds.summary import own_summary
from relaybot.model.raw import RawEntry, RawEvent
from relaybot.richtext.characters import clean, plain_text

# Fingerprints of another version say nothing about this one: see `is_edit`.
_VERSION = "2:"
_MOST = 200_000  # characters of the body that count
# Where the words lead, without what follows "?" or "#": that is where the noise is.
_HREF = re.compile(
    r"<(?:a|iframe)\s[^<>]{0,2000}?\b(?:href|src)\s*=\s*[\"']?([^\"'\s<>?#]{1,2000})", re.I
)
_HOST = re.compile(r"(?:https?:)?//[^/]*", re.I)
_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif)$", re.I)
_UNREAD = re.compile(r"<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1\s*>|\Z)", re.I | re.S)
_INLINE = re.compile(
    r"</?(?:a|abbr|b|bdi|big|cite|code|data|del|dfn|em|font|i|ins|kbd|mark|q|s|samp|small|span"
    r"|strike|strong|sub|sup|time|tt|u|var|wbr)(?=[\s/>])[^<>]{0,2000}>",
    re.I,
)
_TAG = re.compile(r"</?[a-z][^<>]{0,2000}>", re.I)
_TYPED = (("’", "'"), ("‘", "'"), ("“", '"'), ("”", '"'), ("–", "-"), ("—", "-"), ("…", "..."))


def fingerprint(entry: RawEntry) -> str:
    """Return a hash that changes when title, link, text, picture or event of the entry change."""
    body = (entry.content or entry.summary)[:_MOST]
    page = page_path(entry.link)
    return _VERSION + digest(
        _typed(plain_text(entry.title)),
        page,
        _words(body),
        _words(own_summary(entry)),
        likely_picture(entry, body),
        *_event(entry.event),
        *(target for target in _targets(body) if target != page),
    )


def is_edit(before: str, after: str) -> bool:
    """Say whether two fingerprints of one post tell of an edit.

    One that an older release stored cannot be compared: that is not an edit of every post.
    """
    return before != after and before.startswith(_VERSION)


def _words(markup: str) -> str:
    """Return the words of a text in one line, without lines that change by themselves."""
    if "<" in markup:
        unread = "<!--" in markup or "<s" in markup or "<S" in markup
        read = (_UNREAD.sub("", markup) if unread else markup).replace("\n", " ")
        markup = _TAG.sub("\n", _INLINE.sub("", read))
    if "&" in markup:
        markup = html.unescape(html.unescape(markup))
    lines = (" ".join(line.split()) for line in clean(markup).split("\n"))
    return _typed(" ".join(filter(None, map(without_noise, lines))))


def _typed(text: str) -> str:
    """Return a text with quotation marks and dashes as a keyboard has them."""
    if not text.isascii():
        for printed, typed in _TYPED:
            text = text.replace(printed, typed)
    return text


def _targets(body: str) -> Iterator[str]:
    """Yield the pages that the text leads to; a picture's own file is none."""
    for target in _HREF.findall(body):
        page = _HOST.sub("", target, count=1).rstrip("/")
        if page and not _FILE.search(page):
            yield unquote(page) if "%" in page else page


def _event(event: RawEvent | None) -> tuple[str, ...]:
    return (event.starts, event.ends, plain_text(event.place)) if event else ()
