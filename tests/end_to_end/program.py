"""relaybot as its users have it: a process, told what to do by arguments and environment."""

import asyncio
import contextlib
import itertools
import json
import os
import re
import signal
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

from tests.end_to_end.forked import SERVER, Forked
from tests.end_to_end.process_tree import session_members
from tests.end_to_end.waiting import until

KEPT = ("PATH", "PYTHONPATH", "HOME", "LANG", "TMPDIR", "SYSTEMROOT")  # of our own environment
STATUS_PAGE = re.compile(r"status page: (http://\S+/)status")
STOP_WITHIN = 30.0  # seconds
ORPHANS_GONE_WITHIN = 30.0


@dataclass(frozen=True, slots=True)
class Finished:
    """A command that ended."""

    code: int
    out: str
    err: str


class Running:
    """A process under way; what it writes goes to files, which can be read at any time."""

    def __init__(self, process: asyncio.subprocess.Process | Forked, out: Path, err: Path) -> None:
        self.process, self._out, self._err = process, out, err

    @property
    def out(self) -> str:
        """What it has written to standard output."""
        return self._out.read_text(encoding="utf-8")

    @property
    def err(self) -> str:
        """What it has written to standard error."""
        return self._err.read_text(encoding="utf-8")

    @property
    def pid(self) -> int:
        """Its process id."""
        return self.process.pid

    async def ready(self) -> str:
        """Wait until it says that it runs; returns the web page's address, ending in "/"."""
        await until(
            lambda: STATUS_PAGE.search(self.out) or self.process.returncode is not None,
            lambda: f"ready, but: {self.out} {self.err}",
        )
        found = STATUS_PAGE.search(self.out)
        assert found, f"relaybot ended: {self.out} {self.err}"
        return found[1]

    async def end(self, within: float = STOP_WITHIN) -> Finished:
        """Wait until it has ended."""
        async with asyncio.timeout(within):
            code = await self.process.wait()
        return Finished(code, self.out, self.err)

    async def stop(self, number: signal.Signals = signal.SIGTERM) -> Finished:
        """Ask it to end, and wait."""
        self.process.send_signal(number)
        return await self.end()

    async def kill(self) -> None:
        """Leave nothing behind, whatever state it is in."""
        if self.process.returncode is None:
            self.process.kill()
            await self.process.wait()


class Program:
    """Starts relaybot with these settings, in a folder of its own. `close` ends what still runs."""

    def __init__(self, folder: Path, settings: Mapping[str, str]) -> None:
        self.folder, self.settings = folder, dict(settings)
        self._numbers = itertools.count(1)
        self._started: list[Running] = []

    async def start(self, *arguments: str, **changes: str) -> Running:
        """Start it; `changes` are settings for this time, without `RELAYBOT_`."""
        process = await SERVER.fork(arguments, self.folder, self._environment(changes))
        return self._running(process, process.out, process.err)

    async def start_afresh(self, *arguments: str, **changes: str) -> Running:
        """Start it as a user does: `python -m relaybot`, with everything to be imported."""
        number = next(self._numbers)
        out, err = (self.folder / f"{number}-{name}.txt" for name in ("out", "err"))
        with out.open("wb") as to_out, err.open("wb") as to_err:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "relaybot", *arguments),
                cwd=self.folder,
                env=self._environment(changes),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=to_out,
                stderr=to_err,
            )
        return self._running(process, out, err)

    def _environment(self, changes: Mapping[str, str]) -> dict[str, str]:
        """Return everything it gets to see of the environment."""
        kept = {name: os.environ[name] for name in KEPT if name in os.environ}
        changed = {f"RELAYBOT_{name.upper()}": value for name, value in changes.items()}
        return kept | self.settings | changed

    def _running(
        self, process: asyncio.subprocess.Process | Forked, out: Path, err: Path
    ) -> Running:
        running = Running(process, out, err)
        self._started.append(running)
        return running

    async def run(self, *arguments: str, **changes: str) -> Finished:
        """Run a command to its end."""
        running = await self.start(*arguments, **changes)
        return await running.end(within=90)

    async def done(self, *arguments: str, **changes: str) -> str:
        """Run a command that must succeed; returns what it printed."""
        finished = await self.run(*arguments, **changes)
        assert finished.code == 0, finished
        assert "Traceback" not in finished.err, finished.err
        return finished.out

    async def status(self) -> dict[str, Any]:
        """Return what `relaybot status --json` says."""
        told: dict[str, Any] = json.loads(await self.done("status", "--json"))
        return told

    def errors(self) -> list[str]:
        """Return what was logged as an error by whatever was started."""
        lines = (line for running in self._started for line in running.err.splitlines())
        return [line for line in lines if "[error" in line]

    async def nobody_left(self) -> None:
        """Wait until whatever has been started is gone, and what that has started, too."""
        await until(
            lambda: not self._left(), lambda: f"orphans to end: {self._left()}", ORPHANS_GONE_WITHIN
        )

    def _left(self) -> dict[int, str]:
        return session_members({running.pid for running in self._started})

    async def close(self) -> None:
        """End everything that was started, and whatever that has left behind."""
        for running in self._started:
            await running.kill()
        for pid in self._left():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


async def ask(url: str) -> tuple[int, Any]:
    """GET a page of the program's web server; returns the status and the JSON."""
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        return answer.status, await answer.json(content_type=None)
