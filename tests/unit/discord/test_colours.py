import pytest

from relaybot.discord.colours import COLOURS, TAKEN_BACK, colour_of
from relaybot.model.source import Kind

GROUNDS = {  # of chat and card, in both themes
    "dark chat": 0x313338,
    "dark card": 0x2B2D31,
    "light chat": 0xFFFFFF,
    "light card": 0xF2F3F5,
}


def luminance(colour: int) -> float:
    """www.w3.org/TR/WCAG21/#dfn-relative-luminance"""
    parts = [(colour >> shift & 255) / 255 for shift in (16, 8, 0)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("ground", GROUNDS.values(), ids=GROUNDS)
@pytest.mark.parametrize("colour", [*COLOURS.values(), TAKEN_BACK], ids=hex)
def test_a_colour_stands_out_in_both_themes(colour: int, ground: int) -> None:
    darker, lighter = sorted((luminance(colour), luminance(ground)))

    assert (lighter + 0.05) / (darker + 0.05) >= 3


def test_every_kind_has_its_own() -> None:
    colours = {colour_of(kind, withdrawn=False) for kind in Kind}

    assert len(colours | {colour_of(Kind.CHAPTER, withdrawn=True)}) == len(Kind) + 1
