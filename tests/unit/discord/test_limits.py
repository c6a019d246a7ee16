import pytest

from relaybot.discord import limits

CUTS = {
    "short enough": ("Rent strike", 11, "Rent strike"),
    "white space does not count": ("  Rent strike \n", 11, "Rent strike"),
    "at a word": ("Rent strike in Elmford", 14, "Rent strike…"),
    "exactly after a word": ("Rent strike in Elmford", 12, "Rent strike…"),
    "one long word": ("Tenantsleague", 5, "Tena…"),
    "no comma before the dots": ("Rent, water, heat", 13, "Rent, water…"),
    "an emoji counts as two": ("🏠🏠🏠", 5, "🏠🏠…"),
    "an emoji is never halved": ("🏠🏠🏠", 4, "🏠…"),
}


@pytest.mark.parametrize(("text", "limit", "expected"), CUTS.values(), ids=CUTS.keys())
def test_cut(text: str, limit: int, expected: str) -> None:
    assert limits.cut(text, limit) == expected
    assert limits.measure(limits.cut(text, limit)) <= limit


LINES = {
    "short enough": ("one\ntwo", 7, "one\ntwo"),
    "after a line": ("one\ntwo\nthree", 10, "one\ntwo\n…"),
    "no line is left out for nothing": ("one\ntwo\nthree", 9, "one\ntwo\n…"),
    "one line fewer": ("one\ntwo\nthree", 8, "one\n…"),
    "a first line that is too long": ("one long line\ntwo", 9, "one long…"),
}


@pytest.mark.parametrize(("text", "limit", "expected"), LINES.values(), ids=LINES.keys())
def test_cut_at_line(text: str, limit: int, expected: str) -> None:
    assert limits.cut_at_line(text, limit) == expected
    assert limits.measure(expected) <= limit


IDS = {
    "17": True,
    "1" * 19: True,
    "1" * 20: False,
    "": False,
    "-1": False,
    "@news": False,
    "١": False,
}


@pytest.mark.parametrize(("text", "valid"), IDS.items())
def test_ids(text: str, valid: bool) -> None:
    assert limits.is_id(text) is valid


URLS = {
    "https": ("https://elmford.example/a?b=c#d", True),
    "http": ("http://elmford.example", True),
    "none": (None, False),
    "empty": ("", False),
    "script": ("javascript:alert(1)", False),
    "data": ("data:image/png;base64,AAAA", False),
    "relative": ("/posts/1", False),
    "no host": ("https:///posts", False),
    "white space": ("https://elmford.example/a b", False),
    "broken address": ("https://[elmford/", False),
    "too long": ("https://elmford.example/" + "a" * 2048, False),
}


@pytest.mark.parametrize(("url", "usable"), URLS.values(), ids=URLS.keys())
def test_usable_url(url: str | None, usable: bool) -> None:
    assert limits.usable_url(url) == (url if usable else None)


BUTTON_URLS = {
    "short": ("https://elmford.example/", True),
    "as long as it may be": ("https://elmford.example/" + "x" * 488, True),
    "too long": ("https://elmford.example/" + "x" * 489, False),
    "no page": ("mailto:ada@elmford.example", False),
    "none": (None, False),
}


@pytest.mark.parametrize(("url", "usable"), BUTTON_URLS.values(), ids=BUTTON_URLS.keys())
def test_where_a_button_may_lead(url: str | None, usable: bool) -> None:
    assert limits.button_url(url) == (url if usable else None)


def test_a_pace_is_a_moving_window_for_each_channel() -> None:
    pace = limits.Pace(2, 10.0)
    for channel, now in ((1, 0.0), (1, 4.0), (2, 4.0)):
        pace.take(channel, now)

    waits = [pace.wait(1, now) for now in (4.0, 9.0, 10.0, 11.0)]

    assert waits == [6.0, 1.0, 0.0, 0.0]
    assert pace.wait(2, 4.0) == 0.0
    pace.take(1, 11.0)
    assert pace.wait(1, 12.0) == 2.0
    assert pace.wait(1, 100.0) == 0.0


PICTURES = {
    "a picture": ("https://elmford.example/a.jpg", True),
    "of an address": ("http://127.0.0.1:8080/a.jpg", True),
    "no ending": ("https://elmford.example/picture?id=1", True),
    "a drawing": ("https://elmford.example/a.svg", False),
    "a drawing with a query": ("https://elmford.example/a.SVG?x=1", False),
    "a host of our own network": ("http://pictures/a.jpg", False),
    "an underscore": ("https://under_score.example/a.jpg", False),
    "no address": ("data:image/png;base64,AAAA", False),
    "none": (None, False),
}


@pytest.mark.parametrize(("url", "shown"), PICTURES.values(), ids=PICTURES)
def test_pictures_discord_can_show(url: str | None, shown: bool) -> None:
    assert limits.picture_url(url) == (url if shown else None)


DISPLAYS = {
    "nothing": ("", (), True),
    "as much as there is room for": ("x" * 3975, (), True),
    "one more": ("x" * 3976, (), False),
    "others beside it": ("x" * 3000, ("x" * 900, "x" * 75), True),
    "one more beside it": ("x" * 3000, ("x" * 900, "x" * 76), False),
    "emoji count as two": ("🏠" * 1988, (), False),
    "many bytes": ("家" * 3373, (), True),
    "too many bytes": ("家" * 3374, (), False),
}


@pytest.mark.parametrize(("text", "beside", "fits"), DISPLAYS.values(), ids=DISPLAYS)
def test_text_displays(text: str, beside: tuple[str, ...], fits: bool) -> None:
    assert (limits.display_excess(text, beside) <= 1) is fits


def test_how_much_too_large_a_text_display_is() -> None:
    assert limits.display_excess("x" * 7950, ()) == 2
    assert limits.display_excess("x", ("x" * 9000,)) > 1
