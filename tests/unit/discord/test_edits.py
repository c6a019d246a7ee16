from types import SimpleNamespace
from typing import Any

import discord
import pytest

from relaybot.discord.attempts import SecondAttempt
from relaybot.discord.edits import edit_outcome_of
from relaybot.discord.outcomes import TryAgain
from relaybot.model.outcome import Blocked, Delivered, Refused, RetryLater

KINDS = {403: discord.Forbidden, 404: discord.NotFound, 500: discord.DiscordServerError}


def answered(status: int, code: int = 0, text: str = "") -> discord.HTTPException:
    kind = KINDS.get(min(status, 500), discord.HTTPException)
    response: Any = SimpleNamespace(status=status, reason="", headers={"Via": "1.1 google"})
    return kind(response, {"code": code, "message": text})


MEANINGS: dict[str, tuple[Exception, type, float | None]] = {
    "the message is gone": (answered(404, 10008), Refused, None),
    "its channel is gone": (answered(404, 10003), Refused, None),
    "its server is gone": (answered(404, 10004), Refused, None),
    "its webhook is gone": (answered(404, 10015), Refused, None),
    "another's": (answered(403, 50005), Refused, None),
    "too old to be edited so often": (answered(429, 30046), RetryLater, 600.0),
    "the same as a refusal": (answered(400, 30046), RetryLater, 600.0),
    "published": (answered(429, 20022), RetryLater, 1200.0),
    "published, too": (answered(400, 20028), RetryLater, 1200.0),
    "a rate limit": (discord.RateLimited(1163.0), RetryLater, 1163.0),
    "published already": (answered(400, 40033), Delivered, None),
    "has its thread": (answered(400, 160004), Delivered, None),
    "no right": (answered(403, 50013), Blocked, None),
    "filtered": (answered(400, 200000), Refused, None),
    "500": (answered(500), RetryLater, None),
    "a brake": (SecondAttempt(), RetryLater, None),
    "no connection": (OSError(), RetryLater, None),
    "too slow": (TimeoutError(), RetryLater, 600.0),
    "a bad form": (answered(400, 50035), TryAgain, None),
    "archived": (answered(400, 50083), TryAgain, None),
}


@pytest.mark.parametrize(("error", "expected", "after"), MEANINGS.values(), ids=MEANINGS)
def test_what_an_error_means_for_a_message_that_stands(
    error: Exception, expected: type, after: float | None
) -> None:
    verdict = edit_outcome_of(error)

    assert isinstance(verdict, expected)
    assert getattr(verdict, "after", None) == after


def test_what_nobody_foresaw_is_a_bug() -> None:
    assert edit_outcome_of(KeyError("id")) is None
