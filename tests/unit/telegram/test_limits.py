import pytest

from relaybot.telegram.limits import (
    CAPTION_UNITS,
    Pace,
    Rates,
    entities_in,
    fits,
    host_of,
    is_web,
    usable,
    utf16_cut,
    utf16_length,
    visible_text,
)
from tests.emulators.telegram.markup_parser import parse_html

CUTS = {
    "short enough": ("one two", 7, "one two"),
    "at a word": ("one two three four five", 20, "one two three four…"),
    "no word near": ("a" * 30, 10, "a" * 9 + "…"),
    "never half a character": ("😀😀😀", 4, "😀…"),
    "nothing allowed": ("word", 0, "…"),
    "half a surrogate pair": ("\ud83d" * 3, 9, "\ud83d" * 3),
}


@pytest.mark.parametrize("case", CUTS)
def test_utf16_cut(case: str) -> None:
    text, limit, expected = CUTS[case]
    assert utf16_cut(text, limit) == expected


def test_length_counts_code_units() -> None:
    assert utf16_length("aé😀") == 4


def test_visible_text_reads_what_markup_wrote() -> None:
    assert visible_text('<a href="https://a.example/?x&amp;y">R&amp;D &lt;3</a>') == "R&D <3"


FITS = {
    "plain": ("word", True),
    "as long as allowed": ("a" * 4096, True),
    "too long": ("a" * 4097, False),
    "too long in code units": ("😀" * 2049, False),
    "escapes count once": ("&amp;" * 4096, True),
    "as many entities as allowed": ("<b>x</b>" * 100, True),
    "too many entities": ("<b>x</b>" * 101, False),
    "what Telegram finds by itself is not among them": (
        "<b>x</b>" * 100 + "#rent a.example me@a.example" * 9,
        True,
    ),
    "styles that are cut": ("<b>x<i>y</i></b> " * 34, False),
    "too many bytes": ('<a href="https://a.example/' + "x" * 32_768 + '">x</a>', False),
}


@pytest.mark.parametrize("case", FITS)
def test_fits(case: str) -> None:
    markup, expected = FITS[case]
    assert fits(markup) is expected


STYLES = {
    "one": ("<b>x</b>", 1),
    "one after the other": ("<b>x</b><i>y</i>", 2),
    "within": ("<b>x<i>y</i>z</b>", 3),
    "together": ("<b><i>x</i></b>", 2),
    "three deep": ("<b>x<i>y<s>z</s></i></b>", 6),
    "around a link": ('<b>x<a href="https://a.example/">y</a>z</b>', 2),
    "in a fold": ("<blockquote expandable>x<b>y</b></blockquote>", 2),
}


@pytest.mark.parametrize("case", STYLES)
def test_entities(case: str) -> None:
    markup, expected = STYLES[case]
    assert entities_in(markup) == expected
    [*_, last] = [parse_html(markup + " <u>x</u>" * more).dropped for more in range(101)]
    assert last == expected


def test_a_caption_is_shorter_than_a_text() -> None:
    assert [fits("a" * size, CAPTION_UNITS) for size in (1024, 1025)] == [True, False]


ADDRESSES = {
    "usual": ("https://a.example/x", "a.example", True),
    "capitals": ("HTTP://A.Example", "a.example", True),
    "no dot": ("http://intranet/", "intranet", False),
    "no host": ("https:///x", "", False),
    "another scheme": ("tg://user?id=5", "", False),
    "nonsense": ("https://[half", "", False),
    "nothing": ("", "", False),
}

USABLE = {
    "usual": ("https://a.example/x", True),
    "not too long": ("https://a.example/" + "x" * 2030, True),
    "too long": ("https://a.example/" + "x" * 2031, False),
    "no web page": ("mailto:a@b.example", False),
    "none": (None, False),
}


@pytest.mark.parametrize("case", USABLE)
def test_usable(case: str) -> None:
    url, expected = USABLE[case]
    assert usable(url) == (url if expected else None)


@pytest.mark.parametrize("case", ADDRESSES)
def test_addresses(case: str) -> None:
    url, host, for_buttons = ADDRESSES[case]
    assert (host_of(url), is_web(url)) == (host, for_buttons)


class TestPace:
    def test_one_chat_waits_for_its_turn(self) -> None:
        pace = Pace(Rates(seconds_between=1.0))
        assert pace.chat_wait("a", 10.0) == 0
        pace.sending("a", 10.0)
        assert pace.chat_wait("a", 10.25) == 0.75
        assert pace.chat_wait("b", 10.25) == 0
        assert pace.chat_wait("a", 11.0) == 0

    def test_a_group_gets_so_many_a_minute(self) -> None:
        pace = Pace(Rates(group_per_minute=3))
        pace.group("g")
        for second in (0.0, 10.0, 20.0):
            assert pace.chat_wait("g", second) == 0
            pace.sending("g", second)
        assert pace.chat_wait("g", 30.0) == 30.0
        assert pace.chat_wait("g", 60.0) == 0

    def test_a_channel_does_not_count_minutes(self) -> None:
        pace = Pace(Rates(group_per_minute=1))
        pace.sending("c", 0.0)
        assert pace.chat_wait("c", 1.0) == 0

    def test_all_chats_together(self) -> None:
        pace = Pace(Rates(per_second=2))
        pace.sending("a", 5.0)
        pace.sending("b", 5.5)
        assert pace.everywhere_wait(5.75) == 0.25
        assert pace.everywhere_wait(6.0) == 0

    def test_each_picture_of_an_album_counts(self) -> None:
        pace = Pace(Rates(seconds_between=0, group_per_minute=5, per_second=5))
        pace.group("g")
        pace.sending("g", 0.0, 4)
        assert (pace.chat_wait("g", 0.5), pace.everywhere_wait(0.5)) == (0, 0)
        assert (pace.chat_wait("g", 0.5, 2), pace.everywhere_wait(0.5, 2)) == (59.5, 0.5)
        pace.sending("g", 0.5)
        assert (pace.chat_wait("g", 0.75), pace.everywhere_wait(0.75)) == (59.25, 0.25)
        assert (pace.chat_wait("g", 0.75, 5), pace.everywhere_wait(0.75, 5)) == (59.75, 0.75)

    def test_an_album_larger_than_all_that_is_allowed_waits_for_all_others(self) -> None:
        pace = Pace(Rates(seconds_between=0, group_per_minute=2))
        pace.group("g")
        assert pace.chat_wait("g", 0.0, 4) == 0
        pace.sending("g", 0.0)
        assert pace.chat_wait("g", 10.0, 4) == 50.0

    def test_quiet_chats_are_forgotten(self) -> None:
        pace = Pace(Rates())
        for number in range(10_002):
            pace.sending(f"chat {number}", 0.0)
        pace.sending("late", 100.0)
        assert pace.chat_wait("chat 1", 100.0) == 0
        assert pace.chat_wait("late", 100.0) == 1.0
