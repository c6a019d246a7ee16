import pytest

from relaybot.richtext.article import Article, understand
from relaybot.richtext.nodes import Document, Paragraph, Text


def test_everything_at_once() -> None:
    html = (
        "<h1>Heat is back</h1><p>By: Ada&nbsp;Marsh</p><p>Forty tenants cheered [&#8230;]</p>"
        '<p>The post <a href="/1">Heat is back</a> appeared first on <a href="/">Us</a>.</p>'
    )
    article = understand(html, base="https://league.example/", title="Heat is back")
    assert article == Article(
        Document((Paragraph((Text("Forty tenants cheered…"),)),)),
        "Ada Marsh",
        continues=True,
        removed=(
            "Heat is back",
            "By: Ada Marsh",
            "[…]",
            "The post Heat is back appeared first on Us.",
        ),
    )


REMOVED = {
    "nothing": ("<p>Heat is back. By noon we had water.</p>", ()),
    "a title line": ("<p>T<br>Heat is back.</p>", ("T",)),
    "a byline line and its date": (
        "<p>By Ada Marsh<br>May 2, 2026<br>Heat is back.</p>",
        ("By Ada Marsh\nMay 2, 2026",),
    ),
    "a byline glued to the text": ("<p>by Kelly K On August 8th we met.</p>", ("by Kelly K",)),
    "a byline, then the title": (
        "<p>By: Ada Marsh</p><h1>T</h1><p>Heat.</p>",
        ("By: Ada Marsh", "T"),
    ),
    "a caption said twice": (
        "<figure><img src='/a.jpg'><figcaption>The gate</figcaption></figure><p>The gate</p>x",
        ("The gate",),
    ),
    "a caption that only the alternative text said": (
        "<img src='/a.jpg' alt='The gate'><p>The gate</p><p>Heat.</p>",
        (),
    ),
    "a press release": (
        "<p>FOR IMMEDIATE RELEASE<br>May 2, 2026</p><h2>T</h2><p>Heat.</p><p>###</p>",
        ("FOR IMMEDIATE RELEASE\nMay 2, 2026", "T", "###"),
    ),
    "an end mark": ("<p>Heat.</p><p># # #</p>", ("# # #",)),
    "a line of stars only changes": ("<p>Heat.</p><p>* * *</p><p>Water.</p>", ()),
    "the end of a paragraph": (
        "<p>Heat is back. <a href='/t'>Read more</a></p>",
        ("Read more",),
    ),
    "footers from top to bottom": (
        "<p>Heat and [...]</p><p>Read more</p><hr><ul><li>Facebook<li>X</ul><p>2 comments</p>",
        ("[...]", "Read more", "Facebook\nX", "2 comments"),
    ),
    "unseen things are not told": (
        "<p>Heat.</p><script>x</script><p hidden>y</p><img src='/a.gif' width=1 height=1>",
        (),
    ),
}


@pytest.mark.parametrize(("html", "removed"), REMOVED.values(), ids=REMOVED.keys())
def test_what_was_taken_out_is_told(html: str, removed: tuple[str, ...]) -> None:
    article = understand(html, base="https://league.example/", title="T")
    assert article.removed == removed


def test_the_byline_of_the_feed_wins() -> None:
    article = understand("<p>Heat.</p>", base=None, title="", byline=" Ben\u00a0Ode ")
    assert article.byline == "Ben Ode"


def test_the_same_again_is_the_same_object() -> None:
    once = understand("<p>Heat.</p>", base="https://a.example/", title="t", byline="b")
    assert understand("<p>Heat.</p>", base="https://a.example/", title="t", byline="b") is once
    assert understand("<p>Heat.</p>", base="https://a.example/", title="Heat", byline="b") != once
    assert understand("<p>Heat.</p>", base="https://b.example/", title="t", byline="b") is not once


def test_nothing() -> None:
    assert understand("", base=None, title="") == Article(Document(), None, continues=False)


LONG = {
    "footers": "The post x appeared first on y. " * 30_000,
    "ellipses": "… " * 300_000,
    "brackets": "[ " * 300_000,
    "bylines": "By Ada Marsh and " * 50_000,
    "capitals": "By " + "Aa " * 300_000,
    "lines": "By Ada Marsh\n" * 50_000,
    "contacts": "<p>Contact:</p>" * 20_000,
    "marks": "<p># #</p>" * 20_000,
    "releases": "<p>FOR IMMEDIATE RELEASE</p>" * 20_000,
    "titles": "<p>x</p>" * 20_000,
    "letters": "<p>Thanks for reading</p>" * 20_000,
    "rows of links": "<p>" + "<a href='/x'>Join</a> " * 20_000,
    "heads": "<h2>Related</h2>" * 20_000,
    "credits": "<img src='/a.jpg'><p>Photo: Ada</p>" * 5_000,
    "shortcodes": "[caption " * 50_000 + "[et_pb_" * 50_000,
    "captions": "[caption]<img src=/a.jpg>" * 10_000,
}


@pytest.mark.parametrize("html", LONG.values(), ids=LONG.keys())
def test_long_boilerplate_is_read(html: str) -> None:
    assert isinstance(understand(html, base=None, title="x"), Article)
