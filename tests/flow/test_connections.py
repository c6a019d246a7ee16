"""Platforms come and go without keeping each other, or the start, from anything."""

import asyncio
from collections.abc import Callable, Sequence

import pytest

from relaybot.connections import Bot, Connections, OnMoved, OnPresence, Pauses
from relaybot.errors import PlatformError
from relaybot.model.destination import PlatformName
from tests.fakes.clock import FakeClock
from tests.fakes.places import FakePlaces
from tests.fakes.platform import FakePlatform
from tests.fakes.store import FakeStore
from tests.flow.waiting import until

DISCORD, TELEGRAM = PlatformName.DISCORD, PlatformName.TELEGRAM
AT_ONCE = Pauses(first=0.0, longest=0.0)
NEVER_AGAIN = Pauses(first=3600.0, longest=3600.0)


class FakeBot:
    """Starts, or fails as it was told to; `None` in `failures` is a success."""

    def __init__(self, name: PlatformName, failure: Exception | None = None) -> None:
        self.platform = FakePlatform(name)
        self.places = FakePlaces()
        self.failure = failure
        self.started = self.stopped = 0
        self.up = asyncio.Event()

    @property
    def connected(self) -> bool:
        return self.up.is_set()

    async def start(self) -> None:
        self.started += 1
        if self.failure:
            raise self.failure
        self.up.set()

    async def stop(self) -> None:
        self.stopped += 1

    def status(self) -> str:
        return f"connected to {self.platform.name}"


class HangingBot(FakeBot):
    async def start(self) -> None:
        self.started += 1
        await asyncio.Event().wait()


class ClumsyBot(FakeBot):
    async def stop(self) -> None:
        self.stopped += 1
        raise RuntimeError("cannot even leave")


def one_after_the_other(bots: Sequence[Bot]) -> Callable[[OnPresence, OnMoved], Bot]:
    remaining = iter(bots)
    return lambda _presence, _moved: next(remaining)


def connections(
    *, try_again: bool = True, pauses: Pauses = NEVER_AGAIN, **bots: Sequence[Bot]
) -> Connections:
    builders = {PlatformName(name): one_after_the_other(some) for name, some in bots.items()}
    return Connections(builders, FakeStore(), FakeClock(), try_again=try_again, pauses=pauses)


FAILURES = {
    "the token is refused": (PlatformError("Discord refused the token"), "refused the token"),
    "a bug in a library": (RuntimeError("no such attribute"), "unexpected error (RuntimeError)"),
}


@pytest.mark.parametrize(("failure", "said"), FAILURES.values(), ids=FAILURES)
async def test_one_platform_that_fails_does_not_keep_the_other_away(
    failure: Exception, said: str
) -> None:
    broken, fine = FakeBot(DISCORD, failure), FakeBot(TELEGRAM)
    both = connections(discord=[broken], telegram=[fine])
    await both.start()
    assert list(both.platforms) == [TELEGRAM]
    assert both.words()["telegram"] == "connected to telegram"
    assert both.words()["discord"].startswith("not connected: ")
    assert said in both.words()["discord"]
    assert broken.stopped == 1
    await both.stop()
    assert fine.stopped == 1


async def test_a_platform_that_failed_is_tried_again_with_a_new_bot() -> None:
    refused = [FakeBot(DISCORD, PlatformError("not now")) for _ in range(3)]
    fine = FakeBot(DISCORD)
    one = connections(pauses=AT_ONCE, discord=[*refused, fine])
    await one.start()
    await until(lambda: DISCORD in one.platforms)
    assert one.platforms == {DISCORD: fine.platform}
    assert one.words()["discord"] == "connected to discord"
    assert [bot.stopped for bot in refused] == [1, 1, 1]
    await one.stop()


async def test_a_single_round_tries_once() -> None:
    refused, other = FakeBot(DISCORD, PlatformError("not now")), FakeBot(DISCORD)
    one = connections(try_again=False, pauses=AT_ONCE, discord=[refused, other])
    await one.start()
    await asyncio.sleep(0.01)
    await one.stop()
    assert (refused.started, other.started, one.platforms) == (1, 0, {})


async def test_stopping_in_the_middle_of_a_try_leaves_nothing_open() -> None:
    refused, hanging = FakeBot(DISCORD, PlatformError("not now")), HangingBot(DISCORD)
    one = connections(pauses=AT_ONCE, discord=[refused, hanging])
    await one.start()
    await until(lambda: hanging.started == 1)
    await one.stop()
    assert hanging.stopped == 1


async def test_a_bot_that_cannot_be_stopped_does_not_keep_the_other_running() -> None:
    clumsy, fine = ClumsyBot(DISCORD), FakeBot(TELEGRAM)
    both = connections(discord=[clumsy], telegram=[fine])
    await both.start()
    await both.stop()
    assert (clumsy.stopped, fine.stopped) == (1, 1)


async def test_a_platform_without_a_token_says_which_setting_is_missing() -> None:
    none = connections()
    await none.start()
    assert none.words() == {
        "discord": "off: RELAYBOT_DISCORD_TOKEN is not set",
        "telegram": "off: RELAYBOT_TELEGRAM_TOKEN is not set",
    }
    await none.stop()
