"""Starts relaybot many times without importing it each time.

`python -m tests.end_to_end.fork_server PATH` imports the program once and listens on a Unix socket
at PATH. Whoever connects sends one line of JSON and gets a process of its own that runs the command
line as `python -m relaybot` does: its own session, working directory, environment and output files.
The answers are two lines: the process id, and the exit code once it has ended. Ends when its
standard input does, and whoever it has started with it. The other side is `forked.py`.
"""

import contextlib
import gc
import importlib
import json
import os
import selectors
import signal
import socket
import sys
from collections.abc import Iterable
from typing import Any

from babel import localedata

# The program, and what it or its libraries import only once they run.
PRELOADED = (
    "anyio._backends._asyncio",
    "apscheduler.triggers.interval",
    "encodings.idna",
    "multiprocessing.popen_spawn_posix",
    "relaybot.app",
    "relaybot.cli.main",
    "relaybot.discord.bot",
    "relaybot.storage.store",
    "relaybot.telegram.bot",
    "relaybot.web.server",
    "sqlite3.dbapi2",
)


def main() -> None:
    """Serve until standard input ends; only the forked processes leave this by running relaybot."""
    for name in PRELOADED:
        importlib.import_module(name)
    localedata.load("en")  # kept by babel
    gc.freeze()  # keeps collections in the children from copying what is shared
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(sys.argv[1])
        listener.listen()
        wanted = _serve(listener)
    if wanted is not None:
        _become(wanted)
        _run_relaybot()


def _serve(listener: socket.socket) -> dict[str, Any] | None:
    """Return what is wanted, in a forked process; None in the server, at its end."""
    woken, wake = socket.socketpair()
    wake.setblocking(False)
    signal.signal(signal.SIGCHLD, lambda *_: None)  # a handler, or the wakeup stays silent
    signal.set_wakeup_fd(wake.fileno())
    waiting: dict[int, socket.socket] = {}  # who wants to know how a process ended
    with selectors.DefaultSelector() as selector:
        for each in (listener, woken, sys.stdin):
            selector.register(each, selectors.EVENT_READ)
        while True:
            ready = [key.fileobj for key, _ in selector.select()]
            if sys.stdin in ready:
                _end(waiting)
                return None
            if woken in ready:
                woken.recv(4096)
                _tell_who_ended(waiting)
            if listener in ready:
                caller, _ = listener.accept()
                wanted = json.loads(caller.makefile().readline())
                process = os.fork()
                if process == 0:
                    return _grown_up(wanted, [caller, woken, wake, *waiting.values()])
                caller.sendall(b"%d\n" % process)
                waiting[process] = caller


def _grown_up(wanted: dict[str, Any], inherited: list[socket.socket]) -> dict[str, Any]:
    """Let go of what only the server needs."""
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    for each in inherited:
        each.close()
    return wanted


def _tell_who_ended(waiting: dict[int, socket.socket]) -> None:
    for process in list(waiting):
        ended, status = os.waitpid(process, os.WNOHANG)
        if ended:
            with waiting.pop(process) as caller:
                caller.sendall(b"%d\n" % os.waitstatus_to_exitcode(status))


def _end(started: Iterable[int]) -> None:
    """Leave nobody behind when the tests were killed themselves."""
    for process in started:
        os.kill(process, signal.SIGKILL)
        with contextlib.suppress(ProcessLookupError):  # it had just begun
            os.killpg(process, signal.SIGKILL)


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


if __name__ == "__main__":
    main()
