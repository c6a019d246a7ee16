import pytest

from relaybot.commands.action import Action
from relaybot.commands.paging import page_of, turning
from relaybot.commands.words import Words


@pytest.mark.parametrize(
    ("wanted", "number", "items"),
    [
        (None, 1, [1, 2, 3]),
        ("2", 2, [4, 5, 6]),
        ("3", 3, [7]),
        ("99", 3, [7]),
        ("-1", 1, [1, 2, 3]),
        ("0", 1, [1, 2, 3]),
        ("two", 1, [1, 2, 3]),
        ("9" * 10_000, 3, [7]),
        ("²", 1, [1, 2, 3]),
    ],
)
def test_any_number_gives_a_page_there_is(
    wanted: str | None, number: int, items: list[int]
) -> None:
    page = page_of(range(1, 8), wanted, 3)
    assert (page.number, page.of, list(page.items)) == (number, 3, items)
    assert page.before == (number - 1) * 3


def test_nothing_is_one_empty_page() -> None:
    page = page_of(range(0), "5", 3)
    assert (page.number, page.of, list(page.items)) == (1, 1, [])


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [("1", {"Next ▶": "2"}), ("2", {"◀ Back": "1", "Next ▶": "3"}), ("3", {"◀ Back": "2"})],
)
def test_the_buttons_lead_to_the_neighbours(wanted: str, expected: dict[str, str]) -> None:
    buttons = turning(page_of(range(7), wanted, 3), Action("following"), Words())
    pages = {one.label: one.action.arguments["page"] for one in buttons if one.action}
    assert pages == expected
