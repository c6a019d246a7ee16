from collections import Counter
from datetime import datetime

import pytest

from relaybot.demo.organization import NOWHERE, load_organization
from relaybot.demo.publisher import SECOND_THOUGHTS, SHOWN, Publisher
from relaybot.demo.samples import SamplePost
from tests.builders import NOON, minutes


class Minutes:
    """A clock that is a minute further at every look."""

    def __init__(self) -> None:
        self._looks = 0

    def __call__(self) -> datetime:
        self._looks += 1
        return NOON + minutes(self._looks)


@pytest.fixture
def publisher() -> Publisher:
    return Publisher(load_organization(NOWHERE), Minutes())


def links(publisher: Publisher) -> Counter[str]:
    feeds = publisher.catalogue.feeds
    return Counter(post.link for feed in feeds for post in publisher.posts(feed.slug))


def test_there_is_enough_to_see(publisher: Publisher) -> None:
    assert links(publisher).total() >= 30
    assert publisher.fresh_count >= 20


def test_the_backlog_is_in_the_past_and_newest_first(publisher: Publisher) -> None:
    for feed in publisher.catalogue.feeds:
        dates = [post.published for post in publisher.posts(feed.slug)]
        assert dates == sorted(dates, reverse=True), feed.slug
        assert dates[0] < NOON


def test_each_publication_adds_one_post_on_top(publisher: Publisher) -> None:
    before = links(publisher)

    told = publisher.publish_next()

    (fresh,) = links(publisher) - before
    assert told == "Federation of Tenant Unions: Statement: No Shutoffs in Winter"
    assert publisher.posts("federation")[0].link == fresh
    assert publisher.posts("federation")[0].published > NOON


WATCHED = 24  # publications in two minutes, at the pace `relaybot demo` begins with


def shown(publisher: Publisher, feed: str, slug: str) -> SamplePost | None:
    return next((post for post in publisher.posts(feed) if post.slug == slug), None)


def publish_until_shown(publisher: Publisher, feed: str, slug: str) -> SamplePost:
    for _ in range(WATCHED - SECOND_THOUGHTS):
        publisher.publish_next()
        if post := shown(publisher, feed, slug):
            return post
    raise AssertionError(f"{slug} comes too late for somebody who watches for two minutes")


def test_a_post_is_corrected_a_little_later(publisher: Publisher) -> None:
    wrong = publish_until_shown(publisher, "riverbend", "heat-back-on-at-alder-court")
    for _ in range(SECOND_THOUGHTS - 1):
        publisher.publish_next()
    before = shown(publisher, "riverbend", wrong.slug)
    publisher.publish_next()
    after = shown(publisher, "riverbend", wrong.slug)

    assert before == wrong
    assert after is not None
    assert (wrong.title, after.title) == (
        "Heat Is Back On at Adler Court",
        "Heat Is Back On at Alder Court",
    )
    assert "on Tuesday morning" in wrong.body
    assert "on Monday morning" in after.body
    assert after.published == wrong.published


def test_a_post_is_taken_back_a_little_later(publisher: Publisher) -> None:
    wrong = publish_until_shown(publisher, "federation", "hotline-new-number")
    for _ in range(SECOND_THOUGHTS - 1):
        publisher.publish_next()
    before = publisher.posts("federation")
    publisher.publish_next()
    after = publisher.posts("federation")

    assert wrong in before
    assert [post for post in before if post not in after] == [wrong]


def test_second_thoughts_come_the_second_time_around_too(publisher: Publisher) -> None:
    for _ in range(publisher.fresh_count):
        publisher.publish_next()
    again = publish_until_shown(publisher, "riverbend", "heat-back-on-at-alder-court-2")
    for _ in range(SECOND_THOUGHTS):
        publisher.publish_next()
    after = shown(publisher, "riverbend", again.slug)

    assert after is not None
    assert after.title == "Heat Is Back On at Alder Court · Update 2"


SOON = {  # what is to be seen within two minutes, the time for second thoughts left over
    "of several, the first": ("federation", "statement-winter-shutoffs"),
    "of several, the second": ("riverbend", "statement-winter-shutoffs"),
    "of several, the third": ("young-tenants", "statement-winter-shutoffs"),
    "an event": ("riverbend-dates", "soup-and-signs"),
    "pictures on Discord": ("elmford", "mold-map"),
    "pictures on Telegram": ("saltmarsh", "tide-letter-17"),
}


@pytest.mark.parametrize(("feed", "slug"), SOON.values(), ids=SOON.keys())
def test_what_is_special_is_seen_soon(publisher: Publisher, feed: str, slug: str) -> None:
    assert publish_until_shown(publisher, feed, slug).slug == slug


def test_every_post_is_new_for_ever_and_feeds_stay_short(publisher: Publisher) -> None:
    rounds = 12
    seen = set(links(publisher))
    for _ in range(publisher.fresh_count * rounds):
        publisher.publish_next()
        seen |= set(links(publisher))

    # The post behind a password comes once, in its place the one after it.
    assert len(seen) >= publisher.fresh_count * rounds - 1
    assert max(links(publisher).values()) == 1
    assert all(len(publisher.posts(feed.slug)) <= SHOWN for feed in publisher.catalogue.feeds)


def test_the_second_time_around_says_so_in_the_words_of_the_feed(publisher: Publisher) -> None:
    for _ in range(publisher.fresh_count):
        publisher.publish_next()
    told = [publisher.publish_next() for _ in range(6)]

    assert told[0].endswith("No Shutoffs in Winter · Update 2")
    assert told[3].endswith("¡llenamos el gimnasio! · Actualización 2")
    assert "Actualización 2, 2026-03-14" in publisher.posts("puerto-claro")[0].body


def test_a_post_behind_a_password_is_named_once(publisher: Publisher) -> None:
    told = [publisher.publish_next() for _ in range(publisher.fresh_count * 2)]

    assert [line for line in told if "behind a password" in line] == [
        "Federation of Tenant Unions: Protected: Who Holds the Strike Fund "
        "(behind a password, so it stays where it is)"
    ]
