"""Every style, over posts that would break a careless one: all stays within Telegram's limits."""

import re
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relaybot.model.destination import Preferences, Style
from relaybot.model.post import Audio, Image
from relaybot.telegram.format import TelegramMessage, format_post, format_title_only
from tests import builders
from tests.emulators.telegram.content import MARKUP_BYTES, TEXT_UNITS, reply_markup_of
from tests.emulators.telegram.entities import Parsed, utf16
from tests.emulators.telegram.markup_parser import parse_html

SENTENCE = "The hall opens at six. "
LINKS = "".join(f'<a href="https://a.example/{n}">word {n}</a>, ' for n in range(500))

NASTY: dict[str, dict[str, Any]] = {
    "one long word": {"html": f"<p>{'x' * 10_000}</p>", "title": "y" * 10_000},
    "long words": {"html": f"<p>{('x' * 700 + ' ') * 20}</p>"},
    "10,000 characters": {"html": f"<p>{SENTENCE * 440}</p>"},
    "10,000 characters in paragraphs": {"html": f"<p>{SENTENCE * 3}</p>" * 150},
    "10,000 characters of escapes": {"html": f"<p>{'&lt;&amp;&quot; ' * 3000}</p>"},
    "lines": {"html": "x<br>" * 5000},
    "emoji": {"html": f"<p>{'👩🏽‍🚒🏳️‍🌈 ' * 2000}</p>", "title": "😀" * 400},
    "emoji without a space": {"html": f"<p>{'😀' * 6000}</p>"},
    "accents": {"html": "<p>" + "e\u0301\u0302\u0303" * 4000 + "</p>"},
    "quotes": {"html": f"<blockquote><p>{SENTENCE * 20}</p></blockquote>" * 10},
    "quotes in quotes": {"html": f"<blockquote>{SENTENCE * 9}" * 30 + "</blockquote>" * 30},
    "quotes in a list": {
        "html": "<ul>" + f"<li><blockquote><i>{SENTENCE}</i></blockquote></li>" * 99 + "</ul>"
    },
    "lists": {"html": f"<ol><li>{SENTENCE}<ul><li>{SENTENCE}</li></ul></li></ol>" * 60},
    "deep lists": {"html": f"<ul><li>{SENTENCE}" * 150 + "</li></ul>" * 150},
    "headings": {"html": f"<h2>{SENTENCE}</h2>" * 300},
    "code": {"html": f"<p>{SENTENCE}</p><pre>{'if a &lt; b: c' * 900}</pre>"},
    "500 links": {"html": f"<p>{LINKS}</p>"},
    "500 links in paragraphs": {"html": f"<p>{LINKS.replace(', ', '</p><p>')}</p>"},
    "500 long links": {"html": f"<p>{LINKS.replace('.example/', '.example/' + 'z' * 1900)}</p>"},
    "500 bold words": {"html": "<p>" + "<b>bold</b> and " * 500 + "</p>"},
    "500 styles within each other": {"html": "<p>" + "<b>a<i>b<s>c</s></i></b> d " * 500 + "</p>"},
    "right to left": {"html": f"<p>{'الإيجار مرتفع جدا. ' * 300}</p>", "title": "\u202eإضراب"},
    "Hebrew with a link": {
        "html": f'<p>{"שכר הדירה. " * 90}<a href="https://a.example">כאן</a></p>' * 5
    },
    "no spaces, but sentences": {"html": f"<p>{'大会は六時に始まる。' * 900}</p>"},
    "mentions": {"html": f"<p>{'@someone /start tg://x #rent ' * 300}</p>", "title": "@someone"},
    "a table": {"html": "<table>" + f"<tr><td>{SENTENCE}</td><td>@x</td></tr>" * 200 + "</table>"},
    "nothing": {"html": "", "title": "", "link": None, "published": None, "language": None},
    "nothing but a picture": {"html": "", "title": "", "link": None},
    "hostile fields": {
        "title": "</b><script>",
        "byline": "@someone <i>" * 99,
        "language": "<b>@x" * 99,
        "link": 'https://elmford.example/?"><b>&x=1 y',
    },
    "the longest addresses": {
        "html": f"<p>{SENTENCE * 200}</p>",
        "link": "https://elmford.example/" + '"' * 2000,
        "audio": Audio(url="https://elmford.example/" + "&" * 2000, duration=1e9),
    },
    "odd addresses": {"link": "https://[half", "audio": Audio(url="http:///x")},
    "half a character": {"title": "\ud83d", "html": "<p>\ud83d</p>" * 500},
}
FEATURES = {"image": Image(url="https://a.example/p.jpg"), "audio": Audio(url="https://a.example/")}


def messages(preferences: Preferences, **post: Any) -> list[TelegramMessage]:
    address = builders.an_address("-1001", "telegram")
    outgoing = builders.an_outgoing(
        builders.a_stored_post(1, **(FEATURES | post)),
        builders.a_destination(address, preferences=preferences),
    )
    return [format_post(outgoing), format_title_only(outgoing)]


def read(message: TelegramMessage) -> Parsed:
    """Return what readers get, or fail for what Telegram would refuse or lose."""
    parsed = parse_html(message.html)
    assert parsed.text
    assert parsed.dropped == 0
    assert parsed.words("mention") + parsed.words("bot_command") == []
    assert max(utf16(parsed.text), utf16(message.text)) <= TEXT_UNITS
    assert len(message.html.encode()) <= MARKUP_BYTES
    row = [{"text": button.label, "url": button.url} for button in message.buttons]
    reply_markup_of({"reply_markup": {"inline_keyboard": [row]}})
    return parsed


@pytest.mark.parametrize(("case", "style"), list(product(NASTY, Style)))
@pytest.mark.parametrize("language", [None, "es"])
def test_within_every_limit(case: str, style: Style, language: str | None) -> None:
    for message in messages(Preferences(style=style, language=language), **NASTY[case]):
        parsed = read(message)
        if style is Style.COMPACT:
            assert "\n" not in parsed.text
            assert message.preview_url is None


@pytest.mark.parametrize("case", NASTY)
def test_a_fuller_style_never_says_less(case: str) -> None:
    said = [
        len(read(messages(Preferences(style=style), **NASTY[case])[0]).text)
        for style in (Style.COMPACT, Style.CARD, Style.FULL)
    ]
    assert said == sorted(said)


LONG = [case for case in NASTY if case.startswith(("10,000 characters", "500 ", "quotes", "lists"))]


@pytest.mark.parametrize("case", LONG)
def test_full_is_long_and_folded(case: str) -> None:
    parsed = read(messages(Preferences(style=Style.FULL), **NASTY[case])[0])
    [folded] = parsed.words("expandable_blockquote")
    assert utf16(parsed.text) > 1200
    assert utf16(parsed.text) - utf16(folded) < 1200


def test_nothing_is_folded_that_is_short() -> None:
    for style in Style:
        message, _ = messages(Preferences(style=style), html=f"<p>{SENTENCE * 30}</p>")
        assert read(message).words("expandable_blockquote") == []


def test_a_fold_loses_nothing() -> None:
    html = "".join(f"<p>Sentence {n} stands here.</p>" for n in range(60))
    message, _ = messages(Preferences(style=Style.FULL), html=html)
    numbers = [int(n) for n in re.findall(r"Sentence (\d+)", read(message).text)]
    assert numbers == list(range(60))


@given(
    html=st.text(alphabet=st.sampled_from('<>/abipulq"=& @#😀\nא.'), max_size=400),
    repeated=st.integers(1, 20),
    style=st.sampled_from(Style),
    title=st.text(max_size=20),
)
def test_whatever_a_feed_says(html: str, repeated: int, style: Style, title: str) -> None:
    for message in messages(Preferences(style=style), html=html * repeated, title=title):
        read(message)
