"""The real python-telegram-bot against the emulator: what answers look like, and presses."""

from collections.abc import AsyncIterator, Callable

import pytest

from relaybot.commands.action import Action
from relaybot.commands.ask import Ask
from relaybot.commands.reply import Button, Choice, Reply, Row, Select
from relaybot.richtext.nodes import Document, Link, Paragraph, Strong, Text
from tests.builders import an_address
from tests.emulators.telegram.chats import SentMessage
from tests.integration.telegram_setting import CHANNEL, FORUM, GROUP
from tests.integration.telegram_talking import (
    Talking,
    said,
    talking,
)

STYLES = Select(
    placeholder="Style",
    choices=(
        Choice(label="Compact", value="compact"),
        Choice(label="Card", value="card", chosen=True),
        Choice(label="Full", value="full"),
        Choice(label="Something else", value="other"),
    ),
    action=Action("settings", {"name": "style"}),
    argument="value",
)
PAUSE = Button(label="Pause", action=Action("pause"))


@pytest.fixture
async def talk() -> AsyncIterator[Talking]:
    async with talking() as ready:
        yield ready


def _by_press(typed: Reply, pressed: Reply) -> Callable[[Ask], Reply]:
    return lambda ask: pressed if ask.pressed else typed


def labels(message: SentMessage) -> list[list[str]]:
    keyboard = (message.reply_markup or {}).get("inline_keyboard", ())
    return [[button["text"] for button in row] for row in keyboard]


def panel(*rows: Row) -> Reply:
    return said("Settings", rows=rows)


class TestWhatIsShown:
    async def test_controls(self, talk: Talking) -> None:
        site = Button(label="Site", url="https://elmford.example/")
        bad = Button(label="Broken", url="javascript:alert(1)")
        talk.desk.script = lambda _: panel(STYLES, (PAUSE, site, bad))
        async with talk.bot():
            talk.moderator.say(GROUP, "/settings")
            message = await talk.shown(GROUP)
        assert labels(message) == [
            ["Compact", "✓ Card", "Full"],
            ["Something else"],
            ["Pause", "Site"],
        ]

    async def test_long_labels_get_rows_of_their_own(self, talk: Talking) -> None:
        row = tuple(Button(label=f"Follow chapter {n}", action=Action("help")) for n in range(5))
        talk.desk.script = lambda _: panel(row)
        async with talk.bot():
            talk.moderator.say(GROUP, "/settings")
            message = await talk.shown(GROUP)
        assert [len(line) for line in labels(message)] == [2, 2, 1]

    async def test_what_does_not_fit_a_button_is_left_out(self, talk: Talking) -> None:
        long = Button(label="Too long", action=Action("follow", {"what": "x" * 64}))
        talk.desk.script = lambda _: panel((long,), (PAUSE,))
        async with talk.bot():
            talk.moderator.say(GROUP, "/settings")
            message = await talk.shown(GROUP)
        assert labels(message) == [["Pause"]]

    async def test_more_than_a_hundred_buttons(self, talk: Talking) -> None:
        talk.desk.script = lambda _: panel(*[(PAUSE,)] * 150)
        async with talk.bot():
            talk.moderator.say(GROUP, "/settings")
            message = await talk.shown(GROUP)
        assert len(labels(message)) == 100

    async def test_markup_and_hostile_names(self, talk: Talking) -> None:
        hostile = '<b>@everyone</b> /pause & "tenants"'
        nodes = (Strong((Text(hostile),)), Link("https://a.example/?a=1&b=2", (Text("site"),)))
        talk.desk.script = lambda _: Reply(body=Document((Paragraph(nodes),)))
        async with talk.bot():
            talk.moderator.say(GROUP, "/status")
            message = await talk.shown(GROUP)
        assert message.text.replace("\u2060", "") == hostile + "site"
        assert {entity.type for entity in message.content.entities} == {"bold", "text_link"}
        assert message.link_preview == {"is_disabled": True}

    @pytest.mark.parametrize("count", [1, 300])
    async def test_a_long_answer_is_cut(self, talk: Talking, count: int) -> None:
        words = "We meet on Saturday. " * (600 // count)
        paragraph = Paragraph((Strong((Text(words),)), Link("https://a.example/x", (Text("y"),))))
        talk.desk.script = lambda _: Reply(body=Document((paragraph,) * count), rows=((PAUSE,),))
        async with talk.bot():
            talk.moderator.say(GROUP, "/status")
            message = await talk.shown(GROUP)
        assert 300 < len(message.text) <= 4096
        assert message.content.dropped == 0
        assert labels(message) == [["Pause"]]

    async def test_an_answer_without_words(self, talk: Talking) -> None:
        talk.desk.script = lambda _: Reply(body=Document())
        async with talk.bot():
            talk.moderator.say(GROUP, "/status")
            assert (await talk.shown(GROUP)).text == "…"

    async def test_refused_markup_is_sent_as_words(self, talk: Talking) -> None:
        talk.telegram.fail(status=400, description="Bad Request: can't parse entities: odd")
        async with talk.bot():
            talk.moderator.say(GROUP, "/status")
            message = await talk.shown(GROUP)
        assert message.parse_mode is None


class TestPresses:
    async def test_a_press_changes_the_message(self, talk: Talking) -> None:
        talk.desk.script = _by_press(panel(STYLES), said("Full from now on.", rows=(STYLES,)))
        async with talk.bot():
            talk.moderator.say(FORUM, "/settings", thread=7)
            message = await talk.shown(FORUM)
            answer = await talk.told(talk.moderator.press(message, "Full"))
            await talk.quiet()
        ask = talk.desk.asks[1]
        assert (ask.verb, ask.pressed, ask.asker.manages) == ("settings", True, True)
        assert ask.arguments == {"name": "style", "value": "full"}
        assert ask.place.address == an_address(str(FORUM), "telegram", "7")
        assert "text" not in answer
        assert (message.text, message.edits) == ("Full from now on.", 1)
        assert len(talk.telegram.messages) == 1

    async def test_an_answer_beside(self, talk: Talking) -> None:
        talk.desk.script = _by_press(panel((PAUSE,)), said("Paused.", beside=True))
        async with talk.bot():
            talk.moderator.say(GROUP, "/settings")
            message = await talk.shown(GROUP)
            talk.moderator.press(message, "Pause")
            assert (await talk.shown(GROUP, 2)).text == "Paused."
        assert message.text == "Settings"

    async def test_without_the_right_nothing_changes(self, talk: Talking) -> None:
        no = said("Only administrators of Sample chat can do that. " * 9, denied=True)
        talk.desk.script = lambda ask: panel((PAUSE,)) if ask.asker.manages else no
        async with talk.bot():
            talk.moderator.say(GROUP, "/settings")
            message = await talk.shown(GROUP)
            answer = await talk.told(talk.member.press(message, "Pause"))
            await talk.quiet()
        assert answer["show_alert"] == "true"
        assert answer["text"].startswith("Only administrators of Sample chat can do that.")
        assert len(answer["text"]) <= 200
        assert (message.text, message.edits, len(talk.telegram.messages)) == ("Settings", 0, 1)

    async def test_a_press_in_a_channel_is_its_readers_own(self, talk: Talking) -> None:
        talk.desk.script = _by_press(panel((PAUSE,)), said("Paused."))
        async with talk.bot():
            talk.moderator.post(CHANNEL, "/settings")
            message = await talk.shown(CHANNEL)
            await talk.told(talk.member.press(message, "Pause"))
            await talk.quiet()
        assert [ask.asker.manages for ask in talk.desk.asks] == [True, False]

    async def test_after_a_restart(self, talk: Talking) -> None:
        talk.desk.script = _by_press(panel((PAUSE,)), said("Paused."))
        async with talk.bot():
            talk.moderator.say(GROUP, "/settings")
            message = await talk.shown(GROUP)
        async with talk.bot():
            await talk.told(talk.moderator.press(message, "Pause"))
            await talk.quiet()
        assert message.text == "Paused."

    async def test_nothing_to_change_is_fine(self, talk: Talking) -> None:
        talk.desk.script = lambda _: panel((PAUSE,))
        async with talk.bot():
            talk.moderator.say(GROUP, "/settings")
            message = await talk.shown(GROUP)
            await talk.told(talk.moderator.press(message, "Pause"))
            await talk.quiet()
        assert (message.edits, len(talk.telegram.messages)) == (0, 1)

    @pytest.mark.parametrize(
        "text", ["", "garbage", "0|pa", "2|pa", "1|zz", "1|pa|a|b|c|d|e|f", "1", "|||", "1|\x00|é"]
    )
    async def test_what_means_nothing(self, talk: Talking, text: str) -> None:
        async with talk.bot():
            talk.moderator.say(GROUP, "/status")
            message = await talk.shown(GROUP)
            answer = await talk.told(talk.moderator.press_data(message, text))
        assert answer["text"] == "This button is out of date. Please ask once more."
        assert len(talk.desk.asks) == 1

    async def test_too_old_to_be_changed(self, talk: Talking) -> None:
        talk.desk.script = _by_press(panel((PAUSE,)), said("Paused."))
        talk.telegram.fail(
            "editMessageText", status=400, description="Bad Request: message can't be edited"
        )
        async with talk.bot():
            talk.moderator.say(GROUP, "/settings")
            message = await talk.shown(GROUP)
            talk.moderator.press(message, "Pause", too_old=True)
            assert (await talk.shown(GROUP, 2)).text == "Paused."
        assert message.text == "Settings"

    async def test_too_old_to_know_its_topic(self, talk: Talking) -> None:
        talk.desk.script = lambda _: panel((PAUSE,))
        async with talk.bot():
            talk.moderator.say(FORUM, "/settings", thread=7)
            message = await talk.shown(FORUM)
            answer = await talk.told(talk.moderator.press(message, "Pause", too_old=True))
        assert answer["show_alert"] == "true"
        assert len(talk.desk.asks) == 1

    async def test_deleted_meanwhile(self, talk: Talking) -> None:
        talk.desk.script = _by_press(panel((PAUSE,)), said("Paused."))
        async with talk.bot():
            talk.moderator.say(GROUP, "/settings")
            message = await talk.shown(GROUP)
            message.deleted = True
            talk.moderator.press(message, "Pause")
            assert (await talk.shown(GROUP)).text == "Paused."

    async def test_answered_too_late(self, talk: Talking) -> None:
        talk.desk.script = _by_press(panel((PAUSE,)), said("Paused."))
        async with talk.bot():
            talk.moderator.say(GROUP, "/settings")
            message = await talk.shown(GROUP)
            query = talk.moderator.press(message, "Pause")
            talk.telegram.ledger.open_callbacks.discard(query)
            await talk.asked(2)
            await talk.quiet()
        assert message.text == "Paused."

    async def test_a_bug_is_apologised_for_in_an_alert(self, talk: Talking) -> None:
        def broken(ask: Ask) -> Reply:
            if ask.pressed:
                raise RuntimeError("a bug")
            return panel((PAUSE,))

        talk.desk.script = broken
        async with talk.bot():
            talk.moderator.say(GROUP, "/settings")
            message = await talk.shown(GROUP)
            answer = await talk.told(talk.moderator.press(message, "Pause"))
        assert answer["text"].startswith("Sorry")
        assert message.text == "Settings"
