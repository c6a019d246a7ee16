import pytest

from relaybot.commands.menu import BY_VERB, MENU, Command
from relaybot.telegram.commands import read

CASES: dict[str, tuple[str, str, dict[str, str]]] = {
    "nothing": ("follow", "", {}),
    "the rest of the line": ("follow", " new york city ", {"what": "new york city"}),
    "a selector of two words": ("follow", "region CA", {"what": "region CA"}),
    "a number by its name": ("follow", "cleveland latest 3", {"what": "cleveland", "latest": "3"}),
    "the name of a number, but no number": ("follow", "latest news", {"what": "latest news"}),
    "a name with a number in it": ("follow", "local 3", {"what": "local 3"}),
    "after a number": ("follow", "latest 2 new york", {"what": "new york", "latest": "2"}),
    "a place": ("follow", "cleveland @news_here", {"what": "cleveland", "where": "@news_here"}),
    "in a place": ("follow", "cleveland in @news", {"what": "cleveland", "where": "@news"}),
    "en un lugar": ("follow", "cleveland en @news", {"what": "cleveland", "where": "@news"}),
    "a place by its id": ("follow", "x -1001234", {"what": "x", "where": "-1001234"}),
    "a topic": ("follow", "x -1001234/42", {"what": "x", "where": "-1001234/42"}),
    "number and place": (
        "follow",
        "new york latest 5 in @news",
        {"what": "new york", "latest": "5", "where": "@news"},
    ),
    "only a place": ("following", "@news", {"where": "@news"}),
    "no place": ("follow", "meet @ noon", {"what": "meet @ noon"}),
    "an address that holds an at sign": (
        "why",
        "https://a.example/@us/1",
        {"link": "https://a.example/@us/1"},
    ),
    "an address and a place": (
        "why",
        "https://a.example/1 @news",
        {"link": "https://a.example/1", "where": "@news"},
    ),
    "a number that is next": ("latest", "cleveland 3", {"what": "cleveland", "count": "3"}),
    "a number by its name that is next": (
        "latest",
        "cleveland count 3",
        {"what": "cleveland", "count": "3"},
    ),
    "only a number": ("latest", "3", {"what": "3"}),
    "too high a number is a name": ("latest", "local 320", {"what": "local 320"}),
    "search": ("chapters", "tenants", {"search": "tenants"}),
    "its own name": ("chapters", "search tenants", {"search": "tenants"}),
    "region": ("chapters", "region CA", {"region": "CA"}),
    "region of two words": ("chapters", "region New York", {"region": "New York"}),
    "everything at once": (
        "chapters",
        "tenants KIND publication Region CA",
        {"search": "tenants", "kind": "publication", "region": "CA"},
    ),
    "a name with nothing after it": ("chapters", "kind", {"search": "kind"}),
    "a setting": (
        "settings",
        "timezone America/New_York",
        {"name": "timezone", "value": "America/New_York"},
    ),
    "a setting's name": ("settings", "style", {"name": "style"}),
    "a value of two words": ("settings", "name a b", {"name": "name", "value": "a b"}),
    "a setting elsewhere": (
        "settings",
        "style full @news",
        {"name": "style", "value": "full", "where": "@news"},
    ),
    "a time span": ("pause", "3d", {"until": "3d"}),
    "a date": ("pause", "2027-01-31", {"until": "2027-01-31"}),
    "until": ("pause", "until friday morning", {"until": "friday morning"}),
    "a code": ("link", "K7QF2M", {"code": "K7QF2M"}),
    "what takes nothing": ("help", "me @please", {}),
    "invisible marks": (
        "follow",
        "\u200fcleveland\u200b  in\u2066 @news\u2069",
        {"what": "cleveland", "where": "@news"},
    ),
    "lines": ("follow", "cleveland\n\nlatest 1", {"what": "cleveland", "latest": "1"}),
    "very long": ("follow", "x" * 10_000, {"what": "x" * 10_000}),
}


@pytest.mark.parametrize("case", CASES)
def test_what_is_written_after_a_command(case: str) -> None:
    verb, text, expected = CASES[case]
    assert read(BY_VERB[verb], text) == expected


@pytest.mark.parametrize("command", MENU, ids=lambda command: command.verb)
@pytest.mark.parametrize("text", ["in", "@news_here", "latest", "-1", "1 2 3 4 5", "kind region"])
def test_only_arguments_of_the_menu_come_out(command: Command, text: str) -> None:
    shown = {argument.name for argument in command.arguments if not argument.hidden}
    assert set(read(command, text)) <= shown
