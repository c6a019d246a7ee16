import pytest

from relaybot.message.struck import struck
from relaybot.richtext.nodes import (
    Block,
    Code,
    CodeBlock,
    Divider,
    Document,
    Embed,
    Emphasis,
    Heading,
    LineBreak,
    Link,
    Listing,
    Paragraph,
    Picture,
    Quote,
    Strike,
    Strong,
    Table,
    Text,
)

LED = Link("https://elmford.example/", (Strong((Text("the"),)), Text(" plan")))
GONE = Strike((Text("the"), Text(" plan")))
CASES: dict[str, tuple[Block, Block | None]] = {
    "words": (Paragraph((Text("rent"),)), Paragraph((Strike((Text("rent"),)),))),
    "a link leads nowhere": (Paragraph((LED,)), Paragraph((GONE,))),
    "struck once is enough": (Paragraph((GONE,)), Paragraph((GONE,))),
    "lines": (
        Paragraph((Text("a"), LineBreak(), Emphasis((Text("b"),)))),
        Paragraph((Strike((Text("a"), LineBreak(), Text("b"))),)),
    ),
    "code in a line": (Paragraph((Code("x"),)), Paragraph((Strike((Text("x"),)),))),
    "code": (
        CodeBlock("a\nb"),
        Paragraph((Strike((Text("a"), LineBreak(), Text("b"))),)),
    ),
    "a heading": (Heading(2, (LED,)), Heading(2, (GONE,))),
    "a quote": (Quote((Paragraph((LED,)),)), Quote((Paragraph((GONE,)),))),
    "a list": (
        Listing(((Paragraph((LED,)), Picture("https://a.example/x.jpg")),), 3),
        Listing(((Paragraph((GONE,)),),), 3),
    ),
    "a list with letters": (
        Listing(((Paragraph((LED,)),),), 1, ("a.",)),
        Listing(((Paragraph((GONE,)),),), 1, ("a.",)),
    ),
    "a table": (Table((((LED,), ()),)), Table((((GONE,), ()),))),
    "a video": (
        Embed("YouTube", "https://a.example/v"),
        Paragraph((Strike((Text("YouTube"),)),)),
    ),
    "a picture": (Picture("https://a.example/x.jpg", "A crowd"), None),
    "a divider": (Divider(), Divider()),
}


@pytest.mark.parametrize(("block", "expected"), CASES.values(), ids=CASES)
def test_what_was_taken_back_is_struck_through(block: Block, expected: Block | None) -> None:
    assert struck(Document((block,))) == Document((expected,) if expected else ())
