"""Lists, tables, quotations, code, notes."""

import pytest

from relaybot.richtext.from_html import document_of
from relaybot.richtext.nodes import (
    Block,
    CodeBlock,
    Divider,
    Emphasis,
    Heading,
    LineBreak,
    Listing,
    Quote,
    Strong,
    Table,
    Text,
)
from tests.unit.richtext.shapes import BASE, p, t

CASES: dict[str, tuple[str, list[Block]]] = {
    "list": ("<ul><li>a<li>b<li> </ul>", [Listing(((p("a"),), (p("b"),)))]),
    "numbered from three": ("<ol start=3><li>a</ol>", [Listing(((p("a"),),), 3)]),
    "list in an item": (
        "<ul><li>a<ol><li>b</ol></ul>",
        [Listing(((p("a"), Listing(((p("b"),),), 1)),))],
    ),
    "list in a list": (
        "<ul><li>a</li><ul><li>b</li></ul></ul>",
        [Listing(((p("a"), Listing(((p("b"),),))),))],
    ),
    "counted down": (
        "<ol reversed><li>a<li>b</ol>",
        [Listing(((p("a"),), (p("b"),)), 2, ("2.", "1."))],
    ),
    "counted down from": (
        "<ol reversed start=9><li>a<li>b</ol>",
        [Listing(((p("a"),), (p("b"),)), 9, ("9.", "8."))],
    ),
    "letters": (
        "<ol type=a start=26><li>a<li>b</ol>",
        [Listing(((p("a"),), (p("b"),)), 26, ("z.", "aa."))],
    ),
    "Roman numbers": (
        "<ol type=I start=4><li>a<li>b<li>c</ol>",
        [Listing(((p("a"),), (p("b"),), (p("c"),)), 4, ("IV.", "V.", "VI."))],
    ),
    "an item that names its number": (
        "<ol><li>a<li value=9>b<li>c</ol>",
        [Listing(((p("a"),), (p("b"),), (p("c"),)), 1, ("1.", "9.", "10."))],
    ),
    "a first item that names its number": (
        "<ol><li value=7>a<li>b</ol>",
        [Listing(((p("a"),), (p("b"),)), 7)],
    ),
    "numbers below zero": (
        "<ol start=-1><li>a<li>b</ol>",
        [Listing(((p("a"),), (p("b"),)), 0, ("-1.", "0."))],
    ),
    "items typed in Word": (
        "<p class=MsoListParagraphCxSpFirst><span style='mso-list:Ignore'>4.&nbsp;</span>a</p>"
        "<p class=MsoListParagraphCxSpLast><span style='mso-list:Ignore'>5.</span>b</p>"
        "<p class=MsoListParagraph><span style='mso-list:Ignore'>·</span>c</p>",
        [Listing(((p("a"),), (p("b"),)), 4), Listing(((p("c"),),))],
    ),
    "paragraphs of Word of two levels": (
        "<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'>"
        "<span style='mso-list:Ignore'>1.</span>a</p>"
        "<p class=MsoListParagraph style='mso-list:l0 level2 lfo1'>"
        "<span style='mso-list:Ignore'>·</span>b</p>"
        "<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'>"
        "<span style='mso-list:Ignore'>2.</span>c</p>",
        [Listing(((p("a"), Listing(((p("b"),),))), (p("c"),)), 1)],
    ),
    "a second level without a first": (
        "<p class=MsoListParagraph style='mso-list:l0 level3 lfo1'>a</p>",
        [Listing(((p("a"),),))],
    ),
    "typed bullets": (
        "<div><b>●</b> They closed.</div><div><b>● You</b> sat on it.</div>",
        [Listing(((p("They closed."),), (p(Strong(t("You")), " sat on it."),)))],
    ),
    "one typed bullet": ("<p>● a</p><p>b</p>", [p("● a"), p("b")]),
    "signs that may be words": ("<p>- a</p><p>- b</p>", [p("- a"), p("- b")]),
    "columns of Weebly": (
        "<table class=wsite-multicol-table><tr><td><div>a</div><td><div>b</div></table>",
        [p("a"), p("b")],
    ),
    "items without list": ("<li>a<li>b", [Listing(((p("a"),), (p("b"),)))]),
    "definitions": ("<dl><dt>a<dd>b</dl>", [p(Strong(t("a"))), p("b")]),
    "quote": ("<blockquote><p>a</p></blockquote>", [Quote((p("a"),))]),
    "code": ("<pre><code>a\n  b</code></pre>", [CodeBlock("a\n  b")]),
    "verse": (
        '<pre class="wp-block-verse">a\n<em>b</em>\n\nc</pre>d\ne',
        [p("a", LineBreak(), Emphasis(t("b"))), p("c"), p("d e")],
    ),
    "code with numbered lines": (
        "<pre><code><table><tr><td class=rouge-gutter><pre class=lineno>1\n2</pre>"
        "<td class=rouge-code><pre>a\n  b</pre></table></code></pre>",
        [CodeBlock("a\n  b")],
    ),
    "table": (
        "<table><tr><th>a<th>b<tr><td>1<td>2<br>3</table>",
        [
            Table(
                (
                    ((Strong(t("a")),), (Strong(t("b")),)),
                    (t("1"), (Text("2"), LineBreak(), Text("3"))),
                )
            )
        ],
    ),
    "table that lays out": (
        "<table><tr><td><p>a</p><ul><li>b</ul></table>",
        [p("a"), Listing(((p("b"),),))],
    ),
    "divider": ("a<hr>b", [p("a"), Divider(), p("b")]),
    "footnotes": (
        '<p>a<sup><a href="#f1">1</a></sup></p>'
        '<ol class="footnotes"><li>b <a href="#r1">↩︎</a></ol>',
        [p("a¹"), Divider(), Listing(((p("b"),),), 1)],
    ),
    "remarks of Google Docs": (
        '<p>a<sup><a href="#cmnt1" id="cmnt_ref1">[a]</a></sup></p>'
        '<div><p><a href="#cmnt_ref1" id="cmnt1">[a]</a><span>is this so?</span></p></div>',
        [p("a")],
    ),
    "remarks within the box of the text": (
        '<div><p>a<sup><a href="#cmnt1" id="cmnt_ref1">[a]</a></sup></p>'
        '<p><a href="#cmnt_ref1" id="cmnt1">[a]</a> is this so?</p></div>',
        [p("a")],
    ),
    "the sign beside a heading": (
        '<h2 id=x>a <a class="headerlink" href="#x">¶</a></h2>',
        [Heading(2, t("a"))],
    ),
    "a row of places on the page": (
        '<p><a href="#a">What is new</a> · <a href="#b">Top</a></p><p>a</p>',
        [p("a")],
    ),
    "the way to the recipe": ('<p><a href="#r">Skip to the recipes</a></p><p>a</p>', [p("a")]),
    "a heading that is a place": (
        '<h2><a href="#a">a</a> <a href="#b">b</a></h2>',
        [Heading(2, t("a b"))],
    ),
    "a place within a sentence": ('<p>see <a href="#a">below</a></p>', [p("see below")]),
    "a place alone": ('<p><a href="#a">Who pays?</a></p>', [p("Who pays?")]),
    "two that only a script knows": (
        '<p><a href="#">Who pays?</a> <a href="#">We do.</a></p>',
        [p("Who pays? We do.")],
    ),
    "an arrow that is a picture": (
        '<ol class="wp-block-footnotes"><li>b <a href="#r1"><img class="emoji" alt="↩" src="/x">'
        "\ufe0e</a></ol>",
        [Divider(), Listing(((p("b"),),), 1)],
    ),
    "footnotes of Substack": (
        '<p>a<a class="footnote-anchor" href="#f-1">1</a></p><div class="footnote"><a href="#a-1"'
        ' class="footnote-number">1</a><div class="footnote-content"><p>b</p></div></div>',
        [p("a¹"), Divider(), Listing(((p("b"),),), 1)],
    ),
}


@pytest.mark.parametrize(("html", "blocks"), CASES.values(), ids=CASES.keys())
def test_passages(html: str, blocks: list[Block]) -> None:
    assert list(document_of(html, base=BASE).blocks) == blocks
