"""What only PostgreSQL does: a server that refuses, restarts, or does not know us."""

import psycopg
import pytest

from relaybot.errors import StoreError
from relaybot.storage.store import open_store
from tests.contract.storing import a_relayed
from tests.postgres import fresh_database

REFUSED = {
    "no such database": ("/test_", "/nowhere_", "database .* does not exist"),
    "no such user": ("postgres:@", "nobody:secret@", "role .* does not exist"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_server_that_refuses_is_quoted_without_the_password(case: str) -> None:
    old, new, words = REFUSED[case]
    with pytest.raises(StoreError, match=f"refused the connection: {words}") as refusal:
        open_store(fresh_database().replace(old, new), exclusive=True)
    assert "secret" not in str(refusal.value)


async def test_work_goes_on_after_the_server_dropped_every_connection() -> None:
    url = fresh_database()
    store = open_store(url, exclusive=True)
    await store.write(a_relayed)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    assert await store.read(lambda tx: tx.posts.count("elmford")) == 1
    await store.write(lambda tx: a_relayed(tx, 2))
    store.close()


async def test_what_is_written_in_a_read_is_refused_in_words() -> None:
    store = open_store(fresh_database(), exclusive=True)
    with pytest.raises(StoreError, match="may only be read"):
        await store.read(a_relayed)
    store.close()


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_spelling_of_the_url_is_taken(scheme: str) -> None:
    url = fresh_database().replace("postgresql://", f"{scheme}://")
    open_store(url, exclusive=True).close()
