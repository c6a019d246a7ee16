"""The sample feeds, read by relaybot itself: each quirk is there, and it survives."""

from dataclasses import dataclass

import pytest

from relaybot.demo.documents import content_type, feed_document
from relaybot.demo.organization import NOWHERE, Placement, load_organization
from relaybot.demo.publisher import Publisher
from relaybot.feeds.identity import identify
from relaybot.feeds.normalise import normalise
from relaybot.feeds.parse import parse
from relaybot.message.article import telling_of
from relaybot.message.pictures import pictures_of
from relaybot.model.post import Post
from relaybot.richtext.calls import CallKind, calls
from relaybot.sources.catalogue import Catalogue
from tests.builders import NOON

BASE = "http://127.0.0.1:4321"


@dataclass(frozen=True)
class Published:
    """The whole sample, every fresh post out."""

    catalogue: Catalogue
    documents: dict[str, bytes]
    posts: dict[str, tuple[Post, ...]]

    def post(self, feed: str, title: str) -> Post:
        (found,) = [post for post in self.posts[feed] if title in post.title + post.html]
        return found


@pytest.fixture(scope="module")
def published() -> Published:
    publisher = Publisher(load_organization(NOWHERE), lambda: NOON)
    for _ in range(publisher.fresh_count):
        publisher.publish_next()
    catalogue = load_organization(Placement(BASE))
    documents, posts = {}, {}
    for feed in publisher.catalogue.feeds:
        software = publisher.site(feed.slug).software
        document = feed_document(software, feed, publisher.posts(feed.slug), Placement(BASE), NOON)
        raw = parse(document, content_type(software))
        here = catalogue.feed(feed.slug)
        assert here is not None
        read = [normalise(item, here, raw, here.url, NOON) for item in identify(raw.entries)]
        documents[feed.slug] = document
        posts[feed.slug] = tuple(post for post in read if post)
    return Published(catalogue, documents, posts)


def test_every_post_is_read_except_those_behind_a_password(published: Published) -> None:
    publisher = Publisher(load_organization(Placement(BASE)), lambda: NOON)
    for _ in range(publisher.fresh_count):
        publisher.publish_next()

    for feed in publisher.catalogue.feeds:
        expected = [post for post in publisher.posts(feed.slug) if not post.protected]
        assert len(published.posts[feed.slug]) == len(expected), feed.slug
    titles = [post.title for post in published.posts["federation"]]
    assert not [title for title in titles if "Protected" in title]


def test_no_placeholder_is_left(published: Published) -> None:
    assert [
        feed for feed, document in published.documents.items() if b"demo.invalid" in document
    ] == []


WRITTEN = {
    "WordPress excerpt": ("riverbend", "[&#8230;]"),
    "WordPress footer": ("riverbend", "appeared first on <a"),
    "title escaped twice": ("riverbend", "60 Tenants &amp;amp; One"),
    "link trap": ("riverbend", "@everyone [https://bank.example](https://evil.example)"),
    "a script": ("riverbend", "<script>alert"),
    "root-relative picture": ("riverbend", 'src="/pictures/alder-court.png"'),
    "Medium footer": ("doorbell", "was originally published in"),
    "tracking pixel": ("doorbell", 'width="1" height="1"'),
    "Medium tracker": ("doorbell", "?source=rss----"),
    "hair space": ("doorbell", "&#8202;—"),
    "Substack enclosure": ("saltmarsh", 'length="0" type="image/png"'),
    "Squarespace guid": ("puerto-claro", '<guid isPermaLink="false">'),
    "ids on localhost": ("elmford", "<id>http://localhost:4000/"),
    "soft hyphen": ("elmford", "Elm&shy;ford"),
    "ASCII ellipsis": ("elmford", "[...]"),
    "zero-width space": ("elmford", "Thank&#8203;"),
    "a table": ("elmford", "<table>"),
    "event fields": ("riverbend-dates", "<ev:startdate>2026-03-20T18:00:00</ev:startdate>"),
    "unescaped ampersand": ("riverbend-dates", "<title>Soup & Signs</title>"),
    "media:content": ("high-fell", "<media:content"),
    "audio": ("rent-day-radio", 'type="audio/mpeg"'),
    "JSON Feed": ("young-tenants", '"version": "https://jsonfeed.org/version/1.1"'),
    "bidi marks": ("young-tenants", "&#8207;"),
    "press release": ("federation", "<p>###</p>"),
    "NBSP": ("federation", "budget&nbsp;—"),
}


@pytest.mark.parametrize(("feed", "text"), WRITTEN.values(), ids=WRITTEN)
def test_the_quirk_is_there(published: Published, feed: str, text: str) -> None:
    assert text in published.documents[feed].decode()


def test_titles_are_understood(published: Published) -> None:
    assert published.post("riverbend", "Council Hears").title == (
        "Council Hears 60 Tenants & One Landlord"
    )
    assert published.post("riverbend-dates", "Soup").title == "Soup & Signs"
    assert published.post("riverbend-dates", "Lease clinic").title == ""


def test_links_lead_to_the_posts(published: Published) -> None:
    assert published.post("doorbell", "Nobody’s Landlord").link == (
        f"{BASE}/doorbell/the-library-is-a-landlord-too/"
    )
    assert published.post("rent-day-radio", "Paper Bag Tapes").link is None


def test_pictures_and_sound_are_found(published: Published) -> None:
    alder = published.post("riverbend", "Alder Court").image
    letter = published.post("saltmarsh", "Letter 17").image
    episode = published.post("rent-day-radio", "#41").audio

    assert alder is not None
    assert alder.url == f"{BASE}/pictures/alder-court.png"
    assert letter is not None
    assert letter.url == f"{BASE}/pictures/pump-room.png"
    assert episode is not None
    assert episode.duration == 2712


def test_the_statement_of_three_is_one_story(published: Published) -> None:
    tellers = ("federation", "riverbend", "young-tenants")
    told = [published.post(feed, "No Shutoffs in Winter") for feed in tellers]

    assert set.intersection(*(set(post.story_keys) for post in told))


def test_posts_with_several_pictures_and_something_to_do(published: Published) -> None:
    for feed, title, pictures in (("elmford", "Mapping Mold", 3), ("saltmarsh", "Letter 17", 2)):
        post = published.post(feed, title)
        long = telling_of(post).long

        assert len(pictures_of(post, long)) == pictures, feed
        assert [call.kind for call in calls(long)] == [CallKind.SIGN], feed


def test_dates_and_places_are_read(published: Published) -> None:
    event = published.post("riverbend-dates", "Soup").event

    assert event is not None
    assert event.starts.isoformat() == "2026-03-20T18:00:00"  # the Friday after that Saturday
    assert event.ends is not None
    assert event.ends.isoformat() == "2026-03-20T21:00:00"
    assert event.place == "Hall behind the bakery, 4 Mill Lane"


def test_entries_without_a_date(published: Published) -> None:
    assert published.post("riverbend-dates", "Film night").published is None
