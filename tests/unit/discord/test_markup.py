import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relaybot.discord.dialect import words as read_back
from relaybot.discord.markup import ZERO_WIDTH_SPACE, escape, link, moment, quiet_link, to_markdown
from relaybot.richtext.nodes import (
    Block,
    Code,
    CodeBlock,
    Divider,
    Document,
    Embed,
    Emphasis,
    Heading,
    Inline,
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

HOSTILE = {
    "everyone": ("@everyone", f"@{ZERO_WIDTH_SPACE}everyone"),
    "here": ("come @HERE now", f"come @{ZERO_WIDTH_SPACE}HERE now"),
    "a member": ("<@123>", r"\<@123>"),
    "a role": ("<@&123>", r"\<@&123>"),
    "a channel": ("<#123>", r"\<#123>"),
    "a command": ("</follow:123>", r"\</follow:123>"),
    "an emoji": ("<:fist:123>", r"\<:fist:123>"),
    "a moving emoji": ("<a:fist:123>", r"\<a:fist:123>"),
    "a moment": ("<t:1700000000:R>", r"\<t:1700000000:R>"),
    "a page of the server": ("<id:browse>", r"\<id:browse>"),
    "an address in brackets": ("<https://x.example>", r"\<https\://x.example>"),
    "bold, italic, strike": ("**a** *b* ~~c~~ __d__", r"\*\*a\*\* \*b\* \~\~c\~\~ \_\_d\_\_"),
    "code": ("`a` ```b", r"\`a\` \`\`\`b"),
    "spoiler": ("||a||", r"\|\|a\|\|"),
    "quotation": ("> a", r"\> a"),
    "long quotation": (">>> a", r"\>>> a"),
    "heading": ("# a", r"\# a"),
    "small print": ("-# a", r"\-# a"),
    "bullet": ("- a", r"\- a"),
    "indented bullet": ("  - a", r"  \- a"),
    "numbered": ("1. a", r"1\. a"),
    "a year is no list": ("2026 was good", "2026 was good"),
    "a spoofed link": ("[bank](https://evil.example)", r"\[bank\](https\://evil.example)"),
    "a backslash": (r"\*a*", r"\\\*a\*"),
    "an invitation": ("discord.gg/abc", r"discord.gg\/abc"),
    "line ends": ("a\n# b\r\n\u2028- c", "a # b - c"),
    "a dash within": ("twenty-five > four #1", "twenty-five > four #1"),
}


@pytest.mark.parametrize(("text", "expected"), HOSTILE.values(), ids=HOSTILE.keys())
def test_escape(text: str, expected: str) -> None:
    assert escape(text) == expected


def shown(markdown: str) -> str:
    """Return the words a reader sees."""
    return read_back(markdown).strip()


def bare(text: str) -> str:
    return " ".join(text.replace(ZERO_WIDTH_SPACE, "").split())


LINE = st.text(
    alphabet=st.one_of(
        st.sampled_from("*_~`|<>#-[]()!:/\\@&;.+=^$ 1a"),
        st.characters(exclude_categories=("Cc", "Cf", "Cs", "Zl", "Zp", "Zs")),
    ),
    max_size=40,
)


@given(LINE)
def test_whatever_a_feed_says_is_shown_as_it_is(text: str) -> None:
    assert bare(shown(escape(text))) == bare(text)


@given(st.lists(LINE, max_size=5))
def test_pieces_of_text_never_join_into_a_mark(pieces: list[str]) -> None:
    children: list[Inline] = []
    for piece in pieces:
        children += [Text(piece), LineBreak()]
    assert bare(shown(to_markdown(Document((Paragraph(tuple(children)),))))) == bare(
        " ".join(pieces)
    )


def paragraph(*children: Inline) -> Document:
    return Document((Paragraph(children),))


URL = "https://elmford.example/a"
INLINES: dict[str, tuple[tuple[Inline, ...], str]] = {
    "strong": ((Strong((Text("a*b"),)),), r"**a\*b**"),
    "space moves out": ((Text("a"), Emphasis((Text(" b "),)), Text("c")), "a *b* c"),
    "within itself": ((Strong((Strong((Text("a"),)),)),), "**a**"),
    "empty": ((Text("a"), Strong((Text(" "),)), Text("b")), "a b"),
    "neighbours": (
        (Strong((Text("a"),)), Emphasis((Text("b"),))),
        f"**a**{ZERO_WIDTH_SPACE}*b*",
    ),
    "strike": ((Strike((Text("a"),)),), "~~a~~"),
    "code": ((Code("a b\nc"),), "`a b c`"),
    "code with a backtick": ((Code("a`b"),), "``a`b``"),
    "code that is backticks": ((Code("``"),), "` `` `"),
    "code with many backticks": ((Code("a```b"),), "`aˋˋˋb`"),
    "code with one backtick and two": ((Code("a`b``c"),), "`aˋb``c`"),
    "a keycap": ((Text("*\ufe0f\u20e3 #\ufe0f\u20e3 *a"),), "*\ufe0f\u20e3 #\ufe0f\u20e3 \\*a"),
    "a keycap before all": ((Text("#\ufe0f\u20e3"),), "#\ufe0f\u20e3"),
    "line break": ((Text("a"), LineBreak(), Text("# b")), "a\n\\# b"),
    "mark across nodes": ((Text("-"), Text("# b")), r"\-# b"),
    "link": ((Link(URL, (Text("the plan"),)),), f"[the plan]({URL})"),
    "link with brackets": ((Link(URL, (Text("[PDF] plan"),)),), f"[(PDF) plan]({URL})"),
    "link to itself": ((Link(URL, (Text(URL),)),), f"[elmford.example/a]({URL})"),
    "link that lies": (
        (Link("https://evil.example/", (Text("https://bank.example/login"),)),),
        r"https\://bank.example/login ([evil.example](https://evil.example/))",
    ),
    "link that lies without a scheme": (
        (Link("https://evil.example/", (Text("bank.example"),)),),
        "bank.example ([evil.example](https://evil.example/))",
    ),
    "link that lies in its midst": (
        (Link("https://evil.example/", (Text("see https://bank.example now"),)),),
        r"see https\://bank.example now ([evil.example](https://evil.example/))",
    ),
    "link without words": ((Link(URL, ()),), f"[elmford.example]({URL})"),
    "address that breaks out": (
        (Link("https://elmford.example/a)b(c*<d>", (Text("x"),)),),
        "[x](https://elmford.example/a%29b%28c%2A%3Cd%3E)",
    ),
    "bold link": ((Link(URL, (Strong((Text("x"),)),)),), f"[**x**]({URL})"),
    "mail": (
        (Link("mailto:a_b@c.example", (Text("write to us"),)),),
        r"write to us (a\_b@c.example)",
    ),
    "mail that is said": ((Link("mailto:a@b.example", (Text("a@b.example"),)),), "a@b.example"),
    "bare address": ((Text(f"Sign up at {URL}."),), r"Sign up at https\://elmford.example/a."),
}


@pytest.mark.parametrize(("children", "expected"), INLINES.values(), ids=INLINES.keys())
def test_inline(children: tuple[Inline, ...], expected: str) -> None:
    assert to_markdown(paragraph(*children)) == expected


def words(text: str) -> Paragraph:
    return Paragraph((Text(text),))


BLOCKS: dict[str, tuple[tuple[Block, ...], str]] = {
    "paragraphs": ((words("a"), words("b")), "a\n\nb"),
    "heading": ((Heading(2, (Text("# a"), LineBreak(), Text("b"))), words("c")), "### # a b\nc"),
    "empty": ((words(" "), Heading(1, ()), Picture("https://x.example/a.png"), Quote(())), ""),
    "quote": ((Quote((words("a"), words("- b"))),), "> a\n> \n> \\- b"),
    "quote in quote": ((Quote((Quote((words("a"),)),)),), "> a"),
    "bullets": ((Listing(((words("a"),), (words("1. b"),))),), "- a\n- 1\\. b"),
    "numbers": ((Listing(((words("a"),), (words("b"),)), start=9),), "9. a\n10. b"),
    "a heading in a list": ((Listing(((Heading(2, (Text("a"),)), words("b")),)),), "- **a**\n  b"),
    "a quote in a list": ((Listing(((words("a"), Quote((words("b"),))),)),), "- a\n  b"),
    "numbers that count down": (
        (Listing(((words("a"),), (words("b"),)), 2, ("2.", "1.")),),
        "2\\. a\n1\\. b",
    ),
    "letters": ((Listing(((words("a"),), (words("b"),)), 2, ("b.", "c.")),), "b. a\nc. b"),
    "nested": (
        (Listing(((words("a"), Listing(((words("b"),),))), (words("c"),))),),
        "- a\n  - b\n- c",
    ),
    "code": ((CodeBlock("a\n```\n@everyone"),), "```\na\nˋˋˋ\n@everyone\n```"),
    "video": ((Embed("Video", URL),), f"▶ [Video]({URL})"),
    "empty cells but the last keep their place": (
        (Table((((), (Text("Yes"),), (), (Text("No"),), ()), ((), ()))),),
        "– · Yes · – · No",
    ),
    "table": ((Table((((Text("a"),), (Text("b|c"),)), ((Text("# d"),), ()))),), "a · b\\|c\n\\# d"),
    "divider": ((words("a"), Divider(), words("b")), "a\n\n———\n\nb"),
}


@pytest.mark.parametrize(("blocks", "expected"), BLOCKS.values(), ids=BLOCKS.keys())
def test_blocks(blocks: tuple[Block, ...], expected: str) -> None:
    assert to_markdown(Document(blocks)) == expected


def test_a_link_of_our_own() -> None:
    assert link("Listen", "https://elmford.example/ep 1.mp3") == (
        "[Listen](https://elmford.example/ep%201.mp3)"
    )


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_link_never_lets_anything_out(label: str, path: str) -> None:
    markdown = link(label, f"https://elmford.example/{path}")

    made = r"\[[^\[\]]+\]\(https://elmford\.example/[^\s()<>*`|\\]*\)"
    said = escape(label).strip()
    assert re.fullmatch(made, markdown) or re.fullmatch(rf".+ \({made}\)", markdown), said


QUIET = {
    "words": ("Rent strike", "[Rent strike](<https://elmford.example/1>)"),
    "marks": ("*Rent* [strike] `x`", r"[\*Rent\* (strike) \`x\`](<https://elmford.example/1>)"),
    "an address": (
        "Read www.bank.example",
        "Read www.bank.example ([elmford.example](<https://elmford.example/1>))",
    ),
    "nothing but a host": (
        "bank.example",
        "bank.example ([elmford.example](<https://elmford.example/1>))",
    ),
    "lines": ("Rent\nstrike", "[Rent strike](<https://elmford.example/1>)"),
}


@pytest.mark.parametrize(("words", "expected"), QUIET.values(), ids=QUIET.keys())
def test_a_link_that_is_not_unfurled(words: str, expected: str) -> None:
    assert quiet_link(words, "https://elmford.example/1") == expected


def test_nothing_gets_out_of_a_link_that_is_not_unfurled() -> None:
    made = quiet_link("Rent", "https://elmford.example/>) <@1> [x](y)")

    assert made.startswith("[Rent](<https://elmford.example/%3E%29%20%3C@1%3E")
    assert made.count(">") == 1


def test_a_moment() -> None:
    assert moment(datetime(2026, 3, 1, tzinfo=UTC)) == "<t:1772323200:D>"
