import asyncio
from datetime import datetime, timedelta

import pytest

from relaybot.commands.follow import MOST_NEWEST, Followed, Options, follow
from relaybot.model.destination import DestinationStatus, UnknownPolicy
from relaybot.model.examination import Examination, MissingRight
from relaybot.model.post import PostState
from relaybot.model.selector import Scope, Selector
from relaybot.repositories import Transaction
from tests.builders import NOON, an_address
from tests.fakes.store import FakeTransaction
from tests.unit.commands.asking import CATALOGUE, a_transaction, add_posts, owed_titles
from tests.unit.commands.talking import Talk, labels, text

ELMFORD = Selector(Scope.CHAPTER, "elmford")
OREGON = Selector(Scope.REGION, "OR")


@pytest.fixture
def tx() -> FakeTransaction:
    return a_transaction()


def follows(
    tx: FakeTransaction,
    selector: Selector = ELMFORD,
    newest: int = 0,
    options: Options | None = None,
) -> Followed:
    address = an_address()
    return follow(tx, CATALOGUE, address, selector, NOON, newest=newest, options=options)


def test_the_first_follow_makes_the_destination(tx: FakeTransaction) -> None:
    done = follows(tx, OREGON)
    assert (done.feeds, done.already, done.revived, done.newest) == (2, False, False, 0)
    assert [d.address for d in tx.destinations.all()] == [an_address()]
    assert [s.selector for s in tx.subscriptions.of(done.destination.id)] == [OREGON]


def test_following_twice_is_told_and_changes_nothing(tx: FakeTransaction) -> None:
    follows(tx)
    assert follows(tx).already
    assert len(tx.subscriptions.all()) == 1


def test_nothing_that_was_there_before_is_sent_unless_asked_for(tx: FakeTransaction) -> None:
    add_posts(tx, 5)
    follows(tx)
    assert owed_titles(tx) == []


def test_the_newest_posts_are_owed_oldest_first(tx: FakeTransaction) -> None:
    add_posts(tx, 5)
    assert follows(tx, newest=3).newest == 3
    assert owed_titles(tx) == ["Post number 3", "Post number 4", "Post number 5"]


def test_fewer_posts_than_asked_for(tx: FakeTransaction) -> None:
    add_posts(tx, 2)
    assert follows(tx, newest=3).newest == 2


def test_nobody_is_flooded_by_the_newest(tx: FakeTransaction) -> None:
    add_posts(tx, MOST_NEWEST + 5)
    assert follows(tx, newest=1000).newest == MOST_NEWEST


def test_the_newest_come_once_however_often_one_follows(tx: FakeTransaction) -> None:
    add_posts(tx, 3)
    follows(tx, newest=3)
    assert follows(tx, OREGON, newest=3).newest == 0


def test_held_posts_are_not_among_the_newest(tx: FakeTransaction) -> None:
    add_posts(tx, 3, state=PostState.HELD)
    assert follows(tx, newest=3).newest == 0


@pytest.mark.parametrize("status", [DestinationStatus.GONE, DestinationStatus.PAUSED])
def test_following_revives_what_was_stopped(tx: FakeTransaction, status: DestinationStatus) -> None:
    first = follows(tx)
    tx.destinations.set_status(first.destination.id, status, "the bot was removed", NOON)
    assert follows(tx, OREGON).revived
    (destination,) = tx.destinations.all()
    assert (destination.status, destination.status_reason) == (DestinationStatus.ACTIVE, None)


def test_options_are_set_along_and_left_alone_when_not_given(tx: FakeTransaction) -> None:
    follows(tx, options=Options(silent=True, on_unknown=UnknownPolicy.RESEND))
    follows(tx, OREGON)
    (destination,) = tx.destinations.all()
    assert (destination.silent, destination.on_unknown) == (True, UnknownPolicy.RESEND)


def test_a_topic_is_another_destination_than_its_group(tx: FakeTransaction) -> None:
    for thread in (None, "7"):
        follow(tx, CATALOGUE, an_address("-100", "telegram", thread), ELMFORD, NOON)
    assert len(tx.destinations.all()) == 2


async def test_a_person_is_told_what_will_arrive() -> None:
    talk = Talk()
    await talk.posts(80, feed="elmford")
    await talk.posts(8, feed="riverbend")
    reply = await talk.ask("follow", what="region or")
    assert text(reply).startswith("Done: #news follows region Oregon now.")
    assert "That is 2 chapters. About 11 posts a week." in text(reply)
    assert "From now on every new post appears here by itself" in text(reply)
    assert await talk.followed() == ["region:OR"]
    assert await talk.owed() == []
    (change,) = await talk.changes()
    assert (change.verb, change.actor, change.at) == ("follow", "801", NOON)
    assert (dict(change.before), dict(change.after)) == ({}, {"selector": "region:OR"})


async def test_only_the_first_follow_explains_itself() -> None:
    talk = Talk()
    await talk.ask("follow", what="elmford")
    assert "From now on" not in text(await talk.ask("follow", what="riverbend"))
    await talk.ask("unfollow", what="everything", sure="yes")
    assert "From now on" not in text(await talk.ask("follow", what="riverbend"))


@pytest.mark.parametrize(
    ("count", "published", "expected"),
    [
        (0, NOON, "No posts are stored yet; each new one will come."),
        (2, NOON, "Fewer than one post a week."),
        (8, NOON, "About 1 post a week."),
        (16, NOON, "About 2 posts a week."),
        (3, NOON - timedelta(weeks=9), "Nothing was posted in the last 8 weeks."),
    ],
)
async def test_the_rate_is_told_from_what_was_seen(
    count: int, published: datetime, expected: str
) -> None:
    talk = Talk()
    await talk.posts(count, published=published)
    assert expected in text(await talk.ask("follow", what="elmford"))


async def test_the_newest_are_offered_and_sent_at_a_press() -> None:
    talk = Talk()
    await talk.posts(4)
    reply = await talk.ask("follow", what="elmford")
    assert labels(reply)[:2] == ["Send the newest", "Send the newest 3"]
    sent = await talk.press(reply, "Send the newest 3")
    assert text(sent) == "The newest 3 posts are on their way."
    assert await talk.owed() == ["Post number 2", "Post number 3", "Post number 4"]
    assert "The newest posts are here already." in text(
        await talk.press(reply, "Send the newest 3")
    )
    assert len(await talk.changes()) == 1


@pytest.mark.parametrize(
    ("latest", "expected"),
    [("1", 1), ("5", 5), ("99", 5), ("0", 1), ("-3", 1), ("many", 0), ("٣", 3), ("9" * 5000, 5)],
)
async def test_how_many_of_the_newest(latest: str, expected: int) -> None:
    talk = Talk()
    await talk.posts(7)
    await talk.ask("follow", what="elmford", latest=latest)
    assert len(await talk.owed()) == expected


async def test_the_newest_of_nothing() -> None:
    assert "There is no post to send yet." in text(
        await Talk().ask("follow", what="elmford", latest="3")
    )


async def test_already_followed_says_since_when() -> None:
    talk = Talk()
    await talk.ask("follow", what="elmford")
    talk.now = NOON + timedelta(days=9)
    reply = await talk.ask("follow", what="elm")
    assert "#news follows Elmford Renters’ League already, since March 14, 2026." in text(reply)
    assert len(await talk.changes()) == 1


async def test_followed_under_a_former_slug_is_followed_already() -> None:
    talk = Talk()

    def add(tx: Transaction) -> None:
        there = tx.destinations.add(talk.place.address, NOON)
        tx.subscriptions.add(there.id, Selector(Scope.CHAPTER, "elm"), NOON)

    await talk.do(add)
    assert "already, since" in text(await talk.ask("follow", what="elmford"))
    assert await talk.followed() == ["chapter:elm"]


async def test_included_in_a_wider_follow_is_refused_kindly() -> None:
    talk = Talk()
    await talk.posts(1)
    await talk.ask("follow", what="region OR")
    reply = await talk.ask("follow", what="elmford")
    included = "#news already follows region Oregon, which includes Elmford Renters’ League."
    assert included in text(reply)
    assert await talk.followed() == ["region:OR"]
    await talk.press(reply, "Send the newest")
    assert await talk.owed() == ["Post number 1"]


async def test_a_wider_follow_says_what_it_includes_and_keeps_it() -> None:
    talk = Talk()
    for what in ("elmford", "riverbend", "doorbell"):
        await talk.ask("follow", what=what)
    said = text(await talk.ask("follow", what="region OR"))
    assert "It includes 2 things you follow already" in said
    assert "• Elmford Renters’ League\n• Riverbend Tenants’ Union" in said
    assert "Doorbell" not in said
    assert len(await talk.followed()) == 4


async def test_everything_includes_more_than_can_be_told() -> None:
    talk = Talk()
    for chapter in talk.catalogue.chapters:
        await talk.ask("follow", what=chapter.slug)
    assert "• and 2 more" in text(await talk.ask("follow", what="everything"))


async def test_there_is_a_most_that_can_be_followed() -> None:
    talk = Talk()

    def crowd(tx: Transaction) -> None:
        there = tx.destinations.add(talk.place.address, NOON)
        for number in range(500):
            tx.subscriptions.add(there.id, Selector(Scope.CHAPTER, f"gone-{number}"), NOON)

    await talk.do(crowd)
    reply = await talk.ask("follow", what="elmford")
    assert "#news follows 500 things already" in text(reply)
    assert len(await talk.followed()) == 500
    assert "page" not in text(await talk.press(reply, "What is followed"))


async def test_two_moderators_at_once_both_see_what_is_true() -> None:
    one = Talk(user="801")
    other = Talk(store=one.store, user="802")
    replies = await asyncio.gather(
        one.ask("follow", what="elmford"), other.ask("follow", what="elmford")
    )
    assert sorted("already" in text(reply) for reply in replies) == [False, True]
    assert len(await one.changes()) == 1


async def test_missing_rights_are_told_along_and_it_follows_all_the_same() -> None:
    missing = MissingRight("Send Messages", "posts", essential=True)
    seen = Examination(
        name="news", reachable=True, missing=(missing,), where_to_click="Edit Channel, Permissions."
    )
    talk = Talk(examination=seen)
    reply = await talk.ask("follow", what="elmford")
    assert "I cannot send to #news yet." in text(reply)
    assert "Send Messages, for posts" in text(reply)
    assert "Edit Channel, Permissions." in text(reply)
    assert "Check again" in labels(reply)
    assert await talk.followed() == ["chapter:elmford"]


async def test_a_place_where_all_is_well_is_not_talked_about() -> None:
    talk = Talk(examination=Examination(name="news", reachable=True))
    reply = await talk.ask("follow", what="elmford")
    assert "All is well" not in text(reply)
    assert "Check again" not in labels(reply)


async def test_in_a_chat_following_revives_what_was_given_up_but_ends_no_pause() -> None:
    talk = Talk()
    await talk.ask("follow", what="elmford")
    there = await talk.destination()

    async def stop(status: DestinationStatus) -> None:
        await talk.do(lambda tx: tx.destinations.set_status(there.id, status, "Forbidden", NOON))

    await stop(DestinationStatus.GONE)
    assert "it is active again" in text(await talk.ask("follow", what="elmford"))
    assert (await talk.destination()).status is DestinationStatus.ACTIVE
    await stop(DestinationStatus.PAUSED)
    reply = await talk.ask("follow", what="riverbend")
    assert "#news is paused, so posts wait until it is resumed." in text(reply)
    assert "Resume" in labels(reply)
    assert (await talk.destination()).status is DestinationStatus.PAUSED


async def test_linked_places_follow_too_and_get_the_newest() -> None:
    talk, other = Talk(), an_address("-100777", "telegram")
    await talk.link(other)
    await talk.posts(2)
    reply = await talk.ask("follow", what="elmford", latest="1")
    assert "The same goes for what is linked with it: All Tenant News (Telegram)." in text(reply)
    assert "The newest post is on its way." in text(reply)
    for address in (talk.place.address, other):
        assert await talk.followed(address) == ["chapter:elmford"]
        assert await talk.owed(address) == ["Post number 2"]
        assert [dict(c.after) for c in await talk.changes(address)] == [
            {"selector": "chapter:elmford"}
        ]


async def test_the_list_something_was_chosen_from_stays() -> None:
    talk = Talk()
    await talk.posts(1)
    chosen = await talk.press(await talk.ask("follow", what="elmfrod"), "Elmford Renters’ League")
    assert chosen.beside
    assert not (await talk.press(chosen, "Send the newest")).beside
