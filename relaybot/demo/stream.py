"""What happens in the channels, told to open pages while it happens: Server-Sent Events."""

import asyncio
import json
import re
from collections import deque
from collections.abc import Callable, Mapping
from secrets import token_hex
from typing import NamedTuple

from aiohttp import web

from relaybot.demo.messages import Happening, HappeningKind, ShownMessage, reason_of, title_of
from relaybot.model.destination import Address

REMEMBERED = 500  # happenings a reader who lost the connection can catch up on
HEARTBEAT = 15.0  # seconds; proxies close streams that stay silent for a minute

_PLACE = re.compile(r"([0-9a-f]{8})-([0-9]{1,12})")
_RELOAD = b'data: {"kind": "reload"}\n\n'


class _Numbered(NamedTuple):
    number: int
    happening: Happening


class Stream:
    """Remembers what happened lately, and tells it to every page from where it left off."""

    def __init__(
        self, number_of: Mapping[Address, int], html_of: Callable[[ShownMessage], str]
    ) -> None:
        """`number_of`: the channels there are; `html_of`: a message's list item."""
        self._number_of = number_of
        self._html_of = html_of
        self._happenings: deque[_Numbered] = deque(maxlen=REMEMBERED)
        self._happened = asyncio.Event()
        self._run = token_hex(4)  # a page that was opened before a restart shows other messages
        self._last = 0
        self.count = 0  # messages that arrived
        self.latest = ""  # which message arrived last, in words
        self.changed = ""  # which one was changed or deleted last, and why

    @property
    def last(self) -> str:
        """The place a page that is opened now has to read on from."""
        return f"{self._run}-{self._last}"

    def remember(self, happening: Happening) -> None:
        """Tell it to everybody who reads, if it happened in one of the channels."""
        if happening.message.address not in self._number_of:
            return
        self._last += 1
        if happening.kind is HappeningKind.ARRIVED:
            self.count += 1
            self.latest = _in_words(happening)
        else:
            self.changed = _in_words(happening)
        self._happenings.append(_Numbered(self._last, happening))
        self._happened.set()
        self._happened = asyncio.Event()

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Tell what happened after the number the reader has seen, then what happens."""
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        seen = self._seen(request.headers.get("Last-Event-ID") or request.query.get("after", ""))
        if seen is None:
            await response.write(_RELOAD)
            return response
        while True:
            happened = self._happened
            for each in [each for each in self._happenings if each.number > seen]:
                await response.write(self._event(each))
                seen = each.number
            try:
                async with asyncio.timeout(HEARTBEAT):
                    await happened.wait()
            except TimeoutError:
                await response.write(b": still here\n\n")

    def _seen(self, place: str) -> int | None:
        """Return the number to read on from; None when it cannot be read on from there.

        The reader may have missed more than is remembered, or have seen another run.
        """
        first = self._last - len(self._happenings)
        if not place:
            return first
        read = _PLACE.fullmatch(place)
        seen = int(read[2]) if read and read[1] == self._run else -1
        return seen if first <= seen <= self._last else None

    def _event(self, numbered: _Numbered) -> bytes:
        number, happening = numbered
        message, deleted = happening.message, happening.kind is HappeningKind.DELETED
        told = {
            "kind": happening.kind,
            "channel": self._number_of[message.address],
            "message": message.id,
            "html": "" if deleted else self._html_of(message),
            "count": self.count,
            "words": _in_words(happening),
        }
        return f"id: {self._run}-{number}\ndata: {json.dumps(told)}\n\n".encode()


def _in_words(happening: Happening) -> str:
    outgoing = happening.message.outgoing
    what = " – ".join(filter(None, (title_of(outgoing), reason_of(happening))))
    return f"{what} ({outgoing.chapter.name}, {happening.at:%H:%M:%S} UTC)"
