"""Settings, directory and store for the length of one command."""

from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, TypeVar

import typer

from relaybot.config import Settings, load_settings
from relaybot.repositories import Store, Transaction
from relaybot.sources.catalogue import Catalogue
from relaybot.sources.load import load_directory

T = TypeVar("T")


def settings_of(context: typer.Context) -> Settings:
    """Load the settings the command line names. Raises `ConfigError`."""
    path: Path | None = context.obj
    return load_settings(path)


def directory_of(settings: Settings) -> Catalogue:
    """Load the directory. Raises `DirectoryError`."""
    return load_directory(settings.chapters)


def in_store(settings: Settings, work: Callable[[Transaction], T]) -> T:
    """Run `work` in one write transaction; a running relaybot is not disturbed."""
    return _with_store(settings, lambda store: store.write(work))


def from_store(settings: Settings, work: Callable[[Transaction], T]) -> T:
    """Run `work` on one consistent view, waiting for nobody."""
    return _with_store(settings, lambda store: store.read(work))


def _with_store(settings: Settings, ask: Callable[[Store], Coroutine[Any, Any, T]]) -> T:
    import asyncio

    from relaybot.storage.store import open_store

    store = open_store(settings.database.url.get_secret_value(), exclusive=False)
    try:
        return asyncio.run(ask(store))
    finally:
        store.close()
