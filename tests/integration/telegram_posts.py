"""Posts with pictures on Telegram, sent and changed by the real library: for the tests here."""

from dataclasses import replace
from typing import Any

from relaybot.model.delivery import Outgoing
from relaybot.model.destination import Preferences, Style, WithdrawnPolicy
from relaybot.model.errand import ErrandKind
from relaybot.model.outcome import Delivered, Outcome
from relaybot.telegram.bot import TelegramBot
from tests import builders
from tests.emulators.telegram.chats import SentMessage
from tests.emulators.telegram.server import TelegramEmulator
from tests.integration.telegram_setting import CHANNEL, an_outgoing

CARD, FULL = Preferences(), Preferences(style=Style.FULL)
SENTENCE = "The hall opens at six. "
REFUSED = "Bad Request: "


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
