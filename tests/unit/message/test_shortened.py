import pytest

from relaybot.message.shortened import leading_on, shortened
from relaybot.richtext.nodes import (
    Block,
    CodeBlock,
    Document,
    Inline,
    Link,
    Listing,
    Paragraph,
    Picture,
    Quote,
    Strong,
    Table,
    Text,
)
from relaybot.richtext.plain import plain

PAGE = "https://elmford.example/posts/1"
LED = Link(PAGE, (Text("…"),))


def line(*inlines: Inline) -> Paragraph:
    return Paragraph(inlines)


def words(text: str) -> Paragraph:
    return line(Text(text))


def table(*inlines: Inline) -> Table:
    return Table(((inlines,),))


OWN_LINE = line(LED)
ENDS: dict[str, tuple[Block, tuple[Block, ...]]] = {
    "a paragraph": (words("One."), (line(Text("One."), Text(" "), LED),)),
    "a paragraph that ends with an ellipsis": (words("One…"), (line(Text("One"), LED),)),
    "within bold": (line(Strong((Text("a…"),))), (line(Strong((Text("a"), LED))),)),
    "a sign that needs no space": (words("一。"), (line(Text("一。"), LED),)),
    "a list": (Listing(((words("a."),),)), (Listing(((words("a."),),)), OWN_LINE)),
    "an item cut": (Listing(((words("a…"),),)), (Listing(((line(Text("a"), LED),),)),)),
    "a quotation": (Quote((words("a."),)), (Quote((words("a."),)), OWN_LINE)),
    "a quotation cut": (Quote((words("a…"),)), (Quote((line(Text("a"), LED),)),)),
    "a table": (table(Text("a.")), (table(Text("a.")), OWN_LINE)),
    "a cell cut": (table(Text("a…")), (table(Text("a"), LED),)),
    "code": (CodeBlock("a"), (CodeBlock("a"), OWN_LINE)),
    "nothing that is read": (
        Picture("https://a.example/1.jpg"),
        (Picture("https://a.example/1.jpg"),),
    ),
}


@pytest.mark.parametrize(("last", "expected"), ENDS.values(), ids=ENDS)
def test_an_ellipsis_leads_on(last: Block, expected: tuple[Block, ...]) -> None:
    assert leading_on(Document((last,)), PAGE) == Document(expected)


def test_where_there_is_no_page_it_is_a_mere_ellipsis() -> None:
    assert plain(leading_on(Document((words("One."),)), None)) == "One. …"


def told(text: str, length: int) -> list[tuple[str, bool]]:
    made = shortened(Document((words(text),)), length)
    return [(plain(document), was_cut) for document, was_cut in made]


SENTENCES = "The hall opens. " * 4
LENGTHS = {
    "all of it fits": (told("One. Two.", 40), [("One. Two.", False)]),
    "hardly more than fits": (
        told(f"{SENTENCES}At six.", 64),
        [(f"{SENTENCES}At six.", False), (SENTENCES.strip(), True)],
    ),
    "much more than fits": (told(SENTENCES * 3, 64), [(SENTENCES.strip(), True)]),
}


@pytest.mark.parametrize(("made", "expected"), LENGTHS.values(), ids=LENGTHS)
def test_a_post_is_not_cut_for_one_last_passage(
    made: list[tuple[str, bool]], expected: list[tuple[str, bool]]
) -> None:
    assert made == expected
