"""What can be followed: resolved when a post is matched, never when the follow is made."""

from dataclasses import dataclass
from enum import StrEnum


class Scope(StrEnum):
    """The ways to say which posts one wants."""

    CHAPTER = "chapter"  # all feeds of one chapter
    FEED = "feed"
    REGION = "region"
    KIND = "kind"
    LANGUAGE = "language"
    EVERYTHING = "everything"


@dataclass(frozen=True, slots=True, order=True)
class Selector:
    """`Selector(Scope.REGION, "CA")`; in text `region:CA`. `everything` has an empty value."""

    scope: Scope
    value: str = ""

    def __str__(self) -> str:
        return f"{self.scope}:{self.value}" if self.value else str(self.scope)
