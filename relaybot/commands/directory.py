"""Chapters as somebody looks for them: by part of a name, by region, by kind."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from relaybot.commands.action import encode
from relaybot.commands.ask import Ask
from relaybot.commands.buttons import again
from relaybot.commands.context import Context
from relaybot.commands.naming import kind_name
from relaybot.commands.selecting import argument, meaning
from relaybot.model.selector import Scope, Selector
from relaybot.model.source import Chapter
from relaybot.model.wording import region_name
from relaybot.sources.catalogue import Catalogue
from relaybot.sources.search import folded, search
from relaybot.sources.selectors import resolve
from relaybot.sources.wording import nearest

_ROOM_FOR_PAGE = "9999"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is looked for; None or empty = whatever."""

    search: str = ""  # folded, and short enough to stand in a button
    region: Selector | None = None
    kind: Selector | None = None

    @property
    def arguments(self) -> Mapping[str, str]:
        """The same as arguments of the command."""
        given = {"region": self.region, "kind": self.kind}
        values = {name: selector.value for name, selector in given.items() if selector}
        return {"search": self.search, **values}


def region_of(text: str, catalogue: Catalogue) -> Selector | None:
    """Return the region of that code or name: "CA", "california"."""
    return _exact(Scope.REGION, text, catalogue)


def kind_of(text: str, context: Context) -> Selector | None:
    """Return the kind of that name, in the language of the ask too."""
    kinds = {str(kind): kind_name(kind, context.words) for kind in context.catalogue.kinds()}
    called = (value for value, name in kinds.items() if folded(name) == folded(text))
    exact = _exact(Scope.KIND, text, context.catalogue)
    return exact or next((Selector(Scope.KIND, value) for value in called), None)


def _exact(scope: Scope, text: str, catalogue: Catalogue) -> Selector | None:
    exact = meaning(f"{scope} {text}", catalogue)
    return exact if exact and exact.scope is scope else None


def near_regions(text: str, catalogue: Catalogue) -> tuple[Selector, ...]:
    """Return up to three regions that were probably meant."""
    by_name = {folded(region_name(code)): code for code in catalogue.regions()}
    by_name |= {folded(code): code for code in catalogue.regions()}
    codes = dict.fromkeys(by_name[name] for name in nearest(folded(text), by_name))
    return tuple(Selector(Scope.REGION, code) for code in codes)


def short_enough(ask: Ask, wanted: Wanted) -> Wanted:
    """Return it with as much of the search as fits into a button that turns the page."""
    text = folded(wanted.search)
    while text:
        fitting = Wanted(search=text, region=wanted.region, kind=wanted.kind)
        action = again(ask, "chapters", **fitting.arguments, page=_ROOM_FOR_PAGE)
        if encode(action) is not None:
            return fitting
        text = text[:-1].rstrip()
    return Wanted(region=wanted.region, kind=wanted.kind)


def read_search(ask: Ask) -> str:
    """Return what was typed to look for, as it is compared."""
    return folded(argument(ask, "search"))


def found(wanted: Wanted, catalogue: Catalogue) -> tuple[Chapter, ...]:
    """Return the chapters that fit, best first; by name where nothing was looked for."""
    hits = search(catalogue, wanted.search, len(catalogue.chapters))
    limits = [each for each in (wanted.region, wanted.kind) if each]
    kept = _speaking(limits, catalogue)
    return tuple(hit.chapter for hit in hits if not limits or hit.chapter.slug in kept)


def _speaking(limits: Iterable[Selector], catalogue: Catalogue) -> set[str]:
    """Return the chapters with a feed in all of these."""
    feeds = [set(resolve(each, catalogue)) for each in limits]
    return {feed.chapter for feed in set.intersection(*feeds)} if feeds else set()
