"""The parser refuses what Telegram refuses, with its words, and reads the rest as it does."""

import pytest

from tests.emulators.telegram.markup_parser import MarkupError, parse_html, parse_plain

REFUSED = {
    "unknown tag": ("a <div>b</div>", 'Unsupported start tag "div" at byte offset 2'),
    "offset in bytes": ("é <p>b</p>", 'Unsupported start tag "p" at byte offset 3'),
    "stray less-than": ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
    "less-than before a word": ("1 <2 or 3", 'Unsupported start tag "2" at byte offset 2'),
    "less-than at the end": ("1 <", "Unclosed start tag at byte offset 2"),
    "a comment": ("<!-- x -->", 'Unsupported start tag "!--"'),
    "a heading": ("<h1>x</h1>", 'Unsupported start tag "h1"'),
    "a list": ("<ul><li>x</li></ul>", 'Unsupported start tag "ul"'),
    "a picture": ('<img src="x">', 'Unsupported start tag "img"'),
    "line break": ("x<br>y", 'Unsupported start tag "br"'),
    "line break closed": ("x<br/>y", 'Unsupported start tag "br/"'),
    "a tag that ends itself": ("<b/>x", 'Unsupported start tag "b/"'),
    "the same with a space": ("<b />x", 'Empty attribute name in the tag "b" at byte offset 0'),
    "other letters": ("<\u212aode>x</code>", "Unsupported start tag"),
    "a no-break space in a tag": ("<b\u00a0>x</b>", "Unsupported start tag"),
    "unclosed tag": ("<b>word", 'Can\'t find end tag corresponding to start tag "b"'),
    "unclosed within": ("<b><i>x</b>", 'expected "</i>", found "</b>"'),
    "crossed tags": ("<b><i>x</b></i>", 'expected "</i>", found "</b>"'),
    "another name for the same": ("<b>x</strong>", 'expected "</b>", found "</strong>"'),
    "end without start": ("x</b>", "Unexpected end tag at byte offset 1"),
    "end that does not end": ("<b>x</b", "Unclosed end tag at byte offset 4"),
    "attribute of an end": ("<b>x</b x>", "Unclosed end tag at byte offset 4"),
    "nested quotes": ("<blockquote>a<blockquote>b</blockquote></blockquote>", "Nested"),
    "quote in a fold": (
        "<blockquote expandable>a<blockquote>b</blockquote></blockquote>",
        "Nested",
    ),
    "unclosed attribute": ('<a href="x>y</a>', "Unclosed start tag at byte offset 0"),
    "nothing after an attribute": ('<a href="x"', "Unclosed start tag at byte offset 0"),
    "nothing after a name": ("<a href", 'Unclosed start tag "a" at byte offset 0'),
    "nothing after the equal sign": ("<a href=", 'Unclosed start tag "a" at byte offset 0'),
    "a bare address": (
        "<a href=https://a.example/>x</a>",
        "Unexpected end of name token at byte offset 8",
    ),
    "quotes without a name": ('<a "x">y</a>', 'Empty attribute name in the tag "a"'),
    "span of another class": ('<span class="x">y</span>', 'must have class "tg-spoiler"'),
    "span of no class": ("<span>y</span>", 'must have class "tg-spoiler"'),
    "an emoji without number": ("<tg-emoji>x</tg-emoji>", "Invalid custom emoji identifier"),
    "half a character": ("&#xd83d;", "invalid Unicode characters"),
    "a character in halves": ("&#xd83d;&#xde00;", "invalid Unicode characters"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused(case: str) -> None:
    markup, words = REFUSED[case]
    with pytest.raises(MarkupError) as caught:
        parse_html(markup)
    assert words in str(caught.value)


READ = {
    "only four names": ("&lt;&gt;&amp;&quot;&nbsp;&apos;&hellip;", '<>&"&nbsp;&apos;&hellip;'),
    "names are small": ("&LT; &Amp;", "&LT; &Amp;"),
    "names that go on": ("&ltx; &ampx", "&ltx; &ampx"),
    "without semicolon": ("&lt &gt.", "< >."),
    "numbers": ("&#39;&#x2019;&#39", "'’'"),
    "an emoji by number": ("&#128512;&#x1F600;", "😀😀"),
    "a capital X is no number": ("&#X27;", "&#X27;"),
    "nonsense numbers": ("&#0;&#x110000;&#;&#x;", "&#0;&#x110000;&#;&#x;"),
    "numbers with too many zeros": ("&#0000039; &#00000039;", "' &#00000039;"),
    "only once": ("&amp;lt;b&amp;gt;", "&lt;b&gt;"),
    "bare ampersand": ("fish & chips", "fish & chips"),
    "greater-than": ("2 > 1", "2 > 1"),
    "trimmed": ("  \n<b>x</b>\n ", "x"),
    "trimmed at the end only, in a mark": ("<b>\n x \n</b>", "\n x"),
    "no-break spaces stay": ("\u00a0x\u00a0", "\u00a0x\u00a0"),
    "control characters": ("a\tb\x01c\0\r\nd", "a b c \nd"),
    "directions and separators go": ("a\u202eb\u2028c\u202cd", "abcd"),
    "runs of direction marks": ("a\u200f\u200e\u200fb", "a\u200c\u200c\u200fb"),
    "nothing to see": ("\u00a0\u2003\u200d", ""),
    "only empty tags": ("<b></b> <i> </i>", ""),
    "short end tag": ("<b>x</>", "x"),
    "capitals": ("<B>x</b> <I>y</I>", "x y"),
    "space in tags": ("<b >x</b\n>", "x"),
    "attributes nobody knows": ('<b class="x" id=y>z</b>', "z"),
    "attribute without value": ("<a href>x</a>", "x"),
    "attributes without space": ("<code class='language-x'id=\"y\">z</code>", "z"),
}


@pytest.mark.parametrize("case", READ)
def test_read(case: str) -> None:
    markup, text = READ[case]
    assert parse_html(markup).text == text


def test_offsets_are_utf16_code_units() -> None:
    parsed = parse_html("😀<b>é😀</b>")
    [bold] = parsed.entities
    assert (bold.offset, bold.length) == (2, 3)
    assert parsed.covered(bold) == "é😀"


def test_offsets_after_what_was_taken_away() -> None:
    parsed = parse_html(" \r\u202ea\r<b>b\r\u2028b</b> <i>c </i> ")
    assert parsed.text == "abb c"
    assert (parsed.words("bold"), parsed.words("italic")) == (["bb"], ["c"])


ENTITIES = {
    "mention": (parse_plain("ask @someone now"), "mention", ["@someone"]),
    "command": (parse_plain("type /start or a/b"), "bot_command", ["/start"]),
    "hashtag": (parse_plain("#rent #1"), "hashtag", ["#rent"]),
    "email": (parse_plain("to info@elmford.example."), "email", ["info@elmford.example"]),
    "no mention in an address": (parse_plain("https://a.example/@someone"), "mention", []),
    "no mention in code": (parse_html("<code>@someone</code>"), "mention", []),
    "no mention in a link": (parse_html('<a href="a.example">@someone</a>'), "mention", []),
    "a link": (parse_html('<a href="https://a.example/">x</a>'), "text_link", ["x"]),
    "no host": (parse_html('<a href="http://intranet/">x</a>'), "text_link", []),
    "a quote": (parse_html("<blockquote>x</blockquote>"), "blockquote", ["x"]),
    "a fold": (
        parse_html("<blockquote expandable>x</blockquote>"),
        "expandable_blockquote",
        ["x"],
    ),
    "a fold, at length": (
        parse_html('<blockquote expandable="no">x</blockquote>'),
        "expandable_blockquote",
        ["x"],
    ),
    "a person": (parse_html('<a href="tg://user?id=5">x</a>'), "text_mention", ["x"]),
    "a spoiler": (
        parse_html('<tg-spoiler>x</tg-spoiler> <span class="tg-spoiler">y</span>'),
        "spoiler",
        ["x", "y"],
    ),
    "struck": (parse_html("<s>x</s> <strike>y</strike> <del>z</del>"), "strikethrough", [*"xyz"]),
    "underlined": (parse_html("<u>x</u> <ins>y</ins>"), "underline", ["x", "y"]),
    "an emoji": (parse_html('<tg-emoji emoji-id="5">x</tg-emoji>'), "custom_emoji", ["x"]),
    "a date": (parse_html('<tg-time unix="1800000000">x</tg-time>'), "date_time", ["x"]),
    "a date that is none": (parse_html("<tg-time>x</tg-time>"), "date_time", []),
    "around nothing": (parse_html("<b></b>x"), "bold", []),
    "around a space at the end": (parse_html("x<b> </b>"), "bold", []),
    "a space within": (parse_html("x<b> </b>y"), "bold", [" "]),
}


@pytest.mark.parametrize("case", ENTITIES)
def test_entities(case: str) -> None:
    parsed, kind, words = ENTITIES[case]
    assert parsed.words(kind) == words


LINKS = {
    "as it is": ("https://a.example/x?y=1#z", "https://a.example/x?y=1#z"),
    "with a character reference": ("https://a.example/?x=1&amp;y=2", "https://a.example/?x=1&y=2"),
    "a path is added": ("https://a.example", "https://a.example/"),
    "a path before the question": ("https://a.example?x", "https://a.example/?x"),
    "the host in small letters": ("HTTPS://A.Example/X", "https://a.example/X"),
    "without a scheme": ("a.example/x", "http://a.example/x"),
    "spaces": ("https://a.example/x y", "https://a.example/x%20y"),
    "a port": ("https://a.example:08080/", "https://a.example:8080/"),
    "somebody": ("https://me@a.example/", "https://me@a.example/"),
    "letters of the world": ("https://bücher.example/ß", "https://bücher.example/ß"),
    "an IPv6 address": ("http://[::1]/", "http://[::1]/"),
    "Telegram's own": ("tg:resolve?domain=x", "tg://resolve?domain=x"),
    "mail leads astray": ("mailto:a@b.example", "http://mailto:a@b.example/"),
    "a call": ("tel:+4912345", None),
    "a script": ("javascript:alert(1)", None),
    "data": ("data:text/html,x", None),
    "a file": ("ftp://a.example/", None),
    "a place on the page": ("#top", None),
    "a path": ("/about", None),
    "no dot": ("http://intranet/", None),
    "a port that is none": ("https://a.example:99999/", None),
    "a host that is none": ("https://a b.example/", None),
    "brackets": ("https://[x]/", None),
}


@pytest.mark.parametrize("case", LINKS)
def test_links(case: str) -> None:
    href, kept = LINKS[case]
    parsed = parse_html(f'<a href="{href}">here</a>')
    assert parsed.links() == ({"here": kept} if kept else {})


def test_a_link_without_address_takes_its_words() -> None:
    assert parse_html("<a>a.example</a>").links() == {"a.example": "http://a.example/"}
    assert parse_html("<a href=''>words</a>").links() == {}


def test_code_with_a_language() -> None:
    [block] = parse_html('<pre><code class="language-python">x</code></pre>').entities
    assert (block.type, block.language) == ("pre", "python")
    [code] = parse_html('<code class="language-python">x</code>').entities
    assert (code.type, code.language) == ("code", None)
    [plain] = parse_html("<pre><code>x</code></pre>").entities
    assert (plain.type, plain.language) == ("pre", None)


NESTED = {
    "a link in bold": (
        '<b>a <a href="https://a.example/">b</a> c</b>',
        {"bold": ["a b c"], "text_link": ["b"]},
    ),
    "bold in a quote": (
        "<blockquote>a <b>b</b></blockquote>",
        {"blockquote": ["a b"], "bold": ["b"]},
    ),
    "bold within bold": ("<b>a <strong>b</strong> c</b>", {"bold": ["a b c"]}),
    "bold beside bold": ("<b>a</b><b>b</b>", {"bold": ["ab"]}),
    "italic within bold cuts it": (
        "<b>a <i>b</i> c</b>",
        {"bold": ["a ", "b c"], "italic": ["b"]},
    ),
    "no bold in code": ("<code>a <b>b</b></code>", {"code": ["a b"], "bold": []}),
    "code takes bold away": (
        "<b>a <code>b</code> c</b>",
        {"bold": ["a ", " c"], "code": ["b"]},
    ),
    "a link around code is lost": (
        '<a href="https://a.example/"><code>x</code></a>',
        {"code": ["x"], "text_link": []},
    ),
    "code in a link is lost": (
        '<a href="https://a.example/">see <code>x</code></a>',
        {"code": [], "text_link": ["see x"]},
    ),
    "a link within a link is lost": (
        '<a href="https://a.example/">a <a href="https://b.example/">b</a></a>',
        {"text_link": ["a b"]},
    ),
    "a quote within a link: the link is lost": (
        '<a href="https://a.example/">a <blockquote>b</blockquote></a>',
        {"blockquote": ["b"], "text_link": []},
    ),
}


@pytest.mark.parametrize("case", NESTED)
def test_nested(case: str) -> None:
    markup, expected = NESTED[case]
    parsed = parse_html(markup)
    assert {kind: parsed.words(kind) for kind in expected} == expected


def test_entities_beyond_the_limit_are_dropped_formatting_first() -> None:
    links = '<a href="https://a.example/">x</a> ' * 60
    parsed = parse_html("<b>y</b> " * 60 + links)
    assert parsed.dropped == 20
    assert len(parsed.words("text_link")) == 60
    assert len(parsed.words("bold")) == 40


def test_links_and_quotes_are_dropped_too() -> None:
    parsed = parse_html('<a href="https://a.example/">x</a> ' * 101 + "<u>y</u>")
    assert parsed.dropped == 2
    assert (len(parsed.words("text_link")), parsed.words("underline")) == (100, [])


def test_what_telegram_finds_does_not_count() -> None:
    parsed = parse_html("#rent " * 60 + "<b>y</b> " * 60)
    assert parsed.dropped == 0
    assert (len(parsed.words("hashtag")), len(parsed.words("bold"))) == (60, 60)


def test_styles_cut_by_others_count_as_often() -> None:
    assert parse_html("<b>" + "<i>x</i> y " * 60 + "</b>").dropped == 20
