import pytest

from relaybot.commands.action import Action, decode
from relaybot.commands.ask import Place
from relaybot.commands.reply import Button, Reply, paragraphs
from relaybot.commands.words import Words, bold
from relaybot.richtext.nodes import CodeBlock, Document, Heading, Paragraph, Text
from relaybot.telegram.limits import fits
from relaybot.telegram.replies import keyboard, rendered
from tests.builders import an_address

ELSEWHERE = Place(address=an_address("-100123", "telegram", "42"), name="<News>", here=False)


def body(text: str) -> Reply:
    return Reply(body=paragraphs((Text(text),)))


def test_another_place_is_named() -> None:
    assert rendered(body("Done."), ELSEWHERE) == "📍 <b>&lt;News&gt;</b>\n\nDone."


def test_data_that_is_filled_in_is_no_markup() -> None:
    said = Words().say("{what} is followed.", what=bold("<i>Elmford</i> @everyone"))
    markup = rendered(Reply(body=paragraphs(said)))
    assert markup == "<b>&lt;i&gt;Elmford&lt;/i&gt; @\u2060everyone</b> is followed."


@pytest.mark.parametrize(
    ("text", "tapped"),
    [
        ("See /help.", True),
        ("See /settings timezone", True),
        ("/pause", False),
        ("/unlink", False),
        ("/helping", False),
        ("/help@other_bot", False),
        ("/start", False),
    ],
)
def test_only_harmless_commands_can_be_tapped(text: str, tapped: bool) -> None:
    assert ("\u2060" not in rendered(body(text))) is tapped


@pytest.mark.parametrize(
    "block",
    [
        Paragraph((Text("We meet on Saturday. " * 2000),)),
        Paragraph((Text("&" * 9000),)),
        Paragraph((Text("🏠" * 9000),)),
        Paragraph((Text("x" * 90_000),)),
        CodeBlock("x\n" * 9000),
    ],
)
def test_whatever_is_long_is_cut(block: Paragraph | CodeBlock) -> None:
    markup = rendered(Reply(body=Document((Heading(1, (Text("Title"),)), block))), ELSEWHERE)
    assert fits(markup)
    assert len(markup) > 90  # a word of any length is shortened


def test_buttons_say_which_place_they_are_about() -> None:
    rows = ((Button(label="Pause", action=Action("pause", {"until": "3d"})),),)
    made = keyboard(rows, ELSEWHERE)
    assert made
    data = made.inline_keyboard[0][0].callback_data
    assert decode(str(data)) == Action("pause", {"until": "3d", "where": "-100123/42"})


def test_without_controls() -> None:
    assert keyboard(()) is None
    assert keyboard(((Button(label="Broken", url="nowhere"),),)) is None
