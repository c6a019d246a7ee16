"""Starts relaybot many times without importing it each time.

`python -m tests.end_to_end.fork_server` imports the program once and then, for each line on
standard input, forks a process that runs the command line as `python -m relaybot` does: its own
session, working directory, environment and output files. One at a time: it answers with the
process id, and with the exit code once that process has ended. Run by `Lives`.
"""

import gc
import importlib
import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

PRELOADED = (
    "relaybot.app",
    "relaybot.cli.main",
    "relaybot.discord.bot",
    "relaybot.storage.store",
    "relaybot.telegram.bot",
    "relaybot.web.server",
)


def main() -> None:
    """Serve until standard input ends; only the forked processes leave this by running relaybot."""
    for name in PRELOADED:
        importlib.import_module(name)
    gc.freeze()  # keeps collections in the children from copying what is shared
    _say("ready")
    while line := sys.stdin.readline():
        wanted = json.loads(line)
        process = os.fork()
        if process == 0:
            _become(wanted)
            return _run_relaybot()
        _say(f"{process}")
        _, status = os.waitpid(process, 0)
        _say(f"{os.waitstatus_to_exitcode(status)}")
    return None


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _become(wanted: dict[str, Any]) -> None:
    """Turn the forked process into one that was started afresh."""
    os.setsid()  # whatever it starts can be told by this session
    os.chdir(wanted["folder"])
    os.environ.clear()
    os.environ.update(wanted["environment"])
    for number, path, mode in (
        (0, os.devnull, os.O_RDONLY),
        (1, wanted["out"], os.O_WRONLY | os.O_CREAT | os.O_APPEND),
        (2, wanted["err"], os.O_WRONLY | os.O_CREAT | os.O_APPEND),
    ):
        opened = os.open(path, mode, 0o644)
        os.dup2(opened, number)
        os.close(opened)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.argv = ["relaybot", *wanted["arguments"]]


def _run_relaybot() -> None:
    from relaybot.cli.main import main as relaybot

    relaybot()


def session_members(sessions: set[int]) -> dict[int, str]:
    """Return the live processes of these sessions, with their command lines (Linux only)."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            state, _, _, session = (folder / "stat").read_text().rpartition(")")[2].split()[:4]
            command = (folder / "cmdline").read_text().replace("\0", " ")
        except OSError:  # it ended while we looked
            continue
        if int(session) in sessions and state != "Z":
            found[int(folder.name)] = command
    return found


if __name__ == "__main__":
    main()
