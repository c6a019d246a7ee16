import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relaybot.richtext.characters import clean, plain_text, tidy

ANY_TEXT = st.text(st.characters(exclude_categories=()))

TIDY = {
    "runs of white space": ("  two \t\n words ", "two words"),
    "no-break space": ("by\u00a0Ada", "by Ada"),
    "thin and hair spaces": ("1\u2009000\u200a–\u202f2", "1 000 – 2"),
    "line and paragraph separators": ("one\u2028two\u2029three", "one two three"),
    "bidi override": ("pay \u202emoc.knab\u202c now", "pay moc.knab now"),
    "bidi isolates and marks": ("\u2066a\u2069\u200eb\u200f", "ab"),
    "zero widths": ("@\u200bevery\u200cone\ufeff", "@everyone"),
    "soft hyphen": ("tenant\u00adunion", "tenantunion"),
    "controls": ("a\x00b\x07c\x9fd\x7f", "abcd"),
    "tag characters": ("hi\U000e0041\U000e0042", "hi"),
    "the flag of Wales": (
        "🏴\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f!",
        "🏴\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f!",
    ),
    "a flag that hides other words": ("🏴\U000e0068\U000e0069\U000e007f", "🏴"),
    "lone surrogate": ("a\ud800b", "ab"),
    "composed": ("Cafe\u0301", "Café"),
    "joiner in an emoji": ("👩\u200d🌾 and 🏳️\u200d🌈", "👩\u200d🌾 and 🏳️\u200d🌈"),
    "joiner elsewhere": ("a\u200db \u200d👩", "ab 👩"),
    "marks that paint over other lines": (
        "Ze" + "\u0321\u0334\u0335" * 99,
        "Ze" + "\u0334\u0335" * 2,
    ),
    "one mark, over and over": ("ก" + "\u0e47" * 300 + "!", "ก" + "\u0e47" * 4 + "!"),
    "marks of Hebrew": ("בְּרֵאשִׁ֖ית", "בְּרֵאשִׁ֖ית"),
    "marks of Vietnamese": ("nha\u0302\u0301t", "nh\u1ea5t"),
    "nothing": (" \u200b\u00a0 ", ""),
}

PLAIN = {
    "tags": ("<b>Rent</b> <i>strike</i>", "Rent strike"),
    "blocks and breaks": ("Rent<br>strike<p>now</p>", "Rent strike now"),
    "entities": ("Bread &amp; Roses &#8211; again", "Bread & Roses – again"),
    "escaped twice": ("Bread &amp;amp; Roses&amp;#8217;", "Bread & Roses’"),
    "but not beyond": ("&amp;amp;amp;", "&amp;"),
    "less than": ("a < b and c > d", "a < b and c > d"),
    "less than, escaped": ("a &lt; b &amp;lt; c", "a < b < c"),
    "heart": ("We <3 libraries", "We <3 libraries"),
    "no known tag": ("A List<String> in print", "A List<String> in print"),
    "escaped pair of tags": ("&lt;em&gt;The Commons&lt;/em&gt; reviewed", "The Commons reviewed"),
    "a tag spoken of": ("What the &lt;b&gt; tag is for", "What the <b> tag is for"),
    "tag at the end, unclosed": ("Rent is due <b", "Rent is due <b"),
    "script": ("A<script>alert(1)</script>B<!-- c -->C", "ABC"),
    "attributes": ("<span style=\"color:red\" title='x'>Vote</span> yes", "Vote yes"),
    "foreign": ("<o:p>Hello</o:p>", "Hello"),
    "empty": ("", ""),
}


@pytest.mark.parametrize(("given_text", "wanted"), TIDY.values(), ids=TIDY.keys())
def test_tidy(given_text: str, wanted: str) -> None:
    assert tidy(given_text) == wanted


@pytest.mark.parametrize(("markup", "wanted"), PLAIN.values(), ids=PLAIN.keys())
def test_plain_text(markup: str, wanted: str) -> None:
    assert plain_text(markup) == wanted


def test_clean_keeps_lines() -> None:
    assert clean("a\r\n  b\u00a0c\u2028d") == "a\n  b c\nd"


@given(ANY_TEXT)
def test_tidy_is_idempotent(text: str) -> None:
    once = tidy(text)
    assert tidy(once) == once
    assert unicodedata.is_normalized("NFC", once)
    once.encode()


@given(ANY_TEXT)
def test_clean_is_idempotent(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(st.text(alphabet="<>/!-ab& ;mpltg\"'script\u200b"))
def test_plain_text_takes_anything(markup: str) -> None:
    plain = plain_text(markup)
    assert plain == tidy(plain)


@pytest.mark.parametrize(
    "piece", ["<", "<a", "<!--", "<script", '<a "', "&amp;", "<b>", "&lt;b&gt;"]
)
def test_plain_text_of_many_unclosed_pieces_ends(piece: str) -> None:
    plain_text(piece * 100_000)  # 0.2 s at most; were it quadratic, nobody would wait for it
