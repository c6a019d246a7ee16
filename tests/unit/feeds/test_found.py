from typing import Any

import pytest

from relaybot.feeds.found import dict_of, dicts_of, integer_of, text_of


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ({"x": " text "}, "text"),
        ({"x": "a\ud83db"}, "a?b"),
        ({"x": {"y": 1}}, ""),
        ({"x": 3}, ""),
        ({}, ""),
        (None, ""),
    ],
)
def test_text(found: Any, expected: str) -> None:
    assert text_of(found, "x") == expected


def test_members() -> None:
    found = {"x": {"y": 1}, "list": [{"y": 1}, "text", None]}
    assert dict_of(found, "x") == {"y": 1}
    assert dict_of(found, "list") == {}
    assert dicts_of(found, "list") == [{"y": 1}]
    assert dicts_of(found, "x") == []


@pytest.mark.parametrize(
    ("text", "expected"), [("12", 12), (" 0 ", 0), ("12px", None), ("", None), ("9" * 16, None)]
)
def test_integer(text: str, expected: int | None) -> None:
    assert integer_of(text) == expected
