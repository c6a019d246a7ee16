"""The neutral document: what an article says, without any platform's dialect.

Text in nodes is tidy (see `characters.tidy`) but unescaped: escaping is the last step of each
platform's `markup`. Every url is absolute http(s) (links also mailto).
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """Words."""

    text: str


@dataclass(frozen=True, slots=True)
class Strong:
    """Bold."""

    children: "tuple[Inline, ...]"


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Italic."""

    children: "tuple[Inline, ...]"


@dataclass(frozen=True, slots=True)
class Strike:
    """Struck through."""

    children: "tuple[Inline, ...]"


@dataclass(frozen=True, slots=True)
class Code:
    """Code within a line."""

    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere."""

    url: str
    children: "tuple[Inline, ...]"


@dataclass(frozen=True, slots=True)
class LineBreak:
    """A line ends, the paragraph goes on."""


Inline = Text | Strong | Emphasis | Strike | Code | Link | LineBreak


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading, level 1 to 6."""

    level: int
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """A block quotation."""

    children: "tuple[Block, ...]"


@dataclass(frozen=True, slots=True)
class Listing:
    """A list; `start` is the number of the first item, None = bullets. An item may hold lists.

    Where the items do not simply count up, `marks` says what stands before each: "b.", "IV.", "3.".
    """

    items: "tuple[tuple[Block, ...], ...]"
    start: int | None = None
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """Preformatted text."""

    text: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that says something (logos, spacers and tracking pixels never get this far)."""

    url: str
    alt: str = ""
    caption: tuple[Inline, ...] = ()


@dataclass(frozen=True, slots=True)
class Embed:
    """Something that plays or shows elsewhere: a video, a post, a form; `name` says what."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells."""

    rows: tuple[tuple[tuple[Inline, ...], ...], ...]


@dataclass(frozen=True, slots=True)
class Divider:
    """A break in the text."""


Block = Paragraph | Heading | Quote | Listing | CodeBlock | Picture | Embed | Table | Divider


@dataclass(frozen=True, slots=True)
class Document:
    """An article's body."""

    blocks: tuple[Block, ...] = ()
