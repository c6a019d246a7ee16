"""relaybot's command line on a small directory and an SQLite file, as its users have it."""

import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from typer.testing import CliRunner

from relaybot.cli.main import app
from relaybot.cli.session import in_store
from relaybot.config import Settings, load_settings, variables
from relaybot.errors import RelaybotError
from relaybot.repositories import Transaction
from tests.logging_kept import logging_kept

T = TypeVar("T")

CHAPTERS = """
[organization]
name = "Federation of Tenants' Leagues"
language = "en"

[[chapter]]
slug = "elmford"
name = "Elmford Tenants' League"
region = "OR"
feed = "https://elmford.example/feed/"

[[chapter]]
slug = "harbourdistrict"
name = "Harbour District Tenants"
region = "CA"

  [[chapter.feed]]
  slug = "harbour-news"
  url = "https://harbour.example/feed/"

  [[chapter.feed]]
  slug = "el-faro"
  name = "El Faro"
  kind = "publication"
  language = "es"
  url = "https://elfaro.example/rss.xml"
"""


@dataclass(frozen=True, slots=True)
class Said:
    """What a command has answered."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[list[str]]:
        """Plain output, as the cells of its lines."""
        return [line.split("\t") for line in self.out.splitlines()]

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@dataclass
class CommandLine:
    """A folder of its own; `relaybot("follow", "discord", "42", "elmford")` runs a command."""

    folder: Path
    environ: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.chapters(CHAPTERS)
        self.settings_file.touch()
        self.environ["RELAYBOT_CHAPTERS"] = str(self.folder / "chapters")
        self.environ["RELAYBOT_DATABASE_URL"] = f"sqlite:///{self.database}"

    @property
    def settings_file(self) -> Path:
        return self.folder / "relaybot.toml"

    @property
    def database(self) -> Path:
        return self.folder / "relaybot.db"

    @property
    def settings(self) -> Settings:
        return load_settings(self.settings_file, self.environ)

    def chapters(self, toml: str) -> None:
        """Write the directory anew."""
        (self.folder / "chapters").mkdir(exist_ok=True)
        (self.folder / "chapters" / "leagues.toml").write_text(toml, encoding="utf-8")

    def in_store(self, work: Callable[[Transaction], T]) -> T:
        """Look at what a command has stored, or store what it is to find."""
        return in_store(self.settings, work)

    def __call__(self, *arguments: str) -> Said:
        """Run a command within this process."""
        silenced: dict[str, str | None] = dict.fromkeys(variables())
        everything = ["--config", str(self.settings_file), *arguments]
        with logging_kept():
            result = CliRunner().invoke(app, everything, env=silenced | self.environ)
        error = result.exception
        if error is not None and not isinstance(error, SystemExit | RelaybotError):
            raise error
        said = f"{error}\n" if isinstance(error, RelaybotError) else ""  # as `main` says it
        return Said(result.exit_code, result.stdout, result.stderr + said)

    def process(self, *arguments: str) -> Said:
        """Run a command as its users do."""
        done = subprocess.run(  # noqa: S603 - our own program
            self._command(arguments),
            env=self._environment(),
            cwd=self.folder,
            capture_output=True,
            timeout=60,
            check=False,
        )
        return Said(done.returncode, done.stdout.decode(), done.stderr.decode())

    def terminal(self, *arguments: str) -> Said:
        """Run a command on a terminal: everything it shows is in `out`."""
        ours, theirs = pty.openpty()
        with closing(os.fdopen(ours, "rb", buffering=0)) as screen:
            process = subprocess.Popen(  # noqa: S603 - our own program
                self._command(arguments),
                env=self._environment() | {"TERM": "xterm", "COLUMNS": "200"},
                cwd=self.folder,
                stdin=theirs,
                stdout=theirs,
                stderr=theirs,
            )
            os.close(theirs)
            shown = _until_closed(screen.read)
        return Said(process.wait(timeout=60), shown.decode(), "")

    def _command(self, arguments: tuple[str, ...]) -> list[str]:
        config = ["--config", str(self.settings_file)]
        return [sys.executable, "-m", "relaybot", *config, *arguments]

    def _environment(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        root = str(Path(__file__).parents[2])
        return kept | {"PYTHONPATH": root, "PYTHONUTF8": "1"} | self.environ


def _until_closed(read: Callable[[int], bytes | None]) -> bytes:
    shown = b""
    while True:
        try:
            some = read(65536)
        except OSError:  # Linux says EIO once nobody has the other end
            return shown
        if not some:
            return shown
        shown += some
