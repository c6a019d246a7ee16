"""Every exception relaybot raises on purpose, in one tree.

::

    RelaybotError
    ├── ConfigError        settings that cannot be used; lists every problem found
    ├── DirectoryError     config/chapters/*.toml; lists every problem with file, entry and key
    ├── SelectorError      a selector that names nothing in the directory; carries near misses
    ├── FetchError         a feed could not be fetched; carries what to do next
    ├── ParseError         a document that is not a feed, or that cost too much to read
    ├── StoreError         the database refused
    │   └── StoreLockedErroranother relaybot already works on this database
    └── PlatformError      a platform could not be reached or refused the token at start

What a platform says about one message is not an exception but an `Outcome` (see `model.outcome`).
"""

from collections.abc import Sequence


class RelaybotError(Exception):
    """Something went wrong that relaybot knows how to name; its text is fit for a person."""


class ProblemsError(RelaybotError):
    """Several mistakes found in one go, so that a person can repair them in one go."""

    def __init__(self, headline: str, problems: Sequence[str]) -> None:
        self.headline = headline
        self.problems = tuple(problems)
        super().__init__("\n".join([headline, *(f"  - {problem}" for problem in self.problems)]))


class ConfigError(ProblemsError):
    """Settings that cannot be used."""


class DirectoryError(ProblemsError):
    """A directory of chapters that cannot be used."""


class SelectorError(RelaybotError):
    """A selector that names nothing in the directory."""

    def __init__(self, message: str, suggestions: Sequence[str] = ()) -> None:
        self.suggestions = tuple(suggestions)
        super().__init__(message)


class FetchError(RelaybotError):
    """A feed could not be fetched.

    `status` is the HTTP status or None when no answer came; `retry_after` is what the server asked
    for, in seconds; `gone` says that the server answered 410; `postponed` that the feed was not
    even asked for, since its server told another feed to wait: no failure of this one.
    """

    def __init__(
        self,
        message: str,
        *,
        status: int | None = None,
        retry_after: float | None = None,
        gone: bool = False,
        postponed: bool = False,
    ) -> None:
        self.status = status
        self.retry_after = retry_after
        self.gone = gone
        self.postponed = postponed
        super().__init__(message)


class ParseError(RelaybotError):
    """A document that is not a feed, is cut short beyond use, or cost too much to read."""


class StoreError(RelaybotError):
    """The database refused or could not be reached."""


class StoreLockedError(StoreError):
    """Another relaybot already works on this database."""


class PlatformError(RelaybotError):
    """A platform could not be reached, or refused the token, at start."""
