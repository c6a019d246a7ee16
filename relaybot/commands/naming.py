"""How things are called: what can be followed in a sentence, on a button and as typed."""

from collections.abc import Mapping

from relaybot.commands.context import Context
from relaybot.commands.menu import N_
from relaybot.commands.words import Words, bold
from relaybot.errors import SelectorError
from relaybot.model.selector import Scope, Selector
from relaybot.model.source import Kind
from relaybot.model.wording import region_name
from relaybot.richtext.nodes import Inline
from relaybot.sources.catalogue import Catalogue
from relaybot.sources.selectors import parse_selector, resolve

_KINDS: Mapping[str, str] = {
    Kind.CHAPTER: N_("chapters"),
    Kind.PUBLICATION: N_("publications"),
    Kind.NATIONAL: N_("national bodies"),
    Kind.WORKING_GROUP: N_("working groups"),
    Kind.COMMITTEE: N_("committees"),
    Kind.YDSA: N_("YDSA chapters"),
    Kind.OTHER: N_("other groups"),
}


def named(selector: Selector, context: Context) -> tuple[Inline, ...]:
    """Return what to call it within a sentence."""
    words, catalogue = context.words, context.catalogue
    match selector.scope:
        case Scope.CHAPTER:
            chapter = catalogue.chapter(selector.value)
            return bold(chapter.name if chapter else selector.value)
        case Scope.FEED:
            feed = catalogue.feed(selector.value)
            return words.say("the feed {name}", name=bold(feed.name if feed else selector.value))
        case Scope.REGION:
            return words.say(
                "region {name}", name=bold(region_name(selector.value, words.language.code))
            )
        case Scope.KIND:
            return words.say("all {kind}", kind=bold(kind_name(selector.value, words)))
        case Scope.LANGUAGE:
            language = bold(words.language_name(selector.value))
            return words.say("everything in {language}", language=language)
        case Scope.EVERYTHING:
            return words.say("everything")


def labelled(selector: Selector, context: Context) -> str:
    """Return what to call it on a button, in a select or as an item of a list."""
    words, catalogue = context.words, context.catalogue
    match selector.scope:
        case Scope.CHAPTER:
            chapter = catalogue.chapter(selector.value)
            return chapter.name if chapter else selector.value
        case Scope.FEED:
            feed = catalogue.feed(selector.value)
            return words.label("Feed: {name}", name=feed.name if feed else selector.value)
        case Scope.REGION:
            return words.label("Region {name}", name=region_label(selector.value, words))
        case Scope.KIND:
            return words.label("All {kind}", kind=kind_name(selector.value, words))
        case Scope.LANGUAGE:
            language = words.language_name(selector.value)
            return words.label("Everything in {language}", language=language)
        case Scope.EVERYTHING:
            return words.label("Everything")


def region_label(region: str, words: Words) -> str:
    """Return "California (CA)", or the code where it has no name."""
    name = region_name(region, words.language.code)
    return region if name == region else f"{name} ({region})"


def kind_name(kind: str, words: Words) -> str:
    """Return what many of a kind are called: "publications"."""
    return words.label(_KINDS.get(kind, kind))


def brief(selector: Selector, catalogue: Catalogue) -> str:
    """Return the shortest text that means it: a button's text has little room."""
    try:
        if selector.value and parse_selector(selector.value, catalogue) == selector:
            return selector.value
    except SelectorError:  # the bare name means nothing, the whole text does
        pass
    return str(selector)


def is_listed(selector: Selector, catalogue: Catalogue) -> bool:
    """Say whether the directory has anything for it now."""
    return bool(resolve(selector, catalogue))
