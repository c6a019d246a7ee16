"""The gallery of golden posts, in a real browser."""

from pathlib import Path

import pytest
from playwright.async_api import Browser
from typer.testing import CliRunner

from relaybot.cli.main import app

# One loop for all: the browser lives in it.
pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_it_is_whole_and_asks_nobody(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "gallery.html"
    assert CliRunner().invoke(app, ["preview", "--gallery", str(path)]).exit_code == 0
    page = await browser.new_page(viewport={"width": 1280, "height": 800})
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))

    await page.goto(path.as_uri())
    try:
        assert asked == [path.as_uri()]
        assert complaints == []
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert await page.evaluate(wide) == 0
    finally:
        await page.context.close()
