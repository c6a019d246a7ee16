"""The files of the checkout, as the tests of the house read them."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "relaybot"
# Made by tools, and by nobody else; a checkout without git has to be readable as well.
MADE = {"__pycache__", "build", "data", "node_modules"}
DOCUMENTS = ("README.md", "CHANGELOG.md", "config/README.md", "tests/README.md")


def sources() -> list[Path]:
    """Every module of relaybot."""
    return sorted(PACKAGE.rglob("*.py"))


def packages() -> list[Path]:
    """Every package below relaybot, as its folder."""
    return sorted(file.parent for file in PACKAGE.rglob("*/__init__.py"))


def shown(file: Path) -> str:
    """The path as people write it."""
    return file.relative_to(ROOT).as_posix()


def module_name(file: Path) -> str:
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


@cache
def parsed(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"), filename=str(file))


def documents() -> Iterator[tuple[Path, str]]:
    """Yield what is written for people, with its text."""
    for name in DOCUMENTS:
        file = ROOT / name
        yield file, file.read_text(encoding="utf-8")


def everything() -> Iterator[Path]:
    """Yield every file that belongs to the project, without what tools leave behind."""
    yield from _below(ROOT)


def _below(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.is_symlink() or not _ours(path):
            continue
        if path.is_dir():
            yield from _below(path)
        else:
            yield path


def _ours(path: Path) -> bool:
    if path.is_dir():
        hidden = path.name.startswith(".") and path.name != ".ci"
        # Feeds kept as tests/data are data; /data at the top is what a running relaybot writes.
        made = path.name in MADE and path != ROOT / "tests" / "data"
        return not (hidden or made or path.name.endswith(".egg-info"))
    return not path.name.endswith((".db", ".db-wal", ".db-shm", ".db.lock"))
