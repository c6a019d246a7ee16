"""`python -m tests.pictures [NAME…]`: makes these pictures of the README, or all of them."""

import asyncio
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.end_to_end.demo_watched import chromium
from tests.end_to_end.forked import SERVER
from tests.pictures import chats, pages
from tests.pictures.camera import Camera, missing

MAKERS = {
    chats.NAMES: chats.photograph,
    pages.GALLERY: pages.photograph_gallery,
    pages.DEMO: pages.photograph_demo,
}
EVERY = tuple(name for names in MAKERS for name in names)


def main(names: Sequence[str]) -> str:
    """Make the pictures; returns what is wrong, "" for nothing."""
    unknown = [name for name in names if name not in EVERY]
    if unknown:
        return f"There is no picture {', '.join(unknown)}. There are: {', '.join(EVERY)}."
    if said := missing():
        return said
    try:
        asyncio.run(_make(frozenset(names or EVERY)))
    finally:
        SERVER.stop()
    return ""


async def _make(wanted: frozenset[str]) -> None:
    async with chromium() as browser:
        camera = Camera(browser, wanted)
        for names, photograph in MAKERS.items():
            if not wanted.isdisjoint(names):
                with tempfile.TemporaryDirectory(prefix="relaybot-pictures-") as folder:
                    await photograph(camera, Path(folder))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]) or 0)
