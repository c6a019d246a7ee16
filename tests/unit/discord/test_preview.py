from datetime import UTC, datetime
from typing import Any

from relaybot.discord.format import DiscordMessage, LinkButton
from relaybot.discord.preview import preview
from relaybot.model.destination import PlatformName


def a_message(**changes: Any) -> DiscordMessage:
    given: dict[str, Any] = {
        "author_name": "Elmford",
        "author_url": "https://elmford.example/?a=1&b=2",
        "author_icon": "https://elmford.example/logo.png",
        "title": r"Rent \*strike\*",
        "url": "https://elmford.example/1",
        "description": "**Won**, see [the plan](https://elmford.example/plan).\n- one\n- two",
        "image": "https://elmford.example/a.jpg",
        "footer": "Oregon",
        "timestamp": datetime(2026, 3, 1, tzinfo=UTC),
        "colour": 0,
        "thread_name": "x",
        "plain": "x",
    }
    return DiscordMessage(**(given | changes))


def test_a_card_as_html() -> None:
    shown = preview(a_message())

    assert shown.platform is PlatformName.DISCORD
    assert shown.html.startswith('<article class="msg msg-discord">')
    assert shown.html.endswith("</article>")
    assert '<img class="msg-logo" alt="" src="https://elmford.example/logo.png"' in shown.html
    assert 'href="https://elmford.example/?a=1&amp;b=2" rel="noopener nofollow"' in shown.html
    assert ">Rent *strike*</a></div>" in shown.html
    assert "<strong>Won</strong>" in shown.html
    assert (
        '<a href="https://elmford.example/plan" rel="noopener nofollow">the plan</a>' in shown.html
    )
    assert "<li>one</li>" in shown.html
    assert '<img class="msg-image" src="https://elmford.example/a.jpg"' in shown.html
    assert '<div class="msg-footer">Oregon · 1 March 2026</div>' in shown.html


def test_a_card_as_text() -> None:
    assert preview(a_message()).text.splitlines() == [
        "Elmford",
        "Rent *strike*",
        "https://elmford.example/1",
        "Won, see the plan.",
        "• one",
        "• two",
        "[image] https://elmford.example/a.jpg",
        "Oregon · 1 March 2026",
    ]


def test_nothing_gets_out_of_the_card() -> None:
    attack = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
    shown = preview(
        a_message(author_name=attack, title=attack, description=attack, footer=attack, image=None)
    )

    assert "<script" not in shown.html
    assert "<img src" not in shown.html


def test_a_bare_card() -> None:
    bare = a_message(
        author_url=None, author_icon=None, url=None, description="", image=None, footer="",
        timestamp=None,
    )  # fmt: skip

    assert preview(bare).text == "Elmford\nRent *strike*"
    assert "<a " not in preview(bare).html
    assert "<img" not in preview(bare).html


BUTTONS = (LinkButton("Read", "https://a.example/?x&y"), LinkButton("<b>", "https://b.example/"))
LINE = r"**Elmford** · [Rent \*strike\*](<https://elmford.example/1>) · *By Ada* · <t:1772323200:d>"


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
    shown = preview(a_message(buttons=BUTTONS))

    assert shown.html.index("msg-footer") < shown.html.index('<div class="msg-buttons">')
    assert shown.text.endswith("[<b>: https://b.example/]")


def test_what_a_post_says_of_time_is_no_date() -> None:
    line = r"**Elmford** · \<t:1772323200:d>"

    assert preview(a_message(line=line)).text.startswith("Elmford · <t:1772323200:d>")
