"""Whatever a feed says, Discord takes the message and nobody is pinged."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from relaybot.discord.labels import is_odd
from relaybot.discord.preview import preview
from relaybot.model.destination import Preferences, Style
from tests.unit.discord.making import a_message, fits, pings, said

WORDS = st.text(
    alphabet=st.one_of(
        st.sampled_from("*_~`|<>#-[]()!:/\\@&;.+=^$ 1a🏠✊\n"),
        st.characters(codec="utf-8"),
    ),
    max_size=60,
)
PINGS = st.sampled_from(
    ["@everyone", "@here", "<@1>", "<@&2>", "<#3>", "</x:4>", "<t:5:R>", "<a:b:6>", "```", "||"]
)
SAID = st.lists(st.one_of(WORDS, PINGS), max_size=4).map("".join)
TAGS = ("p", "b", "i", "h2", "blockquote", "ul", "li", "pre", "code", "s", "div", "td")


def _tagged(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    tagged = st.builds(lambda tag, text: f"<{tag}>{text}</{tag}>", st.sampled_from(TAGS), inner)
    linked = st.builds(lambda to, text: f'<a href="{to}">{text}</a>', SAID, inner)
    return st.one_of(tagged, linked, st.lists(inner, max_size=4).map("".join))


ESCAPED = SAID.map(lambda text: text.replace("&", "&amp;").replace("<", "&lt;"))
HTML = st.recursive(st.one_of(ESCAPED, SAID), _tagged, max_leaves=12)
POSTS = st.fixed_dictionaries(
    {"title": SAID, "byline": SAID, "html": HTML, "withdrawn": st.booleans()},
    optional={"link": st.none(), "summary": HTML, "published": st.none()},
)
WISHES = st.builds(
    Preferences,
    style=st.sampled_from(Style),
    buttons=st.booleans(),
    timezone=st.sampled_from([None, "America/Los_Angeles"]),
)


@given(POSTS, WISHES, st.booleans(), SAID)
def test_any_post_is_a_message_that_pings_nobody(
    post: dict[str, Any], wanted: Preferences, voiced: bool, name: str
) -> None:
    made = a_message({"name": name}, wanted, voiced=voiced, **post)

    assert fits(made)
    assert not pings(said(made))
    assert not is_odd(made.full.body if made.full else made.line)
    assert preview(made).html
