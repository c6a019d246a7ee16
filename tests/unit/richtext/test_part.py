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
    "the first sentence is longer than the room": (
        (words("chair " * 40 + "end. " + SENTENCE * 9),),
        200,
        "chair " * 40 + "end. " + SENTENCE * 2,
        SENTENCE * 7,
    ),
    "one sentence, longer than the room": (
        (words("chair " * 50 + "end."), words("b")),
        200,
        "chair " * 50 + "end.",
        "b",
    ),
    "no sentence ends": ((words("chair " * 90 + "end"),), 200, "", "chair " * 90 + "end"),
    "a later paragraph is not torn": (
        (words("a" * 20), words("chair " * 50 + "end.")),
        200,
        "a" * 20,
        "chair " * 50 + "end.",
    ),
    "between paragraphs rather than at a sentence": (
        (words("a" * 101), words(SENTENCE * 10)),
        200,
        "a" * 101,
        SENTENCE * 10,
    ),
    "at a sentence of the second paragraph": (
        (words("a" * 90), words(SENTENCE * 10)),
        200,
        "a" * 90 + "\n\n" + SENTENCE * 4,
        SENTENCE * 6,
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
        (Paragraph((Text("w " * 80), Link(SITE, (Strong((Text(SENTENCE * 20),)),)))),),
        200,
        "",
        "w " * 80 + SENTENCE * 20,
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
