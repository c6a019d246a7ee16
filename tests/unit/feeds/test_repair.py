import pytest

from relaybot.feeds.repair import repair


@pytest.mark.parametrize(
    ("broken", "mended"),
    [
        pytest.param("<rss>a & b</rss>", "<rss>a &amp; b</rss>", id="bare ampersand"),
        pytest.param("<rss>R&D; &lt;</rss>", "<rss>R&amp;D; &lt;</rss>", id="unknown entity"),
        pytest.param("<rss>caf&eacute;</rss>", "<rss>café</rss>", id="entity of HTML"),
        pytest.param("<rss>&#x41;&#66;</rss>", "<rss>&#65;&#66;</rss>", id="numbers"),
        pytest.param("<rss>&#0;&#xD83D;</rss>", "<rss>\ufffd\ufffd</rss>", id="no characters"),
        pytest.param("<rss>&#xD83D;&#xDE00;</rss>", "<rss>😀</rss>", id="surrogate pair"),
        pytest.param("<rss>&#99999999;</rss>", "<rss>\ufffd</rss>", id="beyond Unicode"),
        pytest.param("<rss>a\x00\x07b</rss>", "<rss>ab</rss>", id="control characters"),
        pytest.param(
            "<rss><![CDATA[a & b &#0;]]></rss>", "<rss><![CDATA[a & b &#0;]]></rss>", id="CDATA"
        ),
        pytest.param("Notice: x\n<?xml?><rss>a</rss>\n<p>y", "<rss>a</rss>", id="junk around"),
        pytest.param(
            "<!DOCTYPE rss [<!ENTITY a 'b'>]><rss>&a;</rss>", "<rss>&amp;a;</rss>", id="DTD"
        ),
        pytest.param("<feed/>", "<feed/>", id="empty root"),
    ],
)
def test_mended(broken: str, mended: str) -> None:
    repaired = repair(broken)
    assert repaired is not None
    assert (repaired.text, repaired.complete) == (mended, True)


@pytest.mark.parametrize(
    ("cut", "kept"),
    [
        pytest.param(
            "<rss><channel><item>1</item><item>2",
            "<rss><channel><item>1</item></channel></rss>",
            id="rss",
        ),
        pytest.param("<feed><entry>1</entry><en", "<feed><entry>1</entry></feed>", id="atom"),
        pytest.param(
            "<a:feed><a:entry>1</a:entry><a:entry>",
            "<a:feed><a:entry>1</a:entry></a:feed>",
            id="prefix",
        ),
        pytest.param(
            "<feed><entry>1</entry><entry><![CDATA[</entry></feed>",
            "<feed><entry>1</entry></feed>",
            id="ends inside CDATA",
        ),
        pytest.param("<rss><channel><item>1", "", id="nothing whole"),
    ],
)
def test_cut_short(cut: str, kept: str) -> None:
    repaired = repair(cut)
    assert repaired is not None
    assert (repaired.text, repaired.complete) == (kept, False)


@pytest.mark.parametrize("text", ["", "hello", "<html><rss/></html>", "<opml></opml>"])
def test_no_feed(text: str) -> None:
    assert repair(text) is None
