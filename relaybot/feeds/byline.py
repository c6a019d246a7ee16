"""A person's name out of what feeds put into the author field."""

import re
from collections.abc import Collection

from relaybot.feeds.folding import fold
from relaybot.richtext.bylines import is_account
from relaybot.richtext.characters import plain_text

_LONGEST = 120  # longer is no name
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64})+")
_BY = re.compile(r"(?:(?:written |posted )?by|por|author|autora?|words by)(?::\s*|\s+)", re.I)
_WORDS = """
    admin administrator administrador editor editors webmaster webteam wordpress author unknown
    anonymous staff guest noreply info contact communications comms newsletter user root none null
"""
_ROLES = ("steering", "secretary", "front desk", "membership", "education", "press", "media team")
_NOBODY = frozenset(
    (
        *_WORDS.split(),
        "no reply",
        "web team",
        "site admin",
        "web admin",
        "here",
        "everyone",
        *_ROLES,
    )
)
_SOMEBODY_OF_US = re.compile(r"(?:the|el|la) [a-zà-ÿ ]+")  # "the chapter": a name has capitals


def plain_byline(author: str, not_people: Collection[str]) -> str | None:
    """Return who wrote it, without "By", e-mail address or brackets; None when nobody is named.

    The account of whoever put it there ("wp_editor2") is nobody.

    `not_people`: the names of the chapter and its feed, which say nothing under its own post.
    """
    if len(author) > 10 * _LONGEST:
        return None
    name = plain_text(author)
    name = _MAIL.sub(" ", name.replace("mailto:", ""))
    name = re.sub(r"\(\s*\)|<\s*>", " ", name).strip()
    in_brackets = re.fullmatch(r"\((.*)\)", name)  # RSS: "mail@host (Name)"
    name = in_brackets[1] if in_brackets else name
    name = _BY.sub("", name, count=1) if _BY.match(name) else name
    name = " ".join(name.split()).strip(" ,;:|/-–—")
    folded = fold(name)
    if not re.search(r"\w", name) or len(name) > _LONGEST or folded in _NOBODY:
        return None
    if is_account(_without_signs(name)) or _SOMEBODY_OF_US.fullmatch(name):
        return None
    return None if folded in {fold(other) for other in not_people} else name


def _without_signs(name: str) -> str:
    """Return a name without the emoji and other signs around it."""
    kept = (sign for sign in name if sign.isalnum() or sign in " _.-")
    return "".join(kept).strip()
