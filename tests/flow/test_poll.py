from datetime import timedelta

import pytest

from relaybot.errors import FetchError
from relaybot.model.delivery import DeliveryState
from relaybot.model.feed_state import FeedState
from relaybot.model.post import PostState
from relaybot.relay.poll import PollEnd
from tests.builders import NOON, a_chapter, a_feed
from tests.flow.relaying import Relaying, numbered, rss


@pytest.fixture
def relaying() -> Relaying:
    return Relaying()


async def state_of(relaying: Relaying, slug: str = "elmford") -> FeedState:
    state = await relaying.store.read(lambda tx: tx.feed_states.get(slug))
    assert state is not None
    return state


async def owed(relaying: Relaying) -> int:
    counts = await relaying.store.read(lambda tx: tx.outbox.counts())
    return counts[DeliveryState.PENDING]


async def test_the_first_poll_relays_nothing(relaying: Relaying) -> None:
    await relaying.follow("elmford")
    result = await relaying.poll(document=numbered(3, 2, 1))
    assert (result.absorbed, result.relayed, result.deliveries) == (3, 0, 0)
    assert await owed(relaying) == 0


async def test_a_new_post_is_owed_to_everyone_who_follows_it_by_any_selector(
    relaying: Relaying,
) -> None:
    for chat, what in enumerate(["elmford", "region:OR", "kind:chapter", "everything"]):
        await relaying.follow(what, chat=f"40{chat}")
    await relaying.follow("riverbend", chat="4090")
    await relaying.poll(document=numbered(2, 1))
    result = await relaying.poll(document=numbered(3, 2, 1))
    assert (result.relayed, result.deliveries) == (1, 4)
    assert relaying.woken == 1


async def test_following_something_twice_over_makes_one_delivery(relaying: Relaying) -> None:
    for what in ("elmford", "region:OR", "everything"):
        await relaying.follow(what)
    await relaying.poll(document=numbered(1))
    assert (await relaying.poll(document=numbered(2, 1))).deliveries == 1


async def test_an_unchanged_feed_costs_nothing_and_says_so(relaying: Relaying) -> None:
    await relaying.poll(document=numbered(1))
    relaying.clock.move(minutes=20)
    result = await relaying.poll()
    assert result.end is PollEnd.UNCHANGED
    state = await state_of(relaying)
    assert state.checked_at == NOON + timedelta(minutes=20)
    assert state.etag is not None


async def test_a_body_seen_before_is_recognised_even_without_validators(
    relaying: Relaying,
) -> None:
    await relaying.poll(document=numbered(1))
    state = await state_of(relaying)
    await relaying.store.write(
        lambda tx: tx.feed_states.put(
            FeedState(
                feed="elmford",
                source_url=state.source_url,
                body_hash=state.body_hash,
                first_polled_at=state.first_polled_at,
            )
        )
    )
    assert (await relaying.poll()).end is PollEnd.UNCHANGED


async def test_a_failure_is_a_result_keeps_what_is_known_and_heals(relaying: Relaying) -> None:
    await relaying.follow("elmford")
    await relaying.poll(document=numbered(1))
    relaying.fetcher.failures["elmford"] = FetchError("elmford.example answers 503", status=503)
    for _ in range(3):
        relaying.clock.move(hours=1)
        assert (await relaying.poll()).end is PollEnd.FAILED
    failing = await state_of(relaying)
    assert failing.failures == 3
    assert failing.failing_since == NOON + timedelta(hours=1)
    assert failing.error == "elmford.example answers 503"
    assert failing.etag is not None
    relaying.fetcher.failures.clear()
    assert (await relaying.poll(document=numbered(2, 1))).relayed == 1
    healed = await state_of(relaying)
    assert (healed.failures, healed.failing_since, healed.error) == (0, None, None)


async def test_a_feed_whose_server_told_another_feed_to_wait_has_not_failed(
    relaying: Relaying,
) -> None:
    await relaying.poll(document=numbered(1))
    relaying.fetcher.failures["elmford"] = FetchError("wait", retry_after=90, postponed=True)
    assert (await relaying.poll()).end is PollEnd.POSTPONED
    state = await state_of(relaying)
    assert (state.failures, state.error) == (0, None)
    assert state.next_check_at == NOON + timedelta(seconds=90)


async def test_a_document_that_is_no_feed_is_a_failure_that_stores_no_validators(
    relaying: Relaying,
) -> None:
    result = await relaying.poll(document=b"<!doctype html><html><body>Parked</body></html>")
    assert result.end is PollEnd.FAILED
    assert "web page" in (result.reason or "")
    assert (await state_of(relaying)).etag is None


async def test_a_cut_document_is_read_but_asked_for_again(relaying: Relaying) -> None:
    await relaying.follow("elmford")
    await relaying.poll(document=numbered(1))
    whole = numbered(3, 2, 1)
    cut = whole[: whole.index(b"<item><guid isPermaLink='false'>elmford-1") + 30]
    assert (await relaying.poll(document=cut)).relayed == 2
    assert (await state_of(relaying)).etag is None
    assert (await relaying.poll(document=whole)).relayed == 0


async def test_a_burst_is_held_and_nobody_gets_it(relaying: Relaying) -> None:
    await relaying.follow("elmford")
    await relaying.poll(document=numbered(1))
    result = await relaying.poll(document=numbered(*range(13, 0, -1)))
    assert (result.held, result.deliveries) == (12, 0)
    assert "12 new posts at once" in (result.reason or "")
    held = await relaying.store.read(lambda tx: tx.posts.in_state(PostState.HELD))
    assert [post.post.title for post in held] == [f"Post {n}" for n in range(2, 14)]


async def test_posts_held_once_do_not_come_back_with_the_next_poll(relaying: Relaying) -> None:
    await relaying.follow("elmford")
    await relaying.poll(document=numbered(1))
    await relaying.poll(document=numbered(*range(13, 0, -1)))
    result = await relaying.poll(document=numbered(*range(14, 0, -1)))
    assert (result.held, result.relayed) == (0, 1)


async def test_a_chapter_in_quarantine_is_read_and_held() -> None:
    relaying = Relaying(chapters=(a_chapter("elmford", quarantine=True),))
    await relaying.follow("elmford")
    await relaying.poll(document=numbered(1))
    assert (await relaying.poll(document=numbered(2, 1))).held == 1


async def test_two_feeds_with_the_same_post_reach_a_channel_once(relaying: Relaying) -> None:
    await relaying.follow("everything")
    await relaying.follow("riverbend", chat="4002")
    for slug in ("elmford", "riverbend"):
        await relaying.poll(slug, numbered(1, host=slug))
    statement = (
        "<item><guid>g-{host}</guid><title>We stand with the dockers</title>"
        "<link>https://{host}.example/dockers</link><description>" + "Solid words of ours. " * 30
    ) + "</description></item>"
    documents = {
        slug: numbered(1, host=slug).replace(
            b"</title><item>", b"</title>" + statement.format(host=slug).encode() + b"<item>", 1
        )
        for slug in ("elmford", "riverbend")
    }
    assert (await relaying.poll("elmford", documents["elmford"])).deliveries == 1
    # Riverbend's copy is news only for the channel that follows Riverbend alone.
    assert (await relaying.poll("riverbend", documents["riverbend"])).deliveries == 1
    await relaying.deliver()
    assert relaying.discord.sent == {
        "4001": ["We stand with the dockers"],
        "4002": ["We stand with the dockers"],
    }


async def test_a_feed_whose_every_guid_changed_is_recognised(relaying: Relaying) -> None:
    await relaying.follow("elmford")
    old = rss(*((n, f"Story {n}") for n in range(9, 0, -1)))
    await relaying.poll(document=old)
    result = await relaying.poll(document=old.replace(b"false'>elmford-", b"false'>urn:new:"))
    assert (result.relayed, result.held) == (0, 0)


def with_copies(*numbers: int) -> bytes:
    """A feed that lists every post twice, under two guids."""
    once, copies = numbered(*numbers), numbered(*numbers).replace(b">elmford-", b">copy-")
    first = copies.index(b"<item>")
    return once.replace(b"</channel></rss>", copies[first:])


async def test_a_post_listed_under_two_guids_is_relayed_or_held_once(relaying: Relaying) -> None:
    await relaying.follow("elmford")
    await relaying.poll(document=numbered(2, 1))
    assert (await relaying.poll(document=with_copies(2, 1))).relayed == 0
    assert (await relaying.poll(document=with_copies(3, 2, 1))).relayed == 1
    await relaying.deliver()
    assert relaying.discord.sent == {"4001": ["Post 3"]}
    burst = range(14, 0, -1)
    assert (await relaying.poll(document=with_copies(*burst))).held == 11
    held = await relaying.store.read(lambda tx: tx.posts.in_state(PostState.HELD))
    assert [post.post.title for post in held] == [f"Post {n}" for n in range(4, 15)]
    result = await relaying.poll(document=numbered(*burst).replace(b">elmford-", b">copy-"))
    assert (result.relayed, result.held) == (0, 0)


async def test_an_edit_changes_what_is_still_waiting(relaying: Relaying) -> None:
    await relaying.follow("elmford")
    await relaying.poll(document=numbered(1))
    await relaying.poll(document=rss((2, "Meeting on Munday"), (1, "Post 1")))
    result = await relaying.poll(document=rss((2, "Meeting on Monday"), (1, "Post 1")))
    assert (result.edited, result.relayed) == (1, 0)
    await relaying.deliver()
    assert relaying.discord.sent["4001"] == ["Meeting on Monday"]


async def test_a_permanent_redirect_is_believed_only_when_it_lasts(relaying: Relaying) -> None:
    await relaying.poll(document=numbered(1))
    relaying.fetcher.moved_to["elmford"] = "https://elmford.example/feed.xml"
    adopted = []
    for day in range(1, 5):
        relaying.clock.move(days=1)
        await relaying.poll(document=numbered(day, 1))
        adopted.append((await state_of(relaying)).adopted_url)
    assert adopted[0] is None
    assert adopted[-1] == "https://elmford.example/feed.xml"


async def test_a_quiet_feed_settles_behind_its_redirect_too(relaying: Relaying) -> None:
    await relaying.poll(document=numbered(1))
    relaying.fetcher.moved_to["elmford"] = "https://elmford.example/feed.xml"
    relaying.fetcher.validates = False
    for _ in range(4):
        relaying.clock.move(days=1)
        assert (await relaying.poll()).end is PollEnd.UNCHANGED
    assert (await state_of(relaying)).adopted_url == "https://elmford.example/feed.xml"


async def test_a_redirect_to_a_server_that_only_says_304_is_not_believed(
    relaying: Relaying,
) -> None:
    await relaying.poll(document=numbered(1))
    relaying.fetcher.moved_to["elmford"] = "https://elmford.example/feed.xml"
    for _ in range(4):
        relaying.clock.move(days=1)
        await relaying.poll()
    state = await state_of(relaying)
    assert (state.adopted_url, state.moved_count) == (None, 4)


async def test_a_new_address_in_the_directory_forgets_validators_but_not_posts(
    relaying: Relaying,
) -> None:
    await relaying.follow("elmford")
    await relaying.poll(document=numbered(2, 1))
    feed = a_feed("elmford", url="https://elmford.example/new-feed/")
    relaying.chapters = (a_chapter("elmford", feeds=(feed,)),)
    result = await relaying.poll(document=numbered(3, 2, 1))
    assert (result.absorbed, result.relayed) == (0, 1)


async def test_password_protected_posts_are_relayed_when_they_are_opened(
    relaying: Relaying,
) -> None:
    await relaying.follow("elmford")
    await relaying.poll(document=numbered(1))
    locked = rss((2, "Protected: Members only"), (1, "Post 1")).replace(
        b"Words about number 2 of elmford, Protected: Members only.",
        b"This content is password protected. To view it please enter your password below:",
    )
    assert (await relaying.poll(document=locked)).relayed == 0
    assert (await relaying.poll(document=numbered(2, 1))).relayed == 1
