import pytest

from relaybot.discord.labels import is_odd, mended, title_link
from relaybot.discord.markup import to_markdown
from relaybot.richtext.nodes import (
    Block,
    Code,
    CodeBlock,
    Document,
    Heading,
    Inline,
    LineBreak,
    Link,
    Listing,
    Paragraph,
    Quote,
    Strong,
    Table,
    Text,
)

TO = "https://a.example/"
TITLES = {
    "no emoji": ("Rent strike", f"[Rent strike](<{TO}>)"),
    "before": ("🏠 Rent", f"🏠 [Rent](<{TO}>)"),
    "after": ("Rent ✊🏽", f"[Rent](<{TO}>) ✊🏽"),
    "between": ("Rent 🏠 strike", f"[Rent](<{TO}>) 🏠 [strike](<{TO}>)"),
    "several": ("🏠🏡Rent", f"🏠🏡[Rent](<{TO}>)"),
    "only emoji": ("✊✊", f"✊✊ […](<{TO}>)"),
    "a family": ("👩‍👧 care", f"👩‍👧 [care](<{TO}>)"),
    "a flag": ("🇵🇷 news", f"🇵🇷 [news](<{TO}>)"),
    "a keycap": ("1️⃣ first", f"1️⃣ [first](<{TO}>)"),
    "a heart": ("❤️ heart", f"❤️ [heart](<{TO}>)"),
    "a number is none": ("100 homes", f"[100 homes](<{TO}>)"),
    "a sign is none": ("Tea™ & © 2026 №1 →", f"[Tea™ & © 2026 №1 →](<{TO}>)"),
    "marks": (
        "Rent * strike_now | Elmford",
        rf"[Rent](<{TO}>) \* [strike](<{TO}>)\_[now](<{TO}>) \| [Elmford](<{TO}>)",
    ),
    "brackets": ("[Update] Rent", f"[(Update) Rent](<{TO}>)"),
    "only marks": ("***", rf"\*\*\* […](<{TO}>)"),
    "an address": (
        "https://b.example/a_b 🏠",
        rf"https\://b.example/a\_b 🏠 ([a.example](<{TO}>))",
    ),
    "other scripts are none": ("家 हम नए", f"[家 हम नए](<{TO}>)"),
}


@pytest.mark.parametrize(("words", "expected"), TITLES.values(), ids=TITLES)
def test_emoji_stand_beside_a_title(words: str, expected: str) -> None:
    assert title_link(words, TO) == expected


def linked(*words: str) -> tuple[Inline, ...]:
    return tuple(Link(TO, (Text(word),)) for word in words)


HOME = Link(TO, (Text("go 🏠 home"),))
APART = (Link(TO, (Text("go"),)), Text(" "), Text("🏠"), Text(" "), Link(TO, (Text("home"),)))
INLINES: dict[str, tuple[Inline, tuple[Inline, ...]]] = {
    "words": (Text("🏠"), (Text("🏠"),)),
    "code": (Code("🏠"), (Code("🏠"),)),
    "a line break": (LineBreak(), (LineBreak(),)),
    "a link without": (Link(TO, (Text("x"),)), (Link(TO, (Text("x"),)),)),
    "a link with": (HOME, APART),
    "a link in bold": (Strong((HOME,)), (Strong(APART),)),
    "bold in a link": (Link(TO, (Strong((Text("go 🏠 home"),)),)), (Strong(APART),)),
    "code in a link": (
        Link(TO, (Code("x"), Text("🏠"))),
        (Link(TO, (Code("x"),)), Text("🏠")),
    ),
    "nothing but emoji": (Link(TO, (Text("🏠"),)), (Text("🏠"), Text(" "), Link(TO, ()))),
    "marks": (
        Link(TO, (Text("a_b"),)),
        (Link(TO, (Text("a"),)), Text("_"), Link(TO, (Text("b"),))),
    ),
}


def tidy(nodes: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Return the nodes without empty words, which nobody sees."""
    kept = (
        Strong(tidy(node.children)) if isinstance(node, Strong) else node
        for node in nodes
        if node != Text("")
    )
    return tuple(kept)


@pytest.mark.parametrize(("node", "expected"), INLINES.values(), ids=INLINES)
def test_emoji_stand_beside_a_link(node: Inline, expected: tuple[Inline, ...]) -> None:
    (paragraph,) = mended(Document((Paragraph((node,)),))).blocks

    assert isinstance(paragraph, Paragraph)
    assert tidy(paragraph.children) == expected


WITHIN: dict[str, Block] = {
    "a heading": Heading(2, (HOME,)),
    "a quote": Quote((Paragraph((HOME,)),)),
    "a list": Listing(((Paragraph((HOME,)),),), 3),
    "a table": Table((((HOME,),),)),
}


@pytest.mark.parametrize("block", WITHIN.values(), ids=WITHIN)
def test_links_are_found_everywhere(block: Block) -> None:
    told = repr(mended(Document((block,))))

    assert "go 🏠 home" not in told
    assert repr(Link(TO, (Text("home"),))) in told


def test_what_has_no_links_stays() -> None:
    document = Document((CodeBlock("🏠"), Paragraph((Text("🏠"),))))

    assert mended(document) == document


ODD = {
    "a plain link": (f"[go home]({TO})", False),
    "a quiet one": (f"[go home](<{TO}>)", False),
    "a mark": (rf"[go\_home]({TO})", True),
    "an emoji": (f"see [🏠]({TO})", True),
    "beside it": (rf"a\_b [go]({TO}) 🏠", False),
    "brackets": (rf"\[a\_b\] ([x]({TO}))", False),
}


@pytest.mark.parametrize(("markdown", "odd"), ODD.values(), ids=ODD)
def test_links_discord_does_not_show_as_they_are(markdown: str, odd: bool) -> None:
    assert is_odd(markdown) is odd


@pytest.mark.parametrize("node", [node for node, _ in INLINES.values()])
def test_a_mended_document_is_not_odd(node: Inline) -> None:
    document = Document((Paragraph((Text("a_b 🏠 "), node)),))

    assert not is_odd(to_markdown(mended(document)))
