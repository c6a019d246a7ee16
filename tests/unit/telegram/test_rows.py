import pytest

from relaybot.telegram.rows import in_rows

ROWS = {
    "none": ([], 8, []),
    "side by side": (["Read", "Listen", "RSVP"], 8, [["Read", "Listen", "RSVP"]]),
    "too long together": (["a" * 30, "b" * 10, "c" * 10], 8, [["a" * 30], ["b" * 10, "c" * 10]]),
    "longer than a row": (["a" * 90, "b"], 8, [["a" * 90], ["b"]]),
    "too many": (["a", "b", "c"], 2, [["a", "b"], ["c"]]),
}


@pytest.mark.parametrize("case", ROWS)
def test_rows(case: str) -> None:
    labels, most, expected = ROWS[case]
    assert in_rows(labels, str, most) == expected
