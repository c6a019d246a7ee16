import pytest

from relaybot.feeds.folding import digest, fold, fold_markup


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("We won!", "we  WON"),
        ("Landlord’s day", "Landlord's day"),
        ("Straße", "STRASSE"),
        ("Rent – and roses", "Rent and roses"),
    ],
)
def test_the_same_words(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_signs_alone_are_kept() -> None:
    assert fold("✊") != fold("🎉")
    assert fold(" … ") == "…"


def test_markup_is_not_compared() -> None:
    assert fold_markup("<b>We</b> w&amp;#111;n") == fold("We won")


def test_digest_knows_where_a_text_ends() -> None:
    assert digest("ab", "c") != digest("a", "bc")
    assert len(digest("\ud83d")) == 32
