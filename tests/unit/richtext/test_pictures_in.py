import pytest

from relaybot.richtext.from_html import document_of
from relaybot.richtext.nodes import Picture, Text
from relaybot.richtext.pictures_in import pictures_in

BASE = "https://league.example/"
A, B, C = (Picture(f"{BASE}{name}.jpg") for name in "abc")

CASES: dict[str, tuple[str, tuple[Picture, ...]]] = {
    "none": ("<p>Heat is back.</p>", ()),
    "in order": ("<p>Heat</p><img src='/b.jpg'><p>Water</p><img src='/a.jpg'>", (B, A)),
    "in a quote": ("<blockquote><p>x</p><img src='/a.jpg'></blockquote><img src='/b.jpg'>", (A, B)),
    "in a list in a list": (
        "<ul><li>x<ol><li><img src='/a.jpg'></ol><li><img src='/c.jpg'></ul>",
        (A, C),
    ),
    "in a table that lays out": ("<table><tr><td><img src='/a.jpg'><td><p>x</p></table>", (A,)),
    "in a table of data": ("<table><tr><td>x<td>y<tr><td>z<td><img src='/a.jpg'></table>", (A,)),
    "each once": ("<img src='/a.jpg'><p>x</p><img src='/b.jpg'><img src='/a.jpg'>", (A, B)),
    "with caption and alternative text": (
        "<figure><img src='/a.jpg' alt='Ada'><figcaption>The gate</figcaption></figure>",
        (Picture(f"{BASE}a.jpg", "Ada", (Text("The gate"),)),),
    ),
    "a gallery": (
        "<figure class='wp-block-gallery'><figure><img src='/a.jpg'></figure>"
        "<figure><img src='/b.jpg'></figure><figcaption>x</figcaption></figure>",
        (A, Picture(B.url, "", (Text("x"),))),
    ),
    "no logo, no pixel": (
        "<img src='/logo.png'><img src='/a.gif' width=1 height=1><img src='/a.jpg'>",
        (A,),
    ),
}


@pytest.mark.parametrize(("html", "wanted"), CASES.values(), ids=CASES.keys())
def test_pictures_in(html: str, wanted: tuple[Picture, ...]) -> None:
    assert pictures_in(document_of(html, base=BASE)) == wanted
