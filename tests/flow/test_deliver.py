import asyncio
from collections.abc import Sequence
from datetime import timedelta

import pytest

from relaybot.model.delivery import Delivery, DeliveryState
from relaybot.model.destination import Destination, DestinationStatus, UnknownPolicy
from relaybot.model.outcome import (
    Blocked,
    Delivered,
    DestinationGone,
    DestinationMoved,
    Refused,
    RetryLater,
    Unknown,
)
from tests.fakes.platform import FakePlatform
from tests.flow.relaying import Relaying, numbered


@pytest.fixture
async def relaying() -> Relaying:
    """Posts 2 and 3 are owed to Discord channel 4001 and Telegram chat -1001."""
    relaying = Relaying()
    await relaying.follow("elmford")
    await relaying.follow("elmford", chat="-1001", platform="telegram")
    await relaying.poll(document=numbered(1))
    await relaying.poll(document=numbered(3, 2, 1))
    return relaying


async def rows(relaying: Relaying, state: DeliveryState) -> list[Delivery]:
    return list(await relaying.store.read(lambda tx: tx.outbox.in_state(state, 50)))


async def everyone(relaying: Relaying) -> Sequence[Destination]:
    return await relaying.store.read(lambda tx: tx.destinations.all())


async def destination(relaying: Relaying, chat: str) -> Destination:
    return next(one for one in await everyone(relaying) if one.address.chat == chat)


async def test_everything_arrives_once_and_in_order(relaying: Relaying) -> None:
    await relaying.deliver()
    assert relaying.discord.sent == {"4001": ["Post 2", "Post 3"]}
    assert relaying.telegram.sent == {"-1001": ["Post 2", "Post 3"]}
    sent = await rows(relaying, DeliveryState.SENT)
    assert {row.message_id for row in sent} == {"4001-1", "4001-2", "-1001-1", "-1001-2"}
    await relaying.deliver()
    assert relaying.discord.sent == {"4001": ["Post 2", "Post 3"]}


async def test_what_waits_keeps_what_comes_after_it_waiting(relaying: Relaying) -> None:
    relaying.discord.answers.append(RetryLater("slow mode", after=60))
    await relaying.deliver()
    assert relaying.discord.sent == {}
    assert relaying.telegram.sent == {"-1001": ["Post 2", "Post 3"]}
    relaying.clock.move(seconds=61)
    await relaying.deliver()
    assert relaying.discord.sent == {"4001": ["Post 2", "Post 3"]}


async def test_a_refused_message_is_dead_with_its_reason_and_the_next_is_sent(
    relaying: Relaying,
) -> None:
    relaying.discord.answers.append(Refused("AutoMod does not like it"))
    await relaying.deliver()
    assert relaying.discord.sent == {"4001": ["Post 3"]}
    (dead,) = await rows(relaying, DeliveryState.DEAD)
    assert dead.reason == "AutoMod does not like it"


async def test_a_missing_right_is_asked_for_again_later(relaying: Relaying) -> None:
    relaying.discord.answers.append(Blocked("Send Messages is missing"))
    await relaying.deliver()
    relaying.clock.move(minutes=16)
    await relaying.deliver()
    assert relaying.discord.sent == {"4001": ["Post 2", "Post 3"]}


async def test_a_destination_that_is_gone_is_left_alone_with_its_settings(
    relaying: Relaying,
) -> None:
    relaying.discord.answers.append(DestinationGone("the channel was deleted"))
    await relaying.deliver()
    gone = await destination(relaying, "4001")
    assert (gone.status, gone.status_reason) == (DestinationStatus.GONE, "the channel was deleted")
    assert len(await rows(relaying, DeliveryState.PENDING)) == 2
    await relaying.follow("elmford")
    assert relaying.discord.sent == {}
    await relaying.store.write(
        lambda tx: tx.destinations.set_status(
            gone.id, DestinationStatus.ACTIVE, None, relaying.clock()
        )
    )
    await relaying.deliver()
    assert relaying.discord.sent == {"4001": ["Post 2", "Post 3"]}


async def test_a_chat_that_moved_gets_the_very_post_that_found_out(relaying: Relaying) -> None:
    relaying.telegram.answers.append(DestinationMoved("-100777"))
    await relaying.deliver()
    assert relaying.telegram.sent == {"-100777": ["Post 2", "Post 3"]}


async def test_a_lost_answer_is_repeated_where_repeating_is_safe(relaying: Relaying) -> None:
    relaying.discord.answers.append(Unknown("the line broke"))
    await relaying.deliver()
    assert relaying.discord.sent == {"4001": ["Post 2", "Post 3"]}
    unknowns = await relaying.store.read(lambda tx: tx.outbox.unknowns(10))
    assert [row.state for row in unknowns] == [DeliveryState.SENT]


async def test_a_lost_answer_is_assumed_delivered_and_stays_visible(relaying: Relaying) -> None:
    relaying.telegram.answers.append(Unknown("the line broke"))
    await relaying.deliver()
    assert relaying.telegram.sent == {"-1001": ["Post 3"]}
    (unknown,) = await rows(relaying, DeliveryState.UNKNOWN)
    assert unknown.reason == "assumed delivered: it cannot be asked"
    assert unknown.next_attempt_at is None


async def test_a_lost_answer_is_resent_once_where_that_is_wanted(relaying: Relaying) -> None:
    await relaying.follow(
        "elmford", chat="-1001", platform="telegram", on_unknown=UnknownPolicy.RESEND
    )
    relaying.telegram.answers += [Unknown("the line broke"), RetryLater("busy", after=1)]
    await relaying.deliver()
    relaying.clock.move(seconds=2)
    await relaying.deliver()
    assert relaying.telegram.sent == {"-1001": ["Post 2", "Post 3"]}


async def test_resending_goes_on_through_several_lost_answers(relaying: Relaying) -> None:
    await relaying.follow(
        "elmford", chat="-1001", platform="telegram", on_unknown=UnknownPolicy.RESEND
    )
    relaying.telegram.answers += [Unknown(f"lost {number}") for number in range(4)]
    for _ in range(4):
        await relaying.deliver()
        relaying.clock.move(hours=2)
    assert relaying.telegram.sent == {"-1001": ["Post 2", "Post 3"]}


async def test_resending_ends_when_no_answer_ever_comes(relaying: Relaying) -> None:
    await relaying.follow(
        "elmford", chat="-1001", platform="telegram", on_unknown=UnknownPolicy.RESEND
    )
    relaying.telegram.answers += [Unknown(f"lost {number}") for number in range(8)]
    for _ in range(9):
        await relaying.deliver()
        relaying.clock.move(hours=2)
    (unknown,) = await rows(relaying, DeliveryState.UNKNOWN)
    assert unknown.reason == "assumed delivered: lost 7"
    assert relaying.telegram.sent == {"-1001": ["Post 3"]}


async def test_in_an_outage_one_post_is_in_doubt_and_the_others_wait(relaying: Relaying) -> None:
    relaying.telegram.answers += [Unknown("502"), Refused("must not be sent while it is away")]
    relaying.telegram.away = True
    loop = relaying.loop()
    for _ in range(3):
        await loop.work.drain()
        relaying.clock.move(seconds=20)
    assert relaying.discord.sent == {"4001": ["Post 2", "Post 3"]}
    assert relaying.telegram.sent == {}
    relaying.telegram.answers.clear()
    relaying.telegram.away = False
    await loop.work.drain()
    assert relaying.telegram.sent == {"-1001": ["Post 3"]}
    assert len(await rows(relaying, DeliveryState.UNKNOWN)) == 1


async def test_a_bug_in_asking_a_platform_stops_nothing(relaying: Relaying) -> None:
    class Broken(FakePlatform):
        async def reachable(self) -> bool:
            raise ValueError("a bug")

    relaying.telegram = Broken("telegram", idempotent=False)
    relaying.telegram.answers.append(Unknown("the line broke"))
    await relaying.deliver()
    assert relaying.discord.sent == {"4001": ["Post 2", "Post 3"]}
    assert relaying.telegram.sent == {}


async def test_what_was_found_to_be_there_is_not_sent_again(relaying: Relaying) -> None:
    relaying.discord.answers.append(Unknown("the line broke"))
    relaying.discord.recoveries.append(Delivered("found-1"))
    await relaying.deliver()
    assert relaying.discord.sent == {"4001": ["Post 3"]}
    assert "found-1" in {row.message_id for row in await rows(relaying, DeliveryState.SENT)}


async def test_a_safe_repeat_that_is_put_off_is_asked_about_again(relaying: Relaying) -> None:
    """A nonce is forgotten after minutes: after a pause it may no longer protect."""
    relaying.discord.answers += [Unknown("the line broke"), RetryLater("busy", after=600)]
    await relaying.deliver()
    relaying.clock.move(seconds=601)
    relaying.discord.recoveries.append(Delivered("found-1"))
    await relaying.deliver()
    assert relaying.discord.sent == {"4001": ["Post 3"]}


async def test_what_cannot_be_asked_now_is_asked_later(relaying: Relaying) -> None:
    relaying.discord.answers.append(Unknown("the line broke"))
    relaying.discord.recoveries.append(RetryLater("no line", after=30))
    await relaying.deliver()
    assert relaying.discord.sent == {}
    relaying.clock.move(seconds=31)
    await relaying.deliver()
    assert relaying.discord.sent == {"4001": ["Post 2", "Post 3"]}


async def test_a_bug_in_a_platform_is_an_unknown_outcome_and_stops_nothing(
    relaying: Relaying,
) -> None:
    relaying.telegram.answers.append(ValueError("a bug"))
    await relaying.deliver()
    assert relaying.telegram.sent == {"-1001": ["Post 3"]}
    (unknown,) = await rows(relaying, DeliveryState.UNKNOWN)
    assert unknown.unknown_since is not None


async def test_a_platform_that_refuses_as_a_whole_is_left_alone_for_a_while(
    relaying: Relaying,
) -> None:
    await relaying.follow("elmford", chat="4002")
    relaying.discord.answers += [
        RetryLater("Cloudflare", after=300, whole_platform=True),
        Refused("must not be asked for while resting"),
    ]
    loop = relaying.loop()
    await loop.work.drain()
    relaying.discord.answers.clear()
    relaying.clock.move(seconds=299)
    await loop.work.drain()
    assert relaying.discord.sent == {}
    relaying.clock.move(seconds=2)
    await loop.work.drain()
    assert relaying.discord.sent == {"4001": ["Post 2", "Post 3"]}


async def test_what_waited_untried_is_sent_however_long_that_was(relaying: Relaying) -> None:
    (chat,) = [one for one in await everyone(relaying) if one.address.chat == "4001"]
    paused, active = DestinationStatus.PAUSED, DestinationStatus.ACTIVE
    await relaying.store.write(
        lambda tx: tx.destinations.set_status(chat.id, paused, None, relaying.clock())
    )
    relaying.clock.move(days=80)
    await relaying.deliver()
    assert relaying.discord.sent == {}
    await relaying.store.write(
        lambda tx: tx.destinations.set_status(chat.id, active, None, relaying.clock())
    )
    await relaying.deliver()
    assert relaying.discord.sent == {"4001": ["Post 2", "Post 3"]}


async def test_what_was_tried_for_a_week_is_given_up_with_the_reason(relaying: Relaying) -> None:
    for _ in range(2):
        relaying.discord.answers.append(RetryLater("slow mode", after=60))
        await relaying.deliver()
        relaying.clock.move(days=8)
    await relaying.deliver()
    (dead,) = await rows(relaying, DeliveryState.DEAD)
    assert dead.reason == "slow mode"
    assert relaying.discord.sent == {"4001": ["Post 3"]}


async def test_the_loop_wakes_for_what_becomes_due_and_for_what_is_new(relaying: Relaying) -> None:
    loop = relaying.loop()
    settled: asyncio.Queue[str] = asyncio.Queue()
    loop.on_settled = lambda outgoing, _: settled.put_nowait(outgoing.claim.post.post.title)
    running = asyncio.create_task(loop.work.run())
    try:
        async with asyncio.timeout(10):
            await asyncio.gather(*(settled.get() for _ in range(4)))
            await relaying.poll(document=numbered(4, 3, 2, 1))
            loop.work.wake()
            await asyncio.gather(*(settled.get() for _ in range(2)))
    finally:
        loop.work.finish()
        await running
        await loop.work.stop()
    assert relaying.discord.sent["4001"] == ["Post 2", "Post 3", "Post 4"]


async def test_a_feed_that_left_the_directory_still_delivers_what_it_owes(
    relaying: Relaying,
) -> None:
    relaying.chapters = relaying.chapters[1:]
    await relaying.deliver()
    assert relaying.discord.sent == {"4001": ["Post 2", "Post 3"]}


async def test_a_destination_that_waits_does_not_hold_up_the_others(relaying: Relaying) -> None:
    await relaying.follow("elmford", chat="4002")
    await relaying.poll(document=numbered(4, 3, 2, 1))
    relaying.discord.answers.append(RetryLater("slow mode", after=timedelta(hours=1).seconds))
    await relaying.deliver()
    assert relaying.discord.sent == {"4002": ["Post 4"]}
