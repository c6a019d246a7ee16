"""What Discord refuses in buttons, selects and suggestions, and where a person finds them."""

from collections.abc import Iterator
from typing import Any

from tests.emulators.discord.answers import invalid
from tests.emulators.discord.checks import length

Json = dict[str, Any]
ROW, BUTTON, SELECT = 1, 2, 3
LINK = 5


def check_components(rows: list[Json]) -> None:
    """Raise the refusal Discord would answer."""
    problems = list(_problems(rows))
    if problems:
        raise invalid(
            {"components": {"_errors": [{"code": "BAD", "message": m} for m in problems]}}
        )


def _problems(rows: list[Json]) -> Iterator[str]:
    if len(rows) > 5:
        yield "Must be 5 or fewer in length."
    names = [each["custom_id"] for row in rows for each in row["components"] if "custom_id" in each]
    if len(set(names)) != len(names):
        yield "Component custom id cannot be duplicated"
    for row in rows:
        inside = row["components"]
        kinds = {each["type"] for each in inside}
        if row["type"] != ROW or not 1 <= len(inside) <= (5 if kinds == {BUTTON} else 1):
            yield "A row holds one to five buttons or one select."
        for each in inside:
            yield from _button(each) if each["type"] == BUTTON else _select(each)


def _button(button: Json) -> Iterator[str]:
    if not 1 <= length(button.get("label") or "") <= 80:
        yield "label: Must be between 1 and 80 in length."
    if button["style"] == LINK:
        if "custom_id" in button or not 1 <= length(button.get("url") or "") <= 512:
            yield "url: Must be between 1 and 512 in length."
    elif not 1 <= length(button.get("custom_id") or "") <= 100:
        yield "custom_id: Must be between 1 and 100 in length."


def _select(select: Json) -> Iterator[str]:
    options = select.get("options") or []
    if not 1 <= len(options) <= 25:
        yield "options: Must be between 1 and 25 in length."
    if len({option["value"] for option in options}) != len(options):
        yield "options: The specified option value is already used"
    if sum(bool(option.get("default")) for option in options) > 1:
        yield "options: too many defaults"
    if not 1 <= length(select.get("custom_id") or "") <= 100:
        yield "custom_id: Must be between 1 and 100 in length."
    if length(select.get("placeholder") or "") > 150:
        yield "placeholder: Must be 150 or fewer in length."
    for option in options:
        if not (1 <= length(option["label"]) <= 100 and 1 <= length(option["value"]) <= 100):
            yield "options: Must be between 1 and 100 in length."


def check_choices(choices: list[Json]) -> None:
    """Raise the refusal for suggestions that are too many or too long."""
    sizes = [length(str(choice[part])) for choice in choices for part in ("name", "value")]
    if len(choices) > 25 or any(not 1 <= size <= 100 for size in sizes):
        raise invalid({"choices": {"_errors": [{"code": "BAD", "message": "choices"}]}})


def find_control(rows: list[Json], label: str) -> Json:
    """Return the button of this label, or the select of this placeholder."""
    for row in rows:
        for each in row["components"]:
            if label in (each.get("label"), each.get("placeholder"), each.get("custom_id")):
                return dict(each)
    raise LookupError(f"there is no “{label}”")
