from datetime import timedelta

import pytest

from relaybot.model.delivery import DeliveryState
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
from relaybot.relay.retry import (
    RetrySettings,
    ask_again,
    assume_delivered,
    settle,
    still_unknown,
)
from tests.builders import NOON, a_delivery

SETTINGS = RetrySettings(give_up_after=timedelta(days=7))


@pytest.mark.parametrize(
    ("outcome", "state", "pause"),
    [
        (Delivered("77"), DeliveryState.SENT, None),
        (Refused("no"), DeliveryState.DEAD, None),
        (RetryLater("busy", after=42.0), DeliveryState.PENDING, 42.0),
        (RetryLater("busy"), DeliveryState.PENDING, 5.0),
        (Blocked("no right"), DeliveryState.PENDING, 900.0),
        (DestinationGone("deleted"), DeliveryState.PENDING, 0.0),
        (DestinationMoved("-100"), DeliveryState.PENDING, 0.0),
        (Unknown("no answer"), DeliveryState.UNKNOWN, 0.0),
    ],
)
def test_every_outcome_has_its_settlement(
    outcome: Outcome, state: DeliveryState, pause: float | None
) -> None:
    settlement = settle(outcome, a_delivery(), NOON, 0.0, SETTINGS)
    assert settlement.state is state
    expected = None if pause is None else NOON + timedelta(seconds=pause)
    assert settlement.next_attempt_at == expected


def test_what_was_sent_keeps_its_message_id() -> None:
    assert settle(Delivered("77"), a_delivery(), NOON, 0.0, SETTINGS).message_id == "77"


@pytest.mark.parametrize(
    ("attempts", "seconds"), [(1, 5), (2, 10), (5, 80), (10, 2560), (90, 3600)]
)
def test_pauses_double_up_to_an_hour(attempts: int, seconds: int) -> None:
    settlement = settle(RetryLater("busy"), a_delivery(attempts=attempts), NOON, 0.0, SETTINGS)
    assert settlement.next_attempt_at == NOON + timedelta(seconds=seconds)


def test_a_missing_right_is_asked_for_at_most_once_a_day() -> None:
    settlement = settle(Blocked("no right"), a_delivery(attempts=50), NOON, 0.0, SETTINGS)
    assert settlement.next_attempt_at == NOON + timedelta(hours=24)


def test_jitter_shortens_a_pause_by_up_to_a_quarter() -> None:
    settlement = settle(RetryLater("busy"), a_delivery(attempts=2), NOON, 0.999, SETTINGS)
    assert settlement.next_attempt_at is not None
    assert timedelta(seconds=7.5) <= settlement.next_attempt_at - NOON < timedelta(seconds=7.6)


@pytest.mark.parametrize("outcome", [RetryLater("busy"), Blocked("no right")])
def test_a_delivery_tried_for_too_long_is_dead_with_the_last_reason(outcome: Outcome) -> None:
    old = a_delivery(first_attempt_at=NOON - timedelta(days=8))
    settlement = settle(outcome, old, NOON, 0.0, SETTINGS)
    assert settlement.state is DeliveryState.DEAD
    assert settlement.reason in {"busy", "no right"}


@pytest.mark.parametrize("outcome", [RetryLater("busy"), Blocked("no right")])
def test_waiting_untried_does_not_count(outcome: Outcome) -> None:
    waited = a_delivery(created_at=NOON - timedelta(days=80))
    assert settle(outcome, waited, NOON, 0.0, SETTINGS).state is DeliveryState.PENDING


def test_an_unknown_outcome_keeps_the_moment_it_was_first_unknown() -> None:
    first = NOON - timedelta(minutes=5)
    assert settle(Unknown("?"), a_delivery(), NOON, 0.0, SETTINGS).unknown_since == NOON
    again = settle(Unknown("?"), a_delivery(unknown_since=first), NOON, 0.0, SETTINGS)
    assert again.unknown_since == first


def test_asking_later_leaves_a_row_unknown() -> None:
    settlement = ask_again(a_delivery(), RetryLater("no line", after=30.0), NOON, 0.0)
    assert settlement.state is DeliveryState.UNKNOWN
    assert settlement.next_attempt_at == NOON + timedelta(seconds=30)


def test_a_repeat_that_did_not_get_through_is_asked_about_anew() -> None:
    pending = settle(RetryLater("busy"), a_delivery(), NOON, 0.0, SETTINGS)
    assert still_unknown(pending).state is DeliveryState.UNKNOWN
    sent = settle(Delivered("77"), a_delivery(), NOON, 0.0, SETTINGS)
    assert still_unknown(sent).state is DeliveryState.SENT


def test_an_assumption_is_final_and_says_that_it_is_one() -> None:
    settlement = assume_delivered("the answer was lost")
    assert settlement.state is DeliveryState.UNKNOWN
    assert settlement.next_attempt_at is None
    assert settlement.reason == "assumed delivered: the answer was lost"
