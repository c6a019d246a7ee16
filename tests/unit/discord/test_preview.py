from datetime import UTC, datetime
from typing import Any

import pytest

from relaybot.discord.card import Card
from relaybot.discord.colours import COLOURS, TAKEN_BACK
from relaybot.discord.format import DiscordMessage
from relaybot.discord.full import Full
from relaybot.discord.persona import Speaker
from relaybot.discord.preview import preview
from relaybot.message.content import LinkButton
from relaybot.model.destination import PlatformName
from relaybot.model.post import Image
from relaybot.model.source import Kind

BUTTONS = (LinkButton("Read", "https://a.example/?x&y"), LinkButton("<b>", "https://b.example/"))
LINE = r"**Elmford** · [Rent \*strike\*](<https://elmford.example/1>) · *By Ada* · <t:1772323200:D>"


def a_message(**changes: Any) -> DiscordMessage:
    given: dict[str, Any] = {"plain": "x", "title": "x", "thread_name": "x"}
    return DiscordMessage(**(given | {"url": "https://elmford.example/1"} | changes))


def a_card(**changes: Any) -> Card:
    given: dict[str, Any] = {
        "author_name": "Elmford",
        "author_url": "https://elmford.example/?a=1&b=2",
        "author_icon": "https://elmford.example/logo.png",
        "title": r"Rent \*strike\*",
        "url": "https://elmford.example/1",
        "description": "**Won**, see [the plan](https://elmford.example/plan).\n- one\n- two",
        "image": "https://elmford.example/a.jpg",
        "footer": "also from Boston\nPosted in English",
        "timestamp": datetime(2026, 3, 1, tzinfo=UTC),
        "colour": COLOURS[Kind.WORKING_GROUP],
    }
    return Card(**(given | changes))


def a_full(**changes: Any) -> Full:
    given: dict[str, Any] = {
        "head": "**Elmford**\n## [Rent](<https://elmford.example/1>)\n-# By Ada · <t:1772323200:f>",
        "logo": "https://elmford.example/logo.png",
        "before": "📅 **Sunday**",
        "body": "We *won*.\n\n> Yes.",
        "pictures": (
            Image(url="https://elmford.example/a.jpg", alt='A "crowd"'),
            Image(url="https://elmford.example/b.jpg"),
        ),
        "after": "🎧 [Listen](https://elmford.example/1.mp3)",
        "foot": "-# Posted in English",
        "colour": COLOURS[Kind.CHAPTER],
    }
    return Full(**(given | changes))


def test_a_card_as_html() -> None:
    shown = preview(a_message(card=a_card()))

    assert shown.platform is PlatformName.DISCORD
    assert shown.html.startswith(
        '<article class="msg msg-discord">\n<div class="msg-box msg-working-group">'
    )
    assert shown.html.endswith("</div></article>")
    assert '<img class="msg-logo" alt="" src="https://elmford.example/logo.png"' in shown.html
    assert 'href="https://elmford.example/?a=1&amp;b=2" rel="noopener nofollow"' in shown.html
    assert ">Rent *strike*</a></div>" in shown.html
    assert "<strong>Won</strong>" in shown.html
    assert (
        '<a href="https://elmford.example/plan" rel="noopener nofollow">the plan</a>' in shown.html
    )
    assert "<li>one</li>" in shown.html
    assert '<img class="msg-image" alt="" src="https://elmford.example/a.jpg"' in shown.html
    footer = "also from Boston<br>Posted in English · 1 March 2026 00:00 UTC"
    assert f'<div class="msg-footer">{footer}</div>' in shown.html


def test_a_card_as_text() -> None:
    assert preview(a_message(card=a_card())).text.splitlines() == [
        "Elmford",
        "Rent *strike*",
        "https://elmford.example/1",
        "Won, see the plan.",
        "• one",
        "• two",
        "[image] https://elmford.example/a.jpg",
        "also from Boston",
        "Posted in English · 1 March 2026 00:00 UTC",
    ]


def test_a_container_as_html() -> None:
    shown = preview(a_message(full=a_full(), buttons=BUTTONS)).html

    assert '<div class="msg-box msg-container msg-chapter">' in shown
    order = (
        '<img class="msg-thumbnail" alt="" src="https://elmford.example/logo.png"',
        "<p><strong>Elmford</strong></p>",
        '<h2><a href="https://elmford.example/1" rel="noopener nofollow">Rent</a></h2>',
        '<div class="msg-small"><p>By Ada · 1 March 2026 00:00 UTC</p></div>',
        "📅 <strong>Sunday</strong>",
        "<blockquote>",
        '<div class="msg-gallery msg-of-2">',
        '<img class="msg-picture" alt="A &quot;crowd&quot;" src="https://elmford.example/a.jpg"',
        ">Listen</a>",
        "Posted in English",
        '<div class="msg-buttons">',
    )
    places = [shown.index(part) for part in order]
    assert places == sorted(places)
    assert shown.endswith("</div></div></article>")  # buttons stand within


def test_a_container_as_text() -> None:
    assert preview(a_message(full=a_full(), buttons=BUTTONS)).text.splitlines() == [
        "Elmford",
        "Rent",
        "By Ada · 1 March 2026 00:00 UTC",
        "https://elmford.example/1",
        "📅 Sunday",
        "We won.",
        "Yes.",
        "🎧 Listen",
        "Posted in English",
        "[image] https://elmford.example/a.jpg",
        "[image] https://elmford.example/b.jpg",
        "[Read: https://a.example/?x&y]",
        "[<b>: https://b.example/]",
    ]


def test_a_chapter_that_speaks() -> None:
    speaker = Speaker("Elmford & Co", "https://elmford.example/logo.png")
    card = a_card(author_name="", author_url=None, author_icon=None)

    shown = preview(a_message(card=card, speaker=speaker))

    assert (
        '<div class="msg-by"><img class="msg-avatar" alt="" src="https://elmford.example/logo.png"'
        ' loading="lazy"><b>Elmford &amp; Co</b></div>'
    ) in shown.html
    assert "msg-author" not in shown.html
    assert shown.text.splitlines()[:2] == ["Elmford & Co", "Rent *strike*"]


def test_a_chapter_without_a_picture_speaks_too() -> None:
    shown = preview(a_message(line=LINE, speaker=Speaker("Elmford", None)))

    assert '<div class="msg-by"><b>Elmford</b></div>' in shown.html


@pytest.mark.parametrize("form", ["line", "card", "full"])
def test_what_was_taken_back_is_struck(form: str) -> None:
    forms: dict[str, Any] = {
        "line": "**Elmford** · ~~Rent~~",
        "card": a_card(title="~~Rent~~", url=None, colour=TAKEN_BACK),
        "full": a_full(head="## ~~Rent~~", colour=TAKEN_BACK),
    }

    shown = preview(a_message(url=None, **{form: forms[form]}))

    assert "<s>Rent</s>" in shown.html
    assert "~~Rent~~" in shown.text
    assert form == "line" or 'class="msg-box' in shown.html
    assert "msg-chapter" not in shown.html


def test_nothing_gets_out_of_the_card() -> None:
    attack = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
    card = a_card(author_name=attack, title=attack, description=attack, footer=attack, image=None)
    full = a_full(head=attack, body=attack, foot=attack, pictures=(Image(url="x", alt=attack),))

    for message in (
        a_message(card=card),
        a_message(full=full),
        a_message(line=attack, speaker=Speaker(attack, None)),
    ):
        shown = preview(message).html
        assert "<script" not in shown
        assert "<img src" not in shown


def test_a_bare_card() -> None:
    bare = a_message(
        card=a_card(
            author_url=None, author_icon=None, url=None, description="", image=None, footer="",
            timestamp=None,
        )
    )  # fmt: skip

    assert preview(bare).text == "Elmford\nRent *strike*"
    assert "<a " not in preview(bare).html
    assert "<img" not in preview(bare).html
    assert "msg-footer" not in preview(bare).html


def test_a_line() -> None:
    shown = preview(a_message(line=LINE, buttons=BUTTONS))

    assert shown.html == (
        '<article class="msg msg-discord">\n<div class="msg-body"><p><strong>Elmford</strong> · '
        '<a href="https://elmford.example/1" rel="noopener nofollow">Rent *strike*</a> · '
        "<em>By Ada</em> · 1 March 2026</p></div>\n"
        '<div class="msg-buttons">'
        '<a href="https://a.example/?x&amp;y" rel="noopener nofollow">Read</a> '
        '<a href="https://b.example/" rel="noopener nofollow">&lt;b&gt;</a></div></article>'
    )
    assert shown.text.splitlines() == [
        "Elmford · Rent *strike* · By Ada · 1 March 2026",
        "https://elmford.example/1",
        "[Read: https://a.example/?x&y]",
        "[<b>: https://b.example/]",
    ]


def test_buttons_stand_under_a_card() -> None:
    shown = preview(a_message(card=a_card(), buttons=BUTTONS))

    assert shown.html.index("msg-footer") < shown.html.index('<div class="msg-buttons">')
    assert shown.html.endswith("</a></div></article>")
    assert shown.text.endswith("[<b>: https://b.example/]")


def test_what_a_post_says_of_time_is_no_date() -> None:
    line = r"**Elmford** · \<t:1772323200:D>"

    assert preview(a_message(line=line)).text.startswith("Elmford · <t:1772323200:D>")
