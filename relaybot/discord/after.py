"""What happens after a message was sent: publishing it, and opening a discussion under it.

Both are extras. They run in the background, no delivery waits for them, and one that fails leaves
the delivery as it is. Kept in memory only: what is still waiting when relaybot stops is not done.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass

import discord
import structlog

from relaybot.discord import limits
from relaybot.discord.outcomes import Attempt, in_words, outcome_of
from relaybot.model.destination import Destination
from relaybot.model.outcome import Blocked, Delivered, RetryLater, Unknown

DEADLINE = 60.0  # seconds for one attempt
PATIENCE = 3 * 3600.0  # seconds until what could not be done is given up
PAUSE = 60.0  # seconds before another try, when Discord names no other
GRACE = 5.0  # seconds for what is under way when relaybot stops
AT_ONCE = 4  # requests at the same time: posts go first
MOST_WAITING = 30  # to be published in one channel: no more than that go out in three hours
DONE_ALREADY = frozenset({40033, 160004})  # published; has a thread: by an earlier attempt

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Errand:
    """One thing to do for one message; `until` in the event loop's time."""

    what: str  # publish, discuss
    channel: int
    message: int
    name: str  # of the thread
    until: float


Step = Callable[[Errand], Awaitable[float | None]]  # seconds to wait before another try, None: done


class AfterSending:
    """Does what a destination wants done with each message; `patience` and `pause` in seconds."""

    def __init__(
        self,
        client: discord.Client,
        pace: limits.Pace | None = None,
        *,
        patience: float = PATIENCE,
        pause: float = PAUSE,
    ) -> None:
        self._client = client
        self._pace = pace or limits.Pace()
        self._patience = patience
        self._pause = pause
        self._turns: dict[int, deque[Errand]] = {}  # to be published, by channel, oldest first
        self._tasks: set[asyncio.Task[None]] = set()
        self._few = asyncio.Semaphore(AT_ONCE)
        self._stopping = asyncio.Event()
        self._told: set[tuple[str, int]] = set()  # of missing rights

    def sent(self, destination: Destination, message_id: str, name: str) -> None:
        """Begin what is wanted after this message; returns at once."""
        wanted, chat = destination.preferences, destination.address.chat
        if self._stopping.is_set() or not limits.is_id(message_id):  # somebody deleted it
            return
        until = asyncio.get_running_loop().time() + self._patience
        for what, wish in (("publish", wanted.publish), ("discuss", wanted.discuss)):
            errand = Errand(what, int(chat), int(message_id), name, until)
            if wish and self._may_be_wanted(errand):
                self._begin(errand)

    async def stop(self) -> None:
        """Finish what is under way, let go of what waits; safe to call twice."""
        self._stopping.set()
        if not self._tasks:
            return
        _, late = await asyncio.wait(self._tasks, timeout=GRACE)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    def _may_be_wanted(self, errand: Errand) -> bool:
        """Save tasks and requests for channels of which the gateway told."""
        channel = self._client.get_channel(errand.channel)
        return channel is None or _takes(channel, errand.what)

    def _begin(self, errand: Errand) -> None:
        if errand.what == "discuss":
            self._run(self._until_done(errand, self._discuss))
        elif (turns := self._turns.get(errand.channel)) is None:
            turns = self._turns[errand.channel] = deque([errand])
            self._run(self._publish_in_turn(errand.channel, turns))
        elif len(turns) < MOST_WAITING:
            turns.append(errand)
        else:
            _failed(errand, f"{MOST_WAITING} others wait for Discord's limit of ten an hour")

    def _run(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work, name="discord-after")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _publish_in_turn(self, channel: int, turns: deque[Errand]) -> None:
        while turns:
            await self._until_done(turns[0], self._publish)
            turns.popleft()
        del self._turns[channel]

    async def _until_done(self, errand: Errand, step: Step) -> None:
        while (wait := await self._try(errand, step)) is not None:
            if asyncio.get_running_loop().time() + wait > errand.until:
                return _failed(errand, "it would have come too late")
            if await self._stops_within(wait):
                return _failed(errand, "relaybot was stopped before its turn came")
        return None

    async def _stops_within(self, seconds: float) -> bool:
        try:
            await asyncio.wait_for(self._stopping.wait(), seconds)
        except TimeoutError:
            return False
        return True

    async def _try(self, errand: Errand, step: Step) -> float | None:
        try:
            async with self._few, asyncio.timeout(DEADLINE):
                wait = await step(errand)
        except Exception as error:  # nothing that happens here may end the channel's queue
            return self._wait_after(error, errand)
        if wait is None:
            self._told.discard((errand.what, errand.channel))
        return wait

    async def _publish(self, errand: Errand) -> float | None:
        now = asyncio.get_running_loop().time()
        if wait := self._pace.wait(errand.channel, now):
            return wait
        if channel := await self._channel(errand):
            self._pace.take(errand.channel, now)
            await channel.get_partial_message(errand.message).publish()
        return None

    async def _discuss(self, errand: Errand) -> None:
        if channel := await self._channel(errand):
            await channel.get_partial_message(errand.message).create_thread(name=errand.name)

    async def _channel(self, errand: Errand) -> discord.TextChannel | None:
        channel = self._client.get_channel(errand.channel)
        if channel is None:  # no gateway, or it has not told of the channel
            channel = await self._client.fetch_channel(errand.channel)
        takes = isinstance(channel, discord.TextChannel) and _takes(channel, errand.what)
        return channel if isinstance(channel, discord.TextChannel) and takes else None

    def _wait_after(self, error: Exception, errand: Errand) -> float | None:
        if isinstance(error, discord.HTTPException) and error.code in DONE_ALREADY:
            return None
        match outcome_of(error, Attempt()):
            case Delivered():  # somebody deleted the message
                return None
            case RetryLater(_, after):
                return after or self._pause
            case Unknown():
                return self._pause
            case Blocked(reason):
                self._tell_once(errand, reason)
            case None:
                log.exception("discord_extra_failed", what=errand.what, channel=errand.channel)
            case _:
                _failed(errand, in_words(error))
        return None

    def _tell_once(self, errand: Errand, reason: str) -> None:
        key = errand.what, errand.channel
        if key not in self._told:
            self._told.add(key)
            _failed(errand, reason)


def _takes(channel: object, what: str) -> bool:
    """Tell whether this kind of channel has it: threads and forums have neither."""
    return isinstance(channel, discord.TextChannel) and (what == "discuss" or channel.is_news())


def _failed(errand: Errand, reason: str) -> None:
    event = "discord_not_published" if errand.what == "publish" else "discord_no_discussion"
    log.warning(event, channel=errand.channel, message=errand.message, reason=reason)
