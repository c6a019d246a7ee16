"""HTML in, the document's shape out: one named case per thing a feed does with words."""

import pytest

from relaybot.richtext.from_html import document_of
from relaybot.richtext.nodes import (
    Block,
    Code,
    Emphasis,
    Heading,
    LineBreak,
    Picture,
    Strike,
    Strong,
    Text,
)
from tests.unit.richtext.shapes import BASE, p, t

CASES: dict[str, tuple[str, list[Block]]] = {
    "nothing": (" \n ", []),
    "white space and entities": ("<p> a&nbsp;b\n c &amp; d </p>", [p("a b c & d")]),
    "marks nobody sees": ("<p>a&#8203;b&shy;c&#x202e;d&rlm;</p>", [p("abcd")]),
    "line break": ("a<br>b", [p("a", LineBreak(), "b")]),
    "two line breaks are a paragraph": ("a<br> <br/>b", [p("a"), p("b")]),
    "emphasis": (
        "<b>a</b> <em>b</em> <del>c</del> <code>d e</code>",
        [
            p(
                Strong(t("a")),
                " ",
                Emphasis(t("b")),
                " ",
                Strike(t("c")),
                " ",
                Code("d e"),
            )
        ],
    ),
    "spaces leave the bold": ("a<b> b </b>c", [p("a ", Strong(t("b")), " c")]),
    "bold twice is bold": ("<b><strong>a</strong></b>", [p(Strong(t("a")))]),
    "bold by style": ('<span style="font-weight:700">a</span>', [p(Strong(t("a")))]),
    "bold undone by style": ('<b style="font-weight:normal">a</b>', [p("a")]),
    "the longer look is outside": (
        "<i><b>a</b> b</i>",
        [p(Emphasis((Strong(t("a")), Text(" b"))))],
    ),
    "misnested": (
        "<b>a<i>b</b>c</i>",
        [p(Strong((Text("a"), Emphasis(t("b")))), Emphasis(t("c")))],
    ),
    "a heading": ("<h3> <b>Now</b> </h3>", [Heading(3, t("Now"))]),
    "a capital that was dropped": ("<p><b>D</b>ear all</p>", [p("Dear all")]),
    "a word of one letter": ("<p><b>A</b> word</p>", [p(Strong(t("A")), " word")]),
    "what opens an accordion": (
        "<h4><button aria-expanded=false><span>Is it legal?</span></button></h4><p>No.</p>",
        [Heading(4, t("Is it legal?")), p("No.")],
    ),
    "a callout and its sign": (
        "<div class=kg-callout-card><div class=kg-callout-emoji>💡</div>"
        "<div class=kg-callout-text><b>Now:</b> a</div></div>",
        [p("💡 ", Strong(t("Now:")), " a")],
    ),
    "lines of an address": (
        '<span class="eventitem-meta-address-line">a</span>'
        '<span class="eventitem-meta-address-line">b</span>',
        [p("a", LineBreak(), "b")],
    ),
    "bold by Word alone": ('<p><span style="mso-bidi-font-weight:bold">a</span></p>', [p("a")]),
    "not undone by Word": ('<b style="mso-bidi-font-weight:normal">a</b>', [p(Strong(t("a")))]),
    "words escaped twice": (
        "<p>council&amp;#8217;s&amp;nbsp;&amp;mdash; &amp;ldquo;no&amp;rdquo;</p>",
        [p("council’s — “no”")],
    ),
    "signs spoken of": (
        "<p>turns &amp;amp; into &amp;amp;amp;</p>",
        [p("turns &amp; into &amp;amp;")],
    ),
    "signs alone escaped twice": (
        "<p>rent &amp;lt; income &amp;divide; 3 &amp;amp; heat</p><p>&amp;lt;b&amp;gt;</p>",
        [p("rent < income ÷ 3 & heat"), p("&lt;b&gt;")],
    ),
    "plain text escaped twice": ("a &amp;ldquo;b&amp;rdquo;", [p("a “b”")]),
    "names of emoji": ("<p>:coffee: at ten (:tada:)</p>", [p("☕ at ten (🎉)")]),
    "no names of emoji": (
        "<p>10:fire:30, a:fire:b, :brannock:, <code>:coffee:</code></p>",
        [p("10:fire:30, a:fire:b, :brannock:, ", Code(":coffee:"))],
    ),
    "shortcodes": (
        "[et_pb_section fb_built=&#8221;1&#8243;][et_pb_row]<p>a</p>[/et_pb_row][/et_pb_section]",
        [p("a")],
    ),
    "shortcode of a form": (
        '<p>a</p>\n\n[gravityform id="3" title="false"]\n\n<p>b</p>',
        [p("a"), p("b")],
    ),
    "shortcode of a caption": (
        '[caption id="a" width="640"]<img src="/a.jpg" /> The gate[/caption]',
        [Picture("https://league.example/a.jpg", "", t("The gate"))],
    ),
    "brackets of the author": ("<p>[Mutual aid is] [embed]</p>", [p("[Mutual aid is] [embed]")]),
    "an empty heading": ("<h2>&nbsp;</h2>", []),
    "a short bold paragraph is no heading": ("<p><b>Now</b></p>", [p(Strong(t("Now")))]),
    "quotation marks": ("<q>a</q>", [p("“a”")]),
    "raised and lowered numbers": (
        "m<sup>2</sup>, H<sub>2</sub>O, 1<sup>st</sup>",
        [p("m², H₂O, 1st")],
    ),
    "plain text": (
        "one\ntwo\n\nthree a < b & c",
        [p("one", LineBreak(), "two"), p("three a < b & c")],
    ),
    "wrapped plain text": (
        f"{'word ' * 14}\nends here",
        [p(f"{'word ' * 14}ends here")],
    ),
    "escaped once too often": ("&lt;p&gt;a &amp;amp; b&lt;/p&gt;", [p("a & b")]),
    "blank lines and no block tags": ("a <b>b</b>\n\nc", [p("a ", Strong(t("b"))), p("c")]),
}


@pytest.mark.parametrize(("html", "blocks"), CASES.values(), ids=CASES.keys())
def test_document_of(html: str, blocks: list[Block]) -> None:
    assert list(document_of(html, base=BASE).blocks) == blocks


DEEP = {
    "divs": "<div>" * 100_000 + "x",
    "quotes": "<blockquote>" * 20_000 + "x",
    "lists": "<ul><li>" * 20_000 + "x",
    "looks": "<b><i>" * 20_000 + "x",
    "tables": "<table><tr><td>" * 5_000 + "x",
    "links": '<a href="https://x.example/a?utm_source=b">x</a> ' * 50_000,
    "words": "<p>" + "x " * 500_000,
    "one word": "<p>" + "x." * 400_000,
    "half tags": "<p" * 50_000 + ">x",
}


@pytest.mark.parametrize("html", DEEP.values(), ids=DEEP.keys())
def test_deep_and_long_markup_is_read(html: str) -> None:
    assert "x" in repr(document_of(html, base=None))
