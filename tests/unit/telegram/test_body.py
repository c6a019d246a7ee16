import pytest

from relaybot.richtext.nodes import Document, Link, Listing, Paragraph, Quote, Strong, Table, Text
from relaybot.richtext.plain import plain
from relaybot.telegram.body import NOTHING, Body, Manner, bodies, fitted, laid_out
from relaybot.telegram.frame import Frame
from tests.emulators.telegram.markup_parser import parse_html

PAGE = "https://elmford.example/posts/1"
SENTENCE = "The hall opens at six. "
FRAME = Frame((Paragraph((Text("Head"),)),), (Paragraph((Text("Foot"),)),))


def words(text: str) -> Document:
    return Document((Paragraph((Text(text),)),))


def told(document: Document, *lengths: int, continues: bool = False) -> list[tuple[str, bool]]:
    made = bodies(document, lengths, Manner(continues=continues))
    return [(plain(body.document), body.whole) for body in made]


BODIES: dict[str, tuple[list[tuple[str, bool]], list[tuple[str, bool]]]] = {
    "short": (told(words("One. Two."), 40), [("One. Two.", True), ("One. Two.", False)]),
    "cut": (told(words("One two three."), 10), [("One two…", False), ("One two…", False)]),
    "cut where a sentence ends": (
        told(words("The hall opens. " + "Bring a chair. " * 9), 17),
        [("The hall opens. …", False), ("The hall opens. …", False)],
    ),
    "the last passage is short": (
        told(words("The hall opens. " * 4 + "At six."), 64),
        [(("The hall opens. " * 4 + "At six."), True), (("The hall opens. " * 4 + "…"), False)],
    ),
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


LED = '<a href="https://elmford.example/posts/1">…</a>'
LONG = "The hall opens at six. " * 9
ENDS: dict[str, tuple[Document, int, bool, str]] = {
    "a sentence": (words(LONG), 30, False, f"at six. {LED}"),
    "a word": (words("tenants and " * 9), 30, False, f"tenants and{LED}"),
    "a list": (
        Document((Listing(((Paragraph((Text("tenants and " * 9),)),),)),)),
        30,
        False,
        f"tenants and{LED}",
    ),
    "a quotation": (
        Document((Quote((Paragraph((Text("tenants and " * 9),)),)),)),
        30,
        False,
        f"tenants and{LED}</blockquote>",
    ),
    "a table": (
        Document((Table((((Text("tenants and " * 9),),),)),)),
        30,
        False,
        f"tenants and{LED}",
    ),
    "the feed's own": (words("One…"), 30, True, f"One{LED}"),
    "all of it": (words("One."), 30, False, "One."),
}


@pytest.mark.parametrize("case", ENDS)
def test_what_was_left_out_is_a_tap_away(case: str) -> None:
    document, limit, continues, expected = ENDS[case]
    body = next(bodies(document, (limit,), Manner(continues=continues, page=PAGE)))
    assert laid_out(Frame((), ()), body).endswith(expected)


def test_the_last_is_nothing() -> None:
    assert list(bodies(words("One"), (9, 5), Manner()))[-1] == NOTHING
    assert list(bodies(words("One"), (), Manner())) == [NOTHING]


def test_before_the_last_are_words_without_links() -> None:
    linked = Document((Paragraph((Link("https://a.example/", (Text("word"),)), Text(" end."))),))
    *_, unlinked, _ = bodies(linked, (40,), Manner())
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


def test_nothing_is_folded_where_a_long_sentence_leaves_little_of_it() -> None:
    markup = laid_out(FRAME, Body(words("tenants and " * 70 + "all. " + SENTENCE * 5), whole=True))
    assert "blockquote" not in markup


def test_the_fold_begins_with_a_sentence() -> None:
    lines = words(SENTENCE * 3 + "And then " + "the tenants " * 70 + "went. " + SENTENCE * 9)
    [folded] = parse_html(laid_out(FRAME, Body(lines, whole=True))).words("expandable_blockquote")
    assert folded.startswith("And then")


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


def test_marks_go_before_words_the_last_first() -> None:
    many = tuple(Strong((Text(f"name{n} "),)) for n in range(110))
    made = fitted(FRAME, Document((Paragraph(many),)), (900,), 4096, Manner())
    assert made.body.whole
    assert "<b>name0 </b>" in made.markup
    assert made.markup.count("<b>") == 80
    assert "name109" in made.markup


def test_links_go_before_words() -> None:
    many = tuple(Link("https://a.example/", (Text(f"word{n} "),)) for n in range(101))
    made = fitted(FRAME, Document((Paragraph(many),)), (900,), 4096, Manner())
    assert "<a" not in made.markup
    assert "word100" in made.markup
