"""The program as its users start it: exit codes, standard output and error, a real terminal."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from relaybot import __version__
from relaybot.model.post import PostState
from tests.builders import NOON, a_post
from tests.flow.relaying import numbered
from tests.integration.command_line import CommandLine


class _Site(BaseHTTPRequestHandler):
    """Answers every path with a feed, but /broken."""

    def do_GET(self) -> None:
        self.send_response(500 if self.path == "/broken" else 200)
        self.end_headers()
        self.wfile.write(numbered(2, 1, host=self.path.strip("/")))

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def relaybot(tmp_path: Path) -> CommandLine:
    return CommandLine(tmp_path)


@pytest.fixture
def polling(relaybot: CommandLine) -> Iterator[CommandLine]:
    """A directory whose feeds are on loopback."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Site) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        chapters = (
            f'[[chapter]]\nslug = "{slug}"\nname = "{slug.title()}"\n'
            f'feed = "http://127.0.0.1:{server.server_port}/{slug}"\n'
            for slug in ("elmford", "oakham", "broken")
        )
        relaybot.chapters("\n".join(chapters))
        relaybot.environ["RELAYBOT_FETCH_ALLOW"] = "127.0.0.0/8"
        yield relaybot
        server.shutdown()


def test_once_polls_says_what_it_brought_and_ends(polling: CommandLine) -> None:
    said = polling.process("once")
    assert said.code == 0
    assert said.out.splitlines()[-1] == "polled 3 feeds, 0 new posts, 0 deliveries sent"
    assert "No token is set: feeds are polled, but nothing is sent." in said.out
    assert "1 feed could not be read; see: relaybot status" in said.err
    assert "\x1b" not in said.out + said.err
    again = polling.process("once")
    assert again.out.splitlines()[-1] == "polled 0 feeds, 0 new posts, 0 deliveries sent"
    status = polling.process("status")
    assert "3 feeds: 2 ok, 1 failing" in status.out
    assert "HTTP 500" in status.out


def test_a_renamed_feed_is_known_again_at_the_next_start(polling: CommandLine) -> None:
    polling.process("once")
    directory = polling.folder / "chapters" / "leagues.toml"
    before = directory.read_text()
    renamed = 'slug = "elmford-oaks"\naliases = ["elmford"]'
    polling.chapters(before.replace('slug = "elmford"', renamed))
    said = polling.process("once")
    assert said.out.splitlines()[-1] == "polled 0 feeds, 0 new posts, 0 deliveries sent"
    assert "feed_renamed" in said.err
    states, posts = polling.in_store(
        lambda tx: (set(tx.feed_states.all()), tx.posts.count("elmford-oaks"))
    )
    assert (states, posts) == ({"elmford-oaks", "oakham", "broken"}, 2)


def test_once_shows_a_bar_on_a_terminal(polling: CommandLine) -> None:
    said = polling.terminal("once")
    assert said.code == 0
    assert "reading feeds" in said.out
    assert "3/3" in said.out
    assert "polled 3 feeds, 0 new posts, 0 deliveries sent" in said.out


def test_a_title_is_data_on_a_terminal_and_in_a_pipe(relaybot: CommandLine) -> None:
    post = a_post(title="[red]Rent[/red] \x1b[2J\x9b31m\u202estrike")
    relaybot.in_store(lambda tx: tx.posts.add(post, PostState.HELD, NOON, None))
    for said in (relaybot.process("held", "list"), relaybot.terminal("held", "list")):
        assert said.code == 0
        assert "[red]Rent[/red] [2J31mstrike" in said.out
        for command in ("\x1b[2J", "\x9b", "\u202e"):
            assert command not in said.out
    assert relaybot.process("held", "list", "--json").json[0]["title"] == post.title


def test_a_table_on_a_terminal_has_a_head_and_a_pipe_gets_bare_lines(
    relaybot: CommandLine,
) -> None:
    relaybot("follow", "discord", "42", "elmford")
    assert relaybot.process("follows").out.startswith("discord 42\tchapter:elmford\t")
    shown = relaybot.terminal("follows").out
    assert "destination" in shown.splitlines()[0]
    assert "discord 42" in shown.splitlines()[1]


ENDS = {
    "done": (["--version"], 0, f"relaybot {__version__}\n", ""),
    "not possible": (["preview", "nowhere.rss"], 1, "", "nowhere.rss cannot be read"),
    "not understood": (["follow"], 2, "", "Missing argument"),
    "nothing asked": ([], 2, "", "Usage"),
}


@pytest.mark.parametrize(("arguments", "code", "out", "err"), ENDS.values(), ids=ENDS)
def test_exit_codes(
    relaybot: CommandLine, arguments: list[str], code: int, out: str, err: str
) -> None:
    said = relaybot.process(*arguments)
    assert (said.code, said.out if out else "") == (code, out)
    assert err in said.err + said.out
    assert "Traceback" not in said.err


def test_a_name_the_terminal_cannot_show_is_no_reason_to_fail(relaybot: CommandLine) -> None:
    relaybot.environ |= {"PYTHONUTF8": "0", "PYTHONIOENCODING": "latin-1"}
    said = relaybot.process("check")
    assert (said.code, said.err) == (0, "")
    assert "? directory: 2 chapters, 3 feeds" in said.out
