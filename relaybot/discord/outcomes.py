"""What an error of discord.py means for a delivery: an ordered table, first match wins.

Codes and texts: docs.discord.com/developers/topics/opcodes-and-status-codes#json. aiohttp appears
here because it is discord.py's transport: its errors reach us unwrapped, and only its traces tell
whether a request had left when it failed.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import aiohttp
import discord

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

    WITHOUT_IMAGE = "without its image"
    WITHOUT_BUTTONS = "without its buttons"
    WITHOUT_MENTION = "without mentioning a role"
    PLAIN = "as plain text"
    UNARCHIVE = "after un-archiving the thread"


@dataclass(frozen=True, slots=True)
class TryAgain:
    """Certainly not sent; the remedy is worth one more try."""

    remedy: Remedy
    reason: str


class SecondAttempt(Exception):  # noqa: N818 - not an error: a brake on the library
    """discord.py was about to repeat a request that may have taken effect and has no nonce."""


class NoPlace(Exception):  # noqa: N818 - it names what was found, like the library's NotFound
    """This channel cannot take a post; the text says why, in words."""


@dataclass(slots=True)
class Attempt:
    """How far the sending requests of one delivery got.

    `open` counts those that left and were not clearly refused: any of them may have taken effect.
    """

    once: bool = False  # nothing protects against a second message: never repeat an open request
    open: int = 0


_attempt: ContextVar[Attempt | None] = ContextVar("attempt", default=None)


@contextmanager
def watched(attempt: Attempt) -> Iterator[None]:
    """Let the traces of `request_traces` write into this attempt."""
    token = _attempt.set(attempt)
    try:
        yield
    finally:
        _attempt.reset(token)


def request_traces() -> aiohttp.TraceConfig:
    """Return the traces a `discord.Client` must be made with (`http_trace=`)."""

    async def started(_session: Any, _context: Any, request: Any) -> None:
        attempt = _attempt.get()
        if attempt and attempt.once and attempt.open and request.method == "POST":
            raise SecondAttempt

    async def written(_session: Any, _context: Any, request: Any) -> None:
        attempt = _attempt.get()
        if attempt and request.method == "POST":
            attempt.open += 1

    async def answered(_session: Any, _context: Any, request: Any) -> None:
        attempt = _attempt.get()
        if attempt and request.method == "POST" and 400 <= request.response.status < 500:
            attempt.open -= 1

    traces = aiohttp.TraceConfig()
    traces.on_request_start.append(started)
    traces.on_request_headers_sent.append(written)
    traces.on_request_end.append(answered)
    return traces


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


def _again(remedy: Remedy) -> Callable[[BaseException], Verdict]:
    return lambda error: TryAgain(remedy, in_words(error))


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
    Row(_HTTP, _again(Remedy.WITHOUT_IMAGE), codes=frozenset({40005})),
    Row(
        _HTTP,
        _again(Remedy.WITHOUT_IMAGE),
        codes=frozenset({50035}),
        when=lambda e: ".image." in e.text or "attachments" in e.text,
    ),
    Row(
        _HTTP,
        _again(Remedy.WITHOUT_BUTTONS),
        codes=frozenset({50035}),
        when=lambda e: "components" in e.text,
    ),
    Row(_HTTP, _again(Remedy.WITHOUT_MENTION), codes=frozenset({10011})),
    Row(
        _HTTP,
        _again(Remedy.WITHOUT_MENTION),
        codes=frozenset({50035}),
        when=lambda e: "allowed_mentions" in e.text,
    ),
    Row(_HTTP, _again(Remedy.PLAIN), codes=frozenset({50035, 50006})),
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
    Row(SecondAttempt, lambda _: Unknown("Discord had trouble, and a forum post has no nonce")),
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
