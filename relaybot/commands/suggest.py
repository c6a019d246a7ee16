"""What to offer while somebody types an argument: the best 25, slips and accents forgiven."""

from collections import Counter
from collections.abc import Iterable, Sequence

from relaybot.commands.ask import Place
from relaybot.commands.buttons import LONGEST_CHOICE, MOST_CHOICES, clipped
from relaybot.commands.context import Context
from relaybot.commands.limits import LONGEST_TEXT
from relaybot.commands.menu import Suggest
from relaybot.commands.naming import labelled
from relaybot.commands.reply import Choice
from relaybot.commands.selecting import meaning
from relaybot.commands.settable import offered
from relaybot.model.destination import Address
from relaybot.model.selector import Scope, Selector
from relaybot.model.wording import region_name
from relaybot.repositories import Transaction
from relaybot.sources.search import Hit, folded, search
from relaybot.sources.selectors import selectors_for
from relaybot.sources.wording import nearest, visible

_GROUPS = (Scope.EVERYTHING, Scope.REGION, Scope.KIND, Scope.LANGUAGE)
_DEFAULT_REGIONS = 10


def suggest(
    tx: Transaction, kind: Suggest, typed: str, place: Address, context: Context
) -> tuple[Choice, ...]:
    """Return up to 25 choices, best first, for what is typed so far."""
    text = visible(typed[:LONGEST_TEXT])
    match kind:
        case Suggest.DIRECTORY:
            return _choices(_directory(text, context), context)
        case Suggest.FOLLOWED:
            return _choices(_fitting(text, _followed(tx, place), context), context)
        case Suggest.REGIONS:
            return _values(_of_scope(text, Scope.REGION, context), context)
        case Suggest.KINDS:
            return _values(_of_scope(text, Scope.KIND, context), context)
        case Suggest.SETTINGS:
            return _settings(text, place)
        case Suggest.NOTHING:
            return ()


def _settings(text: str, place: Address) -> tuple[Choice, ...]:
    # Whether it is an announcement channel is not known while somebody types.
    names = [one.name for one in offered(Place(address=place, name="", announcement=True))]
    begun = [name for name in names if name.startswith(text.casefold())]
    shown = dict.fromkeys((*begun, *nearest(text, names)))
    return tuple(Choice(label=name, value=name) for name in shown)


def _choices(selectors: Iterable[Selector], context: Context) -> tuple[Choice, ...]:
    once = list(dict.fromkeys(selectors))[:MOST_CHOICES]
    return tuple(
        Choice(label=clipped(labelled(each, context), LONGEST_CHOICE), value=str(each))
        for each in once
    )


def _values(selectors: Iterable[Selector], context: Context) -> tuple[Choice, ...]:
    """For arguments that take only the value: "CA" instead of "region:CA"."""
    return tuple(
        Choice(label=choice.label, value=choice.value.partition(":")[2])
        for choice in _choices(selectors, context)
    )


def _directory(text: str, context: Context) -> Iterable[Selector]:
    groups = _groups(context)
    if not text:
        return (*_usual(groups), *_chapters("", context))
    exact = meaning(text, context.catalogue)
    fitting = _fitting(text, groups, context)
    return (*((exact,) if exact else ()), *fitting, *_chapters(text, context))


def _usual(groups: Sequence[Selector]) -> Iterable[Selector]:
    """Everything, the regions with most feeds, kinds and languages."""
    regions = [each for each in groups if each.scope is Scope.REGION]
    few = set(regions[:_DEFAULT_REGIONS])
    return (each for each in groups if each.scope is not Scope.REGION or each in few)


def _groups(context: Context) -> Sequence[Selector]:
    """Return all that stands for several feeds, by scope and then by how many feeds it has."""
    catalogue = context.catalogue
    feeds = Counter(each for feed in catalogue.feeds for each in selectors_for(feed, catalogue))
    found = [each for each in feeds if each.scope in _GROUPS]
    return sorted(found, key=lambda each: (_GROUPS.index(each.scope), -feeds[each], each.value))


def _chapters(text: str, context: Context) -> Iterable[Selector]:
    return (_selector(hit) for hit in search(context.catalogue, text, MOST_CHOICES))


def _selector(hit: Hit) -> Selector:
    """A feed where the chapter has several and one of them was meant."""
    if hit.feed and len(hit.chapter.feeds) > 1:
        return Selector(Scope.FEED, hit.feed.slug)
    return Selector(Scope.CHAPTER, hit.chapter.slug)


def _of_scope(text: str, scope: Scope, context: Context) -> Sequence[Selector]:
    return _fitting(text, [each for each in _groups(context) if each.scope is scope], context)


def _followed(tx: Transaction, place: Address) -> Sequence[Selector]:
    destination = tx.destinations.find(place)
    return [each.selector for each in tx.subscriptions.of(destination.id)] if destination else ()


def _fitting(text: str, selectors: Sequence[Selector], context: Context) -> Sequence[Selector]:
    """Return those with a name that begins so, then those with a name that resembles it."""
    asked = folded(text)
    if not asked:
        return () if text else selectors
    names = {each: _names(each, context) for each in selectors}
    begun = [s for s in selectors if any(f" {asked}" in f" {name}" for name in names[s])]
    near = nearest(asked, {name for each in names.values() for name in each})
    return [*begun, *(s for s in selectors if s not in begun and set(near) & names[s])]


def _names(selector: Selector, context: Context) -> set[str]:
    """Return what a selector may be looked for by."""
    said = {str(selector), selector.value, labelled(selector, context)}
    if selector.scope is Scope.REGION:
        said.add(region_name(selector.value))
    return {folded(each) for each in said if each}
