import pytest

from relaybot.discord.dialect import body, dated, inline, words

LINK = '<a href="https://a.example/" rel="noopener nofollow">x</a>'
BODIES = {
    "marks": (
        "**a** *b* ~~c~~ `d`",
        "<p><strong>a</strong> <em>b</em> <s>c</s> <code>d</code></p>",
    ),
    "a link": ("[x](https://a.example/)", f"<p>{LINK}</p>"),
    "a quiet link": ("[x](<https://a.example/>)", f"<p>{LINK}</p>"),
    "lines": ("a\nb", "<p>a<br />\nb</p>"),
    "headings": ("## A\n### b", "<h2>A</h2>\n<h3>b</h3>"),
    "a list": ("- a\n  - b", "<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n</ul>"),
    "small print": (
        "## A\n-# b *c*\n-# d",
        '<h2>A</h2>\n<div class="msg-small"><p>b <em>c</em><br />\nd</p></div>',
    ),
    "small print that is none": (r"\-# b", "<p>-# b</p>"),
    "no picture": ("![x](https://a.example/)", f"<p>!{LINK}</p>"),
    "no page": ("<b>x</b>", "<p>&lt;b&gt;x&lt;/b&gt;</p>"),
    "escaped": (r"\*a\* \<b>", "<p>*a* &lt;b&gt;</p>"),
}


@pytest.mark.parametrize(("markdown", "html"), BODIES.values(), ids=BODIES)
def test_a_text_as_a_page_shows_it(markdown: str, html: str) -> None:
    assert body(markdown) == html


def test_a_title_as_a_page_shows_it() -> None:
    assert inline(r"Rent \*strike\* ~~off~~") == "Rent *strike* <s>off</s>"


WORDS = {
    "marks": ("**a** *b* `c` [d](https://a.example/)", "a b c d"),
    "what is struck": ("~~a~~ b", "~~a~~ b"),
    "lists": ("- a\n- b\n\n1. c", "• a\n• b\n1. c"),
    "code": ("```\na = 1\n```", "a = 1"),
    "small print": ("## A\n-# b", "A\nb"),
}


@pytest.mark.parametrize(("markdown", "text"), WORDS.values(), ids=WORDS)
def test_a_text_on_a_terminal(markdown: str, text: str) -> None:
    assert words(markdown) == text


MOMENTS = {
    "a day": ("on <t:1772323200:D>", "on 1 March 2026"),
    "a moment": ("at <t:1772326860:f>", "at 1 March 2026 01:01 UTC"),
    "what a post says is none": (r"\<t:1772323200:D>", r"\<t:1772323200:D>"),
}


@pytest.mark.parametrize(("markdown", "text"), MOMENTS.values(), ids=MOMENTS)
def test_times_are_told_in_utc(markdown: str, text: str) -> None:
    assert dated(markdown) == text
