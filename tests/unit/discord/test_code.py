import pytest
from hypothesis import given
from hypothesis import strategies as st

from relaybot.discord.code import GRAVE, code_block, inline_code
from relaybot.discord.dialect import words

INLINE = {
    "plain": ("a b", "`a b`"),
    "a backtick": ("a`b", "``a`b``"),
    "backticks at the ends": ("`a`", "`` `a` ``"),
    "two backticks": ("a``b", "`a``b`"),
    "nothing but two": ("``", "` `` `"),
    "one and two": ("a`b``c", f"`a{GRAVE}b``c`"),
    "three": ("a```b", f"`a{GRAVE * 3}b`"),
    "nothing": ("", ""),
}


@pytest.mark.parametrize(("text", "markdown"), INLINE.values(), ids=INLINE)
def test_code_in_a_line(text: str, markdown: str) -> None:
    assert inline_code(text) == markdown


@given(st.text(alphabet="ab`", min_size=1, max_size=12))
def test_whatever_stands_in_code_is_seen(text: str) -> None:
    shown = words(inline_code(text)).strip()
    assert shown.replace(GRAVE, "`") == text


BLOCKS = {
    "lines": ("\na\n  b\n", "```\na\n  b\n```"),
    "a backtick": ("`a` ``b``", "```\n`a` ``b``\n```"),
    "what would end it": ("a\n```\n@here", f"```\na\n{GRAVE * 3}\n@here\n```"),
    "nothing": (" \n", ""),
}


@pytest.mark.parametrize(("text", "markdown"), BLOCKS.values(), ids=BLOCKS)
def test_a_block_of_code(text: str, markdown: str) -> None:
    assert code_block(text) == markdown
