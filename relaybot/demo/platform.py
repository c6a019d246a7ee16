"""A chat platform that keeps its messages in memory, so that a page can show them."""

from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from relaybot.model.delivery import Outgoing
from relaybot.model.destination import Address, PlatformName
from relaybot.model.errand import ErrandKind
from relaybot.model.outcome import Delivered, Outcome, Recovery, Repeatable
from relaybot.model.preview import Preview
from relaybot.ports import Clock

KEPT = 200  # messages per destination


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownMessage:
    """A message that arrived in a channel."""

    id: str
    delivery: int  # Delivery.id
    address: Address
    arrived_at: datetime
    preview: Preview
    outgoing: Outgoing


Listener = Callable[[ShownMessage], None]


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
        preview = self._render(outgoing)
        self._count += 1
        message = ShownMessage(
            id=f"preview-{self._count}",
            delivery=outgoing.claim.delivery.id,
            address=outgoing.claim.destination.address,
            arrived_at=self._clock(),
            preview=preview,
            outgoing=outgoing,
        )
        self._messages[message.address].append(message)
        for listener in tuple(self._listeners):
            listener(message)
        return Delivered(message.id)

    async def reachable(self) -> bool:
        """Say yes: it is part of this process."""
        return True

    async def recover(self, outgoing: Outgoing) -> Recovery:
        """Look the delivery up among the messages; what is not there was never sent."""
        claim = outgoing.claim
        for message in self._messages[claim.destination.address]:
            if message.delivery == claim.delivery.id:
                return Delivered(message.id)
        return Repeatable("it is not among the messages shown")

    async def attend(self, outgoing: Outgoing, kind: ErrandKind) -> Outcome:
        """Show the message as it is to look now; nothing is published or discussed here."""
        number = outgoing.claim.delivery.message_id
        messages = self._messages[outgoing.claim.destination.address]
        for place, message in enumerate(messages):
            if message.id == number and kind is ErrandKind.AMEND:
                messages[place] = replace(
                    message, preview=self._render(outgoing), outgoing=outgoing
                )
                for listener in tuple(self._listeners):
                    listener(messages[place])
        return Delivered(number or "")

    def messages(self, address: Address) -> tuple[ShownMessage, ...]:
        """Return a channel's messages, oldest first."""
        return tuple(self._messages[address])

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` for every message from now on; returns what ends it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)
