"""Messages that were sent follow their posts, by the real python-telegram-bot."""

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from typing import Any

import pytest

from relaybot.model.delivery import Outgoing
from relaybot.model.destination import Preferences, Style, WithdrawnPolicy
from relaybot.model.errand import ErrandKind
from relaybot.model.outcome import (
    Blocked,
    Delivered,
    DestinationGone,
    Outcome,
    Refused,
    RetryLater,
)
from relaybot.telegram.bot import TelegramBot
from relaybot.telegram.limits import Rates
from relaybot.telegram.receipt import read_receipt
from tests import builders
from tests.emulators.telegram.chats import SentMessage
from tests.emulators.telegram.server import TelegramEmulator
from tests.integration.telegram_setting import (
    CHANNEL,
    GROUP,
    PERSON,
    SMALL_GROUP,
    a_bot,
    a_telegram,
    an_outgoing,
    connected,
)

CARD, FULL = Preferences(), Preferences(style=Style.FULL)
SENTENCE = "The hall opens at six. "
REFUSED = "Bad Request: "
TAKEN_BACK = "Elmford Tenants' League has taken this post back."


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramEmulator]:
    async with a_telegram() as emulator:
        yield emulator


@pytest.fixture
async def bot(telegram: TelegramEmulator) -> AsyncIterator[TelegramBot]:
    async with connected(a_bot(telegram)) as ready:
        yield ready


def address(number: int | str) -> str:
    return f"https://elmford.example/{number}.jpg"


def html(words: str, *pictures: int | str) -> str:
    return f"<p>{words}</p>" + "".join(f'<img src="{address(n)}">' for n in pictures)


def a_post(words: str, *pictures: int | str, chat: int = CHANNEL, **more: Any) -> Outgoing:
    given: dict[str, Any] = {"preferences": FULL, "html": html(words, *pictures)}
    return an_outgoing(chat, **(given | more))


def now(sent: Outgoing, **post: Any) -> Outgoing:
    """Return the same message with its post as it is now."""
    stored = sent.claim.post
    changed = replace(stored, post=replace(stored.post, **post))
    return replace(sent, claim=replace(sent.claim, post=changed))


def says(sent: Outgoing, words: str, *pictures: int | str) -> Outgoing:
    return now(sent, html=html(words, *pictures))


def taken_back(sent: Outgoing, policy: WithdrawnPolicy = WithdrawnPolicy.STRIKE) -> Outgoing:
    claim = sent.claim
    preferences = replace(claim.destination.preferences, withdrawn=policy)
    place = replace(claim.destination, preferences=preferences)
    post = replace(claim.post, withdrawn_at=builders.NOON)
    return replace(sent, claim=replace(claim, post=post, destination=place))


def noted(outgoing: Outgoing, delivered: Delivered) -> Outgoing:
    delivery = replace(
        outgoing.claim.delivery, message_id=delivered.message_id, receipt=delivered.receipt
    )
    return replace(outgoing, claim=replace(outgoing.claim, delivery=delivery))


async def sent(bot: TelegramBot, outgoing: Outgoing) -> Outgoing:
    outcome = await bot.platform.deliver(outgoing)
    assert isinstance(outcome, Delivered)
    return noted(outgoing, outcome)


async def attended(bot: TelegramBot, outgoing: Outgoing) -> Outcome:
    return await bot.platform.attend(outgoing, ErrandKind.AMEND)


async def amended(bot: TelegramBot, outgoing: Outgoing) -> Outgoing:
    outcome = await attended(bot, outgoing)
    assert isinstance(outcome, Delivered)
    assert outcome.message_id == outgoing.claim.delivery.message_id
    return noted(outgoing, outcome)


def photos(telegram: TelegramEmulator) -> list[str | None]:
    return [message.photo for message in telegram.messages]


def buttons(message: SentMessage) -> list[str]:
    rows = (message.reply_markup or {}).get("inline_keyboard", [])
    return [button["text"] for row in rows for button in row]


def edits(telegram: TelegramEmulator) -> int:
    return sum(n for method, n in telegram.requests.items() if method.startswith("edit"))


class TestEdits:
    @pytest.mark.parametrize("chat", [CHANNEL, GROUP, SMALL_GROUP, PERSON])
    async def test_a_text(self, telegram: TelegramEmulator, bot: TelegramBot, chat: int) -> None:
        message = await sent(bot, a_post("Words.", chat=chat, preferences=CARD))
        await amended(bot, now(message, title="Other title", html="<p>Other <b>words</b>.</p>"))
        [there] = telegram.messages
        assert there.edits == 1
        assert there.text.startswith("📣 Elmford Tenants' League\nOther title\n\nOther words.")
        assert there.content.words("bold") == ["Other title", "words"]
        assert buttons(there) == ["Read"]
        assert there.link_preview == telegram.messages[0].earlier[0].link_preview

    async def test_another_chapter_tells_it_too(
        self, telegram: TelegramEmulator, bot: TelegramBot
    ) -> None:
        message = await sent(bot, a_post("Words.", preferences=CARD))
        again = await amended(bot, replace(message, also_from=("Oakham",)))
        assert "also from Oakham" in telegram.messages[0].text
        await amended(bot, replace(again, also_from=("Oakham", "Millbrook")))
        assert "also from Oakham, Millbrook" in telegram.messages[0].text
        assert telegram.messages[0].edits == 2

    async def test_a_caption(self, telegram: TelegramEmulator, bot: TelegramBot) -> None:
        message = await sent(bot, a_post("Words.", 1))
        await amended(bot, says(message, "Other words.", 1))
        [there] = telegram.messages
        assert (there.photo, there.edits) == (address(1), 1)
        assert "Other words." in there.text
        assert buttons(there) == ["Read"]
        assert telegram.requests["editMessageCaption"] == 1

    async def test_the_caption_of_an_album(
        self, telegram: TelegramEmulator, bot: TelegramBot
    ) -> None:
        message = await sent(bot, a_post("Words.", 1, 2, 3))
        await amended(bot, says(message, "Other words.", 1, 2, 3))
        first, *others = telegram.messages
        assert "Other words." in first.text
        assert [there.edits for there in others] == [0, 0]
        assert photos(telegram) == [address(1), address(2), address(3)]

    async def test_a_picture(self, telegram: TelegramEmulator, bot: TelegramBot) -> None:
        message = await sent(bot, a_post("Words.", 1))
        again = await amended(bot, says(message, "Words.", 2))
        [there] = telegram.messages
        assert (there.photo, there.edits) == (address(2), 1)
        assert "Words." in there.text
        assert buttons(there) == ["Read"]
        told = read_receipt(again.claim.delivery.receipt)
        assert told
        assert told.pictures[0].url == address(2)

    async def test_only_pictures_that_changed(
        self, telegram: TelegramEmulator, bot: TelegramBot
    ) -> None:
        message = await sent(bot, a_post("Words.", 1, 2, 3))
        await amended(bot, says(message, "Words.", 1, 4, 3))
        assert photos(telegram) == [address(1), address(4), address(3)]
        assert [there.edits for there in telegram.messages] == [0, 1, 0]

    async def test_neither_more_nor_fewer_pictures(
        self, telegram: TelegramEmulator, bot: TelegramBot
    ) -> None:
        message = await sent(bot, a_post("Words.", 1, 2))
        message = await amended(bot, says(message, "More.", 1, 2, 3, 4))
        message = await amended(bot, says(message, "Fewer.", 2))
        message = await amended(bot, says(message, "None."))
        assert photos(telegram) == [address(1), address(2)]
        assert "None." in telegram.messages[0].text
        assert telegram.messages[0].content.words("text_link")[-1] == "Read"

    async def test_in_the_style_and_form_in_which_it_was_sent(
        self, telegram: TelegramEmulator, bot: TelegramBot
    ) -> None:
        photo = await sent(bot, a_post("Words.", 1))
        text = await sent(bot, a_post(SENTENCE * 90, 1, preferences=FULL))
        for message in (photo, text):
            place = replace(message.claim.destination, preferences=CARD)
            since = replace(message, claim=replace(message.claim, destination=place))
            await amended(bot, says(since, SENTENCE * 99, 1, 2))
        one, other = telegram.messages
        assert (one.kind, other.kind) == ("photo", "text")
        assert 900 < len(one.text) <= 1024
        assert other.text.count(SENTENCE.strip()) == 99

    async def test_again_and_again(self, telegram: TelegramEmulator, bot: TelegramBot) -> None:
        message = await sent(bot, a_post("Words.", 1, 2))
        for words, second in (("One.", 3), ("Two.", 3), ("Two.", 2), ("Words.", 2)):
            message = await amended(bot, says(message, words, 1, second))
        assert photos(telegram) == [address(1), address(2)]
        assert "Words." in telegram.messages[0].text
        assert [there.edits for there in telegram.messages] == [3, 2]

    async def test_a_long_album_item_edit_keeps_the_caption(
        self, telegram: TelegramEmulator, bot: TelegramBot
    ) -> None:
        message = await sent(bot, a_post("Words.", 1, 2))
        await amended(bot, says(message, "Other.", 3, 4))
        assert photos(telegram) == [address(3), address(4)]
        first, second = telegram.messages
        assert "Other." in first.text
        assert second.text == ""


NOISE: dict[str, Callable[[Outgoing], Outgoing]] = {
    "nothing": lambda it: it,
    "pictures in another order": lambda it: says(it, "Words.", 2, 1),
    "pictures in another size": lambda it: says(it, "Words.", "1-300x200", "2"),
    "white space": lambda it: now(it, html=html("  Words. \n", 1, 2) + "\n"),
    "beyond what is shown": lambda it: now(it, updated=builders.NOON),
    "another style chosen since": lambda it: replace(
        it,
        claim=replace(it.claim, destination=replace(it.claim.destination, preferences=CARD)),
    ),
}


class TestNoise:
    @pytest.mark.parametrize("case", NOISE)
    @pytest.mark.parametrize("style", Style)
    async def test_nothing_is_asked(
        self, telegram: TelegramEmulator, bot: TelegramBot, case: str, style: Style
    ) -> None:
        chosen = Preferences(style=style)
        message = await sent(bot, a_post("Words.", 1, 2, preferences=chosen))
        again = await attended(bot, NOISE[case](message))
        delivery = message.claim.delivery
        assert again == Delivered(delivery.message_id or "", delivery.receipt)
        assert edits(telegram) == 0

    async def test_a_picture_that_could_not_be_had_is_not_asked_for_again(
        self, telegram: TelegramEmulator, bot: TelegramBot
    ) -> None:
        telegram.spoil(address(2))
        message = await sent(bot, a_post("Words.", 1, 2))
        await amended(bot, says(message, "Words.", 1, 2))
        assert edits(telegram) == 0


class TestTakenBack:
    async def test_a_text_is_struck_through(
        self, telegram: TelegramEmulator, bot: TelegramBot
    ) -> None:
        message = await sent(bot, a_post('Words <a href="https://a.example/">there</a>.'))
        await amended(bot, taken_back(message))
        [there] = telegram.messages
        assert there.content.words("strikethrough") == ["Post number 1", "Words there."]
        assert there.text.endswith(TAKEN_BACK)
        assert there.content.words("text_link") == []
        assert there.link_preview == {"is_disabled": True}
        assert there.reply_markup is None

    @pytest.mark.parametrize("count", [1, 3])
    async def test_pictures_are_covered(
        self, telegram: TelegramEmulator, bot: TelegramBot, count: int
    ) -> None:
        asked: list[str] = []

        def listen(params: dict[str, Any]) -> bool:
            asked.append(str(params["media"]))
            return False

        telegram.fail("editMessageMedia", when=listen)
        message = await sent(bot, a_post("Words.", *range(1, count + 1)))
        for number in range(1, count + 1):  # whoever takes a post back takes its pictures away
            telegram.spoil(address(number))
        again = await amended(bot, taken_back(message))
        assert len(asked) == count
        assert all('"has_spoiler": true' in media and "photo-" in media for media in asked)
        assert telegram.messages[0].text.endswith(TAKEN_BACK)
        assert buttons(telegram.messages[0]) == []

        asked.clear()
        await amended(bot, now(replace(again, claim=replace(again.claim, post=message.claim.post))))
        assert len(asked) == count
        assert not any("spoiler" in media for media in asked)
        assert "Words." in telegram.messages[0].text

    async def test_a_picture_that_cannot_be_covered(
        self, telegram: TelegramEmulator, bot: TelegramBot
    ) -> None:
        message = await sent(bot, a_post("Words.", 1))
        telegram.fail("editMessageMedia", status=400, description=REFUSED + "MEDIA_EMPTY", times=9)
        await amended(bot, taken_back(message))
        assert telegram.messages[0].text.endswith(TAKEN_BACK)
        assert telegram.requests["editMessageMedia"] == 1

    @pytest.mark.parametrize("count", [0, 1, 3])
    async def test_deleted(self, telegram: TelegramEmulator, bot: TelegramBot, count: int) -> None:
        message = await sent(bot, a_post("Words.", *range(count)))
        gone = await amended(bot, taken_back(message, WithdrawnPolicy.DELETE))
        assert all(there.deleted for there in telegram.messages)
        for outgoing in (gone, says(gone, "Other words.")):
            delivery = gone.claim.delivery
            assert await attended(bot, outgoing) == Delivered(
                delivery.message_id or "", delivery.receipt
            )
        assert edits(telegram) == 0

    async def test_deleted_by_somebody_before(
        self, telegram: TelegramEmulator, bot: TelegramBot
    ) -> None:
        message = await sent(bot, a_post("Words."))
        telegram.messages[0].deleted = True
        await amended(bot, taken_back(message, WithdrawnPolicy.DELETE))

    @pytest.mark.parametrize("count", [0, 1, 3])
    async def test_struck_through_when_it_may_not_be_deleted(
        self, telegram: TelegramEmulator, bot: TelegramBot, count: int
    ) -> None:
        message = await sent(bot, a_post("Words.", *range(count)))
        for there in telegram.messages:
            there.grow_old(hours=49)
        await amended(bot, taken_back(message, WithdrawnPolicy.DELETE))
        assert not any(there.deleted for there in telegram.messages)
        assert telegram.messages[0].text.endswith(TAKEN_BACK)

    async def test_kept(self, telegram: TelegramEmulator, bot: TelegramBot) -> None:
        message = await sent(bot, a_post("Words."))
        await amended(bot, taken_back(message, WithdrawnPolicy.KEEP))
        assert telegram.messages[0].edits == 0
        assert edits(telegram) == 0

    async def test_not_while_others_tell_it(
        self, telegram: TelegramEmulator, bot: TelegramBot
    ) -> None:
        message = await sent(bot, a_post("Words."))
        others = replace(taken_back(message, WithdrawnPolicy.DELETE), also_from=("Oakham",))
        await amended(bot, others)
        assert "Words." in telegram.messages[0].text
        assert telegram.messages[0].content.words("strikethrough") == []


def _delete(telegram: TelegramEmulator) -> None:
    telegram.messages[0].deleted = True


def _kick(telegram: TelegramEmulator) -> None:
    telegram.ledger.chats[CHANNEL].bot = "kicked"


def _fail(**rule: Any) -> Callable[[TelegramEmulator], None]:
    return lambda telegram: telegram.fail("editMessageText", **rule)


FAILURES: dict[str, tuple[Callable[[TelegramEmulator], None], type[Outcome]]] = {
    "somebody deleted it": (_delete, Refused),
    "it cannot be edited": (
        _fail(status=400, description=f"{REFUSED}message can't be edited"),
        Refused,
    ),
    "kicked": (_kick, DestinationGone),
    "no right": (
        _fail(status=400, description=f"{REFUSED}need administrator rights in the channel chat"),
        Blocked,
    ),
    "something new": (_fail(status=400, description=f"{REFUSED}something new"), Refused),
    "flood": (_fail(status=429, parameters={"retry_after": 7}), RetryLater),
    "500": (_fail(status=500), RetryLater),
    "cut off": (_fail(reset="after"), RetryLater),
    "nonsense": (_fail(status=200, body='{"ok": true, "result": 5}'), RetryLater),
}


class TestFailures:
    @pytest.mark.parametrize("case", FAILURES)
    async def test_outcome(self, telegram: TelegramEmulator, bot: TelegramBot, case: str) -> None:
        happens, expected = FAILURES[case]
        message = await sent(bot, a_post("Words."))
        happens(telegram)
        assert type(await attended(bot, says(message, "Other words."))) is expected

    async def test_it_can_be_done_twice(self, telegram: TelegramEmulator, bot: TelegramBot) -> None:
        message = await sent(bot, a_post("Words.", 1, 2))
        telegram.fail("editMessageMedia", reset="after")
        assert isinstance(await attended(bot, says(message, "Other.", 1, 3)), RetryLater)
        await amended(bot, says(message, "Other.", 1, 3))
        assert photos(telegram) == [address(1), address(3)]
        assert "Other." in telegram.messages[0].text

    async def test_telegram_says_how_long_to_wait(
        self, telegram: TelegramEmulator, bot: TelegramBot
    ) -> None:
        message = await sent(bot, a_post("Words."))
        telegram.fail("editMessageText", status=429, parameters={"retry_after": 33})
        outcome = await attended(bot, says(message, "Other words."))
        assert isinstance(outcome, RetryLater)
        assert (outcome.after, outcome.whole_platform) == (33, False)

    @pytest.mark.parametrize("receipt", [None, "", "{", '{"webhook": "7"}'])
    async def test_nobody_noted_how_it_was_sent(
        self, telegram: TelegramEmulator, bot: TelegramBot, receipt: str | None
    ) -> None:
        message = await sent(bot, a_post("Words."))
        forgotten = noted(message, Delivered("1", receipt))
        assert isinstance(await attended(bot, says(forgotten, "Other.")), Refused)
        assert edits(telegram) == 0

    @pytest.mark.parametrize("message_id", ["", "1+2", "x"])
    async def test_a_receipt_of_another_message(self, bot: TelegramBot, message_id: str) -> None:
        message = await sent(bot, a_post("Words."))
        other = noted(message, Delivered(message_id, message.claim.delivery.receipt))
        assert isinstance(await attended(bot, says(other, "Other.")), Refused)

    @pytest.mark.parametrize("kind", [ErrandKind.PUBLISH, ErrandKind.DISCUSS])
    async def test_what_there_is_not_on_telegram(self, bot: TelegramBot, kind: ErrandKind) -> None:
        message = await sent(bot, a_post("Words."))
        assert isinstance(await bot.platform.attend(message, kind), Refused)


class TestSimplerWays:
    async def test_a_new_picture_that_cannot_be_had(
        self, telegram: TelegramEmulator, bot: TelegramBot
    ) -> None:
        message = await sent(bot, a_post("Words.", 1, 2))
        telegram.spoil(address(3))
        again = await amended(bot, says(message, "Other.", 3, 2))
        assert photos(telegram) == [address(1), address(2)]
        assert "Other." in telegram.messages[0].text
        await amended(bot, says(again, "Other.", 3, 2))
        assert telegram.requests["editMessageMedia"] == 1

    async def test_the_others_are_shown_all_the_same(
        self, telegram: TelegramEmulator, bot: TelegramBot
    ) -> None:
        message = await sent(bot, a_post("Words.", 1, 2, 3))
        telegram.spoil(address(5))
        await amended(bot, says(message, "Words.", 4, 5, 6))
        assert photos(telegram) == [address(4), address(6), address(3)]

    async def test_a_preview_that_cannot_be_had(
        self, telegram: TelegramEmulator, bot: TelegramBot
    ) -> None:
        message = await sent(bot, a_post(SENTENCE * 90, 1))
        for _ in range(2):
            telegram.fail(
                "editMessageText", status=400, description=REFUSED + "WEBPAGE_CURL_FAILED"
            )
        await amended(bot, says(message, SENTENCE * 91, 2))
        [there] = telegram.messages
        assert there.link_preview == {"is_disabled": True}
        assert there.text.count(SENTENCE.strip()) == 91

    async def test_markup_and_buttons_that_are_refused(
        self, telegram: TelegramEmulator, bot: TelegramBot
    ) -> None:
        message = await sent(bot, a_post("Words."))
        for text in ("BUTTON_URL_INVALID", "can't parse entities: odd"):
            telegram.fail("editMessageText", status=400, description=REFUSED + text)
        await amended(bot, says(message, "Other words."))
        [there] = telegram.messages
        assert "Other words." in there.text
        assert there.content.words("bold") == []
        assert there.reply_markup is None

    async def test_a_caption_that_is_refused_as_plain_text_too(
        self, telegram: TelegramEmulator, bot: TelegramBot
    ) -> None:
        message = await sent(bot, a_post("Words.", 1))
        telegram.fail(
            "editMessageCaption", status=400, description=REFUSED + "can't parse entities", times=9
        )
        assert isinstance(await attended(bot, says(message, "Other words.", 1)), Refused)
        assert telegram.requests["editMessageCaption"] == 2


class TestPace:
    async def test_an_edit_counts_like_a_message(self, telegram: TelegramEmulator) -> None:
        async with connected(a_bot(telegram, rates=Rates(seconds_between=100))) as bot:
            message = await sent(bot, a_post("Words."))
            waiting = await attended(bot, says(message, "Other words."))
            assert isinstance(waiting, RetryLater)
            assert waiting.after is not None
            assert waiting.after > 90
            assert await attended(bot, message) == Delivered("1", message.claim.delivery.receipt)
        assert edits(telegram) == 0

    async def test_so_does_each_picture(self, telegram: TelegramEmulator) -> None:
        rates = Rates(seconds_between=0, group_per_minute=6)
        async with connected(a_bot(telegram, rates=rates)) as bot:
            message = await sent(bot, a_post("Words.", 1, 2, 3, chat=GROUP))
            await amended(bot, says(message, "Words.", 4, 5, 6))
            other = await bot.platform.deliver(a_post("More.", chat=GROUP, number=2))
        assert isinstance(other, RetryLater)

    async def test_nothing_is_edited_without_a_connection(self, telegram: TelegramEmulator) -> None:
        async with connected(a_bot(telegram)) as bot:
            message = await sent(bot, a_post("Words."))
        outcome = await attended(bot, says(message, "Other words."))
        assert isinstance(outcome, RetryLater)
        assert outcome.whole_platform
