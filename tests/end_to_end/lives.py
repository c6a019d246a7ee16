"""Many lives of the program, one after the other, each a process of its own that can be killed."""

import asyncio
import contextlib
import json
import os
import re
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.end_to_end.fork_server import session_members
from tests.end_to_end.program import STATUS_PAGE, Program
from tests.end_to_end.waiting import until

ROOT = Path(__file__).parents[2]
ANSWER_WITHIN = 90.0  # seconds
ORPHANS_GONE_WITHIN = 30.0


@dataclass(slots=True)
class Life:
    """One process."""

    pid: int
    ended: "asyncio.Task[int]"  # its exit code
    out: Path
    err: Path

    def kill(self) -> None:
        """SIGKILL, unless it has ended by itself."""
        if not self.ended.done():
            os.kill(self.pid, signal.SIGKILL)

    async def stop(self) -> int:
        """SIGTERM; returns the exit code."""
        if not self.ended.done():
            os.kill(self.pid, signal.SIGTERM)
        return await self.ended

    async def page(self) -> str:
        """Wait until it runs; returns the address of its web page, ending in "/"."""
        await until(lambda: self.ended.done() or self._said(), lambda: self.err.read_text()[-2000:])
        found = self._said()
        assert found, f"it ended with {self.ended.result()}: {self.err.read_text()[-2000:]}"
        return found[1]

    def _said(self) -> re.Match[str] | None:
        return STATUS_PAGE.search(self.out.read_text() if self.out.exists() else "")


class Lives:
    """Gives one life after the other; use `lives`."""

    def __init__(self, server: asyncio.subprocess.Process, program: Program) -> None:
        self._server, self._program = server, program
        self.pids: list[int] = []
        self._last: Life | None = None

    async def begin(self, *arguments: str) -> Life:
        """Start the program; the life before must have ended."""
        number = len(self.pids)
        out, err = (self._program.folder / f"life-{number}-{name}.txt" for name in ("out", "err"))
        wanted = {
            "arguments": arguments,
            "folder": str(self._program.folder),
            "environment": self._program.environment,
            "out": str(out),
            "err": str(err),
        }
        assert self._server.stdin
        self._server.stdin.write(json.dumps(wanted).encode() + b"\n")
        await self._server.stdin.drain()
        async with asyncio.timeout(ANSWER_WITHIN):
            pid = await self.answer()
        self.pids.append(pid)
        self._last = Life(pid, asyncio.create_task(self.answer()), out, err)
        return self._last

    async def run(self, *arguments: str) -> str:
        """Run a command that must succeed; returns what it printed."""
        life = await self.begin(*arguments)
        async with asyncio.timeout(ANSWER_WITHIN):
            code = await life.ended
        assert code == 0, (arguments, life.out.read_text(), life.err.read_text())
        return life.out.read_text()

    async def answer(self) -> int:
        """Return the server's next number."""
        assert self._server.stdout
        line = await self._server.stdout.readline()
        assert line, "the fork server ended"
        return int(line)

    def logs(self) -> list[Path]:
        """Return the files with what the lives wrote to standard error."""
        return sorted(self._program.folder.glob("life-*-err.txt"))

    async def nobody_left(self) -> None:
        """Wait until whatever the lives have started is gone, too."""
        pids = set(self.pids)
        await until(
            lambda: not session_members(pids),
            lambda: f"orphans to end: {session_members(pids)}",
            ORPHANS_GONE_WITHIN,
        )

    async def close(self) -> None:
        """End the life under way, and whatever any of them has left behind."""
        if self._last:
            self._last.kill()
            await self._last.ended
        for pid in session_members(set(self.pids)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


@asynccontextmanager
async def lives(program: Program) -> AsyncIterator[Lives]:
    """Open a fork server for this program."""
    with (program.folder / "fork-server-err.txt").open("wb") as err:
        server = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.end_to_end.fork_server"),
            cwd=ROOT,
            env=program.environment,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=err,
        )
    assert server.stdin
    assert server.stdout
    given = Lives(server, program)
    try:
        async with asyncio.timeout(ANSWER_WITHIN):
            assert await server.stdout.readline() == b"ready\n"
        yield given
    finally:
        await given.close()
        server.stdin.close()
        await server.wait()
