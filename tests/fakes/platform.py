"""A platform in memory: keeps what it was given, and answers as it was told to."""

from collections import defaultdict, deque

from relaybot.model.delivery import Outgoing
from relaybot.model.destination import PlatformName
from relaybot.model.errand import ErrandKind
from relaybot.model.outcome import Delivered, Outcome, Recovery, Repeatable, Unknown


class FakePlatform:
    """Without instructions it delivers. `idempotent`: like Discord, it knows a nonce it saw."""

    def __init__(self, name: str = "discord", *, idempotent: bool = True) -> None:
        self.name = PlatformName(name)
        self.idempotent = idempotent
        self.away = False
        self.sent: dict[str, list[str]] = defaultdict(list)  # chat → titles, in order
        self.answers: deque[Outcome | Exception] = deque()
        self.recoveries: deque[Recovery | Exception] = deque()
        self.attended: list[tuple[ErrandKind, str, str]] = []  # what, message id, title by then
        self.attendances: deque[Outcome | Exception] = deque()
        self._seen: dict[str, str] = {}

    async def deliver(self, outgoing: Outgoing) -> Outcome:
        if self.answers:
            answer = self.answers.popleft()
            if isinstance(answer, Exception):
                raise answer
            if not isinstance(answer, Delivered):
                return answer
        return Delivered(self.take(outgoing), f"sent as {outgoing.claim.post.post.title}")

    async def reachable(self) -> bool:
        return not self.away

    async def recover(self, outgoing: Outgoing) -> Recovery:
        if self.recoveries:
            answer = self.recoveries.popleft()
            if isinstance(answer, Exception):
                raise answer
            return answer
        if self.idempotent:
            return Repeatable(f"nonce {outgoing.claim.delivery.nonce} is still known")
        return Unknown("it cannot be asked")

    async def attend(self, outgoing: Outgoing, kind: ErrandKind) -> Outcome:
        if self.attendances:
            answer = self.attendances.popleft()
            if isinstance(answer, Exception):
                raise answer
            if not isinstance(answer, Delivered):
                return answer
        message, title = outgoing.claim.delivery.message_id or "", outgoing.claim.post.post.title
        said = f"{title} ({', '.join(outgoing.also_from)})" if outgoing.also_from else title
        self.attended.append((kind, message, f"~~{said}~~" if outgoing.withdrawn else said))
        return Delivered(message, f"{kind} as {said}")

    def take(self, outgoing: Outgoing) -> str:
        """Accept a message, once per nonce where there are nonces; returns its id."""
        nonce = outgoing.claim.delivery.nonce
        if self.idempotent and nonce in self._seen:
            return self._seen[nonce]
        chat = outgoing.claim.destination.address.chat
        self.sent[chat].append(outgoing.claim.post.post.title)
        self._seen[nonce] = f"{chat}-{len(self.sent[chat])}"
        return self._seen[nonce]
