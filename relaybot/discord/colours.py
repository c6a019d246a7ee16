"""The colour beside a card or a container: one for each kind of body that speaks.

Each stands out by three to one and more from the ground of Discord's light theme and of its dark
one, as the standard for what is not text asks (www.w3.org/TR/WCAG21/#non-text-contrast).
"""

from relaybot.model.source import Kind

COLOURS = {
    Kind.CHAPTER: 0xE24454,  # red
    Kind.PUBLICATION: 0x1B86CC,  # blue
    Kind.NATIONAL: 0xA67300,  # gold
    Kind.WORKING_GROUP: 0x289060,  # green
    Kind.COMMITTEE: 0x9568D8,  # violet
    Kind.YDSA: 0xD45C1F,  # orange
    Kind.OTHER: 0x208D94,  # teal
}
TAKEN_BACK = 0x7C808A  # grey


def colour_of(kind: Kind, *, withdrawn: bool) -> int:
    """Return the colour (0xRRGGBB) of what this kind of body publishes."""
    return TAKEN_BACK if withdrawn else COLOURS[kind]
