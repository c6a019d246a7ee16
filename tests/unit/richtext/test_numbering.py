import pytest

from relaybot.richtext.numbering import Numbering, number_in, numbering_of

MARKS = {
    "numbers": (Numbering(3), ["3.", "4.", "5."]),
    "down from their count": (Numbering(None, -1), ["3.", "2.", "1."]),
    "below zero": (Numbering(0, -1), ["0.", "-1.", "-2."]),
    "letters": (Numbering(25, kind="a"), ["y.", "z.", "aa."]),
    "capitals": (Numbering(702, kind="A"), ["ZZ.", "AAA.", "AAB."]),
    "Roman": (Numbering(8, kind="i"), ["viii.", "ix.", "x."]),
    "Roman capitals": (Numbering(1993, kind="I"), ["MCMXCIII.", "MCMXCIV.", "MCMXCV."]),
    "more than Rome could count": (Numbering(3999, kind="I"), ["MMMCMXCIX.", "4000.", "4001."]),
    "no letter for zero": (Numbering(-1, kind="a"), ["-1.", "0.", "a."]),
    "some say it themselves": (Numbering(1, given={1: 9}), ["1.", "9.", "10."]),
}


@pytest.mark.parametrize(("numbering", "marks"), MARKS.values(), ids=MARKS.keys())
def test_marks(numbering: Numbering, marks: list[str]) -> None:
    assert [numbering.mark(number) for number in numbering.numbers(3)] == marks


def test_what_an_element_says() -> None:
    assert numbering_of({}) == Numbering(1)
    assert numbering_of({"start": " 7 ", "type": "a"}) == Numbering(7, 1, "a")
    assert numbering_of({"reversed": None}) == Numbering(None, -1)
    assert numbering_of({"reversed": "", "start": "9"}) == Numbering(9, -1)
    assert number_in("9999999") is None
    assert number_in("x") is None
