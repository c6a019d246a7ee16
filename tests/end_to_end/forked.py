"""Processes that a fork server starts: as `python -m relaybot`, without the second of imports."""

import asyncio
import contextlib
import itertools
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from tests.end_to_end.waiting import until

ROOT = Path(__file__).parents[2]


class ForkServer:
    """One for all tests of a worker; it is started when it is first needed."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._numbers = itertools.count(1)
        self._path = ""

    async def fork(
        self, arguments: tuple[str, ...], folder: Path, environment: Mapping[str, str]
    ) -> "Forked":
        """Start relaybot; what it writes is in files in the folder."""
        number = next(self._numbers)
        out, err = (folder / f"forked-{number}-{name}.txt" for name in ("out", "err"))
        for each in (out, err):
            each.touch()
        reader, writer = await asyncio.open_unix_connection(await self._address())
        wanted = {
            "arguments": arguments,
            "folder": str(folder),
            "environment": dict(environment),
            "out": str(out),
            "err": str(err),
        }
        writer.write(json.dumps(wanted).encode() + b"\n")
        await writer.drain()
        return Forked(int(await reader.readline()), reader, writer, out, err)

    async def _address(self) -> str:
        if self._process is None:
            self._start()
        await until(self._listens, "the fork server")
        return self._path

    def _start(self) -> None:
        self._path = str(Path(tempfile.mkdtemp(prefix="relaybot-")) / "fork")
        self._process = subprocess.Popen(  # noqa: S603 our own program
            (sys.executable, "-m", "tests.end_to_end.fork_server", self._path),
            cwd=ROOT,
            stdin=subprocess.PIPE,
        )

    def _listens(self) -> bool:
        assert self._process
        assert self._process.poll() is None, "the fork server ended"
        return Path(self._path).exists()

    def stop(self) -> None:
        """End it; the processes it started have been ended by those who wanted them."""
        if self._process:
            assert self._process.stdin
            self._process.stdin.close()
            self._process.wait()
            Path(self._path).unlink()
            Path(self._path).parent.rmdir()


class Forked:
    """A process that is no child of ours; like `asyncio.subprocess.Process`."""

    def __init__(
        self,
        pid: int,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        out: Path,
        err: Path,
    ) -> None:
        self.pid, self.out, self.err = pid, out, err
        self.returncode: int | None = None
        self._ended = asyncio.create_task(self._end(reader, writer))

    async def _end(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> int:
        line = await reader.readline()
        writer.close()
        assert line, "the fork server ended"
        self.returncode = int(line)
        return self.returncode

    async def wait(self) -> int:
        """Return its exit code once it has ended; negative when a signal ended it."""
        return await asyncio.shield(self._ended)

    def send_signal(self, number: int) -> None:
        """Send a signal, unless it has ended."""
        if self.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def kill(self) -> None:
        """Kill it, unless it has ended."""
        self.send_signal(signal.SIGKILL)


SERVER = ForkServer()
