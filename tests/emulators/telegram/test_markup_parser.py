"""The parser refuses what Telegram refuses, with its words, and counts as it counts."""

import pytest

from tests.emulators.telegram.markup_parser import MarkupError, parse_html, parse_plain

REFUSED = {
    "unknown tag": ("a <div>b</div>", 'Unsupported start tag "div" at byte offset 2'),
    "offset in bytes": ("é <p>b</p>", 'Unsupported start tag "p" at byte offset 3'),
    "stray less-than": ("1 < 2", "Unsupported start tag"),
    "less-than at the end": ("1 <", "Unclosed start tag at byte offset 2"),
    "unclosed tag": ("<b>word", 'Can\'t find end tag corresponding to start tag "b"'),
    "crossed tags": ("<b><i>x</b></i>", 'expected "</i>", found "</b>"'),
    "end without start": ("x</b>", "Unexpected end tag at byte offset 1"),
    "line break": ("x<br>y", "Unsupported start tag"),
    "nested quotes": ("<blockquote>a<blockquote>b</blockquote></blockquote>", "Nested"),
    "quote in a fold": (
        "<blockquote expandable>a<blockquote>b</blockquote></blockquote>",
        "Nested",
    ),
    "attribute without value": ("<a href>x</a>", "Expected equal sign"),
    "unclosed attribute": ('<a href="x>y</a>', "Unclosed attribute value"),
    "span of another class": ('<span class="x">y</span>', 'must have class "tg-spoiler"'),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused(case: str) -> None:
    markup, words = REFUSED[case]
    with pytest.raises(MarkupError) as caught:
        parse_html(markup)
    assert words in str(caught.value)


READ = {
    "only four names": ("&lt;&gt;&amp;&quot;&nbsp;&apos;", '<>&"&nbsp;&apos;'),
    "numbers": ("&#39;&#x2019;", "'’"),
    "nonsense numbers": ("&#0;&#x110000;&#;", "&#0;&#x110000;&#;"),
    "bare ampersand": ("fish & chips", "fish & chips"),
    "trimmed": ("  \n<b>x</b>\n ", "x"),
    "short end tag": ("<b>x</>", "x"),
}


@pytest.mark.parametrize("case", READ)
def test_read(case: str) -> None:
    markup, text = READ[case]
    assert parse_html(markup).text == text


def test_offsets_are_utf16_code_units() -> None:
    parsed = parse_html("😀<b>é😀</b>")
    [bold] = parsed.entities
    assert (bold.offset, bold.length) == (2, 3)
    assert parsed.covered(bold) == "é😀"


ENTITIES = {
    "mention": (parse_plain("ask @someone now"), "mention", ["@someone"]),
    "command": (parse_plain("type /start or a/b"), "bot_command", ["/start"]),
    "hashtag": (parse_plain("#rent #1"), "hashtag", ["#rent"]),
    "email": (parse_plain("to info@elmford.example."), "email", ["info@elmford.example"]),
    "no mention in an address": (parse_plain("https://a.example/@someone"), "mention", []),
    "no mention in code": (parse_html("<code>@someone</code>"), "mention", []),
    "a link": (parse_html('<a href="https://a.example/">x</a>'), "text_link", ["x"]),
    "mail is no link": (parse_html('<a href="mailto:a@b.example">x</a>'), "text_link", []),
    "no host": (parse_html('<a href="http://intranet/">x</a>'), "text_link", []),
    "a quote": (parse_html("<blockquote>x</blockquote>"), "blockquote", ["x"]),
    "a fold": (
        parse_html("<blockquote expandable>x</blockquote>"),
        "expandable_blockquote",
        ["x"],
    ),
    "a person": (parse_html('<a href="tg://user?id=5">x</a>'), "text_mention", ["x"]),
}


@pytest.mark.parametrize("case", ENTITIES)
def test_entities(case: str) -> None:
    parsed, kind, words = ENTITIES[case]
    assert parsed.words(kind) == words


def test_entities_beyond_the_limit_are_dropped_formatting_first() -> None:
    links = '<a href="https://a.example/">x</a> ' * 60
    parsed = parse_html("<b>y</b> " * 60 + links)
    assert parsed.dropped == 20
    assert len(parsed.words("text_link")) == 60
    assert len(parsed.words("bold")) == 40
