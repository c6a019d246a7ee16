"""The repositories of what is owed: messages to send, and what to do with those that were sent."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from relaybot.model.delivery import Claim, Delivery, DeliveryState, Settlement
from relaybot.model.destination import PlatformName
from relaybot.model.errand import Errand, ErrandKind


class Outbox(Protocol):
    """What is owed, and what became of it."""

    def owe(
        self,
        post_id: int,
        destination_ids: Iterable[int],
        now: datetime,
        due: datetime | None = None,
    ) -> int:
        """Add one pending delivery for each destination that has none for this post's story yet.

        Due at `due`, None = now. Returns how many were added. Row ids ascend in the order of the
        calls.
        """
        ...

    def claim(
        self, platforms: Collection[PlatformName], now: datetime, limit: int
    ) -> Sequence[Claim]:
        """Take up to `limit` due deliveries, at most one a destination, and mark them `sending`.

        Only the oldest open delivery of an active destination can be taken, and only while none
        of its deliveries is `sending`: this is what keeps order, and one message in flight.
        """
        ...

    def settle(self, delivery_id: int, settlement: Settlement, now: datetime) -> None:
        """Write what became of a claimed delivery."""
        ...

    def next_due(self, platforms: Collection[PlatformName]) -> datetime | None:
        """Return when `claim` may next give something, None when nothing is waiting."""
        ...

    def interrupted(self, now: datetime) -> int:
        """Turn every `sending` row of an earlier process into `unknown`, due now; how many."""
        ...

    def counts(self) -> Mapping[DeliveryState, int]:
        """Return how many deliveries are in each state, states without any included."""
        ...

    def unknowns(self, limit: int) -> Sequence[Delivery]:
        """Return deliveries whose outcome was ever unknown, newest first."""
        ...

    def in_state(self, state: DeliveryState, limit: int) -> Sequence[Delivery]:
        """Return deliveries in a state, newest first."""
        ...

    def of_story(self, story: int, destination_id: int) -> Delivery | None:
        """Return the delivery of a story to a destination."""
        ...

    def waiting(self, destination_id: int) -> Sequence[Delivery]:
        """Return what is owed to a destination and open (sending included), oldest first."""
        ...

    def drop_waiting(
        self, destination_id: int, keep_newest: int, reason: str, now: datetime
    ) -> int:
        """Dead-letter what is pending but for the newest few; returns how many were dropped.

        What is being sent, or whose outcome is unknown, stays: it may have arrived.
        """
        ...

    def send_now(self, delivery_id: int, now: datetime) -> bool:
        """Make a delivery due now and as young as a new one, because a person wants it sent.

        A dead one, and one whose unknown outcome was settled, is a new send: with a new nonce and
        no first attempt. One whose outcome is still being cleared up stays unknown: sending it
        unlooked might make it two. False when it was sent, is being sent, or is not stored.
        """
        ...

    def reopen(self, post_id: int, reason: str, now: datetime) -> int:
        """Let deliveries of this post that died for this reason wait again; returns how many."""
        ...

    def died_of(self, reason: str) -> int:
        """Return how many deliveries are dead for exactly this reason."""
        ...

    def last_sent(self, destination_id: int) -> Delivery | None:
        """Return the delivery that arrived there last."""
        ...


class Errands(Protocol):
    """What is still to be done with messages that were sent."""

    def want(self, delivery_id: int, kind: ErrandKind, now: datetime) -> None:
        """Ask for it, due now; asked for again, it is done once more after what is under way."""
        ...

    def amend_post(self, post_id: int, due: datetime, now: datetime) -> int:
        """Let every message about this post be brought up to date, at `due` unless sooner.

        Those that are just being sent, or of which nobody knows, count too: they may have been
        written before. Returns how many.
        """
        ...

    def amend_story(
        self, story: int, destination_ids: Collection[int], due: datetime, now: datetime
    ) -> int:
        """Do the same for the messages that told a story in these destinations."""
        ...

    def claim(
        self, platforms: Collection[PlatformName], now: datetime, until: datetime, limit: int
    ) -> Sequence[Errand]:
        """Take up to `limit` due errands of active destinations, longest due first.

        They are put off to `until`: when nobody says what became of them, they come due again.
        Of what is to be published in one destination only the oldest can be taken.
        """
        ...

    def done(self, errand: Errand, receipt: str | None, again: datetime) -> None:
        """Forget it, unless it was asked for again meanwhile: then it is due at `again`.

        `receipt` replaces that of the delivery; None leaves it.
        """
        ...

    def later(self, errand: Errand, due: datetime, reason: str) -> None:
        """Put it off."""
        ...

    def drop(self, errand: Errand) -> None:
        """Forget it for good."""
        ...

    def next_due(self, platforms: Collection[PlatformName]) -> datetime | None:
        """Return when `claim` may next give something, None when nothing is waiting."""
        ...

    def resume(self, now: datetime) -> int:
        """Let what was claimed or put off be due now: an earlier process may have died over it."""
        ...

    def counts(self) -> Mapping[ErrandKind, int]:
        """Return how many errands of each kind wait, kinds without any included."""
        ...
