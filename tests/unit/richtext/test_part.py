import pytest
from hypothesis import given
from hypothesis import strategies as st

from relaybot.richtext.from_html import document_of
from relaybot.richtext.nodes import (
    Block,
    CodeBlock,
    Divider,
    Document,
    Heading,
    Link,
    Listing,
    Paragraph,
    Strong,
    Text,
)
from relaybot.richtext.part import part
from relaybot.richtext.plain import plain

SITE = "https://elmford.example/"
SENTENCE = "The hall opens at six. "  # 23 characters


def words(text: str) -> Paragraph:
    return Paragraph((Text(text),))


PARTS: dict[str, tuple[tuple[Block, ...], int, str, str]] = {
    "all fits": ((words("a"), words("b")), 10, "a\n\nb", ""),
    "nothing": ((), 10, "", ""),
    "between paragraphs": ((words("a" * 8), words("b" * 8)), 10, "a" * 8, "b" * 8),
    "at a sentence": (
        (words(SENTENCE * 10 + "Bring a chair."),),
        200,
        (SENTENCE * 8).strip(),
        SENTENCE * 2 + "Bring a chair.",
    ),
    "at a word": (
        (words("chair " * 50 + "end"),),
        200,
        ("chair " * 33).strip(),
        "chair " * 17 + "end",
    ),
    "too little room to part": (
        (words("a" * 90), words(SENTENCE * 10)),
        200,
        "a" * 90,
        SENTENCE * 10,
    ),
    "one long word": ((words("a" * 500),), 200, "", "a" * 500),
    "a heading goes with its text": (
        (words("a"), Divider(), Heading(2, (Text("h"),)), words("b" * 300)),
        10,
        "a",
        "—\n\nh\n\n" + "b" * 300,
    ),
    "code stays whole": ((CodeBlock("x = 1\n" * 60),), 200, "", "x = 1\n" * 60),
    "a list stays whole": (
        (words("a"), Listing(((words("b " * 90),), (words("c " * 90),)))),
        200,
        "a",
        "• " + "b " * 90 + "\n• " + "c " * 90,
    ),
    "no link is cut": (
        (Paragraph((Text("w " * 80), Link(SITE, (Strong((Text("link " * 20),)),)))),),
        200,
        ("w " * 80).strip(),
        "link " * 20,
    ),
}


@pytest.mark.parametrize("case", PARTS)
def test_part(case: str) -> None:
    blocks, room, first, rest = PARTS[case]
    parted = part(Document(blocks), room)
    assert [plain(one).strip() for one in parted] == [first.strip(), rest.strip()]


@given(
    html=st.text(alphabet=st.sampled_from("<>/abpliquoth1 .…é😀"), max_size=400),
    room=st.integers(0, 300),
)
def test_nothing_is_lost_or_said_twice(html: str, room: int) -> None:
    whole = document_of(html, base=None)
    first, rest = part(whole, room)
    said = plain(first) + plain(rest)
    assert "".join(said.split()) == "".join(plain(whole).split())
