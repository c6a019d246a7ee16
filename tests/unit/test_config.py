"""The settings as a whole: file, environment, secrets. Wordings are in test_config_problems."""

from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path

import pytest

from relaybot.config import Settings, load_settings
from relaybot.errors import ConfigError

FOR_DISCORD = "MTE4.GaXyz.not-a-real-one"
FOR_TELEGRAM = "4711:AAF-not-a-real-one"


def settings(folder: Path, toml: str = "", **environ: str) -> Settings:
    file = folder / "relaybot.toml"
    file.write_text(toml, encoding="utf-8")
    return load_settings(file, {f"RELAYBOT_{name}": value for name, value in environ.items()})


def refused(folder: Path, toml: str = "", **environ: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        settings(folder, toml, **environ)
    assert str(folder / "relaybot.toml") in caught.value.headline
    return list(caught.value.problems)


def test_without_file_and_environment_the_defaults_hold() -> None:
    found = load_settings(environ={})
    assert found.polling.every == timedelta(minutes=15)
    assert found.database.url.get_secret_value() == "sqlite:///data/relaybot.db"
    assert found.discord.token is None
    assert found.fetch.allow == ()


def test_the_environment_wins_over_the_file_key_by_key(tmp_path: Path) -> None:
    toml = '[polling]\nevery = "30m"\nconcurrency = 3\n[log]\nlevel = "debug"\n'
    found = settings(tmp_path, toml, POLLING_EVERY="2s", LOG_FORMAT="json")
    assert found.polling.every == timedelta(seconds=2)
    assert found.polling.concurrency == 3
    assert (found.log.level, found.log.format) == ("debug", "json")


def test_an_empty_variable_counts_as_unset(tmp_path: Path) -> None:
    found = settings(
        tmp_path,
        '[web]\nlisten = ":9000"',
        WEB_LISTEN="",
        DISCORD_TOKEN="",
        FETCH_ALLOW="",
        POLLING_EVREY="",
    )
    assert found.web.listen == ":9000"
    assert found.discord.token is None


def test_the_file_is_named_by_a_variable_or_the_command_line(tmp_path: Path) -> None:
    one, other = tmp_path / "one.toml", tmp_path / "other.toml"
    one.write_text("[polling]\nconcurrency = 1", encoding="utf-8")
    other.write_text("[polling]\nconcurrency = 2", encoding="utf-8")
    environ = {"RELAYBOT_CONFIG": str(one)}
    assert load_settings(None, environ).polling.concurrency == 1
    assert load_settings(other, environ).polling.concurrency == 2


def test_names_that_others_build_on(tmp_path: Path) -> None:
    found = settings(
        tmp_path,
        DATABASE_URL="postgresql://bot:secret@db/relaybot",
        DISCORD_TOKEN=FOR_DISCORD,
        DISCORD_API_BASE="http://127.0.0.1:1/api/v10",
        DISCORD_GATEWAY="ws://127.0.0.1:1/",
        TELEGRAM_TOKEN=FOR_TELEGRAM,
        TELEGRAM_API_BASE="http://127.0.0.1:2",
        WEB_LISTEN=":0",
        CHAPTERS="leagues",
        FETCH_ALLOW="127.0.0.0/8, ::1/128,",
    )
    assert found.database.url.get_secret_value() == "postgresql://bot:secret@db/relaybot"
    assert found.discord.api_base == "http://127.0.0.1:1/api/v10"
    assert found.discord.gateway == "ws://127.0.0.1:1/"
    assert found.telegram.api_base == "http://127.0.0.1:2"
    assert found.web.listen == ":0"
    assert found.chapters == Path("leagues")
    assert found.fetch.allow == (ip_network("127.0.0.0/8"), ip_network("::1/128"))


def test_a_list_in_the_file(tmp_path: Path) -> None:
    found = settings(tmp_path, '[fetch]\nallow = ["10.1.0.0/16"]')
    assert found.fetch.allow == (ip_network("10.1.0.0/16"),)


def test_a_file_as_windows_saves_it(tmp_path: Path) -> None:
    file = tmp_path / "relaybot.toml"
    file.write_bytes(b"\xef\xbb\xbf[polling]\r\nconcurrency = 5\r\n")
    assert load_settings(file, {}).polling.concurrency == 5


def test_every_mistake_is_told_at_once(tmp_path: Path) -> None:
    toml = 'surprise = 1\n[polling]\nconcurrency = "many"\n[discord]\ntoken = "x"\n'
    problems = refused(tmp_path, toml, LOG_LEVEL="loud", TELEGRAM_TOKN="x")
    assert len(problems) == 5


UNREADABLE: dict[str, tuple[bytes | None, str]] = {
    "missing": (None, "cannot be read:\n  - No such file or directory"),
    "a slip in the syntax": (b"[web]\nlisten = :8080\n", r"not valid TOML:\n.*line 2"),
    "a slip at the end": (b'[web]\nlisten = ":8080', r"not valid TOML:\n.*line 2"),
    "not UTF-8": (b'[fetch]\n\ncontact = "R\xedo"', "line 3 is not UTF-8 text"),
    "brackets without end": (b"x = " + b"[" * 100_000, "not valid TOML"),
}


@pytest.mark.parametrize(("content", "said"), UNREADABLE.values(), ids=UNREADABLE)
def test_a_file_that_cannot_be_read(tmp_path: Path, content: bytes | None, said: str) -> None:
    file = tmp_path / "relaybot.toml"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(ConfigError, match=said) as caught:
        load_settings(None, {"RELAYBOT_CONFIG": str(file)})
    assert str(file) in caught.value.headline


def test_a_folder_is_no_settings_file(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="Is a directory"):
        load_settings(tmp_path, {})


def test_a_token_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "token").write_text(f"{FOR_DISCORD}\n", encoding="utf-8")
    found = settings(tmp_path, f"[discord]\ntoken_file = '{tmp_path}/token'")
    assert found.discord.token is not None
    assert found.discord.token.get_secret_value() == FOR_DISCORD


def test_a_token_in_the_environment_wins_over_one_in_a_file(tmp_path: Path) -> None:
    nowhere = str(tmp_path / "nowhere")
    found = settings(tmp_path, TELEGRAM_TOKEN=f" {FOR_TELEGRAM}\n", TELEGRAM_TOKEN_FILE=nowhere)
    assert found.telegram.token is not None
    assert found.telegram.token.get_secret_value() == FOR_TELEGRAM


TOKEN_FILES: dict[str, tuple[bytes | None, str]] = {
    "missing": (None, "cannot be read: No such file or directory"),
    "empty": (b" \n", "is empty"),
    "two lines": (b"first-secret\nsecond-secret\n", "a token is one word"),
    "not text": (b"\xff\xfe\x00secret", "is not a text file"),
}


@pytest.mark.parametrize(("content", "said"), TOKEN_FILES.values(), ids=TOKEN_FILES)
def test_a_token_file_that_cannot_be_used(tmp_path: Path, content: bytes | None, said: str) -> None:
    file = tmp_path / "secrets" / "token"
    file.parent.mkdir()
    if content is not None:
        file.write_bytes(content)
    (problem,) = refused(tmp_path, DISCORD_TOKEN_FILE=str(file))
    assert problem.startswith(f"[discord] token_file: {file}")
    assert said in problem
    assert "secret" not in problem.replace("secrets/token", "")


SPILLS: dict[str, tuple[str, dict[str, str]]] = {
    "a token in the file": ('[discord]\ntoken = "SECRET"', {}),
    "a list of tokens": ('[discord]\ntoken = ["SECRET"]', {}),
    "a misspelt key": ('[discord]\ntokn = "SECRET"', {}),
    "a misspelt section": ('[discrod]\ntoken = "SECRET"', {}),
    "a password in an address": ('[database]\nurl = "postgresql://me:SECRET@db/x"', {}),
    "a password in a query": ('[database]\nurl = "postgresql://db/x?password=SECRET"', {}),
    "an address beyond reading": ('[database]\nurl = "postgresql://me:SECRET@[db/x"', {}),
    "a misspelt variable": ("", {"DISCORD_TOKE": "SECRET"}),
    "a token of two words": ("", {"DISCORD_TOKEN": "SECRET and more"}),
    "a token in the wrong variable": ("", {"DISCORD_TOKEN_FILE": "SECRET"}),
}


@pytest.mark.parametrize(("toml", "environ"), SPILLS.values(), ids=SPILLS)
def test_a_mistake_with_a_secret_does_not_spill_it(
    tmp_path: Path, toml: str, environ: dict[str, str]
) -> None:
    with pytest.raises(ConfigError) as caught:
        settings(tmp_path, toml, **environ)
    assert "SECRET" not in str(caught.value)
    assert caught.value.__context__ is None  # a traceback would tell pydantic's view of it


def test_secrets_print_as_stars(tmp_path: Path) -> None:
    found = settings(
        tmp_path,
        DISCORD_TOKEN=FOR_DISCORD,
        TELEGRAM_TOKEN=FOR_TELEGRAM,
        DATABASE_URL="postgresql://bot:geheim@db/relaybot",
    )
    shown = f"{found!r} {found} {found.model_dump()} {found.model_dump_json()}"
    assert "not-a-real-one" not in shown
    assert "geheim" not in shown
    assert "**********" in shown


def test_only_the_environment_handed_over_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RELAYBOT_POLLING_EVERY", "1h")  # the process's own
    assert load_settings(environ={}).polling.every == timedelta(minutes=15)
