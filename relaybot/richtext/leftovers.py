"""What is left below an article of things that were not it: share lines, menus, empty headings.

All of it counts at the very end only, and only when nothing else stands in the line.
"""

import re
from collections.abc import Sequence

from relaybot.richtext.nodes import Heading, Inline, Listing, Paragraph, Quote, Strong
from relaybot.richtext.tape import links, tape

_LINES = re.compile(
    r"(?:\d+ |No |Leave a )(?:comments?|reply)|Add new comment|Deja un comentario|Share this"
    r"(?: post)?:?|Like this(?: (?:post|article))?[:?]?|Do you like this post\?|Tweet"
    r"|(?:Like )?Loading(?:\.\.\.|…)|Support the show|Permalink|Enlace permanente"
    r"|Filed under:? .{1,200}|Send us a text(?: message)?|\d+ (?:people are|person is) going",
    re.IGNORECASE,
)
# Headings below which something stood that was not the article: nothing does any more.
_HEADS = re.compile(
    r"Discover more from .{1,100}|Read (?:also|next|more)"
    r"|(?:Related|Recommended)(?: (?:posts?|articles?|reading|stories))?"
    r"|You (?:may|might) also (?:like|enjoy)(?: this| these)?|More (?:from|like) .{1,60}"
    r"|Will you come\?|Sponsored by|Share(?: this)?(?: post| article)?|(?:About the )?Authors?"
    r"|Tags?|Comments?|Leave a (?:comment|reply)|Table of contents|Contents|Comentarios"
    r"|Art[ií]culos relacionados|Comparte(?: esto)?",
    re.IGNORECASE,
)
_SHARING = re.compile(
    r"https?://(?:[\w-]+\.)*(?:facebook\.com/(?:sharer|share\.php|dialog/share)"
    r"|(?:twitter|x)\.com/(?:share|intent)|linkedin\.com/(?:shareArticle|sharing|cws/share)"
    r"|reddit\.com/submit|pinterest\.com/pin/create|wa\.me/\?|api\.whatsapp\.com/send"
    r"|t\.me/share|telegram\.me/share|bsky\.app/intent|threads\.net/intent"
    r"|tumblr\.com/(?:share|widgets)|getpocket\.com/save)"
)
_MENU = frozenset(
    [
        *("donate", "join", "join us", "subscribe", "unsubscribe", "newsletter", "follow us"),
        *("contact", "contact us", "about", "about us", "home", "events", "news", "blog", "shop"),
        *("website", "privacy policy", "facebook", "instagram", "twitter", "x", "mastodon"),
        *("bluesky", "youtube", "tiktok", "linkedin", "threads", "dona", "únete", "suscríbete"),
        *("contacto", "inicio", "eventos", "noticias"),
    ]
)
_NETWORKS = """
    facebook twitter x bluesky mastodon linkedin reddit tumblr pinterest pocket telegram whatsapp
    threads email print more tweet share
"""
_NETWORK = re.compile(
    r"(?:(?:click to )?(?:share|email|print|tweet)(?: this)?(?: (?:on|to))? )?"
    rf"(?:{'|'.join(_NETWORKS.split())}|a link to a friend)(?: \(opens in new window\))?(?: \w+)?",
    re.IGNORECASE,
)
_SHARED = "|".join((*_NETWORKS.split(), "click", "to", "on", "like", r"loading(?:…|\.\.\.)?"))
_SHARE_TAIL = re.compile(rf"\s*Share this:(?: (?:{_SHARED}))*$", re.IGNORECASE)
_LONGEST_TAIL = 300
_SHORTEST_MENU = 3  # links


def is_leftover(block: Paragraph | Heading, words: str) -> bool:
    """Whether a last block with these words is none of the article's."""
    if _LINES.fullmatch(words) or _is_empty_head(block, words):
        return True
    return _is_row_of_links(words, block.children)


def is_share_list(block: Listing) -> bool:
    """Whether a list names nothing but networks to share on."""
    return all(_NETWORK.fullmatch(tape(Quote(item))) for item in block.items)


def share_tail(words: str) -> int | None:
    """Where a share line begins that an excerpt ran together with the text; None without one."""
    match = _SHARE_TAIL.search(words, max(0, len(words) - _LONGEST_TAIL))
    return match.start() if match else None


def _is_empty_head(block: Paragraph | Heading, words: str) -> bool:
    """Whether a heading, or a line that looks like one, has lost all that stood below it."""
    is_bold = isinstance(block, Heading) or all(isinstance(one, Strong) for one in block.children)
    is_label = words.endswith((":", "Sponsored by"))
    return (is_bold or is_label) and bool(_HEADS.fullmatch(words.rstrip(":")))


def _is_row_of_links(words: str, children: Sequence[Inline]) -> bool:
    """Whether a line only shares the article, or is the menu that stands below all of them."""
    spans = links(children)
    outside = len(words) - sum(span.end - span.begin for span in spans)
    if not spans or outside > 4 * len(spans):
        return False
    if all(_SHARING.match(span.link.url) for span in spans):
        return True
    names = {words[span.begin : span.end].strip().casefold() for span in spans}
    return len(spans) >= _SHORTEST_MENU and names <= _MENU
