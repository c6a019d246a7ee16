from types import SimpleNamespace
from typing import Any

import aiohttp
import discord
import pytest

from relaybot.discord.attempts import Attempt, SecondAttempt
from relaybot.discord.outcomes import (
    TABLE,
    Remedy,
    Row,
    TryAgain,
    outcome_of,
    recovery_of,
    spoken_outcome_of,
)
from relaybot.model.outcome import (
    Blocked,
    Delivered,
    DestinationGone,
    Outcome,
    Refused,
    Repeatable,
    RetryLater,
    Unknown,
)

KINDS = {403: discord.Forbidden, 404: discord.NotFound, 500: discord.DiscordServerError}


def answered(
    status: int, code: int = 0, text: str = "", *, via: bool = True, wait: str | None = None
) -> discord.HTTPException:
    kind = KINDS.get(min(status, 500), discord.HTTPException)
    given = {"Via": "1.1 google"} if via else {}
    given |= {"Retry-After": wait} if wait else {}
    response: Any = SimpleNamespace(status=status, reason="", headers=given)
    return kind(response, {"code": code, "message": text})


MEANINGS: dict[str, tuple[Exception, type[Outcome]]] = {
    "bucket full": (discord.RateLimited(77.0), RetryLater),
    "429": (answered(429), RetryLater),
    "Cloudflare's 429": (answered(429, via=False), RetryLater),
    "Cloudflare's block": (answered(403, 40333), RetryLater),
    "token refused": (answered(401), RetryLater),
    "token invalid": (answered(400, 50014), RetryLater),
    "slow mode": (answered(429, 20016), RetryLater),
    "sent and deleted": (answered(404, 10008), Delivered),
    "channel gone": (answered(404, 10003), DestinationGone),
    "server gone": (answered(404, 10004), DestinationGone),
    "no access": (answered(403, 50001), Blocked),
    "takes no messages": (answered(403, 50007), Refused),
    "in no server with us": (answered(403, 50278), Refused),
    "no such person": (answered(404, 10013), Refused),
    "no permission": (answered(403, 50013), Blocked),
    "AutoMod": (answered(400, 200000), Refused),
    "title filter": (answered(400, 200001), Refused),
    "harmful link": (answered(400, 240000), Refused),
    "locked": (answered(400, 160005), Blocked),
    "too many threads": (answered(400, 160006), Blocked),
    "tag wanted": (answered(400, 40067), Blocked),
    "no text channel": (answered(400, 50008), Blocked),
    "another 403": (answered(403, 77777), Blocked),
    "another 400": (answered(400, 77777), Refused),
    "a proxy's 404": (answered(404), RetryLater),
    "a proxy's 403": (answered(403), RetryLater),
    "500": (answered(500), Unknown),
    "503": (answered(503, 130000), Unknown),
    "a brake": (SecondAttempt(), Unknown),
    "no connection": (aiohttp.ClientConnectionError(), RetryLater),
    "no address": (OSError("name or service not known"), RetryLater),
    "too slow": (TimeoutError(), RetryLater),
}


@pytest.mark.parametrize(("error", "expected"), MEANINGS.values(), ids=MEANINGS.keys())
def test_what_an_error_means(error: Exception, expected: type[Outcome]) -> None:
    assert isinstance(outcome_of(error, Attempt()), expected)


@pytest.mark.parametrize(("error", "expected"), MEANINGS.values(), ids=MEANINGS.keys())
def test_after_a_request_left_without_an_answer_only_a_proof_counts(
    error: Exception, expected: type[Outcome]
) -> None:
    verdict = outcome_of(error, Attempt(open=1))

    assert isinstance(verdict, Delivered if expected is Delivered else Unknown)


def form(*faults: str) -> discord.HTTPException:
    return answered(400, 50035, "Invalid Form Body\n" + "\n".join(f"In {f}: no" for f in faults))


GALLERY = "components.0.components.3.items"
REMEDIES = {
    "too large": (answered(413, 40005), Remedy.WITHOUT_PICTURE),
    "a card's picture": (form("embeds.0.image.url"), Remedy.WITHOUT_PICTURE),
    "a picture of a gallery": (form(f"{GALLERY}.1.media.url"), Remedy.WITHOUT_PICTURE),
    "a gallery": (form(GALLERY), Remedy.WITHOUT_PICTURE),
    "words of a picture": (form(f"{GALLERY}.0.description"), Remedy.WITHOUT_PICTURE),
    "a card's logo": (form("embeds.0.author.icon_url"), Remedy.WITHOUT_LOGO),
    "a container's logo": (
        form("components.1.components.0.accessory.media.url"),
        Remedy.WITHOUT_LOGO,
    ),
    "a speaker's logo": (form("avatar_url"), Remedy.WITHOUT_LOGO),
    "a speaker's name": (form("username"), Remedy.WITHOUT_PERSONA),
    "a button": (form("components.0.components.0.url"), Remedy.WITHOUT_BUTTONS),
    "a button of a container": (
        form("components.0.components.6.components.1.label"),
        Remedy.WITHOUT_BUTTONS,
    ),
    "a text of a container": (form("components.0.components.2.content"), Remedy.SIMPLER),
    "a text with a logo beside": (
        form("components.0.components.0.components.0.content"),
        Remedy.SIMPLER,
    ),
    "a flag": (form("flags"), Remedy.SIMPLER),
    "no such role": (answered(404, 10011), Remedy.WITHOUT_MENTION),
    "a mention": (form("allowed_mentions.roles.0"), Remedy.WITHOUT_MENTION),
    "no such tag": (answered(400, 10087), Remedy.WITHOUT_TAGS),
    "a tag": (form("applied_tags.0"), Remedy.WITHOUT_TAGS),
    "a title": (form("embeds.0.title"), Remedy.SIMPLER),
    "a word in an explanation": (answered(400, 50035, "image: no"), Remedy.SIMPLER),
    "empty": (answered(400, 50006), Remedy.SIMPLER),
    "archived": (answered(400, 50083), Remedy.UNARCHIVE),
}


@pytest.mark.parametrize(("error", "remedy"), REMEDIES.values(), ids=REMEDIES.keys())
def test_what_may_help(error: Exception, remedy: Remedy) -> None:
    verdict = outcome_of(error, Attempt())

    assert isinstance(verdict, TryAgain)
    assert verdict.remedy is remedy


PICTURES = {
    "one": ((f"{GALLERY}.1.media.url",), {1}),
    "two": ((f"{GALLERY}.0.media.url", f"{GALLERY}.3.media"), {0, 3}),
    "nobody says which": ((GALLERY,), set()),
    "of a card": (("embeds.0.image.url",), set()),
}


@pytest.mark.parametrize(("faults", "which"), PICTURES.values(), ids=PICTURES)
def test_which_picture_is_complained_about(faults: tuple[str, ...], which: set[int]) -> None:
    verdict = outcome_of(form(*faults), Attempt())

    assert isinstance(verdict, TryAgain)
    assert verdict.which == which


SPOKEN: dict[str, tuple[Exception, type]] = {
    "webhook gone": (answered(404, 10015), TryAgain),
    "its token is wrong": (answered(401, 50027), TryAgain),
    "its channel is gone": (answered(404, 10003), TryAgain),
    "it may not": (answered(403, 50013), TryAgain),
    "too many": (answered(400, 30007), TryAgain),
    "filtered": (answered(400, 200000), TryAgain),
    "a bad name": (form("username"), TryAgain),
    "a bad picture": (form(f"{GALLERY}.1.media.url"), TryAgain),
    "a proxy's 403": (answered(403), RetryLater),
    "500": (answered(500), Unknown),
    "no connection": (aiohttp.ClientConnectionError(), RetryLater),
    "a brake": (SecondAttempt(), Unknown),
}


@pytest.mark.parametrize(("error", "expected"), SPOKEN.values(), ids=SPOKEN)
def test_what_an_error_means_where_a_webhook_spoke(error: Exception, expected: type) -> None:
    assert isinstance(spoken_outcome_of(error, Attempt()), expected)


@pytest.mark.parametrize(("error", "expected"), SPOKEN.values(), ids=SPOKEN)
def test_after_a_webhook_may_have_spoken_the_bot_does_not(error: Exception, expected: type) -> None:
    del expected
    assert isinstance(spoken_outcome_of(error, Attempt(open=1)), Unknown)


def test_what_a_webhook_is_refused_the_bot_tries() -> None:
    refused = {
        name: verdict.remedy
        for name, (error, _) in SPOKEN.items()
        if isinstance(verdict := spoken_outcome_of(error, Attempt()), TryAgain)
    }
    pictures = {"a bad picture": Remedy.WITHOUT_PICTURE}
    assert refused == dict.fromkeys(refused, Remedy.WITHOUT_PERSONA) | pictures


WHOLE = {
    "Cloudflare's 429",
    "Cloudflare's block",
    "token refused",
    "token invalid",
    "a proxy's 403",
}


def test_what_concerns_the_whole_platform() -> None:
    whole = {
        name
        for name, (error, _) in MEANINGS.items()
        if isinstance(said := outcome_of(error, Attempt()), RetryLater) and said.whole_platform
    }

    assert whole == WHOLE


def test_discord_says_how_long_to_wait() -> None:
    def after(error: Exception) -> float | None:
        said = outcome_of(error, Attempt())
        return said.after if isinstance(said, RetryLater) else None

    assert after(discord.RateLimited(77.0)) == 77.0
    assert after(answered(429, wait="12")) == 12.0
    assert after(answered(429, wait="soon")) is None


def test_what_nobody_foresaw_is_a_bug_unless_something_left() -> None:
    assert outcome_of(KeyError("id"), Attempt()) is None
    assert isinstance(outcome_of(KeyError("id"), Attempt(open=1)), Unknown)
    assert recovery_of(KeyError("id")) is None


def covers(general: Row, special: Row) -> bool:
    """Tell whether everything the special row matches is matched by the general one."""
    errors = special.error if isinstance(special.error, tuple) else (special.error,)
    return (
        general.when is None
        and all(issubclass(error, general.error) for error in errors)
        and (not general.codes or (bool(special.codes) and special.codes <= general.codes))
        and (
            not general.statuses
            or (bool(special.statuses) and special.statuses <= general.statuses)
        )
    )


def test_no_row_is_hidden_by_an_earlier_one() -> None:
    hidden = [
        (earlier, later)
        for position, later in enumerate(TABLE)
        for earlier in TABLE[:position]
        if covers(earlier, later)
    ]

    assert hidden == []


RECOVERIES: dict[str, tuple[Exception, type]] = {
    "gone": (answered(404, 10003), Repeatable),
    "not readable": (answered(403, 50001), Unknown),
    "down": (answered(500), RetryLater),
    "no connection": (OSError(), RetryLater),
    "rate limit": (discord.RateLimited(60.0), RetryLater),
}


@pytest.mark.parametrize(("error", "expected"), RECOVERIES.values(), ids=RECOVERIES.keys())
def test_what_an_error_means_while_reading_back(error: Exception, expected: type) -> None:
    assert isinstance(recovery_of(error), expected)
