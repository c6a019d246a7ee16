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
        Document((Paragraph((Text("Forty tenants cheered…"),)),)), "Ada Marsh", continues=True
    )


def test_the_byline_of_the_feed_wins() -> None:
    article = understand("<p>Heat.</p>", base=None, title="", byline=" Ben\u00a0Ode ")
    assert article.byline == "Ben Ode"


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
}


@pytest.mark.parametrize("html", LONG.values(), ids=LONG.keys())
def test_long_boilerplate_is_read(html: str) -> None:
    assert isinstance(understand(html, base=None, title="x"), Article)
