"""`relaybot check` and `relaybot db`: what is wrong, all at once and in words."""

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy.exc import DatabaseError

from relaybot.errors import StoreError
from relaybot.repositories import Transaction
from relaybot.storage.store import open_store
from tests.integration.command_line import CommandLine


@pytest.fixture
def relaybot(tmp_path: Path) -> CommandLine:
    return CommandLine(tmp_path)


def test_a_check_without_problems(relaybot: CommandLine) -> None:
    relaybot.environ |= {
        "RELAYBOT_WEB_LISTEN": ":9000",
        "RELAYBOT_FETCH_CONTACT": "bot@leagues.example",
    }
    said = relaybot("check")
    assert (said.code, said.err) == (0, "")
    assert said.out.splitlines() == [
        "✓ settings: all keys are understood",
        "✓ directory: 2 chapters, 3 feeds",
        f"✓ database: {relaybot.database} will be created at the first start",
        "✓ status page: will be at http://127.0.0.1:9000/status",
        "✓ Discord: off, no token is set",
        "✓ Telegram: off, no token is set",
    ]


def test_a_check_hints_at_a_contact_that_is_missing(relaybot: CommandLine) -> None:
    relaybot.environ["RELAYBOT_FETCH_CONTACT"] = " "
    said = relaybot("check")
    assert (said.code, said.err) == (0, "")
    assert said.out.splitlines()[-1].startswith("hint: no [fetch] contact is set")


def test_a_check_changes_nothing(relaybot: CommandLine) -> None:
    relaybot("check")
    assert not relaybot.database.exists()


def test_a_check_tells_every_problem_at_once(relaybot: CommandLine) -> None:
    relaybot.chapters('[[chapter]]\nslug = "No Slug"\nname = "x"\nfeed = "ftp://x"\n')
    relaybot.database.write_text("this is no database, but it is long enough to be looked at")
    relaybot.environ |= {
        "RELAYBOT_FETCH_CONTACT": "bot@leagues.example",
        # Port 9 is "discard", and nobody listens there.
        "RELAYBOT_DISCORD_TOKEN": "not.a.token",
        "RELAYBOT_DISCORD_API_BASE": "http://127.0.0.1:9/api/v10",
        "RELAYBOT_TELEGRAM_TOKEN": "123:ABC",
        "RELAYBOT_TELEGRAM_API_BASE": "http://127.0.0.1:9",
    }
    said = relaybot("check")
    assert said.code == 1
    assert said.out.splitlines() == [
        "✓ settings: all keys are understood",
        "✓ status page: will be at http://127.0.0.1:8080/status",
    ]
    about = [line.partition(":")[0] for line in said.err.splitlines()]
    assert about == [
        "✗ directory",
        "✗ directory",
        "✗ database",
        "✗ Discord",
        "✗ Telegram",
    ]
    assert "not.a.token" not in said.err
    assert "123:ABC" not in said.err


def test_settings_that_cannot_be_used_are_told_key_by_key(relaybot: CommandLine) -> None:
    relaybot.settings_file.write_text('[polling]\nevery = "0s"\nevrey = 1\n')
    relaybot.environ["RELAYBOT_WEB_LISTEN"] = "nonsense"
    said = relaybot("check")
    assert (said.code, said.out) == (1, "")
    assert said.err.splitlines() == [
        f"✗ settings: The settings in {relaybot.settings_file} cannot be used:",
        "✗ settings: [polling] every = '0s': a time from 1s to 30d is wanted",
        "✗ settings: [polling] evrey: no such setting; did you mean every?",
        "✗ settings: RELAYBOT_WEB_LISTEN = 'nonsense': host:port is wanted,"
        ' like "127.0.0.1:8080", ":8080" or "[::1]:8080"',
        "✗ the rest is checked once the settings can be used",
    ]


def test_a_settings_file_that_is_missing_is_named(relaybot: CommandLine) -> None:
    relaybot.settings_file.unlink()
    said = relaybot("check")
    assert said.code == 1
    assert said.err.splitlines()[:2] == [
        f"✗ settings: The settings file {relaybot.settings_file} cannot be read:",
        "✗ settings: No such file or directory",
    ]


def test_a_platform_out_of_reach_is_told_without_names_of_libraries(relaybot: CommandLine) -> None:
    relaybot.environ |= {
        "RELAYBOT_DISCORD_TOKEN": "not.a.token",
        "RELAYBOT_DISCORD_API_BASE": "http://127.0.0.1:9/api/v10",
        "RELAYBOT_TELEGRAM_TOKEN": "123:ABC",
        "RELAYBOT_TELEGRAM_API_BASE": "http://127.0.0.1:9",
    }
    discord, telegram = relaybot("check").err.splitlines()
    assert discord.startswith("✗ Discord: not connected: 127.0.0.1:9 cannot be reached (")
    assert telegram.startswith("✗ Telegram: not connected: no answer from http://127.0.0.1:9 (")
    for said in (discord, telegram):
        assert "Error:" not in said
        assert said.endswith(")")


def test_the_same_words_without_a_check(relaybot: CommandLine) -> None:
    relaybot.settings_file.write_text("[polling]\nevery = 3\n")
    said = relaybot("status")
    assert (said.code, said.out) == (1, "")
    assert said.err.splitlines() == [
        f"The settings in {relaybot.settings_file} cannot be used:",
        '  - [polling] every = 3: a time in quotes like "90s", "15m", "6h" or "7d" is wanted',
    ]


def of_a_newer_relaybot(relaybot: CommandLine) -> None:
    relaybot("follows")
    with closing(sqlite3.connect(relaybot.database)) as database, database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")


def of_another_program(relaybot: CommandLine) -> None:
    with closing(sqlite3.connect(relaybot.database)) as database, database:
        database.execute("CREATE TABLE posts (body TEXT)")


def no_database(relaybot: CommandLine) -> None:
    relaybot.database.write_bytes(b"not SQLite at all " * 100)


def a_folder(relaybot: CommandLine) -> None:
    relaybot.database.mkdir()


def a_folder_that_is_a_file(relaybot: CommandLine) -> None:
    url = f"sqlite:///{relaybot.settings_file}/below/relaybot.db"
    relaybot.environ["RELAYBOT_DATABASE_URL"] = url


def a_server_that_is_not_there(relaybot: CommandLine) -> None:
    relaybot.environ["RELAYBOT_DATABASE_URL"] = "postgresql://me:geheim@127.0.0.1:9/relaybot"


def another_kind(relaybot: CommandLine) -> None:
    relaybot.environ["RELAYBOT_DATABASE_URL"] = "mysql://me:geheim@127.0.0.1:9/relaybot"


UNUSABLE: dict[str, tuple[Callable[[CommandLine], None], str]] = {
    "newer": (of_a_newer_relaybot, "was written by a newer one"),
    "another program's": (of_another_program, "tables of another program (posts)"),
    "no database": (no_database, "is not an SQLite database"),
    "a folder": (a_folder, "cannot be opened"),
    "nowhere": (a_folder_that_is_a_file, "cannot be created"),
    "unreachable": (a_server_that_is_not_there, "cannot be reached"),
    "of another kind": (another_kind, "'mysql' is not supported"),
}


@pytest.mark.parametrize("command", ["check", "follows", "db upgrade"])
@pytest.mark.parametrize(("make", "told"), UNUSABLE.values(), ids=UNUSABLE)
def test_a_database_that_cannot_be_used(
    relaybot: CommandLine, make: Callable[[CommandLine], None], told: str, command: str
) -> None:
    make(relaybot)
    said = relaybot(*command.split())
    assert said.code == 1
    assert told in said.err
    assert "geheim" not in said.err
    assert "Traceback" not in said.err


@pytest.mark.parametrize("command", ["check", "follows"])
@pytest.mark.parametrize("make", [no_database, a_folder])
def test_a_database_that_cannot_be_used_is_named(
    relaybot: CommandLine, make: Callable[[CommandLine], None], command: str
) -> None:
    make(relaybot)
    assert f"The database file {relaybot.database} " in relaybot(command).err


def test_upgrade_makes_a_database_and_check_is_content(relaybot: CommandLine) -> None:
    assert relaybot("db", "upgrade").out == "The database is up to date.\n"
    assert "✓ database: it is up to date" in relaybot("check").out


def test_upgrade_waits_for_no_running_relaybot_but_says_so(relaybot: CommandLine) -> None:
    running = open_store(f"sqlite:///{relaybot.database}", exclusive=True)
    try:
        said = relaybot("db", "upgrade")
        assert said.code == 1
        assert "Another relaybot already works on this database" in said.err
        assert relaybot("once").code == 1
        assert relaybot("follow", "discord", "42", "elmford").code == 0
        assert relaybot("check").code == 0
    finally:
        running.close()


def test_backup(relaybot: CommandLine) -> None:
    relaybot("follow", "discord", "42", "elmford")
    target = relaybot.folder / "copy.db"
    said = relaybot("db", "backup", str(target))
    assert (said.code, said.out) == (0, f"The database is copied to {target}.\n")
    relaybot.environ["RELAYBOT_DATABASE_URL"] = f"sqlite:///{target}"
    assert relaybot("follows").lines[0][:2] == ["discord 42", "chapter:elmford"]


def test_a_backup_overwrites_nothing(relaybot: CommandLine) -> None:
    relaybot("follows")
    target = relaybot.folder / "precious"
    target.write_text("mine")
    said = relaybot("db", "backup", str(target))
    assert said.code == 1
    assert "never overwrites" in said.err
    assert target.read_text() == "mine"


def test_a_backup_into_a_folder_that_is_missing(relaybot: CommandLine) -> None:
    relaybot("follows")
    target = relaybot.folder / "nowhere" / "copy.db"
    said = relaybot("db", "backup", str(target))
    assert (said.code, said.err) == (
        1,
        f"The backup to {target} failed: there is no folder {target.parent}.\n",
    )


def test_a_backup_of_nothing(relaybot: CommandLine) -> None:
    said = relaybot("db", "backup", str(relaybot.folder / "copy.db"))
    assert said.code == 1
    assert "There is no database at" in said.err
    assert not (relaybot.folder / "copy.db").exists()


@pytest.mark.parametrize("exclusive", [True, False])
def test_only_commands_name_the_file_of_a_damaged_database(
    relaybot: CommandLine, exclusive: bool
) -> None:
    def broken(_: Transaction) -> None:
        raise DatabaseError("", {}, sqlite3.DatabaseError("database disk image is malformed"))

    store = open_store(f"sqlite:///{relaybot.database}", exclusive=exclusive)
    with closing(store), pytest.raises(StoreError, match="is damaged: restore a backup") as caught:
        asyncio.run(store.read(broken))
    named = str(relaybot.database) in str(caught.value)
    assert named is not exclusive  # the bot's page may be seen by anybody
