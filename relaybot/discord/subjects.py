"""What a post is about, as names that tags of a forum may have."""

from relaybot.message.words import PostWords, post_language
from relaybot.model.delivery import Outgoing
from relaybot.model.source import Kind
from relaybot.model.wording import language_name, region_names

_LANGUAGES = ("en", "es")


def subjects_of(outgoing: Outgoing) -> frozenset[str]:
    """Return every name under which moderators may know it, case-folded."""
    region, language, kind = _region(outgoing), post_language(outgoing), outgoing.feed.kind
    names = outgoing.chapter.name, outgoing.chapter.slug, outgoing.feed.name, str(kind)
    codes = region, *(region_names(region) if region else ()), language, language_name(language)
    said = (
        name
        for spoken in map(PostWords, _LANGUAGES)
        for name in (spoken.kind(kind), spoken.language_name(language))
    )
    return frozenset(name.casefold() for name in (*names, *codes, *said) if name)


def new_tags_of(outgoing: Outgoing) -> tuple[str, ...]:
    """Return what a tag may be called that is made for it, the best first: region, else kind.

    In the language of the place, else of the chapter: the same for all its posts.
    """
    wanted = outgoing.claim.destination.preferences.language or outgoing.chapter.language or ""
    base = wanted.split("-")[0].lower()
    words = PostWords(base if base in _LANGUAGES else "en")
    kind = outgoing.feed.kind
    names = words.region(_region(outgoing)), "" if kind is Kind.OTHER else words.kind(kind)
    return tuple(name for name in names if name)


def _region(outgoing: Outgoing) -> str | None:
    return outgoing.feed.region or outgoing.chapter.region
