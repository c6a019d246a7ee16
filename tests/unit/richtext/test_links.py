"""Links: where they lead, and what is said of those that lead nowhere."""

import pytest

from relaybot.richtext.from_html import document_of
from relaybot.richtext.nodes import Block
from tests.unit.richtext.shapes import BASE, link, p

CASES: dict[str, tuple[str, list[Block]]] = {
    "link": ('<a href="/x">a</a>', [p(link("https://league.example/x", "a"))]),
    "a raised number that leads out": (
        'six.<sup><a href="https://x.example/r?utm_source=a">3</a></sup> The',
        [p("six.", link("https://x.example/r", "³"), " The")],
    ),
    "link without trackers": (
        '<a href="https://x.example/a?utm_source=r&id=1&fbclid=z#top">a</a>',
        [p(link("https://x.example/a?id=1#top", "a"))],
    ),
    "link from Medium": (
        '<a href="https://medium.com/p/1?source=rss-abc------2">a</a>',
        [p(link("https://medium.com/p/1", "a"))],
    ),
    "link with user name": (
        '<a href="https://bank@evil.example/">a</a>',
        [p(link("https://evil.example/", "a"))],
    ),
    "script link": ('<a href="java\nscript:alert(1)">a</a> b', [p("a b")]),
    "data link": ('<a href="data:text/html,x">a</a>', [p("a")]),
    "mail link": (
        '<a href="mailto:a@b.example?subject=x">write</a>',
        [p(link("mailto:a@b.example", "write"))],
    ),
    "telephone": ('<a href="tel:+15550101">call us</a>', [p("call us (+15550101)")]),
    "telephone that is said": ('<a href="tel:+15550100199">555-010-0199</a>', [p("555-010-0199")]),
    "link that is passed on": (
        '<a href="https://www.google.com/url?q=https://x.example/a&amp;sa=D">a</a>',
        [p(link("https://x.example/a", "a"))],
    ),
    "two links that touch": (
        '<a href="https://x.example/a">a</a><a href="https://x.example/b">b</a>',
        [p(link("https://x.example/a", "a"), " ", link("https://x.example/b", "b"))],
    ),
    "one link in two pieces": (
        '<a href="https://x.example/a">Down</a><a href="https://x.example/a">load</a>',
        [p(link("https://x.example/a", "Download"))],
    ),
    "link without words": ('a <a href="https://x.example"> </a> b', [p("a b")]),
    "link without scheme": (
        '<a href="www.x.example">a</a>',
        [p(link("https://www.x.example", "a"))],
    ),
    "link with odd characters": (
        '<a href="https://x.example/ü (1)\'>">a</a>',
        [p(link("https://x.example/%C3%BC%20(1)'%3E", "a"))],
    ),
    "broken link": ('<a href="http://[x">a</a>', [p("a")]),
    "bare address": (
        "see https://x.example/a_(b).",
        [p("see ", link("https://x.example/a_(b)", "https://x.example/a_(b)"), ".")],
    ),
    "bare address in brackets": (
        "(www.x.example/a)",
        [p("(", link("https://www.x.example/a", "www.x.example/a"), ")")],
    ),
    "bare address without scheme": (
        "at league.org/join.",
        [p("at ", link("https://league.org/join", "league.org/join"), ".")],
    ),
    "false address": (
        '<a href="https://evil.example/x">https://bank.example</a>',
        [p("https://bank.example (", link("https://evil.example/x", "evil.example"), ")")],
    ),
    "false address in a sentence": (
        '<a href="https://evil.example">go to bank.com now</a>',
        [p("go to bank.com now (", link("https://evil.example", "evil.example"), ")")],
    ),
    "true address": (
        '<a href="https://www.league.example/a">league.example</a>',
        [p(link("https://www.league.example/a", "league.example"))],
    ),
    "a dot is no address": (
        '<a href="https://x.example">St. Mary v. U.S.</a>',
        [p(link("https://x.example", "St. Mary v. U.S."))],
    ),
}


@pytest.mark.parametrize(("html", "blocks"), CASES.values(), ids=CASES.keys())
def test_links(html: str, blocks: list[Block]) -> None:
    assert list(document_of(html, base=BASE).blocks) == blocks
