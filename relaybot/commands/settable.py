"""What can be set for a place: every setting with its values, for `/settings` and the history."""

from dataclasses import replace
from typing import Any

from relaybot.commands.ask import Place
from relaybot.commands.menu import N_
from relaybot.commands.setting import (
    Setting,
    Value,
    on_discord,
    on_telegram,
    outside_forums,
    to_publish,
)
from relaybot.model.destination import (
    Destination,
    PicturePlace,
    Style,
    UnknownPolicy,
    WithdrawnPolicy,
)
from relaybot.repositories import Transaction

ON, OFF = "on", "off"
# Language: as whoever asks; time zone: as the chapter's region; picture: as the style has it.
AUTOMATIC = "auto"
NOBODY = "nobody"  # mention


def named(name: str) -> Setting | None:
    """Return the setting of this name."""
    wanted = name.casefold()
    return next((one for one in SETTINGS if wanted in (one.name, *one.also)), None)


def offered(place: Place) -> tuple[Setting, ...]:
    """Return the settings that mean something in a place."""
    return tuple(one for one in SETTINGS if one.offered(place))


def save(tx: Transaction, before: Destination, after: Destination) -> None:
    """Store what a setting's `put` has changed."""
    if after.preferences != before.preferences:
        tx.destinations.set_preferences(before.id, after.preferences)
    if (after.silent, after.on_unknown) != (before.silent, before.on_unknown):
        tx.destinations.set_options(before.id, silent=after.silent, on_unknown=after.on_unknown)


def _prefer(destination: Destination, **changes: Any) -> Destination:
    return replace(destination, preferences=replace(destination.preferences, **changes))


def _switch(value: bool) -> str:
    return ON if value else OFF


_ON, _OFF = N_("on"), N_("off")
_ON_OFF = {ON: Value(_ON), OFF: Value(_OFF)}
_AGAIN, _SKIP = "again", "skip"
_POLICIES = {_AGAIN: UnknownPolicy.RESEND, _SKIP: UnknownPolicy.ASSUME_DELIVERED}
_EVERYONE, _MODERATORS = "everyone", "moderators"
_ONLY_DISCORD = N_("That setting is for Discord channels.")

SETTINGS = (
    Setting(
        name="style",
        title=N_("Style: {value}"),
        get=lambda place: str(place.preferences.style),
        put=lambda place, value: _prefer(place, style=Style(value)),
        values={
            "compact": Value(N_("compact"), N_("Compact: one line with a link")),
            "card": Value(N_("card"), N_("Card: title, first words, a picture")),
            "full": Value(N_("full"), N_("Full: a long excerpt with pictures")),
        },
    ),
    Setting(
        name="images",
        also=("image", "pictures"),
        title=N_("Pictures: {value}"),
        switch=N_("Pictures: {value}"),
        get=lambda place: _switch(place.preferences.images),
        put=lambda place, value: _prefer(place, images=value == ON),
        values=_ON_OFF,
    ),
    Setting(
        name="picture",
        also=("picture_place", "position"),
        title=N_("Position of the picture: {value}"),
        switch=N_("Position: {value}"),
        get=lambda place: str(place.preferences.picture_place),
        put=lambda place, value: _prefer(place, picture_place=PicturePlace(value)),
        values={
            AUTOMATIC: Value(N_("automatic"), also=("automatic", "automático", "default")),
            "above": Value(N_("above the text"), also=("top", "over", "arriba", "encima")),
            "below": Value(N_("below the text"), also=("bottom", "under", "abajo", "debajo")),
        },
        offered=on_telegram,
        elsewhere=N_(
            "Where a picture stands can be set for Telegram chats only. For posts without any"
            " pictures, set images to off."
        ),
    ),
    Setting(
        name="buttons",
        title=N_("Link buttons under posts: {value}"),
        switch=N_("Link buttons: {value}"),
        get=lambda place: _switch(place.preferences.buttons),
        put=lambda place, value: _prefer(place, buttons=value == ON),
        values=_ON_OFF,
    ),
    Setting(
        name="hashtags",
        title=N_("Hashtags for the region and the chapter: {value}"),
        switch=N_("Hashtags: {value}"),
        get=lambda place: _switch(place.preferences.hashtags),
        put=lambda place, value: _prefer(place, hashtags=value == ON),
        values=_ON_OFF,
        offered=on_telegram,
        elsewhere=N_("That setting is for Telegram chats."),
    ),
    Setting(
        name="persona",
        title=N_(
            "Where I have Manage Webhooks, each chapter speaks with its own name and logo: {value}"
        ),
        switch=N_("Chapter’s name and logo: {value}"),
        get=lambda place: _switch(place.preferences.persona),
        put=lambda place, value: _prefer(place, persona=value == ON),
        values=_ON_OFF,
        offered=outside_forums,
        elsewhere=N_(
            "Only in Discord channels and threads can chapters speak with their own name and logo,"
            " not in forums."
        ),
    ),
    Setting(
        name="withdrawn",
        title=N_("A post that its chapter takes back within a day is: {value}"),
        switch=N_("Taken back: {value}"),
        get=lambda place: str(place.preferences.withdrawn),
        put=lambda place, value: _prefer(place, withdrawn=WithdrawnPolicy(value)),
        values={
            "strike": Value(N_("struck through"), also=("strikethrough", "cross", "tachar")),
            "delete": Value(N_("deleted"), also=("remove", "borrar", "eliminar")),
            "keep": Value(N_("left as it is"), also=("leave", "stay", "conservar", "dejar")),
        },
    ),
    Setting(
        name="silent",
        title=N_("Posts arrive without a sound: {value}"),
        switch=N_("Without a sound: {value}"),
        get=lambda place: _switch(place.silent),
        put=lambda place, value: replace(place, silent=value == ON),
        values=_ON_OFF,
    ),
    Setting(
        name="language",
        title=N_("My language: {value}"),
        get=lambda place: place.preferences.language or AUTOMATIC,
        put=lambda place, value: _prefer(place, language=None if value == AUTOMATIC else value),
    ),
    Setting(
        name="timezone",
        title=N_("Time zone: {value}"),
        get=lambda place: place.preferences.timezone or AUTOMATIC,
        put=lambda place, value: _prefer(place, timezone=None if value == AUTOMATIC else value),
    ),
    Setting(
        name="mention",
        title=N_("Mentioned with every post: {value}"),
        get=lambda place: place.preferences.mention_role or NOBODY,
        put=lambda place, value: _prefer(place, mention_role=None if value == NOBODY else value),
        offered=on_discord,
        elsewhere=_ONLY_DISCORD,
    ),
    Setting(
        name="discuss",
        title=N_("A thread under each post: {value}"),
        switch=N_("Threads: {value}"),
        get=lambda place: _switch(place.preferences.discuss),
        put=lambda place, value: _prefer(place, discuss=value == ON),
        values=_ON_OFF,
        offered=outside_forums,
        elsewhere=N_(
            "Only in Discord channels can there be a thread under each post. In a forum each post"
            " is a thread already."
        ),
    ),
    Setting(
        name="publish",
        title=N_("Publish to the servers that follow this channel: {value}"),
        switch=N_("Publish: {value}"),
        get=lambda place: _switch(place.preferences.publish),
        put=lambda place, value: _prefer(place, publish=value == ON),
        values=_ON_OFF,
        offered=to_publish,
        elsewhere=N_("Only announcement channels can publish to other servers."),
    ),
    Setting(
        name="unknown",
        title=N_("When Telegram does not say whether a post arrived: {value}"),
        switch=N_("If in doubt: {value}"),
        get=lambda place: _AGAIN if place.on_unknown is UnknownPolicy.RESEND else _SKIP,
        put=lambda place, value: replace(place, on_unknown=_POLICIES[value]),
        values={
            _SKIP: Value(N_("take it as sent")),
            _AGAIN: Value(N_("send it again")),
        },
        offered=on_telegram,
        elsewhere=N_(
            "That setting is for Telegram chats: Discord always says whether a post arrived."
        ),
    ),
    Setting(
        name="listing",
        title=N_("Who may see what is followed here: {value}"),
        switch=N_("May look: {value}"),
        get=lambda place: _EVERYONE if place.preferences.open_listing else _MODERATORS,
        put=lambda place, value: _prefer(place, open_listing=value == _EVERYONE),
        values={
            _EVERYONE: Value(N_("everyone")),
            _MODERATORS: Value(N_("moderators")),
        },
    ),
)
