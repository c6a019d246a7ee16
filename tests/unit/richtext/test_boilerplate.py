"""Every labelled case of tests/data/richtext/boilerplate.toml; a new one is six lines there."""

import tomllib
from pathlib import Path

import pytest

from relaybot.richtext.article import understand
from relaybot.richtext.plain import plain

FILE = Path(__file__).parents[2] / "data" / "richtext" / "boilerplate.toml"
CASES = tomllib.loads(FILE.read_text(encoding="utf-8"))["case"]
TITLE = "A Rent Strike in Three Acts"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_boilerplate(case: dict[str, str]) -> None:
    article = understand(
        case["before"],
        base="https://league.example/",
        title=case.get("title", TITLE),
        byline=case.get("given"),
    )
    assert plain(article.document) == case["after"]
    assert article.byline == case.get("byline")
    assert article.continues == case.get("continues", False)


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 150
    assert len({case["name"] for case in CASES}) == len(CASES)
