"""What is open while a page is walked, and how it closes into blocks.

`Builder` takes words and pictures as they come and keeps a stack of frames (the document, a quote,
a list, an item, a figure, a table …). Frames nest `DEEPEST` deep at most: what is deeper keeps its
words and loses its shape, so that nobody downstream can run out of stack.
"""

from relaybot.richtext.frames import Closing, Frame, as_document
from relaybot.richtext.inlines import (
    BREAK,
    IN_PAGE,
    PLAIN,
    STRONG,
    Run,
    one_line,
    paragraphs,
    without_places,
)
from relaybot.richtext.nodes import Block, Divider, Embed, Heading, Paragraph, Picture
from relaybot.richtext.numbering import Numbering

DEEPEST = 8


class Builder:
    """Collects the blocks of one document."""

    def __init__(self) -> None:
        self.style: int = PLAIN
        self.url: str | None = None
        self.heading: int | None = None
        self.keeps_lines = False  # of verse
        self.holds_places = False  # links into the page itself, in what is collected now
        self._runs: list[Run] = []
        self._pictures: list[Picture] = []  # met within a line; they follow it
        self._frames = [Frame(as_document)]

    def words(self, text: str) -> None:
        """Words in the present look."""
        if self.url == IN_PAGE:
            self.holds_places = True
        if self.keeps_lines and "\n" in text:
            self._verse(text)
        elif self._runs or not text.isspace():
            self._runs.append(Run(text, self.style, self.url))

    def _verse(self, text: str) -> None:
        for number, line in enumerate(text.split("\n")):
            if number:
                self.line_break()
            self._runs.append(Run(line, self.style, self.url))

    def line_break(self) -> None:
        """The line ends."""
        self._runs.append(BREAK)

    def picture(self, picture: Picture) -> None:
        """A picture: never in the middle of a line."""
        self._pictures.append(picture)

    def has_only_pictures(self) -> bool:
        """Whether what is collected now is a picture without words; line breaks are forgotten."""
        if not self._pictures or any(run is not BREAK and run.text.strip() for run in self._runs):
            return False
        self._runs.clear()
        return True

    def block(self, block: Block) -> None:
        """A block that is complete; an embed or divider just added is not repeated."""
        self.end_paragraph()
        frame = self._frames[-1]
        repeated = isinstance(block, Embed | Divider) and frame.blocks[-1:] == [block]
        if not repeated:
            frame.add([block])

    def end_paragraph(self) -> None:
        """What was collected in a line becomes a paragraph (or a heading)."""
        if self._runs:
            runs, self._runs = self._runs, []
            if self.holds_places:
                runs = without_places(runs, is_heading=bool(self.heading))
                self.holds_places = False
            self._frames[-1].add(self._heading(runs) if self.heading else _paragraphs(runs))
        if self._pictures:
            pictures, self._pictures = self._pictures, []
            self._frames[-1].add(list(pictures))

    def _heading(self, runs: list[Run]) -> list[Block]:
        """A heading; that its words are bold goes without saying."""
        plain = [run if run is BREAK else run._replace(style=run.style & ~STRONG) for run in runs]
        words = one_line(plain)
        return [Heading(self.heading or 1, words)] if words else []

    def open(self, close: Closing, numbering: Numbering | None = None) -> bool:
        """Open a frame; False when it would be too deep: then there is nothing to close."""
        self.end_paragraph()
        if len(self._frames) > DEEPEST:
            return False
        self._frames.append(Frame(close, numbering=numbering))
        return True

    def next_number(self, number: int) -> None:
        """The next item of the list that is open has a number of its own."""
        frame = self._frames[-1]
        if frame.numbering:
            frame.numbering.given[len(frame.items)] = number

    def close(self) -> None:
        """Close the innermost frame into the one around it."""
        self.end_paragraph()
        frame = self._frames.pop()
        frame.close(frame, self._frames[-1])

    def new_row(self) -> None:
        """The next cells of the table belong to a new row."""
        self.end_paragraph()
        self._frames[-1].rows.append([])

    def finished(self) -> tuple[Block, ...]:
        """All blocks, once everything that was opened is closed."""
        self.end_paragraph()
        return tuple(self._frames[0].blocks)


def _paragraphs(runs: list[Run]) -> list[Block]:
    return [Paragraph(words) for words in paragraphs(runs)]
