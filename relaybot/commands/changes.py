"""Changes of the history, in words."""

from collections.abc import Collection, Mapping
from datetime import datetime

from relaybot.commands.ask import Ask
from relaybot.commands.context import Context
from relaybot.commands.naming import named
from relaybot.commands.panel import called
from relaybot.commands.settable import named as setting_named
from relaybot.commands.words import bold
from relaybot.model.change import Change
from relaybot.model.selector import Scope, Selector
from relaybot.richtext.nodes import Inline, Text

BY_ITSELF = "by itself"  # key of a change that nobody made: a pause that came to its end


def said(change: Change, ask: Ask, context: Context) -> tuple[Inline, ...]:
    """Return a change with when and by whom."""
    words = context.words
    what, when = told(change, ask, context), words.moment(change.at)
    if change.actor:
        line = words.say(
            "{what} · {when}, by moderator {who}", what=what, when=when, who=change.actor
        )
    else:
        line = words.say("{what} · {when}", what=what, when=when)
    return words.say("{change} (undone)", change=line) if change.undone_at else line


def told(change: Change, ask: Ask, context: Context) -> tuple[Inline, ...]:
    """Return what was changed."""
    words = context.words
    match change.verb:
        case "follow" | "unfollow":
            return _follows(change, context)
        case "settings":
            return _settings(change, ask, context)
        case "pause":
            until = moment_of(change.after)
            if until:
                return words.say("Paused until {moment}", moment=words.moment(until))
            return words.say("Paused")
        case "resume":
            if change.after.get(BY_ITSELF):
                return words.say("The pause ended as planned")
            return words.say("Resumed")
    return _rarer(change, ask, context)


def selectors_of(values: Mapping[str, object]) -> tuple[Selector, ...]:
    """Return what a side of a change follows: one selector or several."""
    one, several = values.get("selector"), values.get("selectors")
    texts = [one, *(several if isinstance(several, list | tuple) else ())]
    return tuple(_selector(text) for text in texts if isinstance(text, str) and _known(text))


def moment_of(values: Mapping[str, object]) -> datetime | None:
    """Return until when a side of a change is paused."""
    until = values.get("until")
    return datetime.fromisoformat(until) if isinstance(until, str) else None


def _known(text: str) -> bool:
    return text.partition(":")[0] in set(Scope)


def _selector(text: str) -> Selector:
    scope, _, value = text.partition(":")
    return Selector(Scope(scope), value)


def _follows(change: Change, context: Context) -> tuple[Inline, ...]:
    words = context.words
    before, after = set(selectors_of(change.before)), set(selectors_of(change.after))
    if after - before:
        return words.say("Followed {what}", what=_listed(after - before, context))
    return words.say("Stopped following {what}", what=_listed(before - after, context))


def _listed(selectors: Collection[Selector], context: Context) -> tuple[Inline, ...]:
    found: list[Inline] = []
    for selector in sorted(selectors):
        found += [Text(", "), *named(selector, context)] if found else named(selector, context)
    return tuple(found)


def _settings(change: Change, ask: Ask, context: Context) -> tuple[Inline, ...]:
    words = context.words
    for name, value in change.after.items():
        setting = setting_named(name)
        if setting:
            after = bold(called(setting, str(value), ask, words))
            before = called(setting, str(change.before.get(name, "")), ask, words)
            title = words.say(setting.title, value=after)
            return words.say("{setting} (before: {value})", setting=title, value=before)
    return words.say("Changed a setting")


def _rarer(change: Change, ask: Ask, context: Context) -> tuple[Inline, ...]:
    words, place = context.words, bold(str(change.after.get("with") or change.before.get("with")))
    match change.verb:
        case "link":
            return words.say("Linked with {place}", place=place)
        case "unlink":
            return words.say("Separated from {place}", place=place)
        case "why":
            title = bold(str(change.after.get("title", "")))
            return words.say("Sent the post {title} at once", title=title)
        case "history":
            undone = undone_by(change)
            return words.say("Undone: {what}", what=told(undone, ask, context))
    return words.say("/{command} was used", command=change.verb)


def undone_by(change: Change) -> Change:
    """Return the change that an undoing took back, as it was written down with it."""
    before, after = change.after.get("before"), change.after.get("after")
    return Change(
        destination=change.destination,
        at=change.at,
        actor=change.actor,
        verb=str(change.after.get("verb", "")),
        before=before if isinstance(before, Mapping) else {},
        after=after if isinstance(after, Mapping) else {},
    )
