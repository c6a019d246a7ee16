"""Golden posts: tests/data/html holds an entry beside what both platforms make of it.

A new one: put `<case>.html` there (tests/README.md tells its form) and run
`RELAYBOT_WRITE_EXPECTED=1 .venv/bin/pytest tests/unit/test_rendering.py`; then read what was
written as its subscribers would.
"""

import os
from pathlib import Path

import pytest

from relaybot.demo.golden import GoldenPost, golden_posts, outgoing
from relaybot.model.delivery import Outgoing
from relaybot.model.destination import PlatformName, Style
from relaybot.rendering import RENDERERS
from tests.rendered import discord_faults, discord_shown, telegram_faults, telegram_shown

FOLDER = Path(__file__).parents[1] / "data" / "html"
GOLDEN = {golden.name: golden for golden in golden_posts(FOLDER)}
WRITE = "RELAYBOT_WRITE_EXPECTED" in os.environ
SHOWN = {
    PlatformName.DISCORD: (discord_shown, discord_faults, "discord.md"),
    PlatformName.TELEGRAM: (telegram_shown, telegram_faults, "telegram.html"),
}


def owed(golden: GoldenPost, platform: PlatformName, style: Style | None = None) -> Outgoing:
    found = outgoing(golden, platform, style)
    assert found is not None, f"{golden.name} is not relayed"
    return found


@pytest.mark.parametrize("platform", PlatformName)
@pytest.mark.parametrize("name", GOLDEN)
def test_golden(name: str, platform: PlatformName) -> None:
    show, faults, ending = SHOWN[platform]
    delivery = owed(GOLDEN[name], platform)
    found, expected = show(delivery), FOLDER / f"{name}.{ending}"
    if WRITE:
        expected.write_text(found, encoding="utf-8")
    assert faults(delivery) == []
    assert found == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("style", Style)
@pytest.mark.parametrize("platform", PlatformName)
def test_every_golden_post_is_well_in_every_style(platform: PlatformName, style: Style) -> None:
    wrong: dict[str, list[str]] = {}
    for name, golden in GOLDEN.items():
        delivery = owed(golden, platform, style)
        if found := SHOWN[platform][1](delivery):
            wrong[name] = found
        preview = RENDERERS[platform](delivery)
        assert f'class="msg msg-{platform}"' in preview.html
        assert preview.text
    assert wrong == {}


def test_there_are_enough_and_every_output_has_its_input() -> None:
    outputs = {path.name.split(".")[0] for path in FOLDER.iterdir()}
    assert outputs == set(GOLDEN)
    assert len(GOLDEN) >= 120
