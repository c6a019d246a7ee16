from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relaybot.model.delivery import Outgoing
from relaybot.model.destination import PicturePlace, Preferences, Style, WithdrawnPolicy
from relaybot.model.post import Event
from relaybot.telegram.format import format_post
from relaybot.telegram.look import look_of
from tests import builders


def in_a_place(**preferences: Any) -> Outgoing:
    place = builders.a_destination(preferences=Preferences(**preferences))
    published = datetime(2026, 3, 13, 9, tzinfo=UTC)
    event = Event(starts=datetime(2026, 4, 2, 18, tzinfo=UTC), place="Grange Hall")
    post = builders.a_stored_post(1, published=published, event=event)
    return builders.an_outgoing(post, place)


LOOKS: dict[str, tuple[dict[str, Any], bool]] = {
    "what is only for Discord": ({"mention_role": "7", "publish": True, "discuss": True}, True),
    "who may see the list": ({"open_listing": False}, True),
    "the language the post is in": ({"language": "en-GB"}, True),
    "a language nobody speaks": ({"language": "tlh"}, True),
    "what is only for Discord or for later": (
        {"persona": False, "withdrawn": WithdrawnPolicy.DELETE},
        True,
    ),
    "the region's zone, chosen": ({"timezone": "America/Los_Angeles"}, False),  # not named then
    "another zone": ({"timezone": "Europe/Madrid"}, False),
    "hashtags": ({"hashtags": True}, False),
    "the place of pictures": ({"picture_place": PicturePlace.ABOVE}, False),
    "style": ({"style": Style.FULL}, False),
    "pictures": ({"images": False}, False),
    "buttons": ({"buttons": False}, False),
    "language": ({"language": "es"}, False),
}


@pytest.mark.parametrize("case", LOOKS)
def test_places_of_one_look_need_one_message(case: str) -> None:
    preferences, same = LOOKS[case]
    usual, other = in_a_place(), in_a_place(**preferences)
    assert (look_of(usual) == look_of(other)) is same
    if same:
        assert format_post(usual) == format_post(other)


def _taken_back(outgoing: Outgoing) -> Outgoing:
    post = replace(outgoing.claim.post, withdrawn_at=builders.NOON)
    return replace(outgoing, claim=replace(outgoing.claim, post=post))


OTHERWISE: dict[str, Callable[[Outgoing], Outgoing]] = {
    "told by others too": lambda it: replace(it, also_from=("Oakham",)),
    "taken back": _taken_back,
    "of a chapter with another name": lambda it: replace(
        it, chapter=replace(it.chapter, name="Elmford Tenants")
    ),
    "from a feed of another region": lambda it: replace(it, feed=replace(it.feed, region="WA")),
}


@pytest.mark.parametrize("case", OTHERWISE)
def test_what_else_changes_a_message(case: str) -> None:
    usual = in_a_place()
    other = OTHERWISE[case](usual)
    assert look_of(other) != look_of(usual)
    assert format_post(other) != format_post(usual)


def test_a_chapter_without_a_name() -> None:
    outgoing = in_a_place()
    nameless = replace(outgoing, chapter=replace(outgoing.chapter, name=" "))
    assert look_of(nameless).name == "elmford"


@given(
    at=st.datetimes(timezones=st.just(UTC)),
    starts=st.datetimes(timezones=st.none() | st.timezones()),
    zone=st.sampled_from(("Pacific/Kiritimati", "America/Los_Angeles", "nowhere", None)),
    all_day=st.booleans(),
)
def test_any_moment_can_be_told(
    at: datetime, starts: datetime, zone: str | None, all_day: bool
) -> None:
    place = builders.a_destination(preferences=Preferences(timezone=zone))
    event = Event(starts=starts, ends=at, all_day=all_day)
    post = builders.a_stored_post(1, published=at, event=event)
    assert look_of(builders.an_outgoing(post, place)).moment
