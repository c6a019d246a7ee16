"""What reads elements into a builder, and the few ways an element ends.

`elements` decides what an element means; `links`, `passages` and `media` are what it decides among.
"""

from collections.abc import Callable
from functools import partial

from relaybot.richtext.blocks import Builder
from relaybot.richtext.frames import Closing
from relaybot.richtext.numbering import Numbering

Attributes = dict[str, str | None]
Leave = Callable[[], None] | None  # what is to do after the children, if anything


def skip() -> None:
    """The answer that an element and all in it is done, or not to be read."""


class Reader:
    """Reads elements into a builder; `base` resolves relative addresses."""

    def __init__(self, base: str | None) -> None:
        self.base = base
        self.build = Builder()

    def frame(self, closing: Closing, style: int, numbering: Numbering | None = None) -> Leave:
        """Open a frame; `style` is the look to restore after it."""
        opened = self.build.open(closing, numbering)
        return partial(self._end_frame if opened else self._end_block, style)

    def block(self, look: int = 0) -> Leave:
        """Begin a block whose words have a look of their own."""
        self.build.end_paragraph()
        return partial(self._end_block, self.styled(look))

    def inline(self, style: int) -> Leave:
        """What ends words in a look; `style` is the one before."""
        return partial(self._restyle, style) if self.build.style != style else None

    def styled(self, look: int) -> int:
        """Add to the present look; returns the one to restore."""
        before = self.build.style
        self.build.style = before | look
        return before

    def _restyle(self, style: int) -> None:
        self.build.style = style

    def _end_block(self, style: int) -> None:
        self.build.end_paragraph()
        self.build.style = style

    def _end_frame(self, style: int) -> None:
        self.build.close()
        self.build.style = style
