"""Calls to action: what is one, what only looks like one, and which of several counts."""

import pytest

from relaybot.richtext.article import understand
from relaybot.richtext.calls import Call, CallKind, calls, calls_and_own, same_page

BASE = "https://league.example/"
PAGE = "https://league.example/2026/rent-strike/"
FORM = "https://forms.example/abc"
EVENT = "https://actionnetwork.org/events/tenant-assembly"
ACTBLUE = "https://secure.actblue.com/donate/league"
RSVP, SIGN_UP, SIGN, JOIN, DONATE = CallKind

ONE: dict[str, tuple[str, CallKind]] = {
    # words that stand alone
    "a button": (f"<p><a class='wp-block-button__link' href='{FORM}'>RSVP</a></p>", RSVP),
    "a button in capitals": (f"<p><a href='{FORM}'><b>SIGN UP HERE!</b></a></p>", SIGN_UP),
    "a button with a hand": (f"<p>👉 <a href='{FORM}'>Donate</a> 👈</p>", DONATE),
    "a button with an arrow": (f"<p><a href='{FORM}'>Register →</a></p>", SIGN_UP),
    "a button that says for what": (f"<p><a href='{FORM}'>RSVP for the May assembly</a></p>", RSVP),
    "a button for later": (f"<p>Ten seats. <a href='{FORM}'>Register in advance</a></p>", SIGN_UP),
    "a button for money": (f"<p><a href='{FORM}'>Donate to the strike fund</a></p>", DONATE),
    "a heading": (f"<h3><a href='{FORM}'>Join the League</a></h3>", JOIN),
    "an item of a list": (f"<ul><li>Soup<li><a href='{FORM}'>Join us</a></ul>", JOIN),
    "a line of a paragraph": (f"<p>Grange Hall, at six<br><a href='{FORM}'>RSVP</a></p>", RSVP),
    "a button of Substack": (
        f"<p class='button-wrapper'><a class='button' href='{FORM}'>Register now</a></p>",
        SIGN_UP,
    ),
    "two buttons in a row are no menu": (
        f"<p><a href='{FORM}'>RSVP</a> | <a href='https://paper.example/'>The paper</a></p>",
        RSVP,
    ),
    "a petition": (f"<p><a href='{FORM}'>Add your name</a></p>", SIGN),
    "a membership": (f"<p><a href='{FORM}'>Become a member</a></p>", JOIN),
    "a member who pays": (f"<p><a href='{FORM}'>Become a dues-paying member today</a></p>", JOIN),
    "tickets": (f"<p><a href='{FORM}'>Get your tickets</a></p>", RSVP),
    "DSA": (f"<p>You want to help? Then <a href='{FORM}'>join DSA</a> today.</p>", JOIN),
    # Spanish
    "Spanish, will come": (f"<p><a href='{FORM}'>Confirma tu asistencia</a></p>", RSVP),
    "Spanish, on a list": (f"<p><a href='{FORM}'>¡Inscríbete aquí!</a></p>", SIGN_UP),
    "Spanish, without accents": (f"<p><a href='{FORM}'>REGISTRATE</a></p>", SIGN_UP),
    "Spanish, a petition": (f"<p><a href='{FORM}'>Firma la petición</a></p>", SIGN),
    "Spanish, money": (f"<p><a href='{FORM}'>Dona</a></p>", DONATE),
    "Spanish, membership": (f"<p><a href='{FORM}'>Únete a la Liga</a></p>", JOIN),
    "Spanish, more membership": (f"<p><a href='{FORM}'>Afíliate hoy</a></p>", JOIN),
    "Spanish, only points": (f"<p>Para donar ven. Firma <a href='{FORM}'>aquí</a></p>", SIGN),
    # words within a sentence
    "RSVP in a sentence": (f"<p>There is soup, so <a href='{FORM}'>RSVP</a> please.</p>", RSVP),
    "here": (f"<p>There is room for forty; <a href='{FORM}'>sign up here</a> by May.</p>", SIGN_UP),
    "only points, before": (f"<p>RSVP for the May assembly <a href='{FORM}'>here</a>.</p>", RSVP),
    "only points, after": (f"<p>Click <a href='{FORM}'>here</a> to sign up.</p>", SIGN_UP),
    "an address after a label": ("<p>Register: https://forms.example/abc</p>", SIGN_UP),
    "an address in the next line": ("<p>To donate:<br>https://forms.example/abc</p>", DONATE),
    "this form": (f"<p>Please fill in <a href='{FORM}'>this form</a> to register.</p>", SIGN_UP),
    "begins a sentence": (f"<p>We won. <a href='{FORM}'>Sign up</a> for a shift!</p>", SIGN_UP),
    "a petition in a sentence": (
        f"<p>If you rent, please <a href='{FORM}'>sign our open letter</a>.</p>",
        SIGN,
    ),
}  # fmt: skip

AT: dict[str, tuple[str, str, CallKind]] = {
    "an event": ("Tenant assembly, May 5", EVENT, RSVP),
    "tickets": ("Spring dinner", "https://actionnetwork.org/ticketed_events/dinner", RSVP),
    "a form": ("Tell us when you can", "https://actionnetwork.org/forms/shifts", SIGN_UP),
    "a petition": ("Heat for all", "https://actionnetwork.org/petitions/heat", SIGN),
    "a letter": ("Write to the council", "https://actionnetwork.org/letters/heat", SIGN),
    "a fund": ("The strike fund", "https://actionnetwork.org/fundraising/strike", DONATE),
    "ActBlue": ("The strike fund", ACTBLUE, DONATE),
    "a fund of an organization": ("Our fund", "https://act.league.example/a/donate/1", DONATE),
    "Givebutter": ("The strike fund", "https://givebutter.com/strike", DONATE),
    "Open Collective": ("The strike fund", "https://opencollective.com/league", DONATE),
    "Eventbrite": ("Assembly", "https://www.eventbrite.co.uk/e/assembly-123", RSVP),
    "Mobilize": ("Canvass", "https://www.mobilize.us/league/event/123/", RSVP),
    "Zoom": ("The call", "https://us02web.zoom.us/meeting/register/tZ1", RSVP),
    "a page to join": ("Who we are", "https://league.example/join/", JOIN),
    "membership": ("Dues", "https://act.league.example/donate/membership/", JOIN),
    "registering for an event": ("Register", EVENT, RSVP),
    "joining an event": ("Join us", "https://www.eventbrite.com/e/assembly-123", RSVP),
    "signing up is called so": ("Sign up", FORM, SIGN_UP),
}

NONE = {
    "no link": "<p>RSVP at the desk. Donate. Join us.</p>",
    "people who donate": f"<p>People who <a href='{FORM}'>donate</a> blood live longer.</p>",
    "people who donate, and here": (
        f"<p>People who donate blood find the nearest centre <a href='{FORM}'>here</a>.</p>"
    ),
    "a button for blood": f"<p><a href='{FORM}'>Donate for the blood drive</a></p>",
    "somebody else's fund": (
        f"<p>The museum, whose <a href='{ACTBLUE}'>fund</a> has raised a million, is closed.</p>"
    ),
    "somebody else's fund, by its verb": (
        f"<p>He asked his readers to <a href='{ACTBLUE}'>donate to the museum</a>.</p>"
    ),
    "a past event": f"<p>Last month’s <a href='{EVENT}'>assembly</a> drew eighty people.</p>",
    "joining in a story": f"<p>She told them to <a href='{FORM}'>join a union</a>.</p>",
    "became a member": f"<p>They urged her to <a href='{FORM}'>become a member</a> of it.</p>",
    "registering voters": f"<p><a href='{FORM}'>Register to vote</a></p>",
    "a register": f"<p><a href='{FORM}'>Register of landlords</a></p>",
    "signs": f"<p><a href='{FORM}'>Sign language course</a></p>",
    "a newsletter": f"<p><a href='{FORM}'>Sign up for our newsletter</a></p>",
    "a newsletter, after the link": f"<p><a href='{FORM}'>Sign up</a> for our weekly emails.</p>",
    "a mailing list": f"<p><a href='{FORM}'>Join our mailing list</a></p>",
    "a chat room": f"<p><a href='{FORM}'>Join our Discord</a></p>",
    "the comments": f"<p><a href='{FORM}'>Join the conversation</a></p>",
    "a title": f"<p><a href='{FORM}'>Join or die: a history of the mill</a></p>",
    "a question": f"<p><a href='{FORM}'>Join the union? We did.</a></p>",
    "a report": f"<p>Read how we <a href='{FORM}'>signed up here</a>: a story.</p>",
    "by mail": "<p><a href='mailto:hall@league.example'>RSVP</a></p>",
    "the post itself": f"<p><a href='{PAGE}#rsvp'>RSVP</a></p>",
    "in a quotation": f"<blockquote><p><a href='{FORM}'>Donate</a></p></blockquote>",
    "a row of links": (
        f"<p><a href='/'>Home</a> | <a href='/about'>About</a> | <a href='{FORM}'>Donate</a></p>"
    ),
    "a menu": (
        "<ul><li><a href='/'>Home</a><li><a href='/about'>About</a>"
        f"<li><a href='{FORM}'>Donate</a><li><a href='/join'>Join</a></ul>"
    ),
    "a widget": f"<div class='subscribe-widget'><a href='{FORM}'>Sign up</a></div>",
    "two that are equally clear": (
        f"<p><a href='{FORM}'>RSVP</a></p><p><a href='https://forms.example/b'>RSVP</a></p>"
    ),
    "seven of a kind": "".join(
        f"<p>Shift {n}: <a href='https://forms.example/{n}'>sign up here</a></p>" for n in range(7)
    ),
    "seven, one of them a button": "".join(
        f"<p>Shift {n}: <a href='https://forms.example/{n}'>sign up here</a></p>" for n in range(7)
    )
    + f"<p><a href='{FORM}'>Sign up</a></p>",
    "nothing": "",
}


def found(html: str) -> tuple[Call, ...]:
    return calls(understand(html, base=BASE, title="T").document, page=PAGE)


@pytest.mark.parametrize(("html", "kind"), ONE.values(), ids=ONE.keys())
def test_words(html: str, kind: CallKind) -> None:
    assert found(html) == (Call(kind, FORM),)


@pytest.mark.parametrize(("words", "url", "kind"), AT.values(), ids=AT.keys())
def test_addresses(words: str, url: str, kind: CallKind) -> None:
    assert found(f"<p>Heat is back.</p><p><a href='{url}'>{words}</a></p>") == (Call(kind, url),)


@pytest.mark.parametrize("html", NONE.values(), ids=NONE.keys())
def test_look_alikes(html: str) -> None:
    assert found(html) == ()


def test_a_widget_of_action_network() -> None:
    widget = "<div id='can-petition-area-heat-now'></div>"
    assert found(widget) == (Call(SIGN, "https://actionnetwork.org/petitions/heat-now"),)


def test_the_clearest_first_and_each_kind_once() -> None:
    html = (
        f"<p>We need shirts, and money: <a href='{FORM}'>donate here</a>.</p>"
        "<p>RSVP <a href='https://forms.example/maybe'>here</a>.</p>"
        f"<p><a href='{EVENT}'>RSVP</a></p><p><a href='{EVENT}'>RSVP</a></p>"
        f"<p>Then <a href='{BASE}join'>join DSA</a>.</p>"
    )
    assert found(html) == (
        Call(RSVP, EVENT),
        Call(JOIN, f"{BASE}join"),
        Call(DONATE, FORM),
    )


def test_without_a_page_of_its_own() -> None:
    assert calls(
        understand(f"<p><a href='{PAGE}'>RSVP</a></p>", base=BASE, title="T").document
    ) == (Call(RSVP, PAGE),)


@pytest.mark.parametrize(
    "piece",
    [
        "RSVP <a href='/x'>here</a> ",
        "to join <a href='/x'>a</a><br>",
        "<a href='/join/x/'>join</a> ",
    ],
)
def test_many_links_are_read(piece: str) -> None:
    assert found(f"<p>{piece * 8000}</p>") == ()


def test_what_the_page_itself_is_for_is_told_apart() -> None:
    html = f"<p><a href='{PAGE}#form'>RSVP</a></p><p><a href='{FORM}'>Donate</a></p>"
    document = understand(html, base=BASE, title="T").document
    elsewhere, own = calls_and_own(document, PAGE)
    assert [call.kind for call in elsewhere] == [DONATE]
    assert [call.kind for call in own] == [RSVP]


PAGES = {
    "the same": ("https://elmford.example/rally", True),
    "without https": ("http://elmford.example/rally", True),
    "with www": ("https://www.elmford.example/rally/", True),
    "a part of it": ("https://elmford.example/rally#sign", True),
    "another page": ("https://elmford.example/rally-2", False),
    "another query": ("https://elmford.example/rally?id=1", False),
    "another host": ("https://millbrook.example/rally", False),
}


@pytest.mark.parametrize(("other", "same"), PAGES.values(), ids=PAGES)
def test_same_page(other: str, same: bool) -> None:
    assert same_page("https://elmford.example/rally", other) is same
