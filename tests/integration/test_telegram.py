"""The real python-telegram-bot against the emulator: what is sent, and what every answer means."""

from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from relaybot.model.delivery import Outgoing
from relaybot.model.outcome import (
    Blocked,
    Delivered,
    DestinationGone,
    DestinationMoved,
    Outcome,
    Refused,
    RetryLater,
    Unknown,
)
from relaybot.model.post import Image
from relaybot.telegram.bot import TelegramBot
from relaybot.telegram.limits import Rates
from tests.emulators.telegram.ledger import Pacing
from tests.emulators.telegram.server import TelegramEmulator
from tests.integration.telegram_setting import (
    CHANNEL,
    FORUM,
    GROUP,
    PERSON,
    SMALL_GROUP,
    a_bot,
    a_telegram,
    an_outgoing,
    connected,
)


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramEmulator]:
    async with a_telegram() as emulator:
        yield emulator


@pytest.fixture
async def bot(telegram: TelegramEmulator) -> AsyncIterator[TelegramBot]:
    async with connected(a_bot(telegram)) as ready:
        yield ready


async def delivered(bot: TelegramBot, outgoing: Outgoing) -> str:
    outcome = await bot.platform.deliver(outgoing)
    assert isinstance(outcome, Delivered)
    return outcome.message_id


class TestSending:
    @pytest.mark.parametrize("chat", [CHANNEL, "@sample_channel", GROUP, SMALL_GROUP, PERSON])
    async def test_every_kind_of_chat(
        self, telegram: TelegramEmulator, bot: TelegramBot, chat: int | str
    ) -> None:
        assert await delivered(bot, an_outgoing(chat)) == "1"

        [message] = telegram.messages
        assert message.text.startswith("📣 Elmford Tenants' League\nPost number 1")
        assert message.content.words("text_link") == ["Post number 1"]
        assert message.content.dropped == 0
        assert "allow_paid_broadcast" not in message.params
        assert not message.silent

    async def test_topic(self, telegram: TelegramEmulator, bot: TelegramBot) -> None:
        assert await delivered(bot, an_outgoing(FORUM, thread=7)) == "1"
        assert await delivered(bot, an_outgoing(FORUM, 2)) == "2"

        assert [message.thread for message in telegram.messages_in(FORUM)] == [7, None]
        assert len(telegram.messages_in(FORUM, thread=7)) == 1

    async def test_the_general_topic_is_addressed_by_no_topic(
        self, telegram: TelegramEmulator, bot: TelegramBot
    ) -> None:
        assert await delivered(bot, an_outgoing(FORUM, thread=1)) == "1"
        assert telegram.messages_in(FORUM)[0].thread is None

    async def test_silent(self, telegram: TelegramEmulator, bot: TelegramBot) -> None:
        await bot.platform.deliver(an_outgoing(CHANNEL, silent=True))
        assert telegram.messages[0].silent

    async def test_link_preview(self, telegram: TelegramEmulator, bot: TelegramBot) -> None:
        picture = Image(url="https://elmford.example/rally.jpg")
        await bot.platform.deliver(an_outgoing(CHANNEL, 1, image=picture))
        await bot.platform.deliver(an_outgoing(CHANNEL, 2))
        await bot.platform.deliver(an_outgoing(CHANNEL, 3, link=None))
        assert [message.link_preview for message in telegram.messages] == [
            {"url": "https://elmford.example/posts/1", "prefer_large_media": True},
            {"url": "https://elmford.example/posts/2"},
            {"is_disabled": True},
        ]

    async def test_an_edited_post_is_rendered_anew(
        self, telegram: TelegramEmulator, bot: TelegramBot
    ) -> None:
        for title, fingerprint in [("First", "a"), ("Second", "b"), ("First", "a")]:
            outgoing = an_outgoing(CHANNEL, title=title, fingerprint=fingerprint)
            await bot.platform.deliver(outgoing)
        titles = [message.content.words("text_link")[0] for message in telegram.messages]
        assert titles == ["First", "Second", "First"]

    async def test_more_posts_than_are_remembered(
        self, telegram: TelegramEmulator, bot: TelegramBot
    ) -> None:
        for number in range(1, 81):
            assert isinstance(await bot.platform.deliver(an_outgoing(CHANNEL, number)), Delivered)
        assert len(telegram.messages_in(CHANNEL)) == 80


def _change(chat: int, **changes: Any) -> Callable[[TelegramEmulator], None]:
    def change(telegram: TelegramEmulator) -> None:
        for name, value in changes.items():
            setattr(telegram.ledger.chats[chat], name, value)

    return change


def _close_topic(telegram: TelegramEmulator) -> None:
    telegram.ledger.chats[FORUM].topics[7].closed = True


def _delete_topic(telegram: TelegramEmulator) -> None:
    del telegram.ledger.chats[FORUM].topics[7]


REFUSALS: dict[str, tuple[int, Callable[[TelegramEmulator], object], type[Outcome]]] = {
    "kicked from a channel": (CHANNEL, _change(CHANNEL, bot="kicked"), DestinationGone),
    "kicked from a group": (GROUP, _change(GROUP, bot="kicked"), DestinationGone),
    "left": (GROUP, _change(GROUP, bot="left"), DestinationGone),
    "group deleted": (SMALL_GROUP, _change(SMALL_GROUP, deleted=True), DestinationGone),
    "blocked by a person": (PERSON, _change(PERSON, bot="kicked"), DestinationGone),
    "no right in a channel": (CHANNEL, _change(CHANNEL, bot_may_post=False), Blocked),
    "no right in a group": (GROUP, _change(GROUP, bot_may_post=False), Blocked),
    "topic closed": (FORUM, _close_topic, Blocked),
    "topic deleted": (FORUM, _delete_topic, DestinationGone),
    "chat not known": (CHANNEL, _change(CHANNEL, known=False), RetryLater),
}


class TestRefusals:
    @pytest.mark.parametrize("case", REFUSALS)
    async def test_what_a_refusal_means(
        self, telegram: TelegramEmulator, bot: TelegramBot, case: str
    ) -> None:
        chat, change, expected = REFUSALS[case]
        change(telegram)
        thread = 7 if chat == FORUM else None
        outcome = await bot.platform.deliver(an_outgoing(chat, thread=thread))
        assert type(outcome) is expected
        assert telegram.messages == []

    async def test_a_chat_nobody_knows_is_given_up_after_several_tries(
        self, telegram: TelegramEmulator, bot: TelegramBot
    ) -> None:
        telegram.ledger.chats[CHANNEL].known = False
        outcomes = [
            await bot.platform.deliver(an_outgoing(CHANNEL, attempts=attempts))
            for attempts in (1, 2, 3, 4)
        ]
        assert [type(outcome) for outcome in outcomes] == [RetryLater] * 3 + [DestinationGone]

    async def test_a_thread_that_is_no_number_is_not_sent(
        self, telegram: TelegramEmulator, bot: TelegramBot
    ) -> None:
        outcome = await bot.platform.deliver(an_outgoing(FORUM, thread="news"))
        assert isinstance(outcome, DestinationGone)
        assert telegram.requests["sendMessage"] == 0

    async def test_migration(self, telegram: TelegramEmulator, bot: TelegramBot) -> None:
        telegram.migrate(SMALL_GROUP, -1009, announce=False)
        moved = await bot.platform.deliver(an_outgoing(SMALL_GROUP))
        assert moved == DestinationMoved("-1009")
        assert isinstance(await bot.platform.deliver(an_outgoing(moved.chat)), Delivered)

    async def test_an_answer_of_too_many_requests(
        self, telegram: TelegramEmulator, bot: TelegramBot
    ) -> None:
        telegram.ledger.pacing = Pacing(seconds_between=7)
        await bot.platform.deliver(an_outgoing(CHANNEL, 1))
        outcome = await bot.platform.deliver(an_outgoing(CHANNEL, 2))
        assert isinstance(outcome, RetryLater)
        assert outcome.after in (7, 8)
        assert not outcome.whole_platform
        assert len(telegram.messages) == 1

    async def test_a_token_taken_back(self, telegram: TelegramEmulator, bot: TelegramBot) -> None:
        telegram.token = "4242:another-token-of-the-sample-bot-00"  # noqa: S105 - invented
        outcome = await bot.platform.deliver(an_outgoing(CHANNEL))
        assert isinstance(outcome, RetryLater)
        assert outcome.whole_platform


class TestSimplerWays:
    async def test_refused_markup_is_sent_once_as_plain_text(
        self, telegram: TelegramEmulator, bot: TelegramBot
    ) -> None:
        telegram.fail(
            status=400, description="Bad Request: can't parse entities: Unsupported start tag"
        )
        assert isinstance(await bot.platform.deliver(an_outgoing(CHANNEL)), Delivered)
        [message] = telegram.messages
        assert message.parse_mode is None
        assert "Post number 1" in message.text
        assert message.content.words("url") == ["https://elmford.example/posts/1"]
        assert telegram.requests["sendMessage"] == 2

    async def test_plain_text_refused_too(
        self, telegram: TelegramEmulator, bot: TelegramBot
    ) -> None:
        telegram.fail(status=400, description="Bad Request: can't parse entities: odd", times=9)
        assert isinstance(await bot.platform.deliver(an_outgoing(CHANNEL)), Refused)
        assert telegram.requests["sendMessage"] == 2

    @pytest.mark.parametrize("text", ["wrong HTTP URL specified", "WEBPAGE_MEDIA_EMPTY"])
    async def test_refused_preview_is_left_out(
        self, telegram: TelegramEmulator, bot: TelegramBot, text: str
    ) -> None:
        telegram.fail(status=400, description=f"Bad Request: {text}")
        assert isinstance(await bot.platform.deliver(an_outgoing(CHANNEL)), Delivered)
        [message] = telegram.messages
        assert message.link_preview == {"is_disabled": True}
        assert message.parse_mode == "HTML"


UNCLEAR: dict[str, tuple[dict[str, Any], int]] = {
    "reset after the effect": ({"reset": "after"}, 1),
    "reset before the effect": ({"reset": "before"}, 0),  # looks the same from here
    "500": ({"status": 500, "description": "Internal Server Error: restart"}, 0),
    "502 after the effect": ({"status": 502, "body": "<html>", "effect": True}, 1),
    "not JSON": ({"status": 200, "body": "<html>a hotel's login page", "effect": True}, 1),
    "ok without a result": ({"status": 200, "body": '{"ok": true}', "effect": True}, 1),
    "a result that is no message": ({"status": 200, "body": '{"ok": true, "result": 5}'}, 0),
}


class TestNetwork:
    @pytest.mark.parametrize("case", UNCLEAR)
    async def test_when_nobody_can_tell(
        self, telegram: TelegramEmulator, bot: TelegramBot, case: str
    ) -> None:
        rule, there = UNCLEAR[case]
        telegram.fail(**rule)
        outgoing = an_outgoing(CHANNEL)
        assert isinstance(await bot.platform.deliver(outgoing), Unknown)
        assert isinstance(await bot.platform.recover(outgoing), Unknown)
        assert len(telegram.messages) == there
        assert telegram.requests["sendMessage"] == 1

    async def test_refused_connection_is_certainly_not_sent(
        self, telegram: TelegramEmulator, bot: TelegramBot
    ) -> None:
        await telegram.stop()
        outcome = await bot.platform.deliver(an_outgoing(CHANNEL))
        assert isinstance(outcome, RetryLater)
        assert outcome.whole_platform
        await telegram.start()
        assert isinstance(await bot.platform.deliver(an_outgoing(CHANNEL)), Delivered)


class TestPace:
    async def test_the_second_message_waits_without_being_sent(
        self, telegram: TelegramEmulator
    ) -> None:
        bot = a_bot(telegram, rates=Rates(seconds_between=100))
        await bot.start()
        assert isinstance(await bot.platform.deliver(an_outgoing(CHANNEL, 1)), Delivered)
        waiting = await bot.platform.deliver(an_outgoing(CHANNEL, 2))
        elsewhere = await bot.platform.deliver(an_outgoing(GROUP, 2))
        await bot.stop()

        assert isinstance(waiting, RetryLater)
        assert waiting.after is not None
        assert 90 < waiting.after <= 100
        assert not waiting.whole_platform
        assert isinstance(elsewhere, Delivered)
        assert telegram.requests["sendMessage"] == 2

    async def test_groups_have_a_limit_by_the_minute(self, telegram: TelegramEmulator) -> None:
        bot = a_bot(telegram, rates=Rates(seconds_between=0, group_per_minute=2))
        await bot.start()
        for chat in (GROUP, CHANNEL):
            for number in (1, 2, 3):
                await bot.platform.deliver(an_outgoing(chat, number))
        await bot.stop()
        assert len(telegram.messages_in(GROUP)) == 2
        assert len(telegram.messages_in(CHANNEL)) == 3
