"""Whether an entry's words changed: a hash over what its readers see, and nothing else.

Servers rewrite white space, attribute order, tracking parameters and nonces at every request; none
of that is an edit. The host is left out too, so that a site that moves does not edit every post.
"""

import re

from relaybot.feeds.folding import digest
from relaybot.feeds.links import page_path
from relaybot.model.raw import RawEntry
from relaybot.richtext.characters import plain_text

_MOST = 200_000  # characters of the body that count
# Where the words lead, without what follows "?" or "#": that is where the noise is.
_HREF = re.compile(r"<a\s[^<>]{0,2000}?\bhref\s*=\s*[\"']?([^\"'\s<>?#]{1,2000})", re.I)


def fingerprint(entry: RawEntry) -> str:
    """Return a hash that changes when the title, link or text of the entry changes."""
    body = (entry.content or entry.summary)[:_MOST]
    return digest(
        plain_text(entry.title),
        page_path(entry.link),
        plain_text(body),
        *(page_path(target) for target in _HREF.findall(body)),
    )
