"""Everything that is written is read back by a parser as strict as Telegram's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
from relaybot.telegram.limits import visible_text
from relaybot.telegram.markup import escape, to_folded_html, to_html
from tests.emulators.telegram.entities import Parsed
from tests.emulators.telegram.markup_parser import parse_html

SITE = "https://elmford.example/"


def html(*blocks: Block) -> str:
    return to_html(Document(blocks))


def line(*inlines: Inline) -> Paragraph:
    return Paragraph(inlines)


def words(text: str) -> Paragraph:
    return line(Text(text))


def read(*inlines: Inline) -> Parsed:
    return parse_html(html(line(*inlines)))


WRITTEN: dict[str, tuple[tuple[Block, ...], str]] = {
    "nothing": ((), ""),
    "paragraphs": ((words("One."), words("Two.")), "One.\n\nTwo."),
    "escapes": ((words('<b> & "q" it\'s'),), "&lt;b&gt; &amp; &quot;q&quot; it's"),
    "styles": (
        (line(Strong((Text("a"),)), Emphasis((Text("b"),)), Strike((Text("c"),)), Code("<d>")),),
        "<b>a</b><i>b</i><s>c</s><code>&lt;d&gt;</code>",
    ),
    "bold in bold": ((line(Strong((Strong((Text("a"),)),))),), "<b>a</b>"),
    "empty style": ((line(Text("a"), Strong(())),), "a"),
    "line break": ((line(Text("a"), LineBreak(), Text("b")),), "a\nb"),
    "heading": ((Heading(2, (Text("Why "), Strong((Text("now"),)))),), "<b>Why now</b>"),
    "link": (
        (line(Link(f'{SITE}?a=1&b="2"', (Text("here"),))),),
        '<a href="https://elmford.example/?a=1&amp;b=&quot;2&quot;">here</a>',
    ),
    "link in link": (
        (line(Link(SITE, (Text("a "), Link(SITE, (Text("b"),))))),),
        '<a href="https://elmford.example/">a b</a>',
    ),
    "link without words": ((line(Link(SITE, ()), Text("x")),), "x"),
    "link that is none": ((line(Link("javascript:alert(1)", (Text("x"),))),), "x"),
    "link to nonsense": ((line(Link("https://[half", (Text("x"),))),), "x"),
    "link to a person": ((line(Link("tg://user?id=5", (Text("x"),))),), "x"),
    "mail": ((line(Link("mailto:a@b.example", (Text("us"),))),), "us (a@b.example)"),
    "mail with a subject, and nonsense": (
        (line(Link("MAILTO://[a@b.example?subject=x", (Text("us"),))),),
        "us (//[a@b.example)",
    ),
    "mail said": (
        (line(Link("mailto:a@b.example", (Text("a@b.example"),))),),
        "a@b.example",
    ),
    "quote": ((Quote((words("a"), words("b"))),), "<blockquote>a\n\nb</blockquote>"),
    "quote in quote": (
        (Quote((words("a"), Quote((words("b"),)))),),
        "<blockquote>a\n\nb</blockquote>",
    ),
    "bullets": ((Listing(((words("a"),), (words("b"),))),), "• a\n• b"),
    "numbers": ((Listing(((words("a"),), (words("b"),)), start=9),), "9. a\n10. b"),
    "nested list": (
        (Listing(((words("a"), Listing(((words("b"),),))), (words("c"),))),),
        "• a\n    • b\n• c",
    ),
    "quote in list": ((Listing(((Quote((words("a"),)),),)),), "• a"),
    "code block": ((CodeBlock("if a < b:\n  x"),), "<pre>if a &lt; b:\n  x</pre>"),
    "table": (
        (Table((((Text("Day"),), (Text("Place"),)), ((Text("Mon"),), (Text("Hall"),)))),),
        "Day · Place\nMon · Hall",
    ),
    "lines in a cell, cells and rows that are empty": (
        (
            Table(
                (
                    ((Text("Mon"), LineBreak(), Text("and Tue")), (Text("Hall"),), ()),
                    ((), ()),
                    ((), (Text("Gym"),)),
                )
            ),
        ),
        "Mon and Tue · Hall\n– · Gym",
    ),
    "heading and what it is over": (
        (Heading(2, (Text("Why"),)), words("Because."), words("So.")),
        "<b>Why</b>\nBecause.\n\nSo.",
    ),
    "an address": (
        (line(Link(f"{SITE}rally", (Text("https://elmford.example/rally"),))),),
        '<a href="https://elmford.example/rally">elmford.example/rally</a>',
    ),
    "letters": ((Listing(((words("a"),), (words("b"),)), 2, ("b.", "c.")),), "b. a\nc. b"),
    "divider": ((words("a"), Divider(), words("b")), "a\n\n———\n\nb"),
    "picture": (
        (Picture(f"{SITE}a.png", "A crowd"),),
        '🖼 <a href="https://elmford.example/a.png">A crowd</a>',
    ),
    "picture with caption": (
        (Picture(f"{SITE}a.png", "A crowd", (Text("The rally"),)),),
        '🖼 <a href="https://elmford.example/a.png">The rally</a>',
    ),
    "embed": (
        (Embed("Video", "https://video.example/1"),),
        '▶ <a href="https://video.example/1">Video</a>',
    ),
}


FOLDED: dict[str, tuple[tuple[Block, ...], str]] = {
    "words": ((words("a"), words("b")), "<blockquote expandable>a\n\nb</blockquote>"),
    "nothing": ((), ""),
    "a quote": (
        (Quote((words("a"), Quote((line(Emphasis((Text("b"),))),)))), words("c")),
        "<blockquote expandable><i>a\n\nb</i>\n\nc</blockquote>",
    ),
    "a quote and whose words it is": (
        (Quote((words("a"), words("b"), words("— Lorna"))),),
        "<blockquote expandable><i>a\n\nb</i>\n— Lorna</blockquote>",
    ),
    "a quote in a list": (
        (Listing(((Quote((words("a"),)),),)),),
        "<blockquote expandable>• <i>a</i></blockquote>",
    ),
    "a heading": (
        (Heading(2, (Text("a"),)),),
        "<blockquote expandable><b>a</b></blockquote>",
    ),
}


@pytest.mark.parametrize("case", FOLDED)
def test_folded(case: str) -> None:
    blocks, expected = FOLDED[case]
    written = to_folded_html(Document(blocks))
    assert written == expected
    assert parse_html(written).text == visible_text(written).strip()


@pytest.mark.parametrize("case", WRITTEN)
def test_written(case: str) -> None:
    blocks, expected = WRITTEN[case]
    written = html(*blocks)
    assert written == expected
    assert parse_html(written).text == visible_text(written).strip()


def test_escape_is_safe_in_attributes() -> None:
    assert escape("\"<>&'") == "&quot;&lt;&gt;&amp;'"


HARMLESS = {
    "mention": "@someone",
    "mention in a sentence": "thanks to @someone, (@other) and @third!",
    "federated name": "@someone@social.example",
    "command": "/start",
    "command for a bot": "send /start@sample_bot now",
    "after a quote": "“/start” '@someone'",
    "after an address": "https://a.example/x “@someone”",
    "no host": "https://@someone https:///start",
    "hard space": "x\u00a0@someone\u00a0/start",
    "after another sign": "@@someone //start ,/start @/start",
}


@pytest.mark.parametrize("case", HARMLESS)
def test_nothing_becomes_a_mention_or_command(case: str) -> None:
    parsed = read(Text(HARMLESS[case]))
    assert parsed.words("mention") == []
    assert parsed.words("bot_command") == []
    assert parsed.text.replace("\u2060", "") == HARMLESS[case]


def test_nothing_becomes_a_mention_across_nodes() -> None:
    parsed = read(Text("ask @"), Strong((Text("someone"),)), Text(" or /"), Code("start"))
    assert parsed.words("mention") == []
    assert parsed.words("bot_command") == []


def test_no_link_to_a_person_or_an_app_by_itself() -> None:
    assert read(Text("tg://user?id=5")).words("url") == []


UNTOUCHED = {
    "email": "write to info@elmford.example",
    "fraction": "1/2 and/or 24/7",
    "hashtag": "#rent",
}


@pytest.mark.parametrize("case", UNTOUCHED)
def test_what_is_harmless_is_left_alone(case: str) -> None:
    assert visible_text(html(words(UNTOUCHED[case]))) == UNTOUCHED[case]


# What the chapter's own page leads nowhere, Telegram would make a link of.
NOT_OPENED = {
    "an address": "https://social.example/@someone/start?x=/a&b=@c",
    "in Markdown": "[https://harborbank.example](http://evil.example/login)",
    "without a scheme": "see www.evil.example now",
    "a host with one foreign letter": "https://h\u0430rborbank.example/login",
    "foreign letters without a scheme": "see h\u0430rborbank.com now",
    "an honest one": "https://añoranza.example/",
}


@pytest.mark.parametrize("case", NOT_OPENED)
def test_no_address_opens_that_is_no_link(case: str) -> None:
    parsed = read(Text(NOT_OPENED[case]))
    assert parsed.words("url") == []
    assert parsed.text.replace("\u2060", "") == NOT_OPENED[case]


HONEST = {
    "words": ("our site", True),
    "the same address": ("https://elmford.example/rally", True),
    "the same host": ("www.elmford.example", True),
    "a part of it": ("news.elmford.example", True),
    "a sentence": ("See e.g. no. 5", True),
    "another address": ("https://bank.example/login", False),
    "another host": ("bank.example", False),
    "another host at the end": ("log in at www.bank.example", False),
    "a longer host": ("elmford.example.bank.example", False),
    "a similar host": ("belmford.example", False),
}


@pytest.mark.parametrize("case", HONEST)
def test_a_link_leads_where_it_says(case: str) -> None:
    said, honest = HONEST[case]
    parsed = read(Link(SITE, (Text(said),)), Text("."))
    shown = said.removeprefix("https://") if honest else f"{said} (elmford.example)"
    assert parsed.text.replace("\u2060", "") == f"{shown}."
    assert parsed.words("text_link") == [shown if honest else "elmford.example"]
    assert parsed.words("url") == []


texts = st.text(alphabet=st.sampled_from("ab@/<>&\"' #\u00a0é😀._:-"), max_size=12)
inlines = st.recursive(
    texts.map(Text) | texts.map(Code) | st.just(LineBreak()),
    lambda inner: (
        st.tuples(inner, inner).map(Strong)
        | st.tuples(inner).map(Emphasis)
        | st.tuples(
            st.sampled_from([SITE, "mailto:x@y.example", "ftp://x/"]), st.tuples(inner)
        ).map(lambda parts: Link(*parts))
    ),
    max_leaves=6,
)
blocks = st.recursive(
    st.tuples(inlines, inlines).map(Paragraph) | texts.map(CodeBlock) | st.just(Divider()),
    lambda inner: (
        st.tuples(inner, inner).map(Quote)
        | st.tuples(st.tuples(inner), st.tuples(inner)).map(Listing)
    ),
    max_leaves=6,
)


@given(st.lists(blocks, max_size=4).map(tuple))
def test_whatever_is_written_is_accepted(written: tuple[Block, ...]) -> None:
    parsed = parse_html(html(*written))
    assert parsed.words("mention") == []
    assert parsed.words("bot_command") == []
