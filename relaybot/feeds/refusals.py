"""What a server's refusal, or a broken connection, means: in words a volunteer understands.

Only the host is named: paths and queries of feeds hold tokens.
"""

import ssl
from collections.abc import Iterator, Mapping
from datetime import datetime
from math import ceil

from relaybot.errors import FetchError
from relaybot.feeds.caching import retry_after

ASKS_FOR_PATIENCE = frozenset({429, 503})
# Statuses under which bot walls hide; their page is read to find out.
MAY_HIDE_CHALLENGE = frozenset({403, 503})
CHALLENGE_MARKS = (
    b"challenge-platform",
    b"cf-chl",
    b"cf_chl",
    b"just a moment...",
    b"attention required! | cloudflare",
    b"sgcaptcha",
    b"ddos-guard",
    b"captcha",
)
MEANINGS = {
    204: "answered without a document",
    401: "asks for a password",
    402: "asks for payment",
    403: "does not let relaybot read the feed",
    404: "has no feed at this address",
    408: "took too long",
    410: "says that the feed is gone for good",
    429: "says that it is asked too often",
    451: "may not show the feed for legal reasons",
    500: "has an internal error",
    502: "is out of order",
    503: "is busy or under repair",
    504: "is out of order",
}


def patience(status: int, headers: Mapping[str, str], now: datetime) -> float | None:
    """Return for how many seconds this answer asks us to stay away, None when it does not."""
    return retry_after(headers, now) if status in ASKS_FOR_PATIENCE else None


def refusal(
    host: str, status: int, headers: Mapping[str, str], page: bytes, now: datetime
) -> FetchError:
    """Return the error for an answer without a document; `page` is its HTML, if that was read."""
    asked = patience(status, headers, now)
    if _is_challenge(status, headers, page):
        text = (
            f"{host} wants proof that a person is reading (a bot check such as Cloudflare's);"
            " its webmaster has to let feed readers through"
        )
    else:
        text = f"{host} {_meaning(status)} (HTTP {status})"
    if asked:
        text += f"; it asks to be left alone for {in_words(asked)}"
    return FetchError(text, status=status, retry_after=asked, gone=status == 410)


def broken_connection(host: str, error: BaseException) -> FetchError:
    """Return the error for a connection that failed; the reason is looked for among its causes."""
    chain = list(_causes(error))
    for cause in chain:
        if isinstance(cause, ssl.SSLCertVerificationError):
            reason = cause.verify_message or "it cannot be verified"
            return FetchError(f"{host} has a certificate that is not trusted: {reason}")
    if any(isinstance(cause, ssl.SSLError) for cause in chain):
        return FetchError(f"{host} could not be spoken to over https (TLS error)")
    if any(isinstance(cause, ConnectionRefusedError) for cause in chain):
        return FetchError(f"{host} refused the connection")
    return FetchError(f"the connection to {host} broke off before the answer was complete")


def in_words(seconds: float) -> str:
    """Return a duration as people say it, rounded up: "90 seconds", "12 minutes", "3 hours"."""
    if seconds <= 1:
        return "1 second"
    if seconds <= 2 * 60:
        return f"{ceil(seconds)} seconds"
    if seconds <= 2 * 3600:
        return f"{ceil(seconds / 60)} minutes"
    return f"{ceil(seconds / 3600)} hours"


def _is_challenge(status: int, headers: Mapping[str, str], page: bytes) -> bool:
    if headers.get("cf-mitigated", "").strip().lower() == "challenge":
        return True
    if status not in MAY_HIDE_CHALLENGE:
        return False
    lowered = page.lower()
    return any(mark in lowered for mark in CHALLENGE_MARKS)


def _meaning(status: int) -> str:
    if status in MEANINGS:
        return MEANINGS[status]
    if status >= 500:
        return "has an error of its own"
    return "gave no document"


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield the error and everything it was raised from, innermost last."""
    cause: BaseException | None = error
    while cause is not None:
        yield cause
        cause = cause.__cause__ or cause.__context__
