"""Golden posts keep what they promise: what a case is there for can be seen in its outputs.

tests/unit/test_rendering.py says that the outputs are what the program makes of a case; here it
is said what they must and must not hold, whoever writes them anew.
"""

import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from relaybot.demo.golden import KEYS, PUBLISHED, READ_AT, GoldenPost, golden_post, golden_posts
from relaybot.errors import RelaybotError
from relaybot.model.destination import Style
from relaybot.model.source import Kind

DATA = Path(__file__).parents[2] / "data" / "html"
GOLDEN = {golden.name: golden for golden in golden_posts(DATA)}
PROMISING = [name for name, golden in GOLDEN.items() if golden.holds or golden.drops]

# Whatever the directory's chapters publish with, and what their old addresses were made with.
PLATFORMS = """
    actionnetwork blogger drupal ghost hugo jekyll json mailchimp mastodon medium nationbuilder
    other podcast squarespace substack webflow weebly wix wordpress
"""
_ESCAPED = re.compile(r"\\([^a-zA-Z0-9\s])")
_UNSEEN = re.compile("[\u200b\u2060]")  # ours, in names that would ping
_SPACES = re.compile("[\u00a0\u202f]")  # in hours
_OURS = re.compile(r"📅|🎧|\[[\w ]+\]\(")  # signs and buttons, which no entry has


def messages(golden: GoldenPost) -> dict[str, str]:
    """Return both messages as their readers see them, apart from bold and links."""
    discord = (DATA / f"{golden.name}.discord.md").read_text(encoding="utf-8")
    telegram = (DATA / f"{golden.name}.telegram.html").read_text(encoding="utf-8")
    return {"discord": _ESCAPED.sub(r"\1", discord), "telegram": html.unescape(telegram)}


def seen(message: str) -> str:
    return _SPACES.sub(" ", _UNSEEN.sub("", message))


def entry(golden: GoldenPost) -> str:
    """Return all that the feed says."""
    said = {key: value for key, value in golden.header.items() if key not in ("holds", "drops")}
    written = "\n".join([golden.body, *_words(said)])
    return written + html.unescape(written)


def _words(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _words(one)


@pytest.mark.parametrize("name", PROMISING)
def test_both_messages_hold_what_the_case_is_there_for(name: str) -> None:
    golden = GOLDEN[name]
    for platform, message in messages(golden).items():
        missing = [words for words in golden.holds if words not in seen(message)]
        assert (platform, missing) == (platform, [])


@pytest.mark.parametrize("name", PROMISING)
def test_neither_message_holds_what_must_go(name: str) -> None:
    golden = GOLDEN[name]
    for platform, message in messages(golden).items():
        left = [words for words in golden.drops if words in message or words in seen(message)]
        assert (platform, left) == (platform, [])


def test_only_what_was_there_can_go() -> None:
    never = {
        name: [words for words in golden.drops if words not in entry(golden)]
        for name, golden in GOLDEN.items()
    }
    strange = {
        name: [one for one in found if not _OURS.fullmatch(one)] for name, found in never.items()
    }
    assert {name: found for name, found in strange.items() if found} == {}


def test_most_cases_say_what_can_be_seen() -> None:
    assert len(PROMISING) >= 120


def test_every_platform_kind_and_style_is_there() -> None:
    headers = [golden.header for golden in GOLDEN.values()]
    assert {header["platform"] for header in headers} == set(PLATFORMS.split())
    assert {header.get("kind", Kind.CHAPTER) for header in headers} == set(Kind)
    styles = [header.get("style", Style.CARD) for header in headers]
    assert {style: styles.count(style) >= 8 for style in Style} == dict.fromkeys(Style, True)


def test_none_is_of_the_future() -> None:
    # Such a date is not believed, and the message would be without one.
    late = [
        name for name, one in GOLDEN.items() if one.header.get("published", PUBLISHED) > READ_AT
    ]
    assert late == []


def test_every_key_is_explained() -> None:
    guide = (DATA.parents[1] / "README.md").read_text(encoding="utf-8")
    assert [key for key in KEYS if f"`{key}`" not in guide and f"`[{key}]`" not in guide] == []


WRONG = {
    "no comment": ("<p>Nothing.</p>", "does not begin with a comment"),
    "no title": ('<!--\nshows = "it"\n-->\n', "no “title”"),
    "not TOML": ("<!--\nshows = it\n-->\n", "cannot be read"),
    "a slip of the pen": ('<!--\nshows = "it"\ntitle = ""\nhold = ["x"]\n-->\n', "“hold”"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_header_that_cannot_be_meant_is_said(case: str, tmp_path: Path) -> None:
    text, said = WRONG[case]
    file = tmp_path / "one.html"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(RelaybotError, match=said):
        golden_post(file)
