"""Column types turn values into what both databases take, and back."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Dialect
from sqlalchemy.dialects import postgresql, sqlite

from relaybot.model.destination import PlatformName
from relaybot.storage.columns import AnyText, Moment, Named, digest
from tests.builders import NOON

DIALECTS = [sqlite.dialect(), postgresql.dialect()]  # type: ignore[no-untyped-call]  # their stubs


@given(st.text(st.characters()))
def test_any_text_can_be_stored_and_comes_back(text: str) -> None:
    stored = AnyText().process_bind_param(text, DIALECTS[0])
    assert stored is not None
    stored.encode()
    assert "\x00" not in stored
    assert AnyText().process_result_value(stored, DIALECTS[0]) == text


@pytest.mark.parametrize("text", ["plain", "“é”", "\\json:", '\\json:"x"', "a\x00b", "\ud83d", ""])
def test_only_what_no_database_takes_is_changed(text: str) -> None:
    stored = AnyText().process_bind_param(text, DIALECTS[0])
    assert AnyText().process_result_value(stored, DIALECTS[0]) == text
    assert (stored == text) == (text in ("plain", "“é”", ""))


@pytest.mark.parametrize("dialect", DIALECTS, ids=["sqlite", "postgresql"])
def test_a_moment_is_utc_whatever_it_was(dialect: Dialect) -> None:
    elsewhere = NOON.astimezone(timezone(timedelta(hours=-7)))
    stored = Moment().process_bind_param(elsewhere, dialect)
    back = Moment().process_result_value(stored, dialect)
    assert back == NOON
    assert back is not None
    assert back.tzinfo is UTC


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        Moment().process_bind_param(datetime(2026, 3, 14), DIALECTS[0])  # noqa: DTZ001  # the point


def test_a_name_is_stored_by_its_value() -> None:
    column = Named(PlatformName)
    assert column.process_bind_param(PlatformName.DISCORD, DIALECTS[0]) == "discord"
    assert column.process_result_value("discord", DIALECTS[0]) is PlatformName.DISCORD


def test_a_digest_is_short_and_tells_texts_apart() -> None:
    texts = ["", "a", "b", "\x00", "\ud83d", "\ud83e", "k" * 1_000_000]
    assert {len(digest(text)) for text in texts} == {16}
    assert len({digest(text) for text in texts}) == len(texts)
