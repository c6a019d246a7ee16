"""What sending to the emulated Discord takes: deliveries, bots, and what is told of them."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from relaybot.discord.bot import DiscordBot
from relaybot.model.delivery import Delivery, DeliveryState, Outgoing
from relaybot.model.destination import Preferences
from relaybot.model.errand import ErrandKind
from relaybot.model.outcome import Delivered, Outcome, Recovery
from relaybot.model.post import Image
from relaybot.ports import Platform
from tests import builders
from tests.emulators.discord.emulator import DiscordEmulator
from tests.emulators.discord.world import Message
from tests.fakes.clock import FakeClock

PICTURE = Image(url="https://elmford.example/banner.jpg")
PAGE = "https://elmford.example/posts/1"
LONG_AFTER = timedelta(minutes=20)
NAME, LOGO = "Elmford Tenants' League", "https://elmford.example/logo.png"
EXECUTE = r"/webhooks/\d+/[^/]+"  # a webhook speaks
OWN_VOICE = Preferences(persona=False)
BAD = {"_errors": [{"code": "X", "message": "emulated"}]}


class Presence:
    """Keeps what the bot told about its channels."""

    def __init__(self) -> None:
        self.told: list[tuple[tuple[str, ...], bool, str]] = []
        self._news = asyncio.Condition()

    async def __call__(self, chats: Sequence[str], present: bool, reason: str) -> None:
        async with self._news:
            self.told.append((tuple(chats), present, reason))
            self._news.notify_all()

    async def wait(self, chat: str, *, present: bool) -> str:
        """Return the reason once this was told of this channel."""

        def found() -> list[str]:
            return [why for chats, there, why in self.told if chat in chats and there is present]

        async with asyncio.timeout(10), self._news:
            await self._news.wait_for(found)
        return found()[-1]


def a_bot(
    discord: DiscordEmulator, clock: FakeClock, presence: Presence, **changes: Any
) -> DiscordBot:
    given: dict[str, Any] = {
        "api_base": discord.api_base,
        "gateway": discord.gateway,
        "token": discord.token,
    }
    given |= {"clock": clock, "on_presence": presence} | changes
    return DiscordBot(given.pop("token"), **given)


def outgoing(
    chat: str,
    number: int = 1,
    wanted: Preferences | None = None,
    *,
    silent: bool = False,
    begun: datetime | None = None,
    **post: Any,
) -> Outgoing:
    """`begun`: an attempt was made then whose outcome nobody knows."""
    return builders.an_outgoing(
        post=builders.a_stored_post(number, **post),
        destination=builders.a_destination(
            builders.an_address(chat), silent=silent, preferences=wanted or Preferences()
        ),
        delivery=a_delivery(number, begun),
    )


def a_delivery(number: int, begun: datetime | None = None) -> Delivery:
    now = begun or datetime.now(UTC)
    state = DeliveryState.UNKNOWN if begun else DeliveryState.PENDING
    return builders.a_delivery(number, state=state, created_at=now, first_attempt_at=now)


def refusal(code: int, message: str = "emulated", **errors: Any) -> dict[str, Any]:
    return {"code": code, "message": message} | ({"errors": errors} if errors else {})


def number_of(outcome: Outcome | Recovery) -> str:
    """Return the id of the message that was delivered."""
    assert isinstance(outcome, Delivered), outcome
    return outcome.message_id


async def arrived(discord: DiscordEmulator, platform: Platform, delivery: Outgoing) -> Message:
    """Deliver, and return the newest message of the place."""
    outcome = await platform.deliver(delivery)
    message = discord.messages_in(delivery.claim.destination.address.chat)[-1]
    assert number_of(outcome) == str(message.id)
    return message


async def sent(platform: Platform, delivery: Outgoing) -> Outgoing:
    """Deliver, and return the delivery as the store keeps it then."""
    return stored(delivery, await platform.deliver(delivery))


def stored(delivery: Outgoing, outcome: Outcome | Recovery) -> Outgoing:
    """Return the delivery with what the platform said of its message."""
    assert isinstance(outcome, Delivered), outcome
    row = replace(
        delivery.claim.delivery,
        state=DeliveryState.SENT,
        message_id=outcome.message_id,
        receipt=outcome.receipt,
    )
    return replace(delivery, claim=replace(delivery.claim, delivery=row))


def now_saying(delivery: Outgoing, **post: Any) -> Outgoing:
    """Return the delivery after its post was edited."""
    kept = delivery.claim.post
    edited = replace(kept.post, **({"fingerprint": f"{kept.post.fingerprint}+"} | post))
    claim = replace(delivery.claim, post=replace(kept, post=edited))
    return replace(delivery, claim=claim)


def wanting(delivery: Outgoing, wanted: Preferences) -> Outgoing:
    """Return the delivery after its place chose other settings."""
    place = replace(delivery.claim.destination, preferences=wanted)
    return replace(delivery, claim=replace(delivery.claim, destination=place))


def taken_back(delivery: Outgoing) -> Outgoing:
    """Return the delivery after its chapter took the post back."""
    post = replace(delivery.claim.post, withdrawn_at=datetime.now(UTC))
    return replace(delivery, claim=replace(delivery.claim, post=post))


async def amended(platform: Platform, delivery: Outgoing) -> Outgoing:
    """Amend the message, and return the delivery as the store keeps it then."""
    return stored(delivery, await platform.attend(delivery, ErrandKind.AMEND))


def only(discord: DiscordEmulator, chat: str) -> Message:
    """Return the one message that stands there."""
    (message,) = discord.messages_in(chat)
    return message


async def told_of_all(discord: DiscordEmulator, guild: str, presence: Presence) -> None:
    """Wait until the bot knows all that happened so far: the gateway tells in order."""
    await presence.wait(discord.add_channel(guild, name="later"), present=True)


async def known_webhook(
    discord: DiscordEmulator, guild: str, channel: str, presence: Presence, bot: DiscordBot
) -> None:
    """Let the bot make a webhook, hear that one was made, and look for it once more."""
    await bot.platform.deliver(outgoing(channel, 1))
    await told_of_all(discord, guild, presence)
    await bot.platform.deliver(outgoing(channel, 2))
