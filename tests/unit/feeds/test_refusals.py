import ssl
from collections.abc import Mapping

import pytest

from relaybot.feeds.refusals import broken_connection, in_words, refusal
from tests.builders import NOON

CHALLENGE = b"<html><title>Just a moment...</title><script src=/cdn-cgi/challenge-platform/x>"


@pytest.mark.parametrize(
    ("status", "headers", "page", "text"),
    [
        pytest.param(404, {}, b"", "h has no feed at this address (HTTP 404)", id="404"),
        pytest.param(410, {}, b"", "h says that the feed is gone for good (HTTP 410)", id="410"),
        pytest.param(418, {}, b"", "h gave no document (HTTP 418)", id="odd"),
        pytest.param(599, {}, b"", "h has an error of its own (HTTP 599)", id="odd server error"),
        pytest.param(
            503,
            {"retry-after": "90"},
            b"<h1>Back soon</h1>",
            "h is busy or under repair (HTTP 503); it asks to be left alone for 90 seconds",
            id="under repair",
        ),
    ],
)
def test_refusals(status: int, headers: Mapping[str, str], page: bytes, text: str) -> None:
    assert str(refusal("h", status, headers, page, NOON)) == text


@pytest.mark.parametrize(
    ("status", "headers", "page"),
    [
        pytest.param(403, {"cf-mitigated": "challenge"}, b"", id="said in a header"),
        pytest.param(429, {"cf-mitigated": "Challenge"}, b"", id="whatever the status"),
        pytest.param(403, {}, CHALLENGE, id="seen in the page"),
        pytest.param(503, {}, CHALLENGE.upper(), id="in an older page"),
    ],
)
def test_bot_checks_are_named(status: int, headers: Mapping[str, str], page: bytes) -> None:
    error = refusal("h", status, headers, page, NOON)
    assert "proof that a person is reading" in str(error)
    assert error.status == status


@pytest.mark.parametrize(
    ("status", "retry_after", "gone"), [(429, 30.0, False), (503, 30.0, False), (410, None, True)]
)
def test_what_to_do_next(status: int, retry_after: float | None, gone: bool) -> None:
    error = refusal("h", status, {"retry-after": "30"}, b"", NOON)
    assert (error.retry_after, error.gone) == (retry_after, gone)


def raised_from(outer: Exception, *causes: Exception) -> Exception:
    """Chain exceptions as libraries do, the innermost last."""
    current = outer
    for cause in causes:
        current.__cause__ = cause
        current = cause
    return outer


def certificate_error(reason: str) -> ssl.SSLCertVerificationError:
    error = ssl.SSLCertVerificationError(1, "certificate verify failed")
    error.verify_message = reason
    return error


@pytest.mark.parametrize(
    ("causes", "words"),
    [
        pytest.param(
            [OSError("all attempts failed"), ConnectionRefusedError()], "refused", id="refused"
        ),
        pytest.param([certificate_error("certificate has expired")], "has expired", id="expired"),
        pytest.param([certificate_error("")], "cannot be verified", id="no reason given"),
        pytest.param([ssl.SSLError("WRONG_VERSION_NUMBER")], "TLS error", id="no TLS"),
        pytest.param([], "broke off", id="anything else"),
    ],
)
def test_broken_connections(causes: list[Exception], words: str) -> None:
    error = raised_from(Exception("connection failed"), *causes)
    assert words in str(broken_connection("h", error))


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.2, "1 second"),
        (1.5, "2 seconds"),
        (120, "120 seconds"),
        (121, "3 minutes"),
        (7200, "120 minutes"),
        (7201, "3 hours"),
        (86400, "24 hours"),
    ],
)
def test_durations(seconds: float, words: str) -> None:
    assert in_words(seconds) == words
