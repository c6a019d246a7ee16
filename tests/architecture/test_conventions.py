"""Habits of the house that no linter knows."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.tree import everything, parsed, shown, sources

# Time is an argument; these are where a program or a command begins and the clock is read.
MAY_READ_THE_CLOCK = {
    "relaybot/app.py",  # utc_now: the clock everything else is given
    "relaybot/scheduler.py",  # APScheduler keeps its own time; this starts it at once
    *(f"relaybot/cli/{name}.py" for name in ("follows", "held", "preview", "status")),
}
MAY_READ_THE_ENVIRONMENT = {"relaybot/config.py"}
CLOCKS = {
    *("datetime.now", "datetime.utcnow", "datetime.today", "date.today"),
    *("time.time", "time.time_ns", "time.localtime", "time.gmtime"),
}
ENVIRONMENT = {"os.environ", "os.getenv", "os.putenv"}
# In two halves, so that this file does not name them itself.
REGISTRIES = [
    f"{name}.{domain}"
    for name, domain in [
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "com"),
        ("npmjs", "org"),
        ("yarnpkg", "com"),
        ("proxy.golang", "org"),
        ("rubygems", "org"),
        ("crates", "io"),
        ("anaconda", "org"),
    ]
]


def attributes(file: Path) -> Iterator[str]:
    """Yield what is written as `name.attribute`, imported under its own name or not."""
    for part in ast.walk(parsed(file)):
        if isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name):
            yield f"{part.value.id}.{part.attr}"
        if isinstance(part, ast.ImportFrom) and part.level == 0:
            yield from (f"{part.module}.{name.name}" for name in part.names)


def users_of(names: set[str]) -> set[str]:
    return {shown(file) for file in sources() if names & set(attributes(file))}


def test_only_those_who_may_read_the_clock_do() -> None:
    assert users_of(CLOCKS) == MAY_READ_THE_CLOCK


def test_only_the_settings_read_the_environment() -> None:
    assert users_of(ENVIRONMENT) == MAY_READ_THE_ENVIRONMENT


def test_no_import_is_relative() -> None:
    relative = [
        f"{shown(file)}:{part.lineno}"
        for file in sources()
        for part in ast.walk(parsed(file))
        if isinstance(part, ast.ImportFrom) and part.level
    ]
    assert relative == []


@pytest.mark.parametrize("host", REGISTRIES)
def test_no_file_names_a_package_registry(host: str) -> None:
    naming = [shown(file) for file in everything() if host.encode() in file.read_bytes()]
    assert naming == []
