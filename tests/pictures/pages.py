"""Pictures of the pages that the program makes by itself."""

import re
from pathlib import Path

from playwright.async_api import expect

from tests.end_to_end.program import Program
from tests.end_to_end.waiting import until
from tests.pictures.camera import Camera

DEMO = ("demo",)
_SHOWN = {  # a golden post each
    "gallery-pictures": "wordpress_gallery_block",
    "gallery-statement": "wordpress_statement_many",
    "gallery-taken-back": "quirk_withdrawn",
}
GALLERY = tuple(_SHOWN)
_ADDRESS = re.compile(r"The demo is at (http://\S+)")
_PATIENCE = 120_000  # ms: a post is corrected some half a minute after it came


async def photograph_gallery(camera: Camera, folder: Path) -> None:
    """Photograph golden posts as `relaybot preview --gallery` shows them."""
    gallery = folder / "gallery.html"
    program = Program(folder, {})
    try:
        await program.done("preview", "--gallery", str(gallery))
    finally:
        await program.close()
    page = await camera.page(1280, 1000)
    await page.goto(gallery.as_uri())
    for name, post in _SHOWN.items():
        await camera.take(name, page, f"#{post} .columns")


async def photograph_demo(camera: Camera, folder: Path) -> None:
    """Photograph the page of `relaybot demo` as soon as it has shown a correction."""
    program = Program(folder, {})
    try:
        running = await program.start("demo", "--listen", "127.0.0.1:0")
        await until(lambda: _ADDRESS.search(running.out), lambda: f"the demo: {running.err}")
        [address] = _ADDRESS.findall(running.out)
        page = await camera.page(1280, 1000)
        await page.goto(address)
        await expect(page.locator("#changed")).to_contain_text("corrected", timeout=_PATIENCE)
        await camera.take("demo", page)
    finally:
        await program.close()
