import pytest

from relaybot.feeds.media import keep_pictures


def entry(inside: str) -> str:
    return f"<rss><channel><image><url>https://a.example/logo.png</url></image><item>{inside}</item></channel></rss>"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (
            '<media:content url="u.jpg"><media:title>The march</media:title></media:content>',
            '<media:content alt="The march" url="u.jpg"></media:content>',
        ),
        (
            '<media:thumbnail url="u.jpg"><media:title>IMG_1</media:title><media:description '
            'type="html"><![CDATA[The "big" <b>march</b>]]></media:description></media:thumbnail>',
            '<media:thumbnail alt="The &quot;big&quot; &lt;b&gt;march&lt;/b&gt;" url="u.jpg">'
            "</media:thumbnail>",
        ),
        (
            '<media:content url="u.jpg"/><description>Text.</description>'
            "<media:description>A &amp; B</media:description>",
            '<media:content alt="A &amp; B" url="u.jpg"/><description>Text.</description>',
        ),
        (
            "<image>https://a.example/x.jpg</image>",
            "<own_image>https://a.example/x.jpg</own_image>",
        ),
        (
            '<image href="https://a.example/x.jpg"/>',
            "<own_image>https://a.example/x.jpg</own_image>",
        ),
        (
            "<image>\n<url>https://a.example/x.jpg?a=1&amp;b=2</url></image>",
            "<own_image>https://a.example/x.jpg?a=1&amp;b=2</own_image>",
        ),
    ],
    ids=["title", "description", "beside a text", "address", "attribute", "element"],
)
def test_what_is_kept(written: str, kept: str) -> None:
    assert keep_pictures(entry(written)) == entry(kept)


@pytest.mark.parametrize(
    "written",
    [
        "<title>No picture</title>",
        '<media:content url="u.jpg"/><media:description>The only text.</media:description>',
        "<media:group><media:title>A film</media:title>"
        "<media:description>Its text.</media:description>"
        '<media:thumbnail url="t.jpg"/></media:group><description>Text.</description>',
        "<image>none</image>",
        '<media:content url="u.jpg"/>',
    ],
    ids=["nothing", "the entry's text", "a film's text", "no address", "no words"],
)
def test_what_stays(written: str) -> None:
    assert keep_pictures(entry(written)) == entry(written)


@pytest.mark.parametrize(
    "noise",
    [
        "<item>",
        "<media:content >",
        "<image>",
        "<image ",
        "<media:group>",
        "<media:title>",
        "</item>",
    ],
)
def test_hostile_documents_cost_little(noise: str) -> None:
    # Quadratic handling of these would take minutes, not tenths of a second.
    assert keep_pictures(entry(noise * 20_000)).startswith("<rss>")
