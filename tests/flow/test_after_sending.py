"""What becomes of messages that were sent: edits, other tellers, posts that are taken back."""

from datetime import timedelta

import pytest

from relaybot.errors import FetchError
from relaybot.model.delivery import DeliveryState
from relaybot.model.destination import Preferences
from relaybot.model.errand import ErrandKind
from relaybot.model.outcome import Blocked, Delivered, Outcome, Refused, RetryLater, Unknown
from relaybot.relay.errands import GIVEN_UP, LEASE
from relaybot.relay.remember import delays
from relaybot.repositories import Transaction
from tests.builders import a_chapter, an_address
from tests.flow.relaying import Relaying, numbered, rss

AMEND, PUBLISH, DISCUSS = ErrandKind.AMEND, ErrandKind.PUBLISH, ErrandKind.DISCUSS
COALESCED = timedelta(minutes=2)
FIRST = "4001-1"  # what the fake platform calls the first message of channel 4001


@pytest.fixture
def relaying() -> Relaying:
    return Relaying()


async def a_sent_post(relaying: Relaying) -> None:
    """Post 2 was relayed to one Discord channel."""
    await relaying.follow("elmford")
    await relaying.poll(document=numbered(1))
    await relaying.poll(document=numbered(2, 1))
    await relaying.deliver()
    assert relaying.discord.sent["4001"] == ["Post 2"]


async def later(relaying: Relaying, time: timedelta = COALESCED) -> None:
    relaying.clock.move(seconds=time.total_seconds())
    await relaying.deliver()


async def test_an_edited_post_edits_its_message_once_it_has_settled(relaying: Relaying) -> None:
    await a_sent_post(relaying)
    woken = relaying.woken
    await relaying.poll(document=rss((2, "Post 2, corrected"), (1, "Post 1")))
    assert relaying.woken == woken + 1
    await relaying.deliver()
    assert relaying.discord.attended == []
    await later(relaying)
    assert relaying.discord.attended == [(AMEND, FIRST, "Post 2, corrected")]
    await later(relaying)
    assert len(relaying.discord.attended) == 1
    assert relaying.discord.sent["4001"] == ["Post 2"]  # and no second message


async def test_edits_in_a_row_are_one_edit(relaying: Relaying) -> None:
    await a_sent_post(relaying)
    for title in ("Post 2a", "Post 2b", "Post 2c"):
        await relaying.poll(document=rss((2, title), (1, "Post 1")))
        relaying.clock.move(seconds=30)
    await later(relaying)
    assert relaying.discord.attended == [(AMEND, FIRST, "Post 2c")]


async def test_an_edit_before_the_first_sending_is_sent_as_it_is_then(relaying: Relaying) -> None:
    await relaying.follow("elmford")
    await relaying.poll(document=numbered(1))
    await relaying.poll(document=numbered(2, 1))
    await relaying.poll(document=rss((2, "Post 2, corrected"), (1, "Post 1")))
    await relaying.deliver()
    await later(relaying)
    assert relaying.discord.sent["4001"] == ["Post 2, corrected"]
    assert relaying.discord.attended == []


async def test_another_guid_is_no_edit(relaying: Relaying) -> None:
    await a_sent_post(relaying)
    renamed = numbered(2, 1).replace(b"elmford-2<", b"elmford-2-moved<")
    result = await relaying.poll(document=renamed)
    assert (result.edited, result.amended) == (1, 0)


async def receipts(relaying: Relaying) -> list[str | None]:
    sent = await relaying.store.read(lambda tx: tx.outbox.in_state(DeliveryState.SENT, 9))
    return [row.receipt for row in sent]


async def test_receipts_are_kept_and_renewed(relaying: Relaying) -> None:
    await a_sent_post(relaying)
    assert await receipts(relaying) == ["sent as Post 2"]
    await relaying.poll(document=rss((2, "Post 2, corrected"), (1, "Post 1")))
    await later(relaying)
    assert await receipts(relaying) == ["amend as Post 2, corrected"]


# Told by several chapters

STATEMENT = "A statement that all chapters of the federation have signed and now publish together"


def statement(host: str, *others: int) -> bytes:
    """The same post in the feed of `host`, above posts of its own."""
    words = " ".join(f"word{number}" for number in range(60))
    own = numbered(*others, host=host).decode()
    item = (
        f"<item><guid isPermaLink='false'>{host}-s</guid><title>{STATEMENT}</title>"
        f"<link>https://{host}.example/statement</link>"
        f"<pubDate>Sat, 14 Mar 2026 09:00:00 GMT</pubDate><description>{words}</description></item>"
    )
    return own.replace("<item>", item + "<item>", 1).encode()


async def three_chapters() -> Relaying:
    chapters = tuple(a_chapter(slug) for slug in ("elmford", "riverbend", "millbrook"))
    relaying = Relaying(chapters=chapters)
    for slug in ("elmford", "riverbend", "millbrook"):
        await relaying.poll(slug, numbered(1, host=slug))
    return relaying


async def test_other_chapters_are_named_as_they_arrive() -> None:
    relaying = await three_chapters()
    await relaying.follow("everything")
    for slug in ("elmford", "riverbend", "millbrook"):
        await relaying.poll(slug, statement(slug, 1))
        await relaying.deliver()
        await later(relaying)
    assert relaying.discord.sent["4001"] == [STATEMENT]
    assert relaying.discord.attended == [
        (AMEND, FIRST, f"{STATEMENT} (Riverbend Tenants' League)"),
        (AMEND, FIRST, f"{STATEMENT} (Riverbend Tenants' League, Millbrook Tenants' League)"),
    ]


async def test_who_told_it_before_the_first_sending_is_named_at_once() -> None:
    relaying = await three_chapters()
    await relaying.follow("everything")
    for slug in ("elmford", "riverbend"):
        await relaying.poll(slug, statement(slug, 1))
    [outgoing] = await relaying.loop().work.claim(9)
    assert outgoing.also_from == ("Riverbend Tenants' League",)


async def test_only_chapters_that_are_followed_there_are_named() -> None:
    relaying = await three_chapters()
    await relaying.follow("elmford")
    await relaying.follow("millbrook")
    for slug in ("elmford", "riverbend", "millbrook"):
        await relaying.poll(slug, statement(slug, 1))
        await relaying.deliver()
        await later(relaying)
    assert relaying.discord.attended == [(AMEND, FIRST, f"{STATEMENT} (Millbrook Tenants' League)")]


# Taken back


async def a_taken_back_post(relaying: Relaying) -> None:
    """Post 2 vanished from above post 1, which is older."""
    await relaying.follow("elmford")
    await relaying.poll(document=numbered(1, 0))
    await relaying.poll(document=numbered(2, 1, 0))
    await relaying.deliver()
    await relaying.poll(document=numbered(1, 0))


async def test_a_post_that_stays_away_is_struck(relaying: Relaying) -> None:
    await a_taken_back_post(relaying)
    await relaying.deliver()
    assert relaying.discord.attended == []  # it may flicker
    relaying.clock.move(minutes=15)
    result = await relaying.poll()  # 304: it is as it was, so the post is away still
    assert result.amended == 1
    await relaying.deliver()
    assert relaying.discord.attended == [(AMEND, FIRST, "~~Post 2~~")]


async def test_a_post_that_comes_back_stands_again(relaying: Relaying) -> None:
    await a_taken_back_post(relaying)
    relaying.clock.move(minutes=15)
    await relaying.poll()
    await relaying.deliver()
    await relaying.poll(document=numbered(2, 1, 0))
    await relaying.deliver()
    assert [said for _, _, said in relaying.discord.attended] == ["~~Post 2~~", "Post 2"]


async def test_a_post_that_flickers_was_not_taken_back(relaying: Relaying) -> None:
    await a_taken_back_post(relaying)
    for _ in range(4):
        relaying.clock.move(minutes=15)
        await relaying.poll(document=numbered(2, 1, 0))
        await relaying.poll(document=numbered(1, 0))
    await relaying.deliver()
    assert relaying.discord.attended == []


async def test_what_is_taken_back_before_it_was_sent_is_not_sent(relaying: Relaying) -> None:
    await relaying.follow("elmford")
    await relaying.poll(document=numbered(1, 0))
    await relaying.poll(document=numbered(2, 1, 0))
    await relaying.poll(document=numbered(1, 0))
    relaying.clock.move(minutes=15)
    await relaying.poll()
    await relaying.deliver()
    assert relaying.discord.sent["4001"] == []
    [dead] = await relaying.store.read(lambda tx: tx.outbox.in_state(DeliveryState.DEAD, 9))
    assert dead.reason == "the chapter took the post back before it was sent"
    await relaying.poll(document=numbered(2, 1, 0))  # and published it again after all
    await relaying.deliver()
    assert relaying.discord.sent["4001"] == ["Post 2"]


NOT_TAKEN_BACK = {
    "it slid out of the feed": numbered(5, 4, 3),
    "the feed shows nothing": numbered(),
    "the feed is cut short": numbered(1, 0)[:-40],
    "its entries stand in no order": numbered(0, 1),
    "one has no date": numbered(1, 0).replace(
        b"<pubDate>Sat, 14 Mar 2026 00:00:00 GMT</pubDate>", b""
    ),
}


@pytest.mark.parametrize("case", NOT_TAKEN_BACK)
async def test_not_taken_back(case: str, relaying: Relaying) -> None:
    await relaying.follow("elmford")
    await relaying.poll(document=numbered(1, 0))
    await relaying.poll(document=numbered(2, 1, 0))
    await relaying.deliver()
    sent = list(relaying.discord.sent["4001"])
    await relaying.poll(document=NOT_TAKEN_BACK[case])
    relaying.clock.move(minutes=15)
    await relaying.poll()
    await relaying.deliver()
    assert relaying.discord.attended == []
    assert relaying.discord.sent["4001"][: len(sent)] == sent


async def test_what_vanishes_after_a_day_was_tidied_away(relaying: Relaying) -> None:
    await relaying.follow("elmford")
    await relaying.poll(document=numbered(1, 0))
    await relaying.poll(document=numbered(2, 1, 0))
    await relaying.deliver()
    relaying.clock.move(minutes=25 * 60)
    await relaying.poll(document=numbered(1, 0))
    relaying.clock.move(minutes=15)
    await relaying.poll()
    await relaying.deliver()
    assert relaying.discord.attended == []


async def test_a_feed_that_was_rebuilt_takes_nothing_back(relaying: Relaying) -> None:
    await relaying.follow("elmford")
    await relaying.poll(document=numbered(1, 0))
    for newest in range(2, 8):
        await relaying.poll(document=numbered(*range(newest, -1, -1)))
    await relaying.deliver()
    await relaying.poll(document=numbered(1, 0))
    relaying.clock.move(minutes=15)
    await relaying.poll()
    await relaying.deliver()
    assert relaying.discord.attended == []


async def test_a_feed_that_cannot_be_read_takes_nothing_back(relaying: Relaying) -> None:
    await a_taken_back_post(relaying)
    relaying.clock.move(minutes=15)
    relaying.fetcher.failures["elmford"] = FetchError("the server does not answer")
    await relaying.poll()
    await relaying.deliver()
    assert relaying.discord.attended == []


async def test_a_post_that_another_chapter_still_tells_is_not_struck() -> None:
    relaying = await three_chapters()
    await relaying.follow("everything")
    for slug in ("elmford", "riverbend"):
        await relaying.poll(slug, statement(slug, 1, 0))
    await relaying.deliver()
    await relaying.poll("elmford", numbered(1, 0))
    relaying.clock.move(minutes=15)
    await relaying.poll("elmford")
    await relaying.deliver()
    said = [said for _, _, said in relaying.discord.attended]
    assert said == [f"{STATEMENT} (Riverbend Tenants' League)"]


# Settling


async def test_a_new_post_waits_until_it_has_settled() -> None:
    relaying = Relaying(wait=delays(timedelta(minutes=2)))
    await relaying.follow("elmford")
    await relaying.poll(document=numbered(1))
    await relaying.poll(document=numbered(2, 1))
    await relaying.deliver()
    assert relaying.discord.sent["4001"] == []
    state = await relaying.store.read(lambda tx: tx.feed_states.get("elmford"))
    assert state
    assert state.next_check_at == relaying.clock() + timedelta(seconds=90)
    relaying.clock.move(seconds=90)
    await relaying.poll(document=rss((2, "Post 2, corrected"), (1, "Post 1")))
    await relaying.deliver()
    relaying.clock.move(seconds=30)
    await relaying.deliver()
    assert relaying.discord.sent["4001"] == ["Post 2, corrected"]
    assert relaying.discord.attended == []


async def test_a_server_that_asks_for_more_time_is_left_in_peace() -> None:
    relaying = Relaying(wait=delays(timedelta(minutes=2)))
    await relaying.poll(document=numbered(1))
    relaying.fetcher.max_age = 3600.0
    await relaying.poll(document=numbered(2, 1))
    state = await relaying.store.read(lambda tx: tx.feed_states.get("elmford"))
    assert state
    assert state.next_check_at is not None
    assert state.next_check_at - relaying.clock() >= timedelta(hours=1)


# Errands that fail


TRIED_AGAIN: dict[str, tuple[Outcome | Exception, timedelta]] = {
    "a limit": (RetryLater("thirty seconds", 30.0), timedelta(seconds=30)),
    "trouble": (RetryLater("trouble"), timedelta(seconds=5)),
    "nobody knows": (Unknown("no answer"), timedelta(seconds=5)),
    "a missing right": (Blocked("no right"), timedelta(minutes=15)),
    "a bug": (RuntimeError("ours"), timedelta(seconds=5)),
}


@pytest.mark.parametrize("case", TRIED_AGAIN)
async def test_an_errand_is_tried_again(case: str, relaying: Relaying) -> None:
    answer, pause = TRIED_AGAIN[case]
    await a_sent_post(relaying)
    relaying.discord.attendances.append(answer)
    await relaying.poll(document=rss((2, "Post 2, corrected"), (1, "Post 1")))
    await later(relaying)
    assert relaying.discord.attended == []
    await later(relaying, pause - timedelta(seconds=1))
    assert relaying.discord.attended == []
    await later(relaying, timedelta(seconds=1))
    assert relaying.discord.attended == [(AMEND, FIRST, "Post 2, corrected")]


async def test_an_errand_that_cannot_be_done_is_forgotten(relaying: Relaying) -> None:
    await a_sent_post(relaying)
    relaying.discord.attendances.append(Refused("the message is not there any more"))
    await relaying.poll(document=rss((2, "Post 2, corrected"), (1, "Post 1")))
    await later(relaying)
    await later(relaying, timedelta(hours=1))
    assert relaying.discord.attended == []


async def test_an_errand_is_given_up_after_a_day(relaying: Relaying) -> None:
    await a_sent_post(relaying)
    await relaying.poll(document=rss((2, "Post 2, corrected"), (1, "Post 1")))
    relaying.discord.attendances.extend([RetryLater("not yet", 3600.0)] * 100)
    for _ in range(30):
        await later(relaying, timedelta(hours=1))
    assert 23 <= 100 - len(relaying.discord.attendances) <= 25
    relaying.discord.attendances.clear()
    await later(relaying, timedelta(hours=1))
    assert relaying.discord.attended == []


async def test_a_kill_between_an_edit_and_its_record_edits_again(relaying: Relaying) -> None:
    await a_sent_post(relaying)
    await relaying.poll(document=rss((2, "Post 2, corrected"), (1, "Post 1")))
    relaying.clock.move(seconds=COALESCED.total_seconds())
    taken = await relaying.errands().work.claim(9)
    assert len(taken) == 1  # and the process dies
    await relaying.deliver()
    assert relaying.discord.attended == []
    await later(relaying, LEASE)
    assert relaying.discord.attended == [(AMEND, FIRST, "Post 2, corrected")]


async def prefer(relaying: Relaying, *, publish: bool = False, discuss: bool = False) -> None:
    def work(tx: Transaction) -> None:
        destination = tx.destinations.find(an_address())
        assert destination
        chosen = Preferences(publish=publish, discuss=discuss)
        tx.destinations.set_preferences(destination.id, chosen)

    await relaying.store.write(work)


async def test_what_a_place_wants_done_is_done_after_sending(relaying: Relaying) -> None:
    await relaying.follow("elmford")
    await prefer(relaying, publish=True, discuss=True)
    await relaying.poll(document=numbered(1))
    await relaying.poll(document=numbered(2, 1))
    await relaying.deliver()
    assert sorted(relaying.discord.attended) == [
        (DISCUSS, FIRST, "Post 2"),
        (PUBLISH, FIRST, "Post 2"),
    ]


async def test_what_waits_to_be_published_keeps_its_order(relaying: Relaying) -> None:
    await relaying.follow("elmford")
    await prefer(relaying, publish=True)
    await relaying.poll(document=numbered(1))
    relaying.discord.attendances.append(RetryLater("ten an hour", 3600.0))
    await relaying.poll(document=numbered(3, 2, 1))
    await relaying.deliver()
    assert relaying.discord.attended == []
    await later(relaying, timedelta(hours=1))
    assert [said for _, _, said in relaying.discord.attended] == ["Post 2", "Post 3"]


async def test_what_could_not_be_published_for_a_day_comes_too_late(relaying: Relaying) -> None:
    await relaying.follow("elmford")
    await prefer(relaying, publish=True)
    await relaying.poll(document=numbered(1))
    relaying.discord.attendances.append(Blocked("no right"))
    await relaying.poll(document=numbered(2, 1))
    await relaying.deliver()
    relaying.clock.move(minutes=GIVEN_UP.total_seconds() / 60 + 1)
    relaying.discord.attendances.append(Delivered(FIRST))
    await relaying.deliver()
    assert relaying.discord.attended == []
