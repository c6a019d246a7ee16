"""The queue behind getUpdates: https://core.telegram.org/bots/api#getupdates."""

import asyncio
from collections import deque
from collections.abc import Sequence
from typing import Any

from tests.emulators.telegram.answers import CONFLICT, WEBHOOK_CONFLICT, ApiError

Json = dict[str, Any]

_LONGEST_POLL = 50
# Sent only to those who ask for them by name.
_ON_REQUEST = ("chat_member", "message_reaction", "message_reaction_count")


class Updates:
    """What happened and was not confirmed yet; one consumer at a time."""

    def __init__(self) -> None:
        self._waiting: deque[Json] = deque()
        self._next_id = 1001
        self._allowed: tuple[str, ...] = ()
        self._poll: asyncio.Future[bool] | None = None  # set to False: another poll took over
        self.webhook = ""
        self.polls = 0  # how many are being held open now

    def add(self, kind: str, content: Json) -> int | None:
        """Queue an update; None when the bot did not ask for this kind."""
        if kind not in self._allowed and (self._allowed or kind in _ON_REQUEST):
            return None
        number, self._next_id = self._next_id, self._next_id + 1
        self._waiting.append({"update_id": number, kind: content})
        self._wake(True)
        return number

    @property
    def unconfirmed(self) -> int:
        """How many updates nobody has confirmed."""
        return len(self._waiting)

    async def get(
        self, offset: int, limit: int, seconds: int, allowed: Sequence[str] | None
    ) -> list[Json]:
        """Answer getUpdates."""
        if self.webhook:
            raise ApiError(409, WEBHOOK_CONFLICT)
        if allowed is not None:
            self._allowed = tuple(allowed)
        self._wake(False)
        self._forget(offset)
        if not self._waiting and seconds > 0:
            await self._hold(min(seconds, _LONGEST_POLL))
        return list(self._waiting)[: min(max(limit, 1), 100)]

    def release(self) -> None:
        """Let go whoever is waiting, for the end."""
        self._wake(True)

    def _forget(self, offset: int) -> None:
        if offset < 0:
            while len(self._waiting) > -offset:
                self._waiting.popleft()
        while self._waiting and self._waiting[0]["update_id"] < offset:
            self._waiting.popleft()

    async def _hold(self, seconds: int) -> None:
        poll = self._poll = asyncio.get_running_loop().create_future()
        self.polls += 1
        try:
            still_ours = await asyncio.wait_for(poll, seconds)
        except TimeoutError:
            return
        finally:
            self.polls -= 1
            if self._poll is poll:
                self._poll = None
        if not still_ours:
            raise ApiError(409, CONFLICT)

    def _wake(self, still_theirs: bool) -> None:
        if self._poll and not self._poll.done():
            self._poll.set_result(still_theirs)
