"""`relaybot preview --gallery`: a page with both platforms side by side, which needs no server."""

import re
from pathlib import Path

import pytest

from tests.flow.relaying import numbered
from tests.integration.command_line import CommandLine

ENTRY = """<!--
shows = "one of ours"
title = "Rent board"
link = "https://elmford.example/rent"
images = ["https://elmford.example/board.jpg"]
-->
<p>The board meets on Monday. <script>alert(1)</script></p>
"""


@pytest.fixture
def relaybot(tmp_path: Path) -> CommandLine:
    return CommandLine(tmp_path)


def page_of(relaybot: CommandLine, *source: str) -> str:
    target = relaybot.folder / "look.html"
    said = relaybot("preview", *source, "--gallery", str(target))
    assert (said.code, str(target) in said.out) == (0, True), said
    return target.read_text(encoding="utf-8")


def test_without_a_feed_it_shows_the_golden_posts(relaybot: CommandLine) -> None:
    page = page_of(relaybot)
    pairs = re.findall(r'<section class="pair" id="(\w+)"', page)
    assert len(pairs) >= 120
    assert page.count('<article class="msg msg-discord">') == len(pairs)
    assert page.count('<article class="msg msg-telegram">') == len(pairs)


def test_a_folder_of_ones_own(relaybot: CommandLine) -> None:
    (relaybot.folder / "golden").mkdir()
    (relaybot.folder / "golden" / "ours.html").write_text(ENTRY, encoding="utf-8")
    page = page_of(relaybot, str(relaybot.folder / "golden"))
    assert "one of ours" in page
    assert page.count("The board meets on Monday.") == 2
    assert "alert(1)" not in page
    assert "elmford.example/board.jpg" not in page  # such hosts do not exist: it is painted
    assert 'src="data:image/svg+xml;base64,' in page


def test_a_feed(relaybot: CommandLine) -> None:
    file = relaybot.folder / "feed.rss"
    file.write_bytes(numbered(2, 1))
    page = page_of(relaybot, str(file), "--count", "1", "--style", "full")
    assert page.count('class="pair"') == 1
    assert ("Post 2" in page, "Post 1" in page) == (True, False)


TITLES = """<rss version="2.0"><channel><title>Riverbend</title>
<item><title>Bread &amp;amp; roses</title><guid>1</guid><description>Both.</description></item>
<item><guid>2</guid><description>Only words, and no title.</description></item>
<item><guid>3</guid><enclosure url="https://river.example/a.jpg" type="image/jpeg"/></item>
</channel></rss>"""


def test_posts_of_a_feed_are_headed_by_their_titles(relaybot: CommandLine) -> None:
    file = relaybot.folder / "feed.rss"
    file.write_text(TITLES, encoding="utf-8")
    page = page_of(relaybot, str(file))
    headings = re.findall(r"<h2 [^>]*>(.*?)</h2>", page)
    assert headings == ["Bread &amp; roses", "Only words, and no title.", "Post 3"]
    assert re.findall(r'<li><a href="#([\w-]+)">', page) == ["post-1", "post-2", "post-3"]


def test_one_post_is_one_post(relaybot: CommandLine) -> None:
    file = relaybot.folder / "feed.rss"
    file.write_bytes(numbered(1))
    said = relaybot("preview", str(file), "--gallery", str(relaybot.folder / "look.html"))
    assert said.out.startswith("1 post on both platforms:")
    page = (relaybot.folder / "look.html").read_text(encoding="utf-8")
    assert "<p>1 post, as a channel" in page


def test_nothing_in_it_is_loaded_from_elsewhere(relaybot: CommandLine) -> None:
    page = page_of(relaybot)
    assert "<script" not in page
    assert "<link" not in page
    assert re.findall(r'url\((?!"data:)', page) == []
    assert re.findall(r'src="(?!data:)', page) == []


WRONG = {
    "no feed and no gallery": ((), "Name a feed"),
    "a folder without any": (("{folder}", "--gallery", "{folder}/look.html"), "no golden posts"),
    "a place where nothing can be written": (
        ("{feed}", "--gallery", "{folder}/nowhere/look.html"),
        "cannot be written",
    ),
    "not a golden post": (("{bad}", "--gallery", "{folder}/look.html"), "what it shows"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_cannot_be_done_is_said(case: str, relaybot: CommandLine) -> None:
    arguments, said = WRONG[case]
    folder = relaybot.folder
    (folder / "feed.rss").write_bytes(numbered(1))
    (folder / "bad").mkdir()
    (folder / "bad" / "one.html").write_text("<p>No header.</p>", encoding="utf-8")
    places = {"folder": str(folder), "feed": str(folder / "feed.rss"), "bad": str(folder / "bad")}
    answer = relaybot("preview", *(argument.format(**places) for argument in arguments))
    assert answer.code == 1
    assert said in answer.err
