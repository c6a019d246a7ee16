import pytest

from relaybot.message.content import LinkButton
from relaybot.message.repeated import without_repeated
from relaybot.richtext.nodes import (
    Block,
    Document,
    Emphasis,
    Inline,
    LineBreak,
    Link,
    Listing,
    Paragraph,
    Strong,
    Text,
)

URL = "https://elmford.example/rsvp"
BUTTONS = (LinkButton("RSVP", URL),)
WORDS = Paragraph((Text("Come to the hall."),))


def to(url: str, words: str = "RSVP now") -> Link:
    return Link(url, (Text(words),))


def line(*inlines: Inline) -> Paragraph:
    return Paragraph(inlines)


STAYS: dict[str, tuple[Block, bool]] = {
    "the link of a button": (line(to(URL)), False),
    "a part of its page": (line(to(f"{URL}#form")), False),
    "bold, with an arrow": (line(Strong((to(URL),)), Text(" →")), False),
    "bold within": (line(Emphasis((Link(URL, (Strong((Text("RSVP"),)),)),))), False),
    "twice": (line(to(URL), LineBreak(), to(URL, "¡Únete!")), False),
    "another page": (line(to("https://elmford.example/soup")), True),
    "a button's and another": (line(to(URL), Text(" "), to("https://elmford.example/a")), True),
    "within a sentence": (line(Text("Please "), to(URL), Text(".")), True),
    "words that say more": (line(to(URL, "RSVP so that we know how much soup to cook")), True),
    "an item of a list": (Listing(((line(to(URL)),),)), True),
    "no link at all": (line(Text("RSVP now")), True),
    "nothing that is read": (line(Text("→")), True),
}


@pytest.mark.parametrize(("block", "stays"), STAYS.values(), ids=STAYS)
def test_what_a_button_says_is_not_said_again(block: Block, stays: bool) -> None:
    expected = (WORDS, block) if stays else (WORDS,)
    assert without_repeated(Document((WORDS, block)), BUTTONS) == Document(expected)


def test_a_text_that_is_nothing_else_stays() -> None:
    alone = Document((line(to(URL)),))
    assert without_repeated(alone, BUTTONS) == alone


def test_without_buttons_every_link_stays() -> None:
    document = Document((WORDS, line(to(URL))))
    assert without_repeated(document, ()) == document
