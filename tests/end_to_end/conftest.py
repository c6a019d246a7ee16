"""What holds for all tests that run the program."""

from collections.abc import Iterator

import pytest

from tests.end_to_end.forked import SERVER


@pytest.fixture(scope="session", autouse=True)
def _fork_server() -> Iterator[None]:
    """End the server that starts programs, if any test needed it."""
    yield
    SERVER.stop()
