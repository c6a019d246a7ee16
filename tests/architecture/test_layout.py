"""Everything stands where one looks for it, and is small enough to be read."""

import ast
import re
from pathlib import Path

import pytest

from tests.architecture.tree import PACKAGE, ROOT, packages, parsed, shown, sources

LONGEST_FILE, LONGEST_FUNCTION = 300, 50
PLATFORM_FILES = {
    *("limits", "markup", "format", "preview", "invite"),  # pure
    *("outcomes", "sender", "handlers", "bot"),  # with the library
    *("asks", "commands", "places", "replies"),  # for commands, with the library
}
# What has no like on the other side, and why.
ONE_SIDED = {
    "discord/payload",  # cards and buttons are objects of the library
    *("discord/readback", "discord/recognise"),  # Telegram shows a bot no history
    "discord/after",  # Telegram neither publishes nor opens threads under a message
    *("discord/persona", "discord/personas"),  # Telegram has no webhooks
    *("discord/tags", "discord/subjects"),  # nor forums whose posts have tags
    *("discord/compact", "discord/card", "discord/full"),  # three that have little in common there
    *("discord/told", "discord/small_print"),  # what they have in common
    *("discord/labels", "discord/colours", "discord/dialect"),  # quirks of its Markdown and cards
    "discord/code",  # Telegram's is tagged, and may hold anything
    *("discord/form", "discord/attempts"),  # what is left out, and whether a request had left
    *("discord/channels", "discord/standing", "discord/edits"),  # its requests, one sort a file
    *("telegram/subject", "telegram/frame", "telegram/body", "telegram/rows"),  # its parts
    "telegram/lighter",  # Discord does not count marks
    *("telegram/revision", "telegram/changing"),  # what to change is half of the work there
}
# What both platforms offer under the same name, so that who knows one knows the other.
PLATFORM_NAMES = {
    "markup": {"escape"},
    "format": {"format_post"},
    "preview": {"preview"},
    "outcomes": {"outcome_of"},
    "invite": {"Right", "invitations", "bot_of"},
}
# Unit tests about several modules of a package at once.
ACROSS = {"test_documents", "test_properties"}


@pytest.mark.parametrize("package", packages(), ids=shown)
def test_a_package_says_what_is_in_it_and_nothing_else(package: Path) -> None:
    tree = parsed(package / "__init__.py")
    assert [type(part) for part in tree.body] == [ast.Expr], "only a docstring belongs there"
    told = set(re.findall(r"`([\w.]+)`", ast.get_docstring(tree) or ""))
    inside = {path.stem for path in package.glob("*.py")} - {"__init__"}
    inside |= {path.parent.name for path in package.glob("*/__init__.py")}
    assert inside - told == set(), "not named in the docstring"


def modules_in(package: Path) -> set[str]:
    return {path.stem for path in package.glob("*.py")} - {"__init__"}


def public_names(file: Path) -> set[str]:
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return {part.name for part in parsed(file).body if isinstance(part, kinds)}


@pytest.mark.parametrize("platform", ["discord", "telegram"])
def test_platforms_look_alike(platform: str) -> None:
    folder = PACKAGE / platform
    assert modules_in(folder) >= PLATFORM_FILES
    for module, names in PLATFORM_NAMES.items():
        assert names <= public_names(folder / f"{module}.py")
    title = platform.title()
    assert f"{title}Message" in public_names(folder / "format.py")
    assert f"{title}Platform" in public_names(folder / "sender.py")
    assert f"{title}Bot" in public_names(folder / "bot.py")


def test_platforms_have_the_same_files() -> None:
    here, there = (modules_in(PACKAGE / name) for name in ("discord", "telegram"))
    alone = {f"discord/{name}" for name in here - there}
    alone |= {f"telegram/{name}" for name in there - here}
    assert alone == ONE_SIDED


def test_unit_tests_mirror_the_package() -> None:
    unit = ROOT / "tests" / "unit"
    astray = []
    for test in sorted(unit.rglob("test_*.py")):
        place = PACKAGE / test.parent.relative_to(unit)
        about = place / f"{test.stem.removeprefix('test_')}.py"
        if not (place.is_dir() if test.stem in ACROSS else about.is_file()):
            astray.append(f"{shown(test)}: there is no {shown(about)}")
    assert astray == []


def test_every_folder_of_tests_is_a_package() -> None:
    # Without it, tests/unit/discord would be imported where the library is meant.
    folders = {file.parent for file in (ROOT / "tests").rglob("*.py")}
    assert [shown(f) for f in sorted(folders) if not (f / "__init__.py").is_file()] == []


def test_no_file_is_long() -> None:
    lengths = {shown(f): len(f.read_text(encoding="utf-8").splitlines()) for f in sources()}
    assert {name: n for name, n in lengths.items() if n > LONGEST_FILE} == {}


def test_no_function_is_long() -> None:
    found = {}
    for file in sources():
        for part in ast.walk(parsed(file)):
            if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (part.end_lineno or part.lineno) - part.lineno + 1
                if length > LONGEST_FUNCTION:
                    found[f"{shown(file)}:{part.lineno} {part.name}"] = length
    assert found == {}
