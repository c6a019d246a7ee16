"""Settings: one TOML file, environment variables above it, every mistake reported at once.

The file is `RELAYBOT_CONFIG`, else `config/relaybot.toml` when it exists, else there is none and
the defaults hold. `RELAYBOT_<SECTION>_<KEY>` wins over the file. Secrets (tokens, a password in the
database's address) are taken from the environment or from a file they are the content of, never
from the settings file, and print as stars. `config/relaybot.example.toml` explains every key.
"""

import os
import re
import tomllib
from collections.abc import Iterable, Mapping
from datetime import timedelta
from difflib import get_close_matches
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    model_validator,
)
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, EnvSettingsSource, SettingsConfigDict

from relaybot.errors import ConfigError

PREFIX = "RELAYBOT_"
CONFIG_VARIABLE = "RELAYBOT_CONFIG"
DEFAULT_FILE = Path("config/relaybot.toml")


def parse_duration(value: object) -> object:
    """Turn "90s", "15m", "6h" or "7d" into a timedelta; anything else is left to be refused."""
    units = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
    if isinstance(value, timedelta):
        return value
    if isinstance(value, str) and (found := re.fullmatch(r"\s*(\d{1,6})\s*([smhd])\s*", value)):
        return timedelta(**{units[found[2]]: int(found[1])})
    raise ValueError('a time like "90s", "15m", "6h" or "7d" is wanted')


def _comma_separated(value: object) -> object:
    """An environment variable holds a list as "a, b"."""
    if isinstance(value, str):
        return [part.strip() for part in value.split(",") if part.strip()]
    return value


Duration = Annotated[timedelta, BeforeValidator(parse_duration)]
Networks = Annotated[tuple[IPv4Network | IPv6Network, ...], BeforeValidator(_comma_separated)]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Database(_Section):
    """Where what was seen and what is owed is remembered."""

    url: SecretStr = SecretStr("sqlite:///data/relaybot.db")


class Polling(_Section):
    """How often feeds are asked; a feed's own `every` or `cron` in the directory wins."""

    every: Duration = timedelta(minutes=15)
    cron: str | None = None  # five fields, UTC; instead of `every`
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
    deadline: Duration = timedelta(seconds=30)
    max_megabytes: int = Field(default=10, ge=1, le=100)


class Delivery(_Section):
    """How messages are sent."""

    concurrency: int = Field(default=16, ge=1, le=64)
    give_up_after: Duration = timedelta(days=7)


class Discord(_Section):
    """The Discord side; without a token it is off."""

    token: SecretStr | None = None
    token_file: Path | None = None
    api_base: str = "https://discord.com/api/v10"
    gateway: str = "wss://gateway.discord.gg/"


class Telegram(_Section):
    """The Telegram side; without a token it is off."""

    token: SecretStr | None = None
    token_file: Path | None = None
    api_base: str = "https://api.telegram.org"


class Web(_Section):
    """The small web server with `/status` and `/healthz`."""

    listen: str = "127.0.0.1:8080"


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
    problems = [*_secrets_in_file(data), *_unknown_variables(environ)]
    try:
        settings = _merge(data, environ)
    except ValidationError as error:
        told = (_in_words(detail, environ) for detail in error.errors())
        problems += [words for words in told if words not in problems and words]
    else:
        settings, unread = _with_secret_files(settings)
        problems += unread
    if problems:
        raise ConfigError(f"The settings{f' in {file}' if file else ''} cannot be used:", problems)
    return settings


def _file_to_read(path: Path | None, environ: Mapping[str, str]) -> Path | None:
    if path is not None:
        return path
    if named := environ.get(CONFIG_VARIABLE):
        return Path(named)
    return DEFAULT_FILE if DEFAULT_FILE.exists() else None


def _read_toml(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"The settings file {file} cannot be read:", [str(error)]) from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"The settings file {file} is not valid TOML:", [str(error)]) from error


def _merge(data: dict[str, Any], environ: Mapping[str, str]) -> Settings:
    """Lay the environment over the file, key by key."""
    source = EnvSettingsSource(Settings)
    source.env_vars = {name.lower(): value for name, value in environ.items() if value}
    merged = dict(data)
    for section, value in source().items():
        below = data.get(section)
        if isinstance(value, dict) and isinstance(below, dict):
            value = {**below, **value}
        merged[section] = value
    return Settings.model_validate(merged)


def _secrets_in_file(data: Mapping[str, Any]) -> list[str]:
    """Refuse secrets in a file that people share and commit."""
    found = []
    for section in ("discord", "telegram"):
        table = data.get(section)
        if isinstance(table, dict) and "token" in table:
            variable = f"{PREFIX}{section.upper()}_TOKEN"
            found.append(
                f"[{section}] token: a token does not belong in this file;"
                f" set {variable}, or token_file to the path of a file that holds only the token"
            )
    database = data.get("database")
    url = database.get("url") if isinstance(database, dict) else None
    if isinstance(url, str) and _password_in(url):
        found.append(
            "[database] url: a password does not belong in this file;"
            f" set the whole address in {PREFIX}DATABASE_URL"
        )
    return found


def _password_in(url: str) -> bool:
    try:
        return urlsplit(url).password is not None
    except ValueError:
        return False


def _variables() -> dict[str, tuple[str, str]]:
    """Return every environment variable that sets something: name → (section, key)."""
    names = {CONFIG_VARIABLE: ("", ""), f"{PREFIX}CHAPTERS": ("chapters", "")}
    for section, field in Settings.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, _Section):
            for key in field.annotation.model_fields:
                names[f"{PREFIX}{section}_{key}".upper()] = (section, key)
    return names


def _unknown_variables(environ: Mapping[str, str]) -> list[str]:
    known = _variables()
    return [
        f"{name}: no such setting{_nearest(name, known)}"
        for name in sorted(environ)
        if name.startswith(PREFIX) and name not in known
    ]


def _nearest(name: str, known: Iterable[str]) -> str:
    near = get_close_matches(name, list(known), n=1)
    return f"; did you mean {near[0]}?" if near else ""


def _in_words(detail: ErrorDetails, environ: Mapping[str, str]) -> str:
    """Name the key as it was written, the value (unless it may be a secret) and what is wanted."""
    section, *rest = (str(part) for part in detail["loc"])
    key = rest[0] if rest else ""
    variable = f"{PREFIX}{section}_{key}".upper().removesuffix("_")
    name = variable if variable in environ else f"[{section}] {key}" if key else section
    if detail["type"] == "extra_forbidden" and variable in environ:
        return ""  # already named by _unknown_variables
    if detail["type"] == "extra_forbidden":
        table = Settings.model_fields[section].annotation if key else Settings
        return f"{name}: no such setting{_nearest(key or section, _keys(table))}"
    wanted = detail["msg"].removeprefix("Value error, ")
    secret = key in {"token", "url"} or not isinstance(detail["input"], str | int | float)
    return f"{name}: {wanted}" if secret else f"{name} = {str(detail['input'])[:80]!r}: {wanted}"


def _keys(table: object) -> list[str]:
    if isinstance(table, type) and issubclass(table, BaseModel):
        return list(table.model_fields)
    return []


def _with_secret_files(settings: Settings) -> tuple[Settings, list[str]]:
    """Read the token files; a token in the environment wins over one in a file."""
    problems: list[str] = []
    changed: dict[str, Any] = {}
    for name in ("discord", "telegram"):
        section: Discord | Telegram = getattr(settings, name)
        if section.token is not None or section.token_file is None:
            continue
        try:
            token = section.token_file.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            problems.append(f"[{name}] token_file: {section.token_file} cannot be read: {error}")
            continue
        if not token:
            problems.append(f"[{name}] token_file: {section.token_file} is empty")
        changed[name] = section.model_copy(update={"token": SecretStr(token)})
    return settings.model_copy(update=changed), problems
