import pytest

from relaybot.richtext.from_html import document_of
from relaybot.richtext.nodes import Document, Link, Paragraph, Text
from relaybot.richtext.plain import plain
from relaybot.richtext.shorten import excerpt, fits_whole, is_longer, length

CASES = {
    "all of it": ("<p>Heat is back.</p>", 50, "Heat is back.", False),
    "to the letter": ("<p>Heat is back.</p>", 13, "Heat is back.", False),
    "at a sentence": ("<p>Heat is back. Water is not.</p>", 20, "Heat is back.", True),
    "at a word": ("<p>Heat is back and water is not.</p>", 20, "Heat is back and…", True),
    "a sentence too early": (
        "<p>No. We will not leave this house.</p>",
        20,
        "No. We will not…",
        True,
    ),
    "no comma before the ellipsis": (
        "<p>Heat, water, and light for all</p>",
        14,
        "Heat, water…",
        True,
    ),
    "Art. III ends nothing": (
        "<p>We won. They broke Art. III of the contract in every way</p>",
        30,
        "We won. They broke Art. III…",
        True,
    ),
    "Art. V ends nothing": (
        "<p>We won. They broke Art. V of the contract in every way</p>",
        30,
        "We won. They broke Art. V of…",
        True,
    ),
    "a sentence may begin with I": (
        "<p>All of us like art. I told them so as well</p>",
        28,
        "All of us like art.",
        True,
    ),
    "Dr. ends nothing": ("<p>We saw Dr. Marsh and her team leave</p>", 14, "We saw…", True),
    "Sec. 4 neither": ("<p>We read Sec. 4 and all other parts</p>", 13, "We read…", True),
    "an initial neither": ("<p>It was Ada J. Marsh who came then</p>", 14, "It was Ada…", True),
    "but the sun does": (
        "<p>We lay in the sun. Heat for all was back</p>",
        24,
        "We lay in the sun.",
        True,
    ),
    "and no does": (
        "<p>All of us said no. Heat for all was back</p>",
        24,
        "All of us said no.",
        True,
    ),
    "after a straight quote": (
        '<p>He said "no." Ada was glad of it</p>',
        20,
        'He said "no."',
        True,
    ),
    "after a closing quote": ("<p>“Heat is back.” Ada was glad.</p>", 20, "“Heat is back.”", True),
    "not in a link": (
        '<p>We won. Read <a href="https://x.example">the whole long story</a></p>',
        25,
        "We won. Read…",
        True,
    ),
    "in a link when there is nothing else": (
        '<p><a href="https://x.example">the whole long story of it</a></p>',
        16,
        "the whole long…",
        True,
    ),
    "not at a heading": (
        "<p>Heat is back.</p><h2>Water</h2><p>Not yet here.</p>",
        21,
        "Heat is back.",
        True,
    ),
    "not at a last heading": ("<p>Heat is back.</p><h2>Water</h2>", 99, "Heat is back.", True),
    "nothing but a heading": ("<h2>Heat is back in the house</h2>", 15, "Heat is back…", True),
    "a heading and no room": ("<h2>Heat is back</h2><p>It is.</p>", 10, "", True),
    "not at a bold line": (
        "<p>Heat is back.</p><p><b>In this episode</b></p><ul><li>Water for everyone</ul>",
        32,
        "Heat is back.",
        True,
    ),
    "not after what announces a paragraph": (
        "<p>Heat is back and water, too.</p><p><b>Tuesday.</b> The nurses explain it all.</p>",
        40,
        "Heat is back and water, too.",
        True,
    ),
    "after a bold sentence that is all": (
        "<p><b>Heat is back.</b></p><p>Water is not.</p>",
        20,
        "Heat is back.",
        True,
    ),
    "not after a number that counts": (
        "<p>Heat is back for everyone.</p><p>1. The agenda was read and adopted.</p>",
        30,
        "Heat is back for everyone.",
        True,
    ),
    "not within code": (
        "<p>Heat is back for everyone.</p><pre>print all of it\nprint more</pre>",
        40,
        "Heat is back for everyone.",
        True,
    ),
    "within code when there is nothing else": (
        "<pre>print all of it\nprint more</pre>",
        16,
        "print all of it…",
        True,
    ),
    "without dividers where room is short": (
        "<p>Heat.</p><hr><p>Water.</p>",
        50,
        "Heat.\n\nWater.",
        False,
    ),
    "with dividers where there is room": (
        "<p>Heat.</p><hr><p>Water.</p>",
        2000,
        "Heat.\n\n—\n\nWater.",
        False,
    ),
    "a key that nobody reads": (
        f"<p>{'k' * 5000}</p><p>It is back.</p>",
        200,
        f"{'k' * 60}…\n\nIt is back.",
        False,
    ),
    "not within a flag": ("<p>🇺🇸🇲🇽🇵🇷🇭🇹</p>", 6, "🇺🇸🇲🇽…", True),
    "not the name of a player in two": (
        '<iframe title="Night" src="https://youtu.be/abc_DEF-123"></iframe><p>Heat is back.</p>',
        20,
        "",
        True,
    ),
    "without pictures": (
        '<img src="https://x.example/a.jpg" alt="b"><p>Heat.</p>',
        99,
        "Heat.",
        False,
    ),
    "within a list": (
        "<ul><li>Heat for everyone</li><li>Water for everyone</li></ul>",
        27,
        "• Heat for everyone\n• Water…",
        True,
    ),
    "a list without its pictures keeps its letters": (
        '<ol type="a"><li><img src="https://x.example/a.jpg"></li><li>Heat</li><li>Water</li></ol>',
        99,
        "b. Heat\nc. Water",
        False,
    ),
    "a list without its pictures keeps its numbers": (
        '<ol><li>Heat</li><li><img src="https://x.example/a.jpg"></li><li>Water</li></ol>',
        99,
        "1. Heat\n3. Water",
        False,
    ),
    "within a quote": (
        "<blockquote>Heat is back and water too</blockquote>",
        14,
        "> Heat is back…",
        True,
    ),
    "one long word": ("<p>Donaudampfschifffahrt</p>", 10, "Donaudamp…", True),
    "not within an emoji": ("<p>👩‍👩‍👧👩‍👩‍👧</p>", 7, "👩‍👩‍👧…", True),
    "unspaced script": ("<p>暖房が戻った。水はまだ。</p>", 9, "暖房が戻った。", True),
    "no room": ("<p>Heat.</p>", 0, "", True),
    "nothing": ("", 10, "", False),
}


@pytest.mark.parametrize(("html", "limit", "wanted", "cut"), CASES.values(), ids=CASES.keys())
def test_excerpt(html: str, limit: int, wanted: str, cut: bool) -> None:
    document, was_cut = excerpt(document_of(html, base=None), limit)
    assert plain(document) == wanted
    assert was_cut == cut


@pytest.mark.parametrize(("html", "limit"), [case[:2] for case in CASES.values()], ids=CASES.keys())
def test_a_document_fits_whole_exactly_where_its_excerpt_leaves_nothing_out(
    html: str, limit: int
) -> None:
    document = document_of(html, base=None)
    for room in (limit, length(document) - 1, length(document)):
        assert fits_whole(document, room) is not excerpt(document, room)[1]


def test_a_document_is_longer_than_less_than_its_length() -> None:
    document = document_of(
        "<p>Heat</p><img src='https://x.example/a.png'><p>and light</p>", base=None
    )
    assert length(document) == 14
    assert is_longer(document, 13)
    assert not is_longer(document, 14)
    assert not is_longer(Document(), 0)


def test_looks_and_links_survive() -> None:
    html = '<p>We <b>won the strike</b>. <a href="https://x.example">Read on</a> for all of it.</p>'
    document, _ = excerpt(document_of(html, base=None), 30)
    assert document.blocks[0] == Paragraph(
        (
            *document_of("<p>We <b>won the strike</b>. </p>", base=None).blocks[0].children[:2],  # type: ignore[union-attr] # the block is a paragraph
            Text(". "),
            Link("https://x.example", (Text("Read on"),)),
            Text("…"),
        )
    )


def test_length_counts_what_is_seen() -> None:
    html = '<p>ab <b>cd</b><br>e</p><ul><li>f</ul><img src="https://x.example/a.jpg">'
    assert length(document_of(html, base=None)) == len("ab cd\ne\nf")
    assert length(Document()) == 0


def test_half_an_address_is_no_link() -> None:
    html = '<a href="https://bank.com.evil.example/x">https://bank.com.evil.example/x</a>'
    document, _ = excerpt(document_of(html, base=None), 17)
    assert document.blocks == (Paragraph((Text("https://bank.com…"),)),)


def test_a_list_of_thousands_is_cut_after_some_lines() -> None:
    document = document_of("<ul>" + "<li>x" * 3_000 + "</ul>", base=None)
    lines = plain(excerpt(document, 600)[0]).split("\n")
    assert 20 <= len(lines) <= 25


def test_a_nested_list_of_thousands_is_cut_after_some_lines() -> None:
    document = document_of("<ul><li>x" * 3_000, base=None)
    begin, is_cut = excerpt(document, 3_000)
    assert plain(begin).count("\n") <= 120
    assert is_cut
