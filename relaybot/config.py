"""Settings: one TOML file, environment variables above it, every mistake reported at once.

The file is `RELAYBOT_CONFIG`, else `config/relaybot.toml` when it exists, else there is none and
the defaults hold. `RELAYBOT_<SECTION>_<KEY>` wins over the file, key by key; an empty variable
counts as unset. Secrets (tokens, a password in the database's address) are taken from the
environment or from a file they are the content of, never from the settings file, and print as
stars. `config/relaybot.example.toml` explains every key.
"""

import os
import tomllib
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    model_validator,
)
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from relaybot.config_problems import PREFIX, in_words, secrets_in_file, unknown_variables
from relaybot.config_values import (
    Cron,
    Duration,
    HttpAddress,
    ListenAddress,
    Networks,
    SocketAddress,
    Token,
    between,
    parse_token,
)
from relaybot.errors import ConfigError

CONFIG_VARIABLE = f"{PREFIX}CONFIG"
DEFAULT_FILE = Path("config/relaybot.toml")


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Database(_Section):
    """Where what was seen and what is owed is remembered."""

    url: SecretStr = SecretStr("sqlite:///data/relaybot.db")


class Polling(_Section):
    """How often feeds are asked; a feed's own `every` or `cron` in the directory wins."""

    every: Annotated[Duration, AfterValidator(between("1s", "30d"))] = timedelta(minutes=15)
    cron: Cron = None  # five fields, UTC; instead of `every`
    concurrency: int = Field(default=8, ge=1, le=64)
    hold_more_than: int = Field(default=10, ge=1, le=1000)

    @model_validator(mode="after")
    def _one_rhythm(self) -> "Polling":
        if self.cron and "every" in self.model_fields_set:
            raise ValueError('give "every" or "cron", not both')
        return self


class Fetch(_Section):
    """How feeds are fetched."""

    contact: str = Field(default="", max_length=200)  # sent with every request
    allow: Networks = ()
    deadline: Annotated[Duration, AfterValidator(between("1s", "10m"))] = timedelta(seconds=30)
    max_megabytes: int = Field(default=10, ge=1, le=100)


class Delivery(_Section):
    """How messages are sent."""

    concurrency: int = Field(default=16, ge=1, le=64)
    settle: Annotated[Duration, AfterValidator(between("0s", "1h"))] = timedelta(minutes=2)
    give_up_after: Annotated[Duration, AfterValidator(between("1s", "365d"))] = timedelta(days=7)


class Discord(_Section):
    """The Discord side; without a token it is off."""

    token: Token | None = None
    token_file: Path | None = None
    api_base: HttpAddress = "https://discord.com/api/v10"
    gateway: SocketAddress = "wss://gateway.discord.gg/"


class Telegram(_Section):
    """The Telegram side; without a token it is off."""

    token: Token | None = None
    token_file: Path | None = None
    api_base: HttpAddress = "https://api.telegram.org"
    pace: bool = True  # False: as fast as the server takes it, waiting only when it answers 429


class Web(_Section):
    """The small web server with `/status` and `/healthz`."""

    listen: ListenAddress = "127.0.0.1:8080"


class Log(_Section):
    """What is logged, to standard error."""

    level: Literal["debug", "info", "warning", "error"] = "info"
    format: Literal["text", "json"] = "text"


class Settings(BaseSettings):
    """Everything that can be set."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_nested_delimiter="_",
        env_nested_max_split=1,
        env_ignore_empty=True,
        enable_decoding=False,  # a list in the environment is "a, b", not JSON
        extra="forbid",
        frozen=True,
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Take only what is handed over: `load_settings` lays its own environment over the file."""
        del settings_cls, env_settings, dotenv_settings, file_secret_settings
        return (init_settings,)

    chapters: Path = Path("config/chapters")
    database: Database = Database()
    polling: Polling = Polling()
    fetch: Fetch = Fetch()
    delivery: Delivery = Delivery()
    discord: Discord = Discord()
    telegram: Telegram = Telegram()
    web: Web = Web()
    log: Log = Log()


def load_settings(path: Path | None = None, environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings; `path` wins over `RELAYBOT_CONFIG`.

    Raises `ConfigError`, which lists every problem.
    """
    environ = os.environ if environ is None else environ
    file = _file_to_read(path, environ)
    data = _read_toml(file) if file else {}
    problems = [*secrets_in_file(data), *unknown_variables(environ, variables())]
    try:
        settings = _merge(_without_tokens(data), environ)
    except ValidationError as error:
        problems += [in_words(each, environ, Settings) for each in error.errors()]
    else:
        settings, unread = _with_token_files(settings)
        problems += unread
    if problems:
        raise ConfigError(f"The settings{f' in {file}' if file else ''} cannot be used:", problems)
    return settings


def variables() -> dict[str, tuple[str, str]]:
    """Return every environment variable that sets something: name → (section, key)."""
    names = {CONFIG_VARIABLE: ("", "")}
    for section, field in Settings.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, _Section):
            for key in field.annotation.model_fields:
                names[f"{PREFIX}{section}_{key}".upper()] = (section, key)
        else:
            names[f"{PREFIX}{section}".upper()] = (section, "")
    return names


def _file_to_read(path: Path | None, environ: Mapping[str, str]) -> Path | None:
    if path is not None:
        return path
    if named := environ.get(CONFIG_VARIABLE):
        return Path(named)
    return DEFAULT_FILE if DEFAULT_FILE.exists() else None


def _read_toml(file: Path) -> dict[str, Any]:
    try:
        # utf-8-sig: as Windows saves it. The line break: so that a mistake at the end has a line.
        return tomllib.loads(file.read_text(encoding="utf-8-sig") + "\n")
    except OSError as error:
        reason = error.strerror or str(error)
        raise ConfigError(f"The settings file {file} cannot be read:", [reason]) from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        reason = f"line {line} is not UTF-8 text; save the file as UTF-8"
        raise ConfigError(f"The settings file {file} cannot be read:", [reason]) from error
    except (ValueError, RecursionError) as error:
        raise ConfigError(f"The settings file {file} is not valid TOML:", [str(error)]) from error


def _without_tokens(data: Mapping[str, Any]) -> dict[str, Any]:
    """Drop what `secrets_in_file` has refused already."""
    return {
        section: {key: value for key, value in table.items() if key != "token"}
        if section in ("discord", "telegram") and isinstance(table, dict)
        else table
        for section, table in data.items()
    }


def _merge(data: Mapping[str, Any], environ: Mapping[str, str]) -> Settings:
    """Lay the environment over the file, key by key."""
    source = EnvSettingsSource(Settings)
    given = {name: environ[name] for name in variables() if environ.get(name)}
    source.env_vars = {name.lower(): value for name, value in given.items()}
    merged = dict(data)
    for section, value in source().items():
        below = data.get(section, {})
        if not isinstance(value, dict):
            merged[section] = value
        elif isinstance(below, dict):  # else it is a mistake, left in place to be told
            merged[section] = {**below, **value}
    return Settings.model_validate(merged)


def _with_token_files(settings: Settings) -> tuple[Settings, list[str]]:
    """Read the token files; a token in the environment wins over one in a file."""
    problems: list[str] = []
    changed: dict[str, Any] = {}
    for name in ("discord", "telegram"):
        section: Discord | Telegram = getattr(settings, name)
        if section.token is not None or section.token_file is None:
            continue
        try:
            changed[name] = section.model_copy(update={"token": _read_token(section.token_file)})
        except ValueError as error:
            problems.append(f"[{name}] token_file: {error}")
    return settings.model_copy(update=changed), problems


def _read_token(file: Path) -> SecretStr:
    """Return what a token file holds. Raises `ValueError`, with no secret in it."""
    # What has no folder may be the token itself, put into the wrong variable.
    shown = str(file) if file.parent.name else "the file it names"
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:  # a ValueError, and its text would repeat the content
        raise ValueError(f"{shown} is not a text file") from None
    except OSError as error:
        raise ValueError(f"{shown} cannot be read: {error.strerror}") from None
    if not text.strip():
        raise ValueError(f"{shown} is empty")
    try:
        return parse_token(SecretStr(text))
    except ValueError as error:
        raise ValueError(f"{shown}: {error}") from None
