"""A chat platform that keeps its messages in memory, so that a page can show them."""

import hashlib
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import replace

from relaybot.demo.messages import Happening, HappeningKind, ShownMessage
from relaybot.model.delivery import Outgoing
from relaybot.model.destination import Address, PlatformName, WithdrawnPolicy
from relaybot.model.errand import ErrandKind
from relaybot.model.outcome import Delivered, Outcome, Recovery, Refused, Repeatable
from relaybot.model.preview import Preview
from relaybot.ports import Clock

KEPT = 200  # messages per destination

Listener = Callable[[Happening], None]


class PreviewPlatform:
    """A `ports.Platform` that stands in for Discord or Telegram: nothing leaves the process."""

    def __init__(
        self, name: PlatformName, render: Callable[[Outgoing], Preview], clock: Clock
    ) -> None:
        self._name = name
        self._render = render
        self._clock = clock
        self._messages: defaultdict[Address, deque[ShownMessage]] = defaultdict(
            lambda: deque(maxlen=KEPT)
        )
        self._listeners: list[Listener] = []
        self._count = 0

    @property
    def name(self) -> PlatformName:
        """Which platform it stands in for."""
        return self._name

    async def deliver(self, outgoing: Outgoing) -> Outcome:
        """Render the message and put it into its channel."""
        self._count += 1
        message = ShownMessage(
            id=f"{self._name}-{self._count}",
            delivery=outgoing.claim.delivery.id,
            address=outgoing.claim.destination.address,
            arrived_at=self._clock(),
            preview=self._render(outgoing),
            outgoing=outgoing,
        )
        self._messages[message.address].append(message)
        self._tell(Happening(kind=HappeningKind.ARRIVED, at=message.arrived_at, message=message))
        return _delivered(message)

    async def reachable(self) -> bool:
        """Say yes: it is part of this process."""
        return True

    async def recover(self, outgoing: Outgoing) -> Recovery:
        """Look the delivery up among the messages; what is not there was never sent."""
        claim = outgoing.claim
        for message in self._messages[claim.destination.address]:
            if message.delivery == claim.delivery.id:
                return _delivered(message)
        return Repeatable("it is not among the messages shown")

    async def attend(self, outgoing: Outgoing, kind: ErrandKind) -> Outcome:
        """Show a message as its post is now; nothing is published or discussed here."""
        delivery = outgoing.claim.delivery
        as_it_is = Delivered(delivery.message_id or "", delivery.receipt)
        if kind is not ErrandKind.AMEND:
            return as_it_is
        message = self._find(outgoing)
        if message is None:
            return as_it_is if outgoing.withdrawn else Refused("the message is gone")
        policy = outgoing.claim.destination.preferences.withdrawn
        if outgoing.withdrawn and policy is WithdrawnPolicy.KEEP:
            return as_it_is
        if outgoing.withdrawn and policy is WithdrawnPolicy.DELETE:
            return self._delete(message, outgoing)
        return self._edit(message, outgoing)

    def messages(self, address: Address) -> tuple[ShownMessage, ...]:
        """Return a channel's messages, oldest first."""
        return tuple(self._messages[address])

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` for all that happens from now on; returns what ends it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def _find(self, outgoing: Outgoing) -> ShownMessage | None:
        channel = self._messages[outgoing.claim.destination.address]
        wanted = outgoing.claim.delivery.message_id
        return next((message for message in channel if message.id == wanted), None)

    def _edit(self, message: ShownMessage, outgoing: Outgoing) -> Outcome:
        preview = self._render(outgoing)
        if _digest(preview) == outgoing.claim.delivery.receipt:
            return _delivered(message)  # noise is no edit
        now = self._clock()
        edited = replace(message, preview=preview, outgoing=outgoing, edited_at=now)
        channel = self._messages[message.address]
        channel[channel.index(message)] = edited
        self._tell(Happening(kind=HappeningKind.EDITED, at=now, message=edited, before=message))
        return _delivered(edited)

    def _delete(self, message: ShownMessage, outgoing: Outgoing) -> Outcome:
        self._messages[message.address].remove(message)
        gone = replace(message, outgoing=outgoing)
        self._tell(Happening(kind=HappeningKind.DELETED, at=self._clock(), message=gone))
        return Delivered(message.id)

    def _tell(self, happening: Happening) -> None:
        for listener in tuple(self._listeners):
            listener(happening)


def _delivered(message: ShownMessage) -> Delivered:
    return Delivered(message.id, _digest(message.preview))


def _digest(preview: Preview) -> str:
    """Return what a message shows, in 16 characters: the receipt that the store keeps of it."""
    return hashlib.sha256(preview.html.encode()).hexdigest()[:16]
