"""Short ways to write the nodes that HTML is expected to become."""

from relaybot.richtext.nodes import Inline, Link, Paragraph, Text

BASE = "https://league.example/blog/"


def p(*children: Inline | str) -> Paragraph:
    return Paragraph(tuple(Text(c) if isinstance(c, str) else c for c in children))


def t(words: str) -> tuple[Text]:
    return (Text(words),)


def link(url: str, words: str) -> Link:
    return Link(url, t(words))
