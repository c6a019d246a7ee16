"""Cards become one link, one player, or their pictures; what is no card keeps its words."""

import pytest

from relaybot.richtext.from_html import document_of
from relaybot.richtext.nodes import Block, Embed, LineBreak, Picture, Quote, Strong, Text
from tests.unit.richtext.shapes import BASE, link, p

X = "https://x.example/a"
CASES: dict[str, tuple[str, list[Block]]] = {
    "bookmark of Ghost": (
        f'<figure><a class="kg-bookmark-container" href="{X}?ref=us.example"><div><div '
        'class="kg-bookmark-title">A grocery</div><div class="kg-bookmark-description">Far.</div>'
        '<img class="kg-bookmark-icon" src="/i.png"><span class="kg-bookmark-author">Review</span>'
        '</div><div><img src="/og.jpg"></div></a></figure>',
        [p(link(X, "A grocery – Review"))],
    ),
    "file of Ghost": (
        f'<a class="kg-file-card-container" href="{X}"><div class="kg-file-card-title">Pages</div>'
        '<div class="kg-file-card-filesize">4 MB</div></a>',
        [p(link(X, "Pages"))],
    ),
    "sound of Ghost": (
        '<div class="kg-audio-card"><audio src="/a.mp3"></audio><div class="kg-audio-title">'
        'Trailer</div><div class="kg-audio-player"><span>0:00</span></div></div>',
        [Embed("Trailer", "https://league.example/a.mp3")],
    ),
    "post within a letter of Substack": (
        '<div class="digest-post-embed" data-attrs="{&quot;title&quot;:&quot;The box&quot;,'
        '&quot;caption&quot;:&quot;It has a lock.&quot;,&quot;size&quot;:&quot;lg&quot;}"></div>',
        [p(Strong((Text("The box"),)), LineBreak(), "It has a lock.")],
    ),
    "post within a letter, of which nothing is told": (
        '<div class="digest-post-embed" data-attrs="{}"></div><p>a</p>',
        [p("a")],
    ),
    "post of Substack": (
        f'<a class="embedded-post" href="{X}"><span class="embedded-post-publication-name">Notes'
        '</span><div class="embedded-post-title">The clock</div><span>Read more</span></a>',
        [p(link(X, "The clock – Notes"))],
    ),
    "file of Substack": (
        '<div class="file-embed-wrapper"><img src="/attachment_icon.svg"><div class='
        f'"file-embed-details-h1">Checklist</div><a class="x" href="{X}">Download</a></div>',
        [p(link(X, "Checklist"))],
    ),
    "post on X": (
        '<div class="tweet" data-attrs="{&quot;url&quot;:&quot;https://twitter.com/l/status/12&quot;,'
        '&quot;full_text&quot;:&quot;hi &amp; bye&quot;}"></div>',
        [Quote((p("hi & bye"),)), Embed("X post", "https://x.com/l/status/12")],
    ),
    "post on Instagram": (
        '<div class="instagram" data-attrs="{&quot;instagram_id&quot;:&quot;Ab1&quot;}"></div>',
        [Embed("Instagram post", "https://www.instagram.com/p/Ab1/")],
    ),
    "gallery of Substack": (
        '<div class="image-gallery-embed" data-attrs="{&quot;gallery&quot;:{&quot;images&quot;:[{'
        '&quot;src&quot;:&quot;http://x.example/1.jpg&quot;},7,{&quot;src&quot;:&quot;/2.jpg&quot;}]'
        ',&quot;caption&quot;:&quot;Socks&quot;}}"></div>',
        [
            Picture("https://x.example/1.jpg"),
            Picture("https://league.example/2.jpg", caption=(Text("Socks"),)),
        ],
    ),
    "sound of Squarespace": (
        '<div class="sqs-audio-embed" data-title="Debate" data-url="https://x.example/d.mp3"></div>',
        [Embed("Debate", "https://x.example/d.mp3")],
    ),
    "video of Squarespace": (
        '<div class="sqs-video-wrapper" data-html="&lt;iframe src=&quot;//youtu.be/abc_DEF-123'
        '&quot;&gt;&lt;/iframe&gt;"></div>',
        [Embed("YouTube video", "https://www.youtube.com/watch?v=abc_DEF-123")],
    ),
    "a title that lies": (
        '<a class="embedded-post" href="https://evil.example/"><div class="embedded-post-title">'
        "bank.example</div></a>",
        [p("bank.example (", link("https://evil.example/", "evil.example"), ")")],
    ),
    "somebody else's class": ('<div class="tweet">a <b></b>b</div>', [p("a b")]),
    "nonsense instead of what was told": ('<div class="tweet" data-attrs="[[[">a</div>', [p("a")]),
    "a list instead of what was told": ('<div class="tweet" data-attrs="[1]">a</div>', [p("a")]),
    "a card without a title": (f'<a class="embedded-post" href="{X}">a</a>', [p(link(X, "a"))]),
    "a gallery without pictures": (
        '<div class="image-gallery-embed" data-attrs="{&quot;gallery&quot;:{&quot;images&quot;:3}}'
        '">a</div>',
        [p("a")],
    ),
    "told too deep": (f'<div class="tweet" data-attrs="{"[" * 100_000}">a</div>', [p("a")]),
}  # fmt: skip


@pytest.mark.parametrize(("html", "blocks"), CASES.values(), ids=CASES.keys())
def test_cards(html: str, blocks: list[Block]) -> None:
    assert list(document_of(html, base=BASE).blocks) == blocks
