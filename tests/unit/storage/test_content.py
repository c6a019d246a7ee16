"""Whatever a feed says comes back unchanged from the content column."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relaybot.model.post import Audio, Event, Image, Post
from relaybot.storage.content import decode, encode
from tests.builders import NOON, a_post

ANY = st.text(st.characters(), max_size=40)


def _again(post: Post) -> Post:
    return Post(
        feed=post.feed,
        key=post.key,
        title=post.title,
        link=post.link,
        published=post.published,
        fingerprint=post.fingerprint,
        **decode(encode(post)),
    )


CASES = {
    "bare": Post(feed="elmford", chapter="elmford", key="guid:1", aliases=()),
    "empty byline": a_post(byline="", base="", language=""),
    "picture": a_post(image=Image(url="https://elmford.example/a.png", alt="“A” & B")),
    "episode": a_post(audio=Audio(url="https://elmford.example/a.mp3", length=1, duration=0.5)),
    "edited": a_post(updated=NOON),
    "event": a_post(event=Event(starts=NOON, ends=NOON, place="Grange Hall", all_day=True)),
    "event as a clock on the spot shows": a_post(
        event=Event(starts=datetime(2026, 4, 2, 18, 30))  # noqa: DTZ001 - as feeds say it
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_post_comes_back(case: str) -> None:
    assert _again(CASES[case]) == CASES[case]


@given(html=ANY, summary=ANY, alias=ANY, category=ANY, key=ANY)
def test_any_text_comes_back_and_is_plain_ascii_meanwhile(
    html: str, summary: str, alias: str, category: str, key: str
) -> None:
    post = a_post(
        html=html, summary=summary, aliases=(alias,), categories=(category,), story_keys=(key,)
    )
    assert _again(post) == post
    assert encode(post).isascii()
    assert "\x00" not in encode(post)
