"""What stands in the log: one line an event, harmless on a terminal, without secrets."""

import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from relaybot import logs
from tests.logging_kept import logging_kept

HOSTILE = "a\x1b[2Jb\x9b1m"


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    with logging_kept():
        yield


def written(capsys: pytest.CaptureFixture[str]) -> str:
    out, err = capsys.readouterr()
    assert out == ""
    return err


def test_json_is_one_object_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("info", "json")
    structlog.get_logger("x").info("feed_read", feed="elmford", title="Río\nGrande")
    logging.getLogger("library").warning("said %s", HOSTILE)
    one, other = (json.loads(line) for line in written(capsys).splitlines())
    assert (one["event"], one["feed"], one["level"]) == ("feed_read", "elmford", "info")
    assert one["timestamp"].endswith("Z")
    assert other["event"] == f"said {HOSTILE}"


def test_text_lets_no_control_character_through(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("info", "text")
    structlog.get_logger("x").warning(f"event {HOSTILE}", reason=HOSTILE)
    logging.getLogger("library").warning("said %s", HOSTILE)
    try:
        raise ValueError(HOSTILE)
    except ValueError:
        structlog.get_logger("x").exception("bug")
    text = written(capsys)
    assert "\x1b" not in text
    assert "\x9b" not in text
    assert text.count(r"a\x1b[2Jb") == 4
    assert "\nTraceback (most recent call last):\n" in text


def test_the_level_holds_for_us_and_for_libraries(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("warning", "text")
    structlog.get_logger("x").info("quiet")
    logging.getLogger("library").info("quiet")
    structlog.get_logger("x").warning("loud")
    assert [line.split()[3] for line in written(capsys).splitlines()] == ["loud"]


@pytest.mark.parametrize("name", logs.TALKATIVE)
def test_libraries_that_log_addresses_are_kept_short(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    logs.configure("debug", "text")
    logging.getLogger(f"{name}.ext.thing").info("GET https://api.example/bot123:SECRET/getMe")
    assert written(capsys) == ""
