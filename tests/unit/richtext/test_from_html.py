"""HTML in, the document's shape out: one named case per thing a feed does."""

import pytest

from relaybot.richtext.from_html import document_of
from relaybot.richtext.nodes import (
    Block,
    Code,
    CodeBlock,
    Divider,
    Embed,
    Emphasis,
    Heading,
    Inline,
    LineBreak,
    Link,
    Listing,
    Paragraph,
    Picture,
    Quote,
    Strike,
    Strong,
    Table,
    Text,
)

BASE = "https://league.example/blog/"


def p(*children: Inline | str) -> Paragraph:
    return Paragraph(tuple(Text(c) if isinstance(c, str) else c for c in children))


def t(words: str) -> tuple[Text]:
    return (Text(words),)


def link(url: str, words: str) -> Link:
    return Link(url, t(words))


CASES: dict[str, tuple[str, list[Block]]] = {
    # words
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
    # links
    "link": ('<a href="/x">a</a>', [p(link("https://league.example/x", "a"))]),
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
    # lists, tables, quotes, code
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
    "items without list": ("<li>a<li>b", [Listing(((p("a"),), (p("b"),)))]),
    "definitions": ("<dl><dt>a<dd>b</dl>", [p(Strong(t("a"))), p("b")]),
    "quote": ("<blockquote><p>a</p></blockquote>", [Quote((p("a"),))]),
    "code": ("<pre><code>a\n  b</code></pre>", [CodeBlock("a\n  b")]),
    "verse": ('<pre class="wp-block-verse">a\nb</pre>', [p("a", LineBreak(), "b")]),
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
    "footnotes of Substack": (
        '<p>a<a class="footnote-anchor" href="#f-1">1</a></p><div class="footnote"><a href="#a-1"'
        ' class="footnote-number">1</a><div class="footnote-content"><p>b</p></div></div>',
        [p("a¹"), Divider(), Listing(((p("b"),),), 1)],
    ),
    # pictures
    "picture": (
        '<img src="/a.jpg" alt=" a  b ">',
        [Picture("https://league.example/a.jpg", "a b")],
    ),
    "caption": (
        '<figure><img src="a.jpg"><figcaption>c <i>d</i></figcaption></figure>',
        [Picture("https://league.example/blog/a.jpg", "", (Text("c "), Emphasis(t("d"))))],
    ),
    "caption of old WordPress": (
        '<div class="wp-caption"><img src="a.jpg"><p class="wp-caption-text">c</p></div>',
        [Picture("https://league.example/blog/a.jpg", "", t("c"))],
    ),
    "picture in a sentence": (
        'a <img src="/a.jpg"> b',
        [p("a b"), Picture("https://league.example/a.jpg")],
    ),
    "lazy picture": (
        '<img src="data:image/gif;base64,R0" data-src="/a.jpg">'
        '<noscript><img src="/a.jpg"></noscript>',
        [Picture("https://league.example/a.jpg")],
    ),
    "the widest of a set": (
        '<img srcset="/s.jpg 300w, /l.jpg 1200w, /m.jpg 600w">',
        [Picture("https://league.example/l.jpg")],
    ),
    "file name as alt": (
        '<img src="/a.jpg" alt="IMG_2041.JPG">',
        [Picture("https://league.example/a.jpg")],
    ),
    "emoji": (
        'a <img class="emoji" alt="🌹" src="https://s.w.org/images/core/emoji/x.png">',
        [p("a 🌹")],
    ),
    # embeds
    "YouTube": (
        '<iframe src="https://www.youtube-nocookie.com/embed/abc_DEF-123?rel=0"></iframe>',
        [Embed("YouTube video", "https://www.youtube.com/watch?v=abc_DEF-123")],
    ),
    "Vimeo": (
        '<iframe src="//player.vimeo.com/video/123?h=0a1b"></iframe>',
        [Embed("Vimeo video", "https://vimeo.com/123/0a1b")],
    ),
    "Spotify": (
        '<iframe src="https://open.spotify.com/embed/episode/4x?utm_source=g"></iframe>',
        [Embed("Spotify", "https://open.spotify.com/episode/4x")],
    ),
    "SoundCloud": (
        '<iframe src="https://w.soundcloud.com/player/?url=https%3A//soundcloud.com/a/b"></iframe>',
        [Embed("SoundCloud", "https://soundcloud.com/a/b")],
    ),
    "Google Forms": (
        '<iframe src="https://docs.google.com/forms/d/e/1FA/viewform?embedded=true">x</iframe>',
        [Embed("Google Forms", "https://docs.google.com/forms/d/e/1FA/viewform")],
    ),
    "Facebook": (
        '<iframe src="https://www.facebook.com/plugins/post.php?href=https%3A%2F%2Fwww.facebook.com%2Fl%2Fposts%2F1"></iframe>',
        [Embed("Facebook post", "https://www.facebook.com/l/posts/1")],
    ),
    "Instagram": (
        '<blockquote class="instagram-media"'
        ' data-instgrm-permalink="https://www.instagram.com/p/Ab1/?utm_source=ig"><a>View</a></blockquote>',
        [Embed("Instagram post", "https://www.instagram.com/p/Ab1/")],
    ),
    "TikTok": (
        '<blockquote class="tiktok-embed" cite="https://www.tiktok.com/@l/video/12"><section>x</section></blockquote>',
        [Embed("TikTok video", "https://www.tiktok.com/@l/video/12")],
    ),
    "X keeps its words": (
        '<blockquote class="twitter-tweet"><p>hi</p>'
        '<a href="https://twitter.com/l/status/12?ref_src=x">May 1</a></blockquote>',
        [
            Quote((p("hi"), p(link("https://twitter.com/l/status/12", "May 1")))),
            Embed("X post", "https://x.com/l/status/12"),
        ],
    ),
    "Action Network": (
        "<div id='can-petition-area-heat-now'></div>"
        "<script src='https://actionnetwork.org/widgets/v5/petition/heat-now?format=js'></script>",
        [Embed("Action Network", "https://actionnetwork.org/petitions/heat-now")],
    ),
    "unknown frame": ('<iframe src="https://ads.example/x"></iframe>', []),
    "sound": (
        '<audio controls><source src="/a.mp3">No sound?</audio>',
        [Embed("Audio", "https://league.example/a.mp3")],
    ),
}

VANISHING = {
    "script": "<script>x</script>",
    "style": "<style>x</style>",
    "template": "<template><p>x</p></template>",
    "noscript": "<noscript><p>x</p></noscript>",
    "form": "<form><p>x</p><input value=x><button>x</button></form>",
    "button": "<button>x</button>",
    "select": "<select><option>x</select>",
    "svg": "<svg><title>x</title><text>x</text></svg>",
    "comment": "<!-- x -->",
    "hidden": "<p hidden>x</p>",
    "aria-hidden": '<p aria-hidden="true">x</p>',
    "display none": '<div style="color:red; display : NONE">x</div>',
    "for screen readers": '<span class="a screen-reader-text">x</span>',
    "Jetpack": '<div class="sharedaddy sd-sharing-enabled"><h3>Share this:</h3>x</div>',
    "related posts": '<div id="jp-relatedposts" class="jp-relatedposts">x</div>',
    "AddToAny": '<div class="addtoany_share_save_container">x</div>',
    "Mailchimp": '<div id="mc_embed_signup">x</div>',
    "Ghost": '<div class="kg-card kg-signup-card">x</div>',
    "Substack": '<div class="subscription-widget-wrap"><p>x</p></div>',
    "Substack's button": '<p class="button-wrapper"><a href="/s"><b>Subscribe now</b></a></p>',
    "feedflare": '<div class="feedflare"><a href="/x">x</a></div>',
    "Medium's pixel": '<img src="https://medium.com/_/stat?event=x" width="1" height="1">',
    "pixel": '<img src="https://x.example/a.png" width="1" height="1">',
    "WordPress pixel": '<img src="https://pixel.wp.com/b.gif?host=x">',
    "feedburner": '<img src="http://feeds.feedburner.com/~r/x/~4/abc">',
    "logo": '<img src="https://x.example/2026/League-Logo-final.png" width="600" height="600">',
    "avatar": '<img src="https://secure.gravatar.com/x?s=96" class="avatar">',
    "spacer": '<img src="/i/spacer.gif" width="600">',
    "icon": '<img src="/i/a.png" width="16" height="16">',
}


@pytest.mark.parametrize(("html", "blocks"), CASES.values(), ids=CASES.keys())
def test_document_of(html: str, blocks: list[Block]) -> None:
    assert list(document_of(html, base=BASE).blocks) == blocks


@pytest.mark.parametrize("html", VANISHING.values(), ids=VANISHING.keys())
def test_what_is_not_the_article_vanishes(html: str) -> None:
    assert list(document_of(f"<p>a</p>{html}<p>b</p>", base=BASE).blocks) == [p("a"), p("b")]


KEPT = {
    "an article wrapped in a form": f"<form id=page>{'<p>x</p>' * 5}</form>",
    "a button that leads somewhere": '<p class="button-wrapper"><a href="/rsvp">RSVP</a></p>',
    "faded in by a script": '<div style="opacity:0">x</div>',
    "an unknown element": "<my-box>x</my-box>",
    "share as a word": '<p class="share-the-wealth">x</p>',
    "inside an object": "<object data=x.swf>x</object>",
}


@pytest.mark.parametrize("html", KEPT.values(), ids=KEPT.keys())
def test_what_is_the_article_stays(html: str) -> None:
    assert document_of(html, base=BASE).blocks


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
