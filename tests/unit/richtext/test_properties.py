"""Whatever a feed brings: no exception, nothing hidden, no foreign address, no lie in a link."""

import unicodedata
from collections import Counter
from collections.abc import Iterator
from html import escape
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relaybot.richtext.addresses import host_of
from relaybot.richtext.article import understand
from relaybot.richtext.autolink import poses_as_another
from relaybot.richtext.boilerplate import without_boilerplate
from relaybot.richtext.boundaries import is_head
from relaybot.richtext.calls import calls
from relaybot.richtext.from_html import document_of
from relaybot.richtext.nodes import Document, Heading, Link
from relaybot.richtext.pictures_in import pictures_in
from relaybot.richtext.plain import plain, words_of
from relaybot.richtext.shorten import excerpt, length

LINES = """
<p>|</p>|<b>|</b>|<i>|<a href="https://bank.example/">|<a href="javascript:x">|</a>|<ul>|<li>|</ul>
<blockquote>|</blockquote>|<table>|<tr>|<td>|</table>|<pre>|<code>|</pre>|<h2>|</h2>|<br>|<hr>|<ol>
<figure>|<figcaption>|</figure>|<sup>|<img src="//x.example/a.jpg">|<div>|</div>|<q>|<dl><dt>|<form>
<iframe src="https://youtu.be/abcdefg"></iframe>|<script>|</script>|By: Ada Marsh|bank.com|[…]|###
<p>T</p>|<p>FOR IMMEDIATE RELEASE</p>|<p>Photo: Ada</p>|<p>Contact: a@b.example</p>|<p>. . .</p>
<p>Read more</p>|Share this: X|<h3>Author</h3>|<ol type=a start=3>|<li value=7>|<a href="#x">|Tweet
<ol type=i><li><img src="//x.example/b.jpg"><li>|<ol><li>One<li><img src="//x.example/c.jpg"><li>
<pre class=wp-block-verse>|<p><b>Now</b></p>|<p><b>Tuesday.</b> |{% x %}|<a href="tel:5550100">
Thanks for reading X! This post is public so feel free to share it.|<button>
https://evil.example/x.|The post T appeared first on S.|&nbsp;|&#8203;|&amp;lt;| |Heat is back.
“Dr. Marsh” said so. |word and word |👩‍🌾| (|) |x.org/a |www.x.example|</form>|<font color=red>
"""
HIDDEN = ["\u202e", "e\u0301", "\n\n", "\u00a0", "\x00", "\ud800", "\u200d", "\ufeff"]
BIDI_MARKS = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI", "BN"}
PIECES = st.sampled_from([*LINES.replace("\n", "|").split("|"), *HIDDEN])
MARKUP = st.lists(PIECES | st.text(max_size=8), max_size=40).map("".join)
ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=200)
HTML = MARKUP | ANY_TEXT


def read(html: str) -> Document:
    return understand(html, base="https://league.example/", title="T").document


def nodes(value: Any) -> Iterator[Any]:
    """Every node of a document, and every text and address in it."""
    yield value
    if isinstance(value, tuple):
        for part in value:
            yield from nodes(part)
    elif hasattr(value, "__slots__"):
        for name in value.__slots__:
            yield from nodes(getattr(value, name))


@given(HTML)
@settings(max_examples=300)
def test_no_hidden_characters(html: str) -> None:
    for text in nodes(read(html)):
        if isinstance(text, str):
            bare = text.replace("\n", "").replace("\t", "").replace("\u200d", "")
            assert not [
                char for char in bare if unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp")
            ]
            assert not [char for char in bare if unicodedata.bidirectional(char) in BIDI_MARKS]


@given(HTML)
@settings(max_examples=300)
def test_only_web_and_mail_addresses(html: str) -> None:
    document = read(html)
    for node in (*nodes(document), *nodes(excerpt(document, 20)[0])):
        url = getattr(node, "url", None)
        if url is not None:
            assert url.startswith(("http://", "https://", "mailto:"))
            assert host_of(url)
            assert "@" not in url.partition("://")[2].partition("/")[0]
        if isinstance(node, Link):
            assert words_of(node.children).strip()
            assert not poses_as_another(words_of(node.children), node.url)


@given(HTML)
def test_calls_lead_to_pages_and_pictures_are_safe(html: str) -> None:
    document = read(html)
    assert all(call.url.startswith(("http://", "https://")) for call in calls(document))
    assert all(picture.url.startswith("https://") for picture in pictures_in(document))


@given(HTML, st.integers(0, 120), st.integers(0, 120))
@settings(max_examples=300)
def test_excerpts_fit_and_grow(html: str, one: int, other: int) -> None:
    document = read(html)
    small, large = sorted((one, other))
    less, _ = excerpt(document, small)
    more, _ = excerpt(document, large)
    assert length(less) <= small
    assert length(more) <= large
    assert length(less) <= length(more)
    only_headings = all(map(is_head, more.blocks))
    assert only_headings or not isinstance(more.blocks[-1], Heading)


@given(HTML)
def test_the_same_again(html: str) -> None:
    assert read(html) == read(html)
    assert isinstance(plain(read(html)), str)


@given(HTML)
@settings(max_examples=300)
def test_what_is_left_and_what_was_taken_out_are_all_there_was(html: str) -> None:
    article = understand(html, base="https://league.example/", title="T")
    before = _letters(document_of(html, base="https://league.example/"))
    assert _letters(article.document, *article.removed) == before


@given(HTML)
@settings(max_examples=300)
def test_cleaning_again_changes_nothing(html: str) -> None:
    once = understand(html, base="https://league.example/", title="Rent")
    again = without_boilerplate(once.document, "Rent", once.byline or "")
    assert again.removed == ()
    assert again.document == once.document


@given(HTML)
@settings(max_examples=200)
def test_what_was_understood_says_the_same_when_it_is_read_again(html: str) -> None:
    said = plain(read(html))
    markup = "".join(f"<p>{escape(part)}</p>" for part in said.split("\n\n")).replace("\n", "<br>")
    again = understand(markup, base=None, title="")
    assert _letters(again.document, *again.removed) == Counter(filter(str.isalnum, said))


def _letters(document: Document, *more: str) -> Counter[str]:
    alts = (one.alt for one in pictures_in(document) if one.caption)  # `plain` shows the captions
    return Counter(filter(str.isalnum, " ".join((plain(document), *alts, *more))))


@given(ANY_TEXT, ANY_TEXT, ANY_TEXT)
def test_any_title_byline_and_base(html: str, title: str, other: str) -> None:
    understand(html, base=other, title=title, byline=other)


@pytest.mark.parametrize(
    "words", ["bank.com", "https://bank.com/x", "see www.bank.com", "bank．com"]
)
def test_another_address(words: str) -> None:
    assert poses_as_another(words, "https://evil.example/")
    assert not poses_as_another(words, "https://www.bank.com/")
