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
from relaybot.telegram.frame import Around, frame_of, hashtag, one_line
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
    around = Around(buttons=links, in_words=True)
    frame = frame_of(post, content_of(outgoing), look_of(outgoing), around)
    above, below = (
        visible_text(to_html(Document(part))).replace("\u202f", " ")
        for part in (frame.above, frame.below)
    )
    return above, below


def below(outgoing: Outgoing, *links: LinkButton) -> str:
    return parts(outgoing, *links)[1]


def _of_no_language(outgoing: Outgoing) -> Outgoing:
    feed = replace(outgoing.feed, language=None)
    return replace(outgoing, feed=feed, chapter=replace(outgoing.chapter, language=None))


SMALL_PRINT: dict[str, tuple[Outgoing, str]] = {
    "usual": (an_outgoing(), SAID),
    "others tell it too": (
        replace(an_outgoing(), also_from=("Maine", "Boston")),
        f"Also from Maine, Boston\n{SAID}",
    ),
    "in Spanish": (
        an_outgoing({"language": "es"}),
        "Publicado en inglés · 14 de marzo de 2026, 10:40 · Oregón",
    ),
    "nobody knows when": (an_outgoing(published=None), "Posted in English · Oregon"),
    "hashtags, which name the region": (
        an_outgoing({"hashtags": True}),
        f"{SAID.removesuffix(' · Oregon')}\n#Oregon #ElmfordTenantsLeague",
    ),
    "nobody knows the language": (
        _of_no_language(an_outgoing(language=None)),
        SAID.removeprefix("Posted in English · "),
    ),
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


def test_words_that_lead_somewhere_stand_before_the_small_print() -> None:
    links = (LinkButton("Read", "https://a.example/1"), LinkButton("RSVP", "https://a.example/2"))
    assert below(an_outgoing(), *links) == f"👉 Read · RSVP\n\n{SAID}"


SOUND = Audio(url="https://elmford.example/1.mp3", duration=2520)


def test_a_sound_that_a_button_leads_to_is_told_by_its_length() -> None:
    listen = LinkButton("Listen", SOUND.url)
    assert below(an_outgoing(audio=SOUND), listen) == f"🎧 42 min\n\n👉 Listen\n\n{SAID}"


def test_what_is_said_about_a_picture_is_told_where_it_is_shown() -> None:
    html = '<figure><img src="https://a.example/1.jpg"><figcaption>Photo: Ada</figcaption></figure>'
    outgoing = an_outgoing(html=f"<p>Words.</p>{html}")
    post, content = outgoing.claim.post.post, content_of(outgoing)
    for shown, said in ((content.pictures, f"📷 Photo: Ada\n\n{SAID}"), ((), SAID)):
        frame = frame_of(post, content, look_of(outgoing), Around(pictures=shown))
        assert visible_text(to_html(Document(frame.below))).replace("\u202f", " ") == said


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
        "📅 Thursday, April 2, 2026",
    ),
}


@pytest.mark.parametrize("case", EVENTS)
def test_an_event_is_told_above_the_words(case: str) -> None:
    event, expected = EVENTS[case]
    outgoing = an_outgoing(title="T", event=event)
    above, _ = parts(outgoing)
    assert above == f"📣 {NAME}\nT\n\n{expected}"
    frame = frame_of(outgoing.claim.post.post, content_of(outgoing), look_of(outgoing))
    bold = parse_html(to_html(Document(frame.above))).words("bold")[-1]
    assert expected.startswith(f"📅 {bold}".replace("\u202f", " "))


HEADS: dict[str, tuple[dict[str, Any], str, list[str]]] = {
    "a title": ({"title": "T"}, f"📣 {NAME}\nT", ["T"]),
    "only words: they are the title": (
        {"title": "", "html": "<p>Words.</p>"},
        f"📣 {NAME}",
        [NAME],
    ),
    "nothing": ({"title": "", "html": ""}, f"📣 New post from {NAME}", [f"New post from {NAME}"]),
    "no link": ({"title": "T", "link": None}, f"📣 {NAME}\nT", []),
    "no link but a sound": ({"title": "T", "link": None, "audio": SOUND}, f"📣 {NAME}\nT", ["T"]),
    "somebody wrote it": (
        {"title": "T", "byline": "Ada Moreno"},
        f"📣 {NAME}\nT\nBy Ada Moreno",
        ["T"],
    ),
    "the chapter itself wrote it": (
        {"title": "T", "byline": "ELMFORD Tenants' League"},
        f"📣 {NAME}\nT",
        ["T"],
    ),
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
    back = f"<i>{NAME} has taken this post back.</i>"
    assert to_html(Document(frame.above)) == f"📣 {NAME}\n<s>T</s>\n\n{back}"
    assert below(outgoing) == ""


def test_one_line() -> None:
    outgoing = an_outgoing(title="T", byline="Ada")
    line = one_line(outgoing.claim.post.post, content_of(outgoing), look_of(outgoing))
    read = parse_html(to_html(Document((*line.above, *line.below))))
    assert (read.text, read.words("text_link"), read.words("bold")) == (
        f"📣 {NAME}: T · March 14, 2026 · By Ada",
        ["T"],
        ["T"],
    )


def test_one_line_with_hashtags() -> None:
    outgoing = an_outgoing({"hashtags": True}, title="T")
    line = one_line(outgoing.claim.post.post, content_of(outgoing), look_of(outgoing))
    assert visible_text(to_html(Document(line.above))) == (
        f"📣 {NAME}: T · March 14, 2026 #Oregon #ElmfordTenantsLeague"
    )


def test_one_line_names_others_that_tell_it() -> None:
    outgoing = replace(an_outgoing(title="T"), also_from=("Maine", "Boston"))
    line = one_line(outgoing.claim.post.post, content_of(outgoing), look_of(outgoing))
    said = visible_text(to_html(Document(line.above)))
    assert said == f"📣 {NAME}: T · also from Maine, Boston · March 14, 2026"


def test_one_line_taken_back() -> None:
    outgoing = taken_back(title="T")
    line = one_line(outgoing.claim.post.post, content_of(outgoing), look_of(outgoing))
    assert to_html(Document((*line.above, *line.below))) == (
        f"📣 {NAME}: <s>T</s> · <i>taken back</i>"
    )


EXTRAS: dict[str, tuple[dict[str, Any], str]] = {
    "a sound": ({"audio": SOUND}, "T · 🎧 Listen · 42 min · March 14, 2026"),
    "an event, and not when it was announced": (
        {"event": EVENTS["nobody says where"][0]},
        "T · 📅 Thursday, April 2, 2026",
    ),
    "room for the day alone": (
        {"title": "Tenants " * 8 + "win", "byline": "Ada Moreno of Elmford"},
        "Tenants " * 8 + "win · March 14, 2026",
    ),
    "the chapter's name begins the title": (
        {"title": f"{NAME} has moved", "published": None},
        f"{NAME} has moved",
    ),
}


@pytest.mark.parametrize("case", EXTRAS)
def test_what_else_one_line_says(case: str) -> None:
    post, expected = EXTRAS[case]
    outgoing = an_outgoing(**({"title": "T"} | post))
    line = one_line(outgoing.claim.post.post, content_of(outgoing), look_of(outgoing))
    said = visible_text(to_html(Document(line.above))).removeprefix("📣 ")
    assert said.removeprefix(f"{NAME}: ") == expected


def test_ever_less() -> None:
    event = EVENTS["when and where"][0]
    audio = Audio(url="https://elmford.example/1.mp3")
    outgoing = an_outgoing(event=event, audio=audio)
    links = (LinkButton("Read", "https://a.example/"),)
    around = Around(buttons=links, in_words=True)
    whole = frame_of(outgoing.claim.post.post, content_of(outgoing), look_of(outgoing), around)
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
