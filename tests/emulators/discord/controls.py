"""What Discord refuses in buttons, selects and suggestions, and where a person finds them."""

from collections.abc import Iterator
from typing import Any

from tests.emulators.discord.answers import invalid
from tests.emulators.discord.problems import Path, Problem, address, at_most, between, length

Json = dict[str, Any]
ROW, BUTTON, SELECT = 1, 2, 3
OTHER_SELECTS = (5, 6, 7, 8)  # of people, roles, both, channels: Discord knows their options
SELECTS = (SELECT, *OTHER_SELECTS)
LINK = 5  # button style
LONGEST_LINK = 512
LINK_SCHEMES = ("http", "https", "discord")


def row_problems(rows: list[Json]) -> Iterator[Problem]:
    """Return what is wrong with the components of a message without Components V2."""
    yield from between(("components",), len(rows), 0, 5)
    for position, row in enumerate(rows):
        path = ("components", str(position))
        if row.get("type") != ROW:
            yield wrong_type(path, [ROW])
        else:
            yield from one_row(path, row)
    yield from repeated(rows, ("components",))


def one_row(path: Path, row: Json) -> Iterator[Problem]:
    """Up to five buttons, or one select."""
    inside = row.get("components") or []
    kinds = {each.get("type") for each in inside}
    yield from between((*path, "components"), len(inside), 1, 5)
    if kinds - {BUTTON} and len(inside) > 1:
        message = "The specified component exceeds the maximum width"
        yield (*path, "components", "1"), "COMPONENT_LAYOUT_WIDTH_EXCEEDED", message
    for position, each in enumerate(inside):
        here = (*path, "components", str(position))
        if each.get("type") == BUTTON:
            yield from button(here, each)
        elif each.get("type") in SELECTS:
            yield from _select(here, each)
        else:
            yield wrong_type(here, [BUTTON, *SELECTS])


def wrong_type(path: Path, right: list[int]) -> Problem:
    message = f'Value of field "type" must be one of {tuple(right)}.'
    return (*path, "type"), "UNION_TYPE_CHOICES", message


def repeated(components: list[Json], path: Path) -> Iterator[Problem]:
    """Custom ids are for one control each."""
    names = [each["custom_id"] for each in walk(components) if "custom_id" in each]
    if len(set(names)) != len(names):
        message = "Component custom id cannot be duplicated"
        yield path, "COMPONENT_CUSTOM_ID_DUPLICATED", message


def walk(components: list[Json]) -> Iterator[Json]:
    """Return every component, those within others too, in the order Discord numbers them."""
    for each in components:
        yield each
        yield from walk(each.get("components") or [])
        if accessory := each.get("accessory"):
            yield from walk([accessory])


def button(path: Path, given: Json) -> Iterator[Problem]:
    label = given.get("label") or ""
    yield from at_most((*path, "label"), label, 80)
    if not label.strip() and not given.get("emoji"):
        message = "A label or an emoji is required"
        yield path, "BUTTON_COMPONENT_EMPTY_INVALID", message
    if given.get("style") != LINK:
        yield from between((*path, "custom_id"), length(given.get("custom_id") or ""), 1, 100)
        if "url" in given:
            yield (*path, "url"), "BUTTON_COMPONENT_URL_INVALID", "Only a link has a url"
        return
    if "custom_id" in given:
        message = "A custom id and url cannot both be specified"
        yield path, "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE", message
    if not given.get("url"):
        yield (*path, "url"), "BASE_TYPE_REQUIRED", "This field is required"
    yield from address((*path, "url"), given.get("url"), most=LONGEST_LINK, schemes=LINK_SCHEMES)


def _select(path: Path, select: Json) -> Iterator[Problem]:
    yield from between((*path, "custom_id"), length(select.get("custom_id") or ""), 1, 100)
    yield from at_most((*path, "placeholder"), select.get("placeholder") or "", 150)
    if select["type"] == SELECT:
        yield from _options((*path, "options"), select.get("options") or [])


def _options(path: Path, options: list[Json]) -> Iterator[Problem]:
    yield from between(path, len(options), 1, 25)
    if len({option["value"] for option in options}) != len(options):
        message = "The specified option value is already used"
        yield path, "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", message
    if sum(bool(option.get("default")) for option in options) > 1:
        yield path, "SELECT_COMPONENT_MAX_DEFAULTS_EXCEEDED", "too many defaults"
    for position, option in enumerate(options):
        for part in ("label", "value"):
            yield from between((*path, str(position), part), length(option[part]), 1, 100)
        description = option.get("description") or ""
        yield from at_most((*path, str(position), "description"), description, 100)


def check_choices(choices: list[Json]) -> None:
    """Raise the refusal for suggestions that are too many or too long."""
    sizes = [length(str(choice[part])) for choice in choices for part in ("name", "value")]
    if len(choices) > 25 or any(not 1 <= size <= 100 for size in sizes):
        raise invalid({"choices": {"_errors": [{"code": "BAD", "message": "choices"}]}})


def find_control(components: list[Json], label: str) -> Json:
    """Return the button of this label, or the select of this placeholder."""
    for each in walk(components):
        if label in (each.get("label"), each.get("placeholder"), each.get("custom_id")):
            return dict(each)
    raise LookupError(f"there is no “{label}”")
