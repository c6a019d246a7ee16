"""What an error of discord.py means for a delivery: an ordered table, first match wins.

Codes and texts: docs.discord.com/developers/topics/opcodes-and-status-codes#json. aiohttp appears
here because it is discord.py's transport: its errors reach us unwrapped.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import aiohttp
import discord

from relaybot.discord.attempts import Attempt, SecondAttempt
from relaybot.model.outcome import (
    Blocked,
    Delivered,
    DestinationGone,
    Outcome,
    Recovery,
    Refused,
    Repeatable,
    RetryLater,
    Unknown,
)

BAN_PAUSE = 600.0  # seconds; 10,000 refused requests in 10 minutes are what Cloudflare bans for
TOKEN_PAUSE = 900.0  # a refused token does not heal by itself, and each try counts as refused


class Remedy(StrEnum):
    """What may make the same delivery succeed at once."""

    WITHOUT_PICTURE = "without a picture"
    WITHOUT_LOGO = "without the chapter's logo"
    WITHOUT_BUTTONS = "without its buttons"
    WITHOUT_MENTION = "without mentioning a role"
    WITHOUT_PERSONA = "in the bot's own name"
    WITHOUT_TAGS = "without tags"
    SIMPLER = "in a simpler form"
    UNARCHIVE = "after un-archiving the thread"


@dataclass(frozen=True, slots=True)
class TryAgain:
    """Certainly not sent; the remedy is worth one more try."""

    remedy: Remedy
    reason: str
    which: frozenset[int] = frozenset()  # pictures, counted from 0; empty = nobody can tell


class NoPlace(Exception):  # noqa: N818 - it names what was found, like the library's NotFound
    """This channel cannot take a post; the text says why, in words."""


Verdict = Outcome | TryAgain
ErrorTypes = type[BaseException] | tuple[type[BaseException], ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table; `when` narrows further than type, code and status can."""

    error: ErrorTypes
    means: Callable[[Any], Verdict]
    codes: frozenset[int] = frozenset()
    statuses: frozenset[int] = frozenset()
    when: Callable[[Any], bool] | None = None

    def matches(self, error: BaseException) -> bool:
        """Tell whether this row speaks about this error."""
        return (
            isinstance(error, self.error)
            and (not self.codes or getattr(error, "code", None) in self.codes)
            and (not self.statuses or getattr(error, "status", None) in self.statuses)
            and (self.when is None or self.when(error))
        )


def in_words(error: BaseException) -> str:
    """Return what happened, without a URL or token."""
    if isinstance(error, discord.HTTPException):
        said = " ".join(error.text.split())[:200] or "no explanation"
        return f"Discord answered {error.status} (code {error.code}): {said}"
    if isinstance(error, TimeoutError):
        return "Discord did not answer in time"
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__


def _seconds(error: discord.HTTPException) -> float | None:
    for name in ("Retry-After", "X-RateLimit-Reset-After"):
        try:
            return float(error.response.headers[name])
        except (KeyError, ValueError):
            continue
    return None


def _again(remedy: Remedy) -> Callable[[discord.HTTPException], Verdict]:
    return lambda error: TryAgain(remedy, in_words(error), _pictures(error))


def _pictures(error: discord.HTTPException) -> frozenset[int]:
    """Return which pictures of a gallery are complained about."""
    return frozenset(map(int, _PICTURE.findall(error.text)))


def _about(part: str) -> Callable[[discord.HTTPException], bool]:
    """Discord says where in a message the fault is: "In embeds.0.image.url: …"."""
    return lambda error: re.search(part, error.text) is not None


def _says(make: Callable[[str], Verdict], words: str) -> Callable[[BaseException], Verdict]:
    return lambda error: make(f"{words} ({in_words(error)})")


def _banned(error: discord.HTTPException) -> Verdict:
    return RetryLater(
        f"Discord's front door keeps relaybot out for a while ({in_words(error)})",
        _seconds(error) or BAN_PAUSE,
        whole_platform=True,
    )


def _token_refused(error: discord.HTTPException) -> Verdict:
    words = f"Discord no longer accepts the bot's token ({in_words(error)})"
    return RetryLater(words, TOKEN_PAUSE, whole_platform=True)


def _not_from_discord(error: discord.HTTPException) -> bool:
    """Discord's own refusals are JSON with a code; a page of a proxy or CDN has none."""
    return error.code == 0


_PICTURE = re.compile(r"\.items\.(\d+)\.media")
# Where a fault can be, and what is left out then; the first that fits. In Components V2 everything
# is a component: components.0.components.3.items.1.media.url is a picture, and no button.
PARTS = (
    (r"\busername\b", Remedy.WITHOUT_PERSONA),
    (r"\bavatar_url\b|\bicon_url\b|\baccessory\b", Remedy.WITHOUT_LOGO),
    (r"\.items\b|\.media\b|\.image\b|\battachments\b", Remedy.WITHOUT_PICTURE),
    (r"\bapplied_tags\b", Remedy.WITHOUT_TAGS),
    (r"\ballowed_mentions\b", Remedy.WITHOUT_MENTION),
    (r"\bcomponents[.\d]*\.content\b", Remedy.SIMPLER),
    (r"\bcomponents\b", Remedy.WITHOUT_BUTTONS),
)
_FORM = frozenset({50035})
_HTTP = discord.HTTPException
_NETWORK = (OSError, aiohttp.ClientError, TimeoutError)

# Order matters: Forbidden, NotFound and DiscordServerError are HTTPExceptions, TimeoutError is an
# OSError; what a code says goes before what a status says.
TABLE: tuple[Row, ...] = (
    Row(
        discord.RateLimited,
        lambda e: RetryLater("Discord asks to wait (rate limit)", e.retry_after),
    ),
    Row(
        _HTTP,
        _banned,
        statuses=frozenset({429}),
        when=lambda e: not e.response.headers.get("Via"),
    ),
    Row(_HTTP, _banned, codes=frozenset({40333})),
    Row(_HTTP, _token_refused, statuses=frozenset({401})),
    Row(_HTTP, _token_refused, codes=frozenset({50014})),
    Row(
        _HTTP,
        lambda e: RetryLater(f"Discord asks to wait ({in_words(e)})", _seconds(e)),
        statuses=frozenset({429}),
    ),
    # On creating with a nonce: the message was made by an earlier attempt and deleted by someone.
    Row(_HTTP, lambda _: Delivered("deleted"), codes=frozenset({10008})),
    Row(_HTTP, _says(DestinationGone, "the channel is gone"), codes=frozenset({10003})),
    Row(_HTTP, _says(DestinationGone, "the server is gone"), codes=frozenset({10004})),
    Row(_HTTP, _says(Blocked, "relaybot cannot see the channel"), codes=frozenset({50001})),
    Row(_HTTP, _says(Blocked, "relaybot lacks a permission there"), codes=frozenset({50013})),
    Row(
        _HTTP,
        _says(Refused, "this person does not let relaybot write to them"),
        codes=frozenset({50007, 50278, 10013}),
    ),
    Row(_HTTP, _again(Remedy.WITHOUT_PICTURE), codes=frozenset({40005})),
    *(Row(_HTTP, _again(remedy), codes=_FORM, when=_about(part)) for part, remedy in PARTS),
    Row(_HTTP, _again(Remedy.WITHOUT_MENTION), codes=frozenset({10011})),
    Row(_HTTP, _again(Remedy.WITHOUT_TAGS), codes=frozenset({10087})),
    Row(_HTTP, _again(Remedy.SIMPLER), codes=frozenset({50035, 50006})),
    Row(
        _HTTP,
        _says(Refused, "Discord's filters refuse this post"),
        codes=frozenset({200000, 200001, 240000}),
    ),
    Row(_HTTP, _again(Remedy.UNARCHIVE), codes=frozenset({50083})),
    Row(_HTTP, _says(Blocked, "the thread is locked"), codes=frozenset({160005})),
    Row(_HTTP, _says(Blocked, "the server has too many open threads"), codes=frozenset({160006})),
    Row(_HTTP, _says(Blocked, "the forum wants a tag"), codes=frozenset({40067})),
    Row(_HTTP, _says(Blocked, "this channel takes no messages"), codes=frozenset({50008, 40058})),
    Row(discord.DiscordServerError, lambda e: Unknown(in_words(e))),
    Row(_HTTP, lambda e: Unknown(in_words(e)), codes=frozenset({130000})),
    Row(_HTTP, _banned, statuses=frozenset({403}), when=_not_from_discord),
    Row(_HTTP, lambda e: RetryLater(in_words(e)), when=_not_from_discord),
    Row(discord.Forbidden, lambda e: Blocked(in_words(e))),
    Row(_HTTP, lambda e: Refused(in_words(e))),
    Row(NoPlace, lambda e: Blocked(str(e))),
    Row(discord.InvalidData, _says(Blocked, "relaybot does not know this kind of channel")),
    Row(
        SecondAttempt,
        lambda _: Unknown("Discord had trouble, and there is no nonce"),
    ),
    Row(_NETWORK, lambda e: RetryLater(f"Discord cannot be reached ({in_words(e)})")),
)


def outcome_of(error: BaseException, attempt: Attempt) -> Verdict | None:
    """Return what an error means; None: nobody foresaw it, and nothing had left.

    A request that left without a clear refusal leaves the outcome unknown, whatever came after it.
    """
    means = next((row.means for row in TABLE if row.matches(error)), None)
    verdict = means(error) if means else None
    if attempt.open and not isinstance(verdict, Delivered):
        return Unknown(f"no clear answer after the message was sent off: {in_words(error)}")
    return verdict


def spoken_outcome_of(error: BaseException, attempt: Attempt) -> Verdict | None:
    """The same where a webhook spoke: what it is refused for good, the bot itself tries next.

    Its own rights and its channel say nothing about the bot's.
    """
    verdict = outcome_of(error, attempt)
    if attempt.open:
        return verdict
    if isinstance(error, _HTTP) and error.status == 401:
        return TryAgain(Remedy.WITHOUT_PERSONA, in_words(error))
    if isinstance(verdict, Refused | Blocked | DestinationGone | Delivered):
        return TryAgain(Remedy.WITHOUT_PERSONA, in_words(error))
    return verdict


def recovery_of(error: BaseException) -> Recovery | None:
    """Return what an error while reading back means; None: nobody foresaw it."""
    match outcome_of(error, Attempt()):
        case None:
            return None
        case RetryLater() as later:
            return later
        case Unknown(reason):  # reading changes nothing: it can be asked again
            return RetryLater(reason)
        case DestinationGone(reason):
            return Repeatable(f"{reason}; sending again will say so")
        case _:
            return Unknown(f"what became of it cannot be read back: {in_words(error)}")
