"""What an outcome means for the outbox row: a pure function, exhaustive over `Outcome`."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from relaybot.model.delivery import Delivery, DeliveryState, Settlement
from relaybot.model.outcome import (
    Blocked,
    Delivered,
    DestinationGone,
    DestinationMoved,
    Outcome,
    Refused,
    RetryLater,
    Unknown,
)

FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(hours=1)
# Attempts of a delivery to a destination that prefers twice to never, before it is left alone.
MOST_RESENDS = 8
# A missing right answers 403, and 10,000 of those in ten minutes ban the bot's address:
# https://docs.discord.com/developers/topics/rate-limits
FIRST_BLOCKED_PAUSE = timedelta(minutes=15)
LONGEST_BLOCKED_PAUSE = timedelta(hours=24)


@dataclass(frozen=True, slots=True, kw_only=True)
class RetrySettings:
    """How long a delivery is tried: a budget in time, not in tries.

    What was not tried, because its destination was paused or the bot was away, waits as long as
    it has to.
    """

    give_up_after: timedelta = timedelta(days=7)


def settle(
    outcome: Outcome, delivery: Delivery, now: datetime, jitter: float, settings: RetrySettings
) -> Settlement:
    """Turn what the platform said into what is written; `jitter` in [0, 1) spreads the pauses."""
    match outcome:
        case Delivered(message_id, receipt):
            return Settlement(state=DeliveryState.SENT, message_id=message_id, receipt=receipt)
        case Refused(reason):
            return Settlement(state=DeliveryState.DEAD, reason=reason)
        case RetryLater(reason) | Blocked(reason):
            pause = pause_after(outcome, delivery.attempts, jitter)
            return _again(delivery, reason, pause, now, settings)
        case DestinationGone(reason):
            return Settlement(state=DeliveryState.PENDING, next_attempt_at=now, reason=reason)
        case DestinationMoved(chat):
            reason = f"the chat moved to {chat}"
            return Settlement(state=DeliveryState.PENDING, next_attempt_at=now, reason=reason)
        case Unknown(reason):
            return Settlement(
                state=DeliveryState.UNKNOWN,
                next_attempt_at=now,
                reason=reason,
                unknown_since=delivery.unknown_since or now,
            )


def pause_after(outcome: RetryLater | Blocked | Unknown, attempts: int, jitter: float) -> float:
    """Return the seconds until something is tried once more."""
    if isinstance(outcome, RetryLater) and outcome.after:
        return outcome.after
    if isinstance(outcome, Blocked):
        return _growing(FIRST_BLOCKED_PAUSE, LONGEST_BLOCKED_PAUSE, attempts, jitter)
    return _growing(FIRST_PAUSE, LONGEST_PAUSE, attempts, jitter)


def ask_again(delivery: Delivery, outcome: RetryLater, now: datetime, jitter: float) -> Settlement:
    """Keep an unknown row unknown: what became of it could not be asked yet."""
    pause = pause_after(outcome, delivery.attempts, jitter)
    return Settlement(
        state=DeliveryState.UNKNOWN,
        next_attempt_at=now + timedelta(seconds=pause),
        reason=outcome.reason,
    )


def still_unknown(settlement: Settlement) -> Settlement:
    """Keep an unknown row unknown when repeating it did not get through.

    Repeating is safe for a while only (a nonce is forgotten): the next attempt has to ask anew.
    """
    if settlement.state is DeliveryState.PENDING:
        return replace(settlement, state=DeliveryState.UNKNOWN)
    return settlement


def resend_again(delivery: Delivery, outcome: Unknown, now: datetime, jitter: float) -> Settlement:
    """Put off the next resend of a delivery that is rather to arrive twice than never."""
    if delivery.attempts >= MOST_RESENDS:
        return assume_delivered(outcome.reason)
    pause = timedelta(seconds=pause_after(outcome, delivery.attempts, jitter))
    return Settlement(
        state=DeliveryState.UNKNOWN, next_attempt_at=now + pause, reason=outcome.reason
    )


def assume_delivered(reason: str) -> Settlement:
    """Leave it at unknown, for good and for everyone to see."""
    return Settlement(state=DeliveryState.UNKNOWN, reason=f"assumed delivered: {reason}")


def _again(
    delivery: Delivery, reason: str, pause: float, now: datetime, settings: RetrySettings
) -> Settlement:
    tried_since = delivery.first_attempt_at or now
    if now - tried_since > settings.give_up_after:
        return Settlement(state=DeliveryState.DEAD, reason=reason)
    next_attempt_at = now + timedelta(seconds=pause)
    return Settlement(state=DeliveryState.PENDING, next_attempt_at=next_attempt_at, reason=reason)


def _growing(first: timedelta, longest: timedelta, attempts: int, jitter: float) -> float:
    """Double from `first` at each attempt up to `longest`; seconds, less up to a quarter."""
    doubled = first * 2.0 ** min(attempts - 1, 20)
    return min(doubled, longest).total_seconds() * (1 - jitter / 4)
