"""Takes pictures of pages in Debian's Chromium, and makes them small."""

import asyncio
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Browser, Page

from tests.end_to_end.demo_watched import CHROMIUM

FOLDER = Path(__file__).parents[1] / "data" / "pictures"
QUANTIZER = "pngquant"  # 256 colours are enough for drawings, and a quarter of the weight

# Pictures are loaded when they come into view, and what is below them moves.
_ALL_LOADED = """() => Promise.all([...document.images].map(image => {
    image.loading = "eager";
    return image.decode().catch(() => null);
}))"""


def missing() -> str:
    """Say which program a picture cannot be made without, "" when all are there."""
    needed = {"chromium": Path(CHROMIUM).is_file(), QUANTIZER: shutil.which(QUANTIZER)}
    absent = " ".join(name for name, there in needed.items() if not there)
    if not absent:
        return ""
    return f"Pictures need what is not installed here: on Debian, apt-get install {absent}"


@dataclass(frozen=True, slots=True)
class Camera:
    """Photographs what is wanted, and passes over the rest."""

    browser: Browser
    wanted: frozenset[str]

    async def page(self, width: int, height: int, scale: int = 1) -> Page:
        """Open an empty page, by daylight and without movement."""
        return await self.browser.new_page(
            viewport={"width": width, "height": height},
            device_scale_factor=scale,
            color_scheme="light",
            reduced_motion="reduce",
        )

    async def take(self, name: str, page: Page, part: str = "") -> None:
        """Write one picture, of the page as far as it is seen, or of a part: a selector."""
        if name not in self.wanted:
            return
        await page.evaluate(_ALL_LOADED)
        seen = page.locator(part) if part else page
        target = FOLDER / f"{name}.png"
        target.write_bytes(await _small(await seen.screenshot(omit_background=True)))
        sys.stdout.write(f"{target.name}: {target.stat().st_size / 1000:.0f} KB\n")


async def _small(picture: bytes) -> bytes:
    process = await asyncio.create_subprocess_exec(
        *(QUANTIZER, "--strip", "--speed", "1", "-"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    small, _ = await process.communicate(picture)
    assert process.returncode == 0, f"{QUANTIZER} ended with {process.returncode}"
    return small
