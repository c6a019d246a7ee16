from dataclasses import replace

import pytest

from relaybot.discord.form import Form, form_of, simpler
from relaybot.discord.format import DiscordMessage, format_post
from relaybot.discord.outcomes import Remedy, TryAgain
from relaybot.discord.receipt import Shape
from relaybot.model.destination import Preferences, Style
from relaybot.model.post import Image
from tests.unit.discord.making import NAME, PAGE, an_outgoing

LOGO = "https://elmford.example/logo.png"
SHOWN = "".join(
    f"<p>Look.</p><img src='https://elmford.example/{n}.jpg' width='900' height='600'>"
    for n in range(1, 4)
)
OUTGOING = an_outgoing(html=SHOWN, image=Image(url="https://elmford.example/0.jpg"))


def render(style: Style, voiced: bool) -> DiscordMessage:
    return format_post(OUTGOING, style, voiced=voiced)


def a_form(style: Style, *, voiced: bool = False, role: int | None = 5) -> Form:
    return form_of(render(style, voiced), role)


def after(form: Form, remedy: Remedy, *which: int) -> Form | None:
    return simpler(form, TryAgain(remedy, "no", frozenset(which)), render)


def names(form: Form | None) -> list[str]:
    return [picture.url.rsplit("/", 1)[-1] for picture in form.pictures] if form else []


def test_the_picture_that_was_complained_about_is_left_out() -> None:
    full = a_form(Style.FULL)

    assert names(full) == ["0.jpg", "1.jpg", "2.jpg", "3.jpg"]
    assert names(after(full, Remedy.WITHOUT_PICTURE, 1)) == ["0.jpg", "2.jpg", "3.jpg"]
    assert names(after(full, Remedy.WITHOUT_PICTURE, 0, 3)) == ["1.jpg", "2.jpg"]
    assert names(after(full, Remedy.WITHOUT_PICTURE)) == []


def test_pictures_are_counted_as_they_are_shown() -> None:
    fewer = after(a_form(Style.FULL), Remedy.WITHOUT_PICTURE, 0)

    assert fewer
    assert names(after(fewer, Remedy.WITHOUT_PICTURE, 0)) == ["2.jpg", "3.jpg"]


def test_what_was_left_out_stays_out_in_a_simpler_form() -> None:
    bare = after(a_form(Style.FULL), Remedy.WITHOUT_PICTURE)
    assert bare
    without_logo = after(bare, Remedy.WITHOUT_LOGO)
    assert without_logo
    card = after(without_logo, Remedy.SIMPLER)

    assert card
    assert card.shape is Shape.CARD
    assert (card.pictures, card.logo) == ((), None)


def test_a_logo_is_left_out_wherever_it_is() -> None:
    spoken = a_form(Style.CARD, voiced=True)
    assert spoken.avatar == LOGO

    without = after(spoken, Remedy.WITHOUT_LOGO)

    assert without
    assert without.avatar is None
    assert without.message.speaker


SIMPLER = {
    "a container": (Style.FULL, [Shape.FULL, Shape.CARD, Shape.PLAIN]),
    "a card": (Style.CARD, [Shape.CARD, Shape.PLAIN]),
    "a line": (Style.COMPACT, [Shape.LINE, Shape.PLAIN]),
}


@pytest.mark.parametrize(("style", "shapes"), SIMPLER.values(), ids=SIMPLER)
def test_each_form_has_a_simpler_one(style: Style, shapes: list[Shape]) -> None:
    form: Form | None = a_form(style)
    seen = []
    while form:
        seen.append(form.shape)
        form = after(form, Remedy.SIMPLER)

    assert seen == shapes


def test_a_container_that_stands_stays_one() -> None:
    standing = replace(a_form(Style.FULL), edited=True)

    bare = after(standing, Remedy.SIMPLER)

    assert bare
    assert (bare.shape, bare.plain) == (Shape.FULL, True)
    assert PAGE in bare.content
    assert after(bare, Remedy.SIMPLER) is None


def test_the_bot_speaks_where_the_chapter_may_not() -> None:
    own = after(a_form(Style.CARD, voiced=True), Remedy.WITHOUT_PERSONA)

    assert own
    assert own.message.speaker is None
    assert own.message.card
    assert own.message.card.author_name


def test_what_cannot_be_taken_away_makes_it_simpler() -> None:
    line = form_of(render(Style.COMPACT, False))
    for remedy in set(Remedy) - {Remedy.WITHOUT_TAGS, Remedy.WITHOUT_BUTTONS}:
        lacking = after(line, remedy)
        assert lacking
        assert lacking.shape is Shape.PLAIN


@pytest.mark.parametrize("edited", [False, True], ids=["new", "edited"])
@pytest.mark.parametrize("voiced", [False, True], ids=["the bot", "the chapter"])
@pytest.mark.parametrize("style", Style)
@pytest.mark.parametrize("remedy", Remedy)
def test_whatever_is_refused_again_and_again_there_is_an_end(
    remedy: Remedy, style: Style, voiced: bool, edited: bool
) -> None:
    form: Form | None = replace(a_form(style, voiced=voiced), edited=edited)
    steps = 0
    while form := simpler(form, TryAgain(remedy, "no", frozenset({0})), render) if form else None:
        steps += 1
        assert steps < 12


CONTENTS: dict[str, tuple[Form, str]] = {
    "a line": (
        a_form(Style.COMPACT),
        f"<@&5> **Elmford Tenants' League** · [Post number 1](<{PAGE}>)",
    ),
    "a card": (a_form(Style.CARD), "<@&5>"),
    "plain": (
        replace(a_form(Style.CARD), plain=True),
        f"<@&5>\n**Post number 1**\n{NAME}\n{PAGE}",
    ),
    "nobody is told": (a_form(Style.CARD, role=None), ""),
}


@pytest.mark.parametrize(("form", "content"), CONTENTS.values(), ids=CONTENTS)
def test_what_stands_outside_of_the_card(form: Form, content: str) -> None:
    assert form.content.startswith(content)


def test_a_style_that_is_wished_is_tried_first() -> None:
    forms = [form_of(format_post(an_outgoing(None, Preferences(style=style)))) for style in Style]

    assert [form.shape for form in forms] == [Shape.LINE, Shape.CARD, Shape.FULL]
