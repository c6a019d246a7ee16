from relaybot.commands.action import Action
from relaybot.commands.ask import Ask, Asker, Place
from relaybot.commands.buttons import again, button, clipped, rows, select
from relaybot.commands.reply import Choice
from relaybot.model.destination import PlatformName
from tests.builders import NOON, an_address


def an_ask(thread: str | None = None, *, here: bool) -> Ask:
    address = an_address("-1001234567890", "telegram", thread)
    return Ask(
        verb="follow",
        place=Place(address=address, name="News", here=here),
        asker=Asker(platform=PlatformName.TELEGRAM, user="1", manages=True),
        now=NOON,
    )


def test_asked_in_the_place_itself_nothing_more_has_to_be_said() -> None:
    assert again(an_ask(here=True), "follow", what="x", latest="") == Action(
        "follow", {"what": "x"}
    )


def test_asked_from_elsewhere_the_button_knows_the_place() -> None:
    assert again(an_ask(here=False), "follow").arguments == {"where": "-1001234567890"}
    assert again(an_ask("42", here=False), "follow").arguments == {"where": "-1001234567890/42"}


def test_what_does_not_fit_into_a_button_is_left_out() -> None:
    action = Action("follow")
    assert button("Yes", action.with_argument("what", "x" * 60)) == ()
    choices = [Choice(label="long", value="x" * 60), Choice(label="short", value="x")]
    (row,) = select("Choose", choices, action, "what")
    assert not isinstance(row, tuple)
    assert [choice.label for choice in row.choices] == ["short"]
    assert select("Choose", choices[:1], action, "what") == ()


def test_labels_and_rows_stay_within_what_can_be_shown() -> None:
    (long,) = button("word " * 40, Action("help"))
    assert len(long.label) <= 80
    assert long.label.endswith("…")
    assert [len(row) for row in rows([long] * 7) if isinstance(row, tuple)] == [5, 2]
    assert clipped("short", 10) == "short"
