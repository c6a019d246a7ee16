"""Pictures, players, and what others show within a page."""

import pytest

from relaybot.richtext.from_html import document_of
from relaybot.richtext.nodes import Block, Embed, Emphasis, LineBreak, Picture, Quote, Text
from tests.unit.richtext.shapes import BASE, link, p, t

CASES: dict[str, tuple[str, list[Block]]] = {
    "picture": (
        '<img src="/a.jpg" alt=" a  b ">',
        [Picture("https://league.example/a.jpg", "a b")],
    ),
    "caption": (
        '<figure><img src="a.jpg"><figcaption>c <i>d</i></figcaption></figure>',
        [Picture("https://league.example/blog/a.jpg", "", (Text("c "), Emphasis(t("d"))))],
    ),
    "caption of a player that has a name": (
        '<figure><iframe src="https://www.youtube.com/embed/aaaaaaaaaaa" title="The march">'
        "</iframe><figcaption>Six minutes</figcaption></figure>",
        [
            Embed("The march (YouTube video)", "https://www.youtube.com/watch?v=aaaaaaaaaaa"),
            p("Six minutes"),
        ],
    ),
    "whose words a figure quotes": (
        "<figure><blockquote>a</blockquote><figcaption>my wife</figcaption></figure>",
        [Quote((p("a"), p("— ", "my wife")))],
    ),
    "whose words a figure quotes, after a dash": (
        "<figure><blockquote>a</blockquote><figcaption>— my wife</figcaption></figure>",
        [Quote((p("a"), p("— my wife")))],
    ),
    "small words below a picture": (
        "<p><img src=a.jpg><br><small>c</small></p><p>d</p>",
        [Picture("https://league.example/blog/a.jpg", "", t("c")), p("d")],
    ),
    "small words beside others": (
        "<p><img src=a.jpg> b <small>c</small></p>",
        [p("b c"), Picture("https://league.example/blog/a.jpg")],
    ),
    "small words that are long": (
        f"<p><img src=a.jpg><small>{'word ' * 80}</small></p>",
        [Picture("https://league.example/blog/a.jpg"), p(("word " * 80).strip())],
    ),
    "alternative text that Weebly wrote": (
        '<img src="/a.jpg" alt="Picture">',
        [Picture("https://league.example/a.jpg")],
    ),
    "caption of old WordPress": (
        '<div class="wp-caption"><img src="a.jpg"><p class="wp-caption-text">c</p></div>',
        [Picture("https://league.example/blog/a.jpg", "", t("c"))],
    ),
    "caption of Blogger": (
        "<table class=tr-caption-container><tr><td><img src=/a.jpg></td></tr>"
        "<tr><td class=tr-caption>c</td></tr></table>",
        [Picture("https://league.example/a.jpg", "", t("c"))],
    ),
    "caption of a gallery": (
        "<figure class=wp-block-gallery><figure><img src=/a.jpg><figcaption>a</figcaption></figure>"
        "<figcaption>All photos: Ada</figcaption></figure>",
        [
            Picture(
                "https://league.example/a.jpg",
                "",
                (Text("a"), LineBreak(), Text("All photos: Ada")),
            )
        ],
    ),
    "small picture in a link to the large one": (
        '<a href="/a.jpg"><img src="/a-300x200.jpg" width=300></a>',
        [Picture("https://league.example/a.jpg")],
    ),
    "large picture in a link to itself": (
        '<a href="/a.jpg"><img src="/a-1024x768.jpg" width=1024></a>',
        [Picture("https://league.example/a-1024x768.jpg")],
    ),
    "small picture of a set": (
        '<img src="/a-300x200.jpg" srcset="/a-300x200.jpg 300w, /a-1024.jpg 1024w, /a.jpg 4000w">',
        [Picture("https://league.example/a-1024.jpg")],
    ),
    "a picture of a private network": ('<img src="http://169.254.169.254/a.png">', []),
    "a small picture in a link to a private network": (
        '<a href="http://10.0.0.1/a.jpg"><img src="/a-300x200.jpg" width=300></a>',
        [Picture("https://league.example/a-300x200.jpg")],
    ),
    "a drawing that is described": (
        '<img src="/fares.svg" alt="The fare goes up eleven times">',
        [p(link("https://league.example/fares.svg", "The fare goes up eleven times"))],
    ),
    "picture by http": ('<img src="http://x.example/a.jpg">', [Picture("https://x.example/a.jpg")]),
    "blurred picture": (
        '<img src="https://static.wixstatic.com/media/a~mv2.jpg/v1/fill/w_147,h_110,blur_2/a.jpg">',
        [Picture("https://static.wixstatic.com/media/a~mv2.jpg")],
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
    "words of a platform as alt": (
        '<img src="/a.jpg" alt="__wf_reserved_inherit"><img src="/b.jpg" alt="IMG_2026_113042">',
        [Picture("https://league.example/a.jpg"), Picture("https://league.example/b.jpg")],
    ),
    "file name as alt": (
        '<img src="/a.jpg" alt="IMG_2041.JPG">',
        [Picture("https://league.example/a.jpg")],
    ),
    "emoji": (
        'a <img class="emoji" alt="🌹" src="https://s.w.org/images/core/emoji/x.png">',
        [p("a 🌹")],
    ),
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
        '<blockquote class="twitter-tweet"><p>hi <a href="https://t.co/a">pic.twitter.com/a</a></p>'
        '&mdash; League (@l) <a href="https://twitter.com/l/status/12?ref_src=x">May 1</a>'
        "</blockquote>",
        [
            Quote((p("hi"), p("— League (@l)"))),
            Embed("X post", "https://x.com/l/status/12"),
        ],
    ),
    "X without a name": (
        '<blockquote class="twitter-tweet"><p>hi</p>'
        '<a href="https://twitter.com/l/status/12">May 1</a></blockquote>',
        [Quote((p("hi"),)), Embed("X post", "https://x.com/l/status/12")],
    ),
    "YouTube with a title": (
        '<iframe src="https://youtu.be/abc_DEF-123" title="Walkout at Gate 2"></iframe>',
        [Embed("Walkout at Gate 2 (YouTube video)", "https://www.youtube.com/watch?v=abc_DEF-123")],
    ),
    "a title that says nothing": (
        '<iframe src="https://youtu.be/abc_DEF-123" title="YouTube video player"></iframe>',
        [Embed("YouTube video", "https://www.youtube.com/watch?v=abc_DEF-123")],
    ),
    "a title of Spotify": (
        '<iframe title="Spotify Embed: Night" src="https://open.spotify.com/embed/episode/4x">x</iframe>',
        [Embed("Night (Spotify)", "https://open.spotify.com/episode/4x")],
    ),
    "a title that lies": (
        '<iframe src="https://youtu.be/abc_DEF-123" title="bank.example"></iframe>',
        [Embed("YouTube video", "https://www.youtube.com/watch?v=abc_DEF-123")],
    ),
    "Medium's embeds": (
        '<iframe src="https://cdn.embedly.com/widgets/media.html?src=https%3A%2F%2Fx.example%2Fe&'
        'url=https%3A%2F%2Fwww.youtube.com%2Fwatch%3Fv%3Dabc_DEF-123&display_name=YouTube"></iframe>',
        [Embed("YouTube video", "https://www.youtube.com/watch?v=abc_DEF-123")],
    ),
    "Medium's embed of what nobody knows": (
        '<iframe src="https://cdn.embedly.com/widgets/media.html?display_name=Maps&'
        'url=https%3A%2F%2Fmaps.example%2F1"></iframe>',
        [Embed("Maps", "https://maps.example/1")],
    ),
    "Medium's embed that leads in circles": (
        '<iframe src="https://cdn.embedly.com/widgets/media.html?url=https%3A%2F%2Fcdn.embedly.com"></iframe>',
        [],
    ),
    "a poll": (
        "<script src='https://secure.polldaddy.com/p/123.js'></script>",
        [Embed("Poll", "https://poll.fm/123")],
    ),
    "Action Network": (
        "<div id='can-petition-area-heat-now'></div>"
        "<script src='https://actionnetwork.org/widgets/v5/petition/heat-now?format=js'></script>",
        [Embed("Action Network", "https://actionnetwork.org/petitions/heat-now")],
    ),
    "unknown frame": ('<iframe src="https://ads.example/x"></iframe>', []),
    "a player and its caption": (
        '<figure><audio src="/a.mp3"></audio><figcaption>The decision, 4 min</figcaption></figure>',
        [Embed("The decision, 4 min", "https://league.example/a.mp3")],
    ),
    "a video and its caption": (
        '<figure><iframe src="https://youtu.be/abc_DEF-123"></iframe>'
        "<figcaption>From the dock</figcaption></figure>",
        [Embed("YouTube video: From the dock", "https://www.youtube.com/watch?v=abc_DEF-123")],
    ),
    "a caption that leads somewhere": (
        '<figure><audio src="/a.mp3"></audio><figcaption><a href="/b">b</a></figcaption></figure>',
        [Embed("Audio", "https://league.example/a.mp3"), p(link("https://league.example/b", "b"))],
    ),
    "sound": (
        '<audio controls><source src="/a.mp3">No sound?</audio>',
        [Embed("Audio", "https://league.example/a.mp3")],
    ),
}


@pytest.mark.parametrize(("html", "blocks"), CASES.values(), ids=CASES.keys())
def test_media(html: str, blocks: list[Block]) -> None:
    assert list(document_of(html, base=BASE).blocks) == blocks
