"""What Discord finds wrong with a request, place by place, and the checks every part shares."""

from collections.abc import Iterable, Iterator
from typing import Any

from tests.emulators.discord.answers import Refusal, invalid

Path = tuple[str, ...]
Problem = tuple[Path, str, str]  # path, code, message

LONGEST_ADDRESS = 2048
WEB = ("http", "https")


def length(text: str) -> int:
    """Return what Discord counts: white space at the ends does not."""
    return len(text.strip().encode("utf-16-le", "surrogatepass")) // 2


def at_most(path: Path, text: str, limit: int) -> Iterator[Problem]:
    if length(text) > limit:
        yield path, "BASE_TYPE_MAX_LENGTH", f"Must be {limit} or fewer in length."


def between(path: Path, size: int, least: int, most: int) -> Iterator[Problem]:
    if not least <= size <= most:
        message = f"Must be between {least} and {most} in length."
        yield path, "BASE_TYPE_BAD_LENGTH", message


def address(
    path: Path, url: str | None, *, most: int = LONGEST_ADDRESS, schemes: tuple[str, ...] = WEB
) -> Iterator[Problem]:
    """An address that may be left out."""
    if not url:
        return
    yield from at_most(path, url, most)
    scheme, separator, rest = url.partition("://")
    if not separator or scheme.lower() not in schemes:
        message = f'Scheme "{scheme}" is not supported. Scheme must be one of {WEB}.'
        yield path, "URL_TYPE_INVALID_SCHEME", message
    elif " " in url or not rest.strip("/"):
        yield path, "URL_TYPE_INVALID_URL", "Not a well formed URL."


def refuse(problems: Iterable[Problem]) -> None:
    """Raise one refusal of them all, if there are any."""
    if found := list(problems):
        raise refusal(*found)


def refusal(*problems: Problem) -> Refusal:
    """Return Discord's “Invalid Form Body” with each problem at its place."""
    tree: dict[str, Any] = {}
    for path, code, message in problems:
        node = tree
        for step in path:
            node = node.setdefault(step, {})
        node.setdefault("_errors", []).append({"code": code, "message": message})
    return invalid(tree)
