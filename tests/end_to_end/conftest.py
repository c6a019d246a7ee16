"""What holds for all tests that run the program, or look at its pages."""

from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from tests.end_to_end.demo_watched import Demo, Open, chromium, opening, running
from tests.end_to_end.forked import SERVER


@pytest.fixture(scope="session", autouse=True)
def _fork_server() -> Iterator[None]:
    """End the server that starts programs, if any test needed it."""
    yield
    SERVER.stop()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """One browser for all tests of a worker; each has its own profile in it."""
    expect.set_options(timeout=30_000)
    async with chromium() as started:
        yield started


@pytest_asyncio.fixture(loop_scope="session")
async def demo() -> AsyncIterator[Demo]:
    """The demo's page, served."""
    async with running() as started:
        yield started


@pytest_asyncio.fixture(loop_scope="session")
async def opened(demo: Demo, browser: Browser) -> AsyncIterator[Open]:
    """What opens the demo's page."""
    open_page = opening(demo, browser)
    yield open_page
    for context in browser.contexts:
        await context.close()
