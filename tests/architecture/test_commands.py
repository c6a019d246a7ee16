"""The command line explains itself, and what the documents tell people to type is understood."""

import re
import shlex
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import typer

from relaybot.cli.main import app
from tests.architecture.tree import ROOT, documents, shown

BLOCK = re.compile(r"^```(?:sh|shell|bash|console)\n(.*?)^```", re.MULTILINE | re.DOTALL)
ASSIGNMENT = re.compile(r"[A-Z_]+=.*")
ENDS_A_COMMAND = {"|", "||", "&&", ";", ">", ">>", "<", "2>", "&"}
PREFIXES = (["python", "-m"], ["python3", "-m"], [".venv/bin/python", "-m"])
Command = Any  # typer brings its own click, whose types have no public name
Understood = Callable[[list[str]], str | None]


def commands(command: Command, path: str = "relaybot") -> Iterator[tuple[str, Command]]:
    """Yield every command and group with the words that lead to it."""
    yield path, command
    for name, each in getattr(command, "commands", {}).items():
        yield from commands(each, f"{path} {name}")


EVERY = dict(commands(typer.main.get_command(app)))


@pytest.mark.parametrize("path", EVERY)
def test_the_help_of_a_command_has_a_sentence(path: str) -> None:
    assert re.match(r"[A-Z].{10,}\.", EVERY[path].help or "", re.DOTALL)


@pytest.mark.parametrize("path", EVERY)
def test_every_option_and_argument_is_explained(path: str) -> None:
    parameters = (p for p in EVERY[path].params if p.name != "help")
    assert [p.name for p in parameters if not getattr(p, "help", None)] == []


def typed(text: str) -> Iterator[list[str]]:
    """Yield every use of relaybot in the text's blocks of shell, as words."""
    for block in BLOCK.findall(text):
        for line in block.replace("\\\n", " ").splitlines():
            words = shlex.split(line.removeprefix("$ "), comments=True)
            yield from uses(words)


def uses(words: list[str]) -> Iterator[list[str]]:
    """Split a line where one command ends; give what stands after the word relaybot."""
    part: list[str] = []
    for word in [*words, ";"]:
        if word not in ENDS_A_COMMAND:
            part.append(word)
            continue
        while part and ASSIGNMENT.fullmatch(part[0]):
            part = part[1:]
        if part[:2] in PREFIXES:
            part = part[2:]
        if part and part[0].rpartition("/")[2] == "relaybot":
            yield part[1:]
        part = []


@pytest.fixture
def refusal(capsys: pytest.CaptureFixture[str]) -> Understood:
    """Say why a command line would not be understood; nothing is carried out."""
    program = typer.main.get_command(app)
    for _, command in commands(program):
        if not hasattr(command, "commands"):
            command.callback = None

    def ask(words: list[str]) -> str | None:
        with pytest.raises(SystemExit) as end:
            program.main(words or ["--help"], prog_name="relaybot")
        return None if not end.value.code else capsys.readouterr().err

    return ask


def test_what_the_documents_say_is_understood(refusal: Understood) -> None:
    refused = {
        f"{shown(file)}: relaybot {shlex.join(words)}": reason
        for file, text in documents()
        for words in typed(text)
        if (reason := refusal(words))
    }
    assert refused == {}


LINES = {
    "a command": ("relaybot status --json", True),
    "of a group": ("$ relaybot chapters search cleveland  # found by name", True),
    "with an option before": ("relaybot --config my.toml check", True),
    "in a pipe": ("RELAYBOT_LOG_LEVEL=debug .venv/bin/relaybot follows --json | less -S", True),
    "as a module": ("python -m relaybot demo --once && echo done", True),
    "version": ("relaybot --version", True),
    "help": ("relaybot follow --help", True),
    "no such command": ("relaybot fly", False),
    "no such command of a group": ("relaybot chapters fly", False),
    "no such option": ("relaybot status --loud", False),
    "no such option before": ("relaybot --loud status", False),
    "an argument is missing": ("relaybot follow discord", False),
    "a wrong argument": ("relaybot follow icq 1 everything", False),
}


@pytest.mark.parametrize(("line", "understood"), LINES.values(), ids=LINES)
def test_a_command_line_is_understood_or_not(
    line: str, understood: bool, refusal: Understood
) -> None:
    (words,) = typed(f"```sh\n{line}\n```\n")
    assert (refusal(words) is None) is understood


def test_every_make_target_that_is_mentioned_exists() -> None:
    targets = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    mentioned = {
        target
        for _, text in documents()
        for line in re.findall(r"(?:^|`)make((?: [a-z]+)+)", text, re.MULTILINE)
        for target in line.split()
    }
    assert mentioned <= targets
