"""A post's title as plain text, without the name of the site that its theme puts behind it."""

import html
import re
from collections.abc import Collection

from relaybot.feeds.folding import fold
from relaybot.richtext.characters import plain_text, tidy

_MOST = 5_000  # characters of markup; platforms cut at 256 anyway
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8});", re.I)
_CDATA = re.compile(r"<!\[CDATA\[(.*?)(?:\]\](?:>|&gt;)|$)", re.S)
_SEPARATOR = re.compile(r"\s+[–—|·•»:~-]{1,2}\s+|\s*\|\s*")


def plain_title(markup: str, names: Collection[str] = ()) -> str:
    """Return a title in one line; `names`: what feed and chapter are called."""
    markup = markup[:_MOST].replace("&lt;![CDATA[", "<![CDATA[")
    title = plain_text(_CDATA.sub(r"\1", markup))
    if _ENTITY.search(title):  # escaped three times
        title = tidy(html.unescape(title))
    own, site = _parted(title)
    return own if own and fold(site) in {fold(name) for name in names if name} else title


def spellings(markup: str) -> frozenset[str]:
    """Return the title of an entry, folded, with and without what may be the name of its site."""
    title = plain_title(markup)
    return frozenset({fold(title), fold(_parted(title)[0] or title)})


def _parted(title: str) -> tuple[str, str]:
    """Return what stands before the last separator, and behind it; twice "" without one."""
    found = list(_SEPARATOR.finditer(title))
    return (title[: found[-1].start()], title[found[-1].end() :]) if found else ("", "")
