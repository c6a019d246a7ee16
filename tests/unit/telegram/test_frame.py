"""What stands around the words, as readers see it."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relaybot.message.content import LinkButton, content_of
from relaybot.model.delivery import Outgoing
from relaybot.model.destination import Preferences
from relaybot.model.post import Audio, Event
from relaybot.richtext.nodes import Document
from relaybot.telegram.frame import frame_of, hashtag, one_line
from relaybot.telegram.limits import visible_text
from relaybot.telegram.look import look_of
from relaybot.telegram.markup import to_html
from tests import builders
from tests.emulators.telegram.markup_parser import parse_html

NAME = "Elmford Tenants' League"
SAID = "Posted in English · March 14, 2026 at 10:40 AM · Oregon"


def an_outgoing(preferences: dict[str, Any] | None = None, **post: Any) -> Outgoing:
    given: dict[str, Any] = {"published": datetime(2026, 3, 14, 17, 40, tzinfo=UTC)}
    chosen = {"timezone": "America/Los_Angeles"} | (preferences or {})
    return builders.an_outgoing(
        builders.a_stored_post(1, **(given | post)),
        builders.a_destination(preferences=Preferences(**chosen)),
    )


def parts(outgoing: Outgoing, *links: LinkButton) -> tuple[str, str]:
    """Return what is above the words, and what is below them."""
    post = outgoing.claim.post.post
    frame = frame_of(post, content_of(outgoing), look_of(outgoing), links)
    above, below = (
        visible_text(to_html(Document(part))).replace("\u202f", " ")
        for part in (frame.above, frame.below)
    )
    return above, below


def below(outgoing: Outgoing, *links: LinkButton) -> str:
    return parts(outgoing, *links)[1]


SMALL_PRINT: dict[str, tuple[Outgoing, str]] = {
    "usual": (an_outgoing(), SAID),
    "somebody wrote it": (an_outgoing(byline="Ada Moreno"), f"By Ada Moreno\n{SAID}"),
    "the chapter itself wrote it": (an_outgoing(byline="ELMFORD Tenants' League"), SAID),
    "others tell it too": (
        replace(an_outgoing(), also_from=("Maine", "Boston")),
        f"also from Maine, Boston\n{SAID}",
    ),
    "somebody wrote it, others tell it too": (
        replace(an_outgoing(byline="Ada Moreno"), also_from=("Maine",)),
        f"By Ada Moreno · also from Maine\n{SAID}",
    ),
    "in Spanish": (
        an_outgoing({"language": "es"}, byline="Ada Moreno"),
        "Por Ada Moreno\nPublicado en inglés · 14 de marzo de 2026, 10:40 · Oregón",
    ),
    "nobody knows when": (an_outgoing(published=None), "Posted in English · Oregon"),
    "hashtags": (an_outgoing({"hashtags": True}), f"{SAID}\n#Oregon #ElmfordTenantsLeague"),
    "an episode": (
        an_outgoing(audio=Audio(url="https://elmford.example/1.mp3", duration=2520)),
        f"🎧 Listen · 42 min\n\n{SAID}",
    ),
}


@pytest.mark.parametrize("case", SMALL_PRINT)
def test_small_print(case: str) -> None:
    outgoing, expected = SMALL_PRINT[case]
    assert below(outgoing) == expected


def test_nothing_is_known() -> None:
    outgoing = an_outgoing(published=None, language=None)
    feed = replace(outgoing.feed, region=None, language=None)
    chapter = replace(outgoing.chapter, region=None, language=None)
    assert below(replace(outgoing, feed=feed, chapter=chapter)) == ""


def test_words_that_lead_somewhere_stand_last() -> None:
    links = (LinkButton("Read", "https://a.example/1"), LinkButton("RSVP", "https://a.example/2"))
    assert below(an_outgoing({"hashtags": True}), *links).endswith("League\n\n👉 Read · RSVP")


EVENTS: dict[str, tuple[Event, str]] = {
    "when and where": (
        Event(
            starts=datetime(2026, 4, 3, 1, 30, tzinfo=UTC),
            ends=datetime(2026, 4, 3, 3, 0, tzinfo=UTC),
            place="Grange Hall, 12 Mill St",
        ),
        "📅 Thursday, April 2, 2026, 6:30 PM – 8:00 PM\n📍 Grange Hall, 12 Mill St",
    ),
    "nobody says where": (
        Event(starts=datetime(2026, 4, 2, tzinfo=UTC), all_day=True),
        "📅 Wednesday, April 1, 2026",
    ),
}


@pytest.mark.parametrize("case", EVENTS)
def test_an_event_is_told_above_the_words(case: str) -> None:
    event, expected = EVENTS[case]
    above, _ = parts(an_outgoing(title="T", event=event))
    assert above == f"📣 {NAME}\nT\n\n{expected}"


HEADS: dict[str, tuple[dict[str, Any], str, list[str]]] = {
    "a title": ({"title": "T"}, f"📣 {NAME}\nT", ["T"]),
    "only words: they are the title": (
        {"title": "", "html": "<p>Words.</p>"},
        f"📣 {NAME}",
        [NAME],
    ),
    "nothing": ({"title": "", "html": ""}, f"📣 New post from {NAME}", [f"New post from {NAME}"]),
    "no link": ({"title": "T", "link": None}, f"📣 {NAME}\nT", []),
}


@pytest.mark.parametrize("case", HEADS)
def test_head(case: str) -> None:
    post, expected, linked = HEADS[case]
    outgoing = an_outgoing(**post)
    frame = frame_of(outgoing.claim.post.post, content_of(outgoing), look_of(outgoing))
    read = parse_html(to_html(Document(frame.above)))
    assert read.text == expected
    assert read.words("text_link") == linked


def taken_back(**post: Any) -> Outgoing:
    outgoing = an_outgoing({"hashtags": True}, **post)
    stored = replace(outgoing.claim.post, withdrawn_at=builders.NOON)
    return replace(outgoing, claim=replace(outgoing.claim, post=stored))


def test_taken_back() -> None:
    outgoing = taken_back(title="T", byline="Ada", event=EVENTS["when and where"][0])
    frame = frame_of(outgoing.claim.post.post, content_of(outgoing), look_of(outgoing))
    assert to_html(Document(frame.above)) == f"📣 {NAME}\n<s>T</s>"
    assert below(outgoing) == f"{NAME} has taken this post back."


def test_one_line() -> None:
    outgoing = an_outgoing(title="T", byline="Ada")
    line = one_line(outgoing.claim.post.post, content_of(outgoing), look_of(outgoing))
    read = parse_html(to_html(Document((*line.above, *line.below))))
    assert (read.text, read.words("text_link"), read.words("bold")) == (
        f"📣 {NAME}: T",
        ["T"],
        ["T"],
    )


def test_one_line_with_hashtags() -> None:
    outgoing = an_outgoing({"hashtags": True}, title="T")
    line = one_line(outgoing.claim.post.post, content_of(outgoing), look_of(outgoing))
    assert visible_text(to_html(Document(line.above))) == (
        f"📣 {NAME}: T #Oregon #ElmfordTenantsLeague"
    )


def test_one_line_taken_back() -> None:
    outgoing = taken_back(title="T")
    line = one_line(outgoing.claim.post.post, content_of(outgoing), look_of(outgoing))
    assert to_html(Document((*line.above, *line.below))) == (
        f"📣 {NAME}: <s>T</s>\n\n{NAME} has taken this post back."
    )


def test_ever_less() -> None:
    event = EVENTS["when and where"][0]
    audio = Audio(url="https://elmford.example/1.mp3")
    outgoing = an_outgoing(event=event, audio=audio)
    links = (LinkButton("Read", "https://a.example/"),)
    whole = frame_of(outgoing.claim.post.post, content_of(outgoing), look_of(outgoing), links)
    sizes = [(len(frame.above), len(frame.below)) for frame in whole.lesser()]
    assert sizes == [(2, 3), (2, 2), (2, 1), (2, 0), (1, 0)]


HASHTAGS = {
    "words": ("Harbor City Tenants", "#HarborCityTenants"),
    "an apostrophe": ("Elmford Tenants’ League", "#ElmfordTenantsLeague"),
    "initials": ("NYC-DSA", "#NYCDSA"),
    "small letters": ("hands off our homes", "#HandsOffOurHomes"),
    "accents": ("Alianza de Inquilinos Peñón", "#AlianzaDeInquilinosPeñón"),
    "accents in two parts": ("Pen\u0303a", "#Peña"),
    "another script": ("本部 労働組合", "#本部労働組合"),
    "digits": ("Local 37", "#Local37"),
    "digits alone": ("1199", ""),
    "signs": ("#!?*", ""),
    "an emoji": ("🌹 Roses", "#Roses"),
    "fractions and circles are no digits": ("Local ½ ②", "#Local"),
    "nothing": ("", ""),
    "too long": ("word " * 20, ""),
}


@pytest.mark.parametrize("case", HASHTAGS)
def test_hashtag(case: str) -> None:
    name, expected = HASHTAGS[case]
    assert hashtag(name) == expected


@given(st.text())
def test_every_hashtag_is_one_for_telegram(name: str) -> None:
    if made := hashtag(name):
        assert parse_html(made).words("hashtag") == [made]
