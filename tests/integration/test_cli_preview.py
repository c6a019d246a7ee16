"""`relaybot preview`: from a file or an address to what readers would see; nothing is stored."""

import os
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.flow.relaying import numbered
from tests.integration.command_line import CommandLine

PAGE = b"<!doctype html><html><head><title>A site</title></head><body>Hello</body></html>"
EMPTY = b"<rss version='2.0'><channel><title>Quiet</title></channel></rss>"
STYLES = ["compact", "card", "full"]


class _Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        documents = {"/feed": numbered(2, 1), "/": PAGE}
        body = documents.get(self.path)
        self.send_response(200 if body else 404)
        self.end_headers()
        self.wfile.write(body or b"")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def relaybot(tmp_path: Path) -> CommandLine:
    return CommandLine(tmp_path)


@pytest.fixture
def site() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Site) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def a_file(relaybot: CommandLine, content: bytes) -> str:
    file = relaybot.folder / "feed.rss"
    file.write_bytes(content)
    return str(file)


def test_a_file_newest_first_on_both_platforms(relaybot: CommandLine) -> None:
    said = relaybot("preview", a_file(relaybot, numbered(1, 3, 2)), "--count", "2")
    assert said.code == 0
    heads = [line for line in said.out.splitlines() if line.startswith("---")]
    assert heads == [
        "--- 1 · discord",
        "--- 1 · telegram",
        "--- 2 · discord",
        "--- 2 · telegram",
    ]
    assert said.out.index("Post 3") < said.out.index("Post 2")
    assert "Post 1" not in said.out
    assert not relaybot.database.exists()


def test_a_style(relaybot: CommandLine) -> None:
    file = a_file(relaybot, numbered(1))
    said = {style: relaybot("preview", file, "--style", style).out for style in STYLES}
    assert all("Post 1" in out for out in said.values())
    assert len(set(said.values())) == len(STYLES)
    assert len(said["compact"]) < len(said["card"])


def test_an_unknown_style_is_explained(relaybot: CommandLine) -> None:
    said = relaybot("preview", "feed.rss", "--style", "huge")
    assert said.code == 2
    assert "compact" in said.err


def test_an_address(relaybot: CommandLine, site: str) -> None:
    relaybot.environ["RELAYBOT_FETCH_ALLOW"] = "127.0.0.0/8"
    said = relaybot("preview", f"{site}/feed")
    assert said.code == 0
    assert f"fetching {site}/feed" in said.err
    assert "Post 2" in said.out


def test_a_private_address_is_told_how_to_be_allowed(relaybot: CommandLine, site: str) -> None:
    said = relaybot("preview", f"{site}/feed")
    assert (said.code, said.out) == (1, "")
    assert "127.0.0.1" in said.err


def test_an_address_that_answers_404(relaybot: CommandLine, site: str) -> None:
    relaybot.environ["RELAYBOT_FETCH_ALLOW"] = "127.0.0.0/8"
    said = relaybot("preview", f"{site}/nowhere")
    assert said.code == 1
    assert "404" in said.err


def test_a_feed_without_posts(relaybot: CommandLine) -> None:
    said = relaybot("preview", a_file(relaybot, EMPTY))
    assert (said.code, said.out) == (0, "The feed can be read, and has no posts to show.\n")


BROKEN = {
    "a web page": (PAGE, "web page"),
    "nothing": (b"", "cannot be shown"),
    "noise": (bytes(range(256)) * 20, "cannot be shown"),
}


@pytest.mark.parametrize(("content", "told"), BROKEN.values(), ids=BROKEN)
def test_a_file_that_is_no_feed(relaybot: CommandLine, content: bytes, told: str) -> None:
    said = relaybot("preview", a_file(relaybot, content))
    assert (said.code, said.out) == (1, "")
    assert told in said.err
    assert "Traceback" not in said.err


def test_a_missing_file_and_a_folder(relaybot: CommandLine) -> None:
    missing = relaybot("preview", "nowhere.rss")
    assert (missing.code, missing.err) == (
        1,
        "nowhere.rss cannot be read: No such file or directory\n",
    )
    folder = relaybot("preview", str(relaybot.folder))
    assert (folder.code, folder.err) == (
        1,
        f"{relaybot.folder} cannot be read: it is not an ordinary file.\n",
    )


def test_a_pipe_is_refused_and_not_waited_for(relaybot: CommandLine) -> None:
    pipe = relaybot.folder / "pipe"
    os.mkfifo(pipe)
    said = relaybot("preview", str(pipe))
    assert (said.code, said.err) == (1, f"{pipe} cannot be read: it is not an ordinary file.\n")


@pytest.mark.parametrize("source", ["", " "])
def test_nothing_to_preview(relaybot: CommandLine, source: str) -> None:
    said = relaybot("preview", source)
    assert (said.code, said.err) == (1, "Name a feed's address (https://…) or a file.\n")


NO_ADDRESSES = {
    "http://[::1": "is not an address that can be read",
    "http://[x]/feed": "is not an address that can be read",
    "https://": "is no web address",
    "http://x:port/": "is no valid web address",
}


@pytest.mark.parametrize(("address", "told"), NO_ADDRESSES.items())
def test_an_address_beyond_reading(relaybot: CommandLine, address: str, told: str) -> None:
    said = relaybot("preview", address)
    assert (said.code, said.out) == (1, "")
    assert told in said.err


def test_hostile_text_cannot_command_a_terminal(relaybot: CommandLine) -> None:
    escape = b"&#27;[2J&#155;31m"
    content = numbered(1).replace(b"<title>Post 1", b"<title>[red]Gone[/red] \xe2\x80\xae" + escape)
    file = a_file(relaybot, content)
    for shown in (relaybot("preview", file).out, relaybot.terminal("preview", file).out):
        assert "[red]Gone[/red]" in shown
        assert "\x1b[2J" not in shown
        assert "\x9b" not in shown
        assert "\u202e" not in shown
