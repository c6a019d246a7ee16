"""Every setting is explained twice, in the example file and in a table; and both are true."""

import re
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from relaybot.config import CONFIG_VARIABLE, Settings, load_settings, variables
from relaybot.config_problems import PREFIX
from tests.architecture.tree import ROOT, documents, shown, sources

EXAMPLE = ROOT / "config" / "relaybot.example.toml"
README = (ROOT / "config" / "README.md").read_text(encoding="utf-8")
Key = tuple[str, str]  # ("chapters", "") or ("polling", "every")
SECRETS = {("discord", "token"), ("telegram", "token")}  # never in a file
ROW = re.compile(
    r"^\| `(?:\[(?P<section>\w+)\] )?(?P<key>\w+)` \| `(?P<variable>RELAYBOT_\w+)`"
    r" \| (?:`(?P<default>[^`]+)`)? *\| (?P<meaning>.+) \|$",
    re.MULTILINE,
)


def keys() -> dict[Key, str]:
    """Every setting and its environment variable."""
    return {key: name for name, key in variables().items() if name != CONFIG_VARIABLE}


def example() -> dict[Key, str]:
    """Every key in the example, with the line that would set it."""
    found: dict[Key, str] = {}
    section = ""
    for line in EXAMPLE.read_text(encoding="utf-8").splitlines():
        if header := re.fullmatch(r"\[(\w+)\]", line):
            section = header[1]
        elif setting := re.fullmatch(r"#(\w+) = .+", line):
            key = (section, setting[1]) if section else (setting[1], "")
            found[key] = f"[{section}]\n{line[1:]}\n" if section else f"{line[1:]}\n"
    return found


def value_of(settings: Settings, key: Key) -> Any:
    section, name = key
    value = getattr(getattr(settings, section), name) if name else getattr(settings, section)
    return value.get_secret_value() if isinstance(value, SecretStr) else value


def loaded(tmp_path: Path, text: str) -> Settings:
    file = tmp_path / "relaybot.toml"
    file.write_text(text, encoding="utf-8")
    return load_settings(file, environ={})


def table() -> dict[Key, re.Match[str]]:
    rows = ROW.finditer(README)
    return {(r["section"], r["key"]) if r["section"] else (r["key"], ""): r for r in rows}


DEFAULTS = Settings.model_validate({})


def test_the_example_has_every_key_and_no_other() -> None:
    assert set(example()) == set(keys()) - SECRETS


def test_the_example_changes_nothing_as_it_is() -> None:
    assert load_settings(EXAMPLE, environ={}) == DEFAULTS


@pytest.mark.parametrize("key", example(), ids=".".join)
def test_a_line_of_the_example_says_the_default(key: Key, tmp_path: Path) -> None:
    line, default = example()[key], value_of(DEFAULTS, key)
    if default is None:  # then the line shows what one could write
        tomllib.loads(line)
        if key[1] != "token_file":  # there is no such file here
            assert value_of(loaded(tmp_path, line), key)
        assert "# Example: " in EXAMPLE.read_text(encoding="utf-8").split(line.split("\n")[-2])[0]
    else:
        assert value_of(loaded(tmp_path, line), key) == default


def test_every_key_of_the_example_is_explained() -> None:
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    for before, line in pairwise(lines):
        if re.match(r"#\w+ = ", line):
            assert before.startswith("# "), line


def test_the_readme_has_every_key_and_no_other() -> None:
    assert set(table()) == set(keys())


@pytest.mark.parametrize("key", keys(), ids=".".join)
def test_a_row_of_the_readme_is_true(key: Key, tmp_path: Path) -> None:
    row = table()[key]
    assert row["variable"] == keys()[key]
    default = value_of(DEFAULTS, key)
    if default is None:
        assert row["default"] is None
    else:
        heading = f"[{key[0]}]\n{key[1]}" if key[1] else key[0]
        assert value_of(loaded(tmp_path, f"{heading} = {row['default']}\n"), key) == default


def test_every_variable_that_is_mentioned_exists() -> None:
    texts = {shown(file): text for file, text in documents()}
    for file in [*sources(), EXAMPLE, *(ROOT / name for name in ("Dockerfile", "compose.yaml"))]:
        texts[shown(file)] = file.read_text(encoding="utf-8")
    mentioned = {
        f"{name}: {variable}"
        for name, text in texts.items()
        for variable in re.findall(rf"\b{PREFIX}[A-Z_]+[A-Z]\b", text)
        if variable not in variables() and variable not in SWITCHES_OF_TESTS
    }
    assert mentioned == set()


SWITCHES_OF_TESTS = {"RELAYBOT_WRITE_EXPECTED"}  # told in tests/README.md
