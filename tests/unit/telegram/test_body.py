import pytest

from relaybot.richtext.nodes import Document, Link, Listing, Paragraph, Text
from relaybot.richtext.plain import plain
from relaybot.telegram.body import NOTHING, Body, Manner, bodies, fitted, laid_out
from relaybot.telegram.frame import Frame
from tests.emulators.telegram.markup_parser import parse_html

SENTENCE = "The hall opens at six. "
FRAME = Frame((Paragraph((Text("Head"),)),), (Paragraph((Text("Foot"),)),))


def words(text: str) -> Document:
    return Document((Paragraph((Text(text),)),))


def told(document: Document, *lengths: int, continues: bool = False) -> list[tuple[str, bool]]:
    made = bodies(document, lengths, continues=continues)
    return [(plain(body.document), body.whole) for body in made]


BODIES: dict[str, tuple[list[tuple[str, bool]], list[tuple[str, bool]]]] = {
    "short": (told(words("One. Two."), 40), [("One. Two.", True), ("One. Two.", False)]),
    "cut": (told(words("One two three."), 10), [("One two…", False), ("One two…", False)]),
    "more on the page": (told(words("One."), 40, continues=True)[:1], [("One. …", True)]),
    "more on the page, said already": (
        told(words("One …"), 40, continues=True)[:1],
        [("One …", True)],
    ),
    "more on the page, after a list": (
        told(Document((Listing(((Paragraph((Text("One"),)),),)),)), 40, continues=True)[:1],
        [("• One\n\n…", True)],
    ),
    "nothing": (told(Document(), 40)[:1], [("", True)]),
    "no room": (told(words("One")), []),
}


@pytest.mark.parametrize("case", BODIES)
def test_bodies(case: str) -> None:
    made, expected = BODIES[case]
    assert made[: len(expected)] == expected


def test_the_last_is_nothing() -> None:
    assert list(bodies(words("One"), (9, 5), continues=False))[-1] == NOTHING
    assert list(bodies(words("One"), (), continues=False)) == [NOTHING]


def test_before_the_last_are_words_without_links() -> None:
    linked = Document((Paragraph((Link("https://a.example/", (Text("word"),)), Text(" end."))),))
    *_, unlinked, _ = bodies(linked, (40,), continues=False)
    assert unlinked == Body(words("word end."), whole=False)


def test_what_is_long_is_folded_between_head_and_foot() -> None:
    markup = laid_out(FRAME, Body(words(SENTENCE * 60), whole=True))
    [folded] = parse_html(markup).words("expandable_blockquote")
    assert markup.startswith("Head\n\nThe hall")
    assert markup.endswith("</blockquote>\n\nFoot")
    assert 600 < len(folded) < 900


def test_nothing_is_folded_for_a_few_lines() -> None:
    markup = laid_out(FRAME, Body(words(SENTENCE * 35), whole=True))
    assert "blockquote" not in markup


LINKED = Document((Paragraph((Link("https://a.example/", (Text("word"),)), Text(" end."))),))
MANNERS = {
    "usual": (Manner(), "<a", True),
    "more on the page": (Manner(continues=True), "end. …", True),
    "taken back": (Manner(struck=True), "<s>word end.</s>", True),
}


@pytest.mark.parametrize("case", MANNERS)
def test_fitted(case: str) -> None:
    manner, expected, whole = MANNERS[case]
    made = fitted(FRAME, LINKED, (40,), 100, manner)
    assert expected in made.markup
    assert (made.body.whole, made.frame) == (whole, FRAME)


def test_the_foot_goes_before_the_head() -> None:
    narrow = fitted(FRAME, LINKED, (40,), 9, Manner())
    assert (narrow.markup, narrow.frame.below) == ("Head", ())


def test_links_go_before_words() -> None:
    many = tuple(Link("https://a.example/", (Text(f"word{n} "),)) for n in range(101))
    made = fitted(FRAME, Document((Paragraph(many),)), (900,), 4096, Manner())
    assert "<a" not in made.markup
    assert "word100" in made.markup
