import pytest

from relaybot.richtext.nodes import (
    Block,
    Code,
    Divider,
    Document,
    Emphasis,
    Heading,
    Inline,
    Link,
    Listing,
    Paragraph,
    Quote,
    Strike,
    Strong,
    Table,
    Text,
)
from relaybot.telegram.lighter import lighter

A, B = Text("a"), Text("b")
FIRST = Strong((A,))  # the only mark there may be
LINK = Link("https://a.example/", (B,))


def line(*inlines: Inline) -> Paragraph:
    return Paragraph(inlines)


LIGHTER: dict[str, tuple[tuple[Block, ...], tuple[Block, ...]]] = {
    "as many as there may be": ((line(FIRST, B),), (line(FIRST, B),)),
    "one more": ((line(FIRST, Emphasis((B,))),), (line(FIRST, B),)),
    "one more within the other": (
        (
            line(
                Strong((A, Strike((B,)))),
            ),
        ),
        (line(Strong((A, B))),),
    ),
    "code": ((line(FIRST, Code("b")),), (line(FIRST, B),)),
    "a link stays": ((line(FIRST, LINK),), (line(FIRST, LINK),)),
    "a link counts": ((line(LINK, FIRST),), (line(LINK, A),)),
    "a heading stays, and counts": ((Heading(2, (A,)), line(FIRST)), (Heading(2, (A,)), line(A))),
    "in a quotation": ((line(FIRST), Quote((line(FIRST),))), (line(FIRST), Quote((line(A),)))),
    "in a list": (
        (line(FIRST), Listing(((line(FIRST),),), 3)),
        (line(FIRST), Listing(((line(A),),), 3)),
    ),
    "in a table": ((line(FIRST), Table((((FIRST,),),))), (line(FIRST), Table((((A,),),)))),
    "a divider": ((line(FIRST), Divider()), (line(FIRST), Divider())),
}


@pytest.mark.parametrize(("blocks", "expected"), LIGHTER.values(), ids=LIGHTER)
def test_lighter(blocks: tuple[Block, ...], expected: tuple[Block, ...]) -> None:
    assert lighter(Document(blocks), 1) == Document(expected)
