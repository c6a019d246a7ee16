"""Which follow includes which: nobody has to follow twice what comes anyway."""

from collections.abc import Iterable

from relaybot.model.selector import Scope, Selector
from relaybot.sources.catalogue import Catalogue
from relaybot.sources.selectors import resolve, selectors_for

_SINGLE = (Scope.CHAPTER, Scope.FEED)


def current(selector: Selector, catalogue: Catalogue) -> Selector:
    """Return the selector under the slug that is used today."""
    if selector.scope is Scope.CHAPTER and (chapter := catalogue.chapter(selector.value)):
        return Selector(Scope.CHAPTER, chapter.slug)
    if selector.scope is Scope.FEED and (feed := catalogue.feed(selector.value)):
        return Selector(Scope.FEED, feed.slug)
    return selector


def covers(wider: Selector, narrower: Selector, catalogue: Catalogue) -> bool:
    """Say whether whatever `narrower` brings, today and later, comes with `wider` as well.

    Two groups that hold the same feeds today may grow apart, so neither includes the other.
    """
    if wider == narrower or wider.scope is Scope.FEED:
        return False
    if wider.scope is Scope.EVERYTHING:
        return True
    if narrower.scope is Scope.LANGUAGE and wider.scope is Scope.LANGUAGE:
        return narrower.value.startswith(f"{wider.value}-")
    if narrower.scope not in _SINGLE or (wider.scope, narrower.scope) == (Scope.CHAPTER,) * 2:
        return False
    feeds = resolve(narrower, catalogue)
    return bool(feeds) and all(wider in selectors_for(feed, catalogue) for feed in feeds)


def wider_among(
    selector: Selector, followed: Iterable[Selector], catalogue: Catalogue
) -> Selector | None:
    """Return the first of what is followed that includes the selector."""
    return next((other for other in followed if covers(other, selector, catalogue)), None)


def narrower_among(
    selector: Selector, followed: Iterable[Selector], catalogue: Catalogue
) -> tuple[Selector, ...]:
    """Return what is followed and would come with the selector as well."""
    return tuple(other for other in followed if covers(selector, other, catalogue))


def overlapping(
    selector: Selector, followed: Iterable[Selector], catalogue: Catalogue
) -> tuple[Selector, ...]:
    """Return what is followed and brings some of the selector's posts too."""
    feeds = resolve(selector, catalogue)
    sharing = {each for feed in feeds for each in selectors_for(feed, catalogue)}
    return tuple(other for other in followed if other in sharing)
