import pytest

from relaybot.sources.wording import did_you_mean, either, nearest, quoted, quoted_plainly, visible


def test_visible_text_is_one_line_without_tricks() -> None:
    assert visible(" a\n\tb\u202ec\u200b\u2028d\x1b[31m\ue000 ") == "a bc d[31m"


@pytest.mark.parametrize("quote", [quoted, quoted_plainly])
def test_a_quotation_is_clipped(quote: object) -> None:
    assert callable(quote)
    assert quote("x" * 10_000) == f'"{"x" * 59}…"'


def test_what_a_stranger_typed_cannot_call_or_mark_up_anything() -> None:
    assert quoted_plainly("@everyone <@1234> `a` **b** [c](http://d) <b>") == (
        '"everyone 1234 a b c(http://d) b"'
    )
    assert quoted_plainly("z" + "\u0336\u0335" * 200 + "algo") == '"z\u0336\u0335algo"'


def test_letters_of_every_language_stay() -> None:
    assert quoted_plainly("Łódź Квартал हिन्दी 東京") == '"Łódź Квартал हिन्दी 東京"'


def test_either() -> None:
    assert [either(words) for words in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a or b",
        "a, b or c",
    ]


def test_nearest_is_near_or_nothing() -> None:
    assert nearest("regoin", ["region", "kind", "language"]) == ("region",)
    assert nearest("Regoin" * 1000, ["region"]) == ()
    assert did_you_mean("lanugage", ["region", "language"]) == '; did you mean "language"?'
    assert did_you_mean("zzz", ["region"]) == ""
