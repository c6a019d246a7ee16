"""Who may know whom: the contracts in pyproject.toml hold, and purity needs no list to join.

A broken layer, or a new module that is in none, is told by `lint-imports` (see `-s`).
"""

import tomllib
from functools import cache
from typing import Any

import grimp
import pytest
from importlinter.cli import lint_imports

from tests.architecture.tree import PACKAGE, ROOT, module_name, sources

# What a pure module never touches, neither itself nor by way of another module.
WORLD = {
    *("asyncio", "concurrent", "http", "logging", "multiprocessing", "os", "random", "secrets"),
    *("shutil", "signal", "socket", "sqlite3", "ssl", "subprocess", "tempfile", "threading"),
    *("time", "aiohttp", "alembic", "apscheduler", "discord", "httpcore", "httpx", "pebble"),
    *("psycopg", "sqlalchemy", "structlog", "telegram", "typer"),
}
PURE_ZONES = (
    *("errors", "model", "richtext", "sources", "feeds", "relay", "commands", "discord"),
    *("telegram", "rendering", "message"),
)
# The edges and the orchestration inside those zones; everything else in them is pure.
NOT_PURE = {
    *("feeds.fetch", "feeds.guard", "feeds.hosts", "feeds.refusals"),  # the network
    *("feeds.parse_pool", "feeds.parse_child"),  # child processes
    *("relay.poll", "relay.rounds", "relay.deliver", "relay.errands"),  # orchestration
    *("relay.resting", "relay.side_by_side"),
    *("commands.desk", "commands.caretaker", "relay.presence"),  # the same, or logs
    *(f"{name}.{part}" for name in ("discord", "telegram") for part in ("outcomes", "sender")),
    *(f"{name}.{part}" for name in ("discord", "telegram") for part in ("handlers", "bot")),
    *(f"{name}.{part}" for name in ("discord", "telegram") for part in ("asks", "commands")),
    *(f"{name}.{part}" for name in ("discord", "telegram") for part in ("places", "replies")),
    *(f"{name}.{part}" for name in ("discord", "telegram") for part in ("posting", "amend")),
    *(f"{name}.looks" for name in ("discord", "telegram")),  # only for what it logs
    *(f"discord.{part}" for part in ("attempts", "edits", "form", "payload", "channels")),
    *(f"discord.{part}" for part in ("personas", "tags", "recognise", "readback", "standing")),
    *("discord.after", "telegram.changing"),
}
# Libraries without a home: used wherever they are needed.
HOMELESS = {
    "jinja2",  # templates: web and demo
    "structlog",  # events: whoever has something to tell
    "tzdata",  # data for the standard library, imported by nobody
}
IMPORTED_AS = {
    "cld3-py": "gcld3",
    "discord.py": "discord",
    "markdown-it-py": "markdown_it",
    "pydantic-settings": "pydantic_settings",
    "python-telegram-bot": "telegram",
}


@cache
def pyproject() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@cache
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("relaybot", include_external_packages=True, cache_dir=None)


def contract(name: str) -> dict[str, Any]:
    contracts: list[dict[str, Any]] = pyproject()["tool"]["importlinter"]["contracts"]
    return next(each for each in contracts if each["id"] == name)


def test_every_contract_holds() -> None:
    assert lint_imports(str(ROOT / "pyproject.toml"), no_cache=True, no_logo=True) == 0


def test_a_module_in_no_layer_is_noticed() -> None:
    layers = contract("layers")
    known = {name.strip(" ()") for layer in layers["layers"] for name in layer.split("|")}
    top = {file.stem for file in PACKAGE.glob("*.py")} - {"__init__"}
    top |= {file.parent.name for file in PACKAGE.glob("*/__init__.py")}
    assert layers["exhaustive"] is True
    assert top - set(layers["exhaustive_ignores"]) == known


def pure_modules() -> list[str]:
    names = [module_name(file).removeprefix("relaybot.") for file in sources()]
    return [n for n in names if n.split(".")[0] in PURE_ZONES and n not in NOT_PURE]


@pytest.mark.parametrize("name", pure_modules())
def test_a_pure_module_does_not_reach_the_world(name: str) -> None:
    reached = {
        world: graph().find_shortest_chain(f"relaybot.{name}", world)
        for world in WORLD & graph().modules
    }
    assert {world: chain for world, chain in reached.items() if chain} == {}


def test_what_is_called_an_edge_is_there() -> None:
    assert {f"relaybot.{name}" for name in NOT_PURE} <= graph().modules


def test_every_dependency_has_a_home_or_needs_none() -> None:
    wanted = {name for line in pyproject()["project"]["dependencies"] if (name := imported(line))}
    homed = set(contract("homes")["forbidden_modules"])
    assert wanted - homed == HOMELESS


def imported(requirement: str) -> str:
    name = requirement.split("[")[0].split("<")[0].split(">")[0].split("=")[0].strip()
    return IMPORTED_AS.get(name, name)


def test_the_package_itself_imports_nothing() -> None:
    assert graph().find_modules_directly_imported_by("relaybot") == set()
