"""The same post in two feeds: two posts tell one story when they share a key.

One sign alone is not enough: titles repeat ("Chapter meeting"), and one link may carry many posts.
"""

from relaybot.feeds.folding import digest, fold, fold_markup
from relaybot.feeds.links import page_path, same_page

_ENOUGH_FOR_TITLE = 40  # words
_ENOUGH_FOR_LINK = 20
_OPENING = 400  # characters compared: excerpts are cut at different places


def story_keys(title: str, link: str | None, text: str) -> tuple[str, ...]:
    """Return the keys of a post from its plain title, clean link and the HTML of its body."""
    heading, words = fold(title), fold_markup(text)
    page = same_page(link) if link and page_path(link) else ""
    count, opening = len(words.split()), words[:_OPENING]
    pairs = (
        ("link+title", page, heading),
        ("title+text", heading, opening if count >= _ENOUGH_FOR_TITLE else ""),
        ("link+text", page, opening if count >= _ENOUGH_FOR_LINK else ""),
    )
    return tuple(f"{kind}:{digest(one, other)}" for kind, one, other in pairs if one and other)
