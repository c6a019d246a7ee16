from relaybot.feeds.ornaments import with_ornaments
from relaybot.model.raw import RawEnclosure, RawEntry, RawFeed

BANNER = '<p>Text.</p><img alt="Join" src="/up/banner-300x90.png?v=1">'


def ornaments(*entries: RawEntry, logos: tuple[str, ...] = ()) -> set[frozenset[str]]:
    raw = with_ornaments(RawFeed(entries=entries, logos=logos))
    return {entry.ornaments for entry in raw.entries}


def test_what_nearly_all_entries_show() -> None:
    entries = [RawEntry(content=BANNER + f"<img src=/up/{number}.jpg>") for number in range(4)]
    assert ornaments(*entries, RawEntry()) == {frozenset({"/up/banner.png"})}


def test_what_many_of_them_show_is_their_own() -> None:
    assert ornaments(*[RawEntry(content=BANNER)] * 3, RawEntry()) == {frozenset()}


def test_twice_in_one_entry_is_once() -> None:
    assert ornaments(RawEntry(content=BANNER * 9), *[RawEntry()] * 4) == {frozenset()}


def test_few_entries_say_nothing() -> None:
    assert ornaments(*[RawEntry(content=BANNER)] * 3) == {frozenset()}


def test_pictures_the_feed_names_count_too() -> None:
    named = RawEntry(images=(RawEnclosure(url="https://a.example/placeholder.jpg"),))
    assert ornaments(*[named] * 4) == {frozenset({"/placeholder.jpg"})}


def test_the_logo_of_the_feed() -> None:
    assert ornaments(RawEntry(), logos=("https://a.example/badge-32x32.png",)) == {
        frozenset({"/badge.png"})
    }
