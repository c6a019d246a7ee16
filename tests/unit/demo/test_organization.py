from relaybot.demo.channels import CHANNELS
from relaybot.demo.organization import NOWHERE, PLACEHOLDER, Placement, load_organization
from relaybot.model.source import Kind
from relaybot.sources.selectors import resolve

BASE = "http://127.0.0.1:4321"


def test_everything_is_at_the_given_address() -> None:
    catalogue = load_organization(Placement(BASE))

    places = [feed.url for feed in catalogue.feeds]
    places += [feed.logo or "" for feed in catalogue.feeds]
    places += [chapter.site or "" for chapter in catalogue.chapters]
    assert all(place.startswith(BASE + "/") for place in places)
    assert catalogue.organizations == {"chapters": "Federation of Tenant Unions"}


def test_is_as_varied_as_a_real_organization() -> None:
    catalogue = load_organization(Placement(BASE))

    assert len(catalogue.chapters) == 9
    assert len(catalogue.feeds) == 10
    assert set(catalogue.regions()) == {"CA", "NM", "OR"}
    assert {feed.language for feed in catalogue.feeds} == {"en", "es"}
    assert {Kind.CHAPTER, Kind.NATIONAL, Kind.PUBLICATION} < set(catalogue.kinds())


def test_every_channel_follows_something_there_is() -> None:
    catalogue = load_organization(Placement(BASE))

    empty = [
        (channel.name, str(selector))
        for channel in CHANNELS
        for selector in channel.selectors
        if not resolve(selector, catalogue)
    ]
    assert empty == []


def test_channels_have_addresses_of_their_own() -> None:
    assert len({channel.address for channel in CHANNELS}) == len(CHANNELS)
    assert [channel.follows for channel in CHANNELS][:2] == [
        "region:OR, chapter:federation",
        "everything",
    ]


def test_a_site_can_have_a_server_of_its_own() -> None:
    place = Placement(BASE, {"riverbend": "http://127.0.0.1:5"})

    assert place(f"{PLACEHOLDER}/riverbend/feed/") == "http://127.0.0.1:5/riverbend/feed/"
    assert place(f"{PLACEHOLDER}/riverbend-dates/") == f"{BASE}/riverbend-dates/"
    assert NOWHERE(f"{PLACEHOLDER}/riverbend/") == f"{PLACEHOLDER}/riverbend/"


def test_the_channels_show_every_style() -> None:
    set_to = {channel.name: channel.settings for channel in CHANNELS}

    assert set_to["#news"] == ("style full",)
    assert set_to["#reading-room"] == ("style compact",)
    assert set_to["#announcements"] == ("style card", "persona off", "withdrawn delete")
    assert set_to["All Tenant News"] == ("style card",)
    assert set_to["California news"] == ("style full", "hashtags on")
