"""What people type as the value of a setting, read forgivingly."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import available_timezones

from relaybot.commands.ask import Asker
from relaybot.commands.settable import AUTOMATIC, NOBODY, OFF, ON
from relaybot.commands.setting import Setting
from relaybot.commands.words import Language, Words
from relaybot.model.wording import language_name
from relaybot.sources.search import folded
from relaybot.sources.wording import nearest

_YES = {"on", "yes", "y", "true", "1", "sí", "si", "activar", "activado"}
_NO = {"off", "no", "n", "false", "0", "desactivar", "desactivado"}
_NONE = {"nobody", "none", "off", "no", "nadie", "ninguno", "-"}
_ALL = {"everyone", "@everyone", "here", "@here", "all"}
_AS_ASKED = {"auto", "automatic", "automático", "automatica", "default"}
_ALL_ZONES = 3  # suggestions


@dataclass(frozen=True, slots=True)
class NotAValue:
    """It cannot be read, or may not be chosen; `near` is what was perhaps meant."""

    near: Sequence[str] = ()
    forbidden: bool = False  # it is clear what was meant, and it may not be


def read_value(
    setting: Setting, text: str, asker: Asker, languages: Mapping[str, Language]
) -> str | NotAValue:
    """Return the value that a typed text means."""
    if setting.name == "language":
        return _language(text, languages)
    if setting.name == "timezone":
        return _timezone(text)
    if setting.name == "mention":
        return _role(text, asker)
    return _listed(setting, text.casefold())


def _listed(setting: Setting, wanted: str) -> str | NotAValue:
    """One of the values that the setting lists, or what else people type for it."""
    if wanted in setting.values:
        return wanted
    if ON in setting.values and wanted in _YES | _NO:
        return ON if wanted in _YES else OFF
    meant = (value for value, one in setting.values.items() if wanted in one.also)
    return next(meant, None) or NotAValue(nearest(wanted, setting.values))


def own_name(code: str) -> str:
    """Return what the speakers of a language call it: "español"."""
    return Words(Language(code)).language_name(code)


def _language(text: str, languages: Mapping[str, Language]) -> str | NotAValue:
    wanted = folded(text)
    if wanted in _AS_ASKED or text.casefold() in _AS_ASKED:
        return AUTOMATIC
    called = {folded(name): code for code in languages for name in _names_of(code)}
    found = called.get(wanted) or called.get(wanted.split(" ")[0])  # "es mx" speaks es
    return found or NotAValue([called[near] for near in nearest(wanted, called, 1)])


def _names_of(code: str) -> Sequence[str]:
    return (code, language_name(code), own_name(code))


def _timezone(text: str) -> str | NotAValue:
    if text.casefold() in _AS_ASKED:
        return AUTOMATIC
    zones = _zones()
    wanted = _as_zone(text)
    if wanted in zones:
        return zones[wanted]
    cities = [zone for spelled, zone in zones.items() if spelled.rsplit("/")[-1] == wanted]
    if len(cities) == 1:
        return cities[0]
    return NotAValue(cities[:_ALL_ZONES] or _nearest_zones(wanted, zones))


def _nearest_zones(wanted: str, zones: Mapping[str, str]) -> Sequence[str]:
    """Return the nearest by city, which is what people know, then by the whole name."""
    cities: dict[str, str] = {}
    for spelled, zone in zones.items():
        cities.setdefault(spelled.rsplit("/")[-1], zone)
    near = [cities[city] for city in nearest(wanted.rsplit("/")[-1], cities)]
    near += [zones[spelled] for spelled in nearest(wanted, zones)]
    return list(dict.fromkeys(near))[:_ALL_ZONES]


@lru_cache(maxsize=1)  # hundreds of files are looked at
def _zones() -> Mapping[str, str]:
    """Return every zone of the system by how it is compared; those with a city first."""
    known = sorted(available_timezones(), key=lambda zone: ("/" not in zone, zone))
    return {_as_zone(zone): zone for zone in known}


def _as_zone(text: str) -> str:
    return "_".join(text.casefold().replace("_", " ").split()).replace("_/_", "/")


def _role(text: str, asker: Asker) -> str | NotAValue:
    """Only a role that this person may mention; @everyone never."""
    wanted = text.strip().casefold()
    if wanted in _NONE:
        return NOBODY
    if wanted in _ALL:
        return NotAValue(forbidden=True)
    number = wanted.removeprefix("<@&").removesuffix(">")
    if number in asker.mentionable_roles:
        return number
    called = {
        name.casefold(): role
        for role, name in asker.role_names.items()
        if role in asker.mentionable_roles
    }
    if found := called.get(wanted.removeprefix("@")):
        return found
    if number.isdecimal():
        return NotAValue(forbidden=True)
    return NotAValue([called[near] for near in nearest(wanted, called)])
