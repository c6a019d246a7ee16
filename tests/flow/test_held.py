"""From a burst that is held, through a person's word, to the channels."""

import pytest

from relaybot.commands.held import dismiss, release
from tests.builders import a_chapter
from tests.flow.relaying import Relaying, numbered

BURST = tuple(range(14, 0, -1))


@pytest.fixture
async def relaying() -> Relaying:
    """Elmford has published 12 posts at once; nobody was told."""
    relaying = Relaying()
    await relaying.follow("elmford")
    await relaying.poll(document=numbered(2, 1))
    assert (await relaying.poll(document=numbered(*BURST))).held == 12
    await relaying.deliver()
    assert relaying.discord.sent == {}
    return relaying


async def let_go(relaying: Relaying, newest: int | None = None) -> None:
    feed, now = relaying.catalogue.feeds[0], relaying.clock()
    await relaying.store.write(lambda tx: release(tx, relaying.catalogue, feed, now, newest))
    await relaying.deliver()


async def test_released_posts_arrive_once_in_order(relaying: Relaying) -> None:
    await let_go(relaying)
    assert relaying.discord.sent == {"4001": [f"Post {number}" for number in range(3, 15)]}
    await let_go(relaying)
    await relaying.poll(document=numbered(*BURST))
    await relaying.deliver()
    assert len(relaying.discord.sent["4001"]) == 12


async def test_only_the_newest_arrive_when_that_was_the_word(relaying: Relaying) -> None:
    await let_go(relaying, newest=2)
    assert relaying.discord.sent == {"4001": ["Post 13", "Post 14"]}


async def test_who_began_to_follow_meanwhile_gets_them_too(relaying: Relaying) -> None:
    await relaying.follow("region:OR", chat="4002")
    await let_go(relaying, newest=1)
    assert relaying.discord.sent == {"4001": ["Post 14"], "4002": ["Post 14"]}


async def test_dismissed_posts_never_arrive_and_later_ones_do(relaying: Relaying) -> None:
    await relaying.store.write(lambda tx: dismiss(tx, "elmford"))
    await let_go(relaying)
    await relaying.poll(document=numbered(15, *BURST))
    await relaying.deliver()
    assert relaying.discord.sent == {"4001": ["Post 15"]}


async def test_a_chapter_in_quarantine_relays_what_a_person_let_through() -> None:
    relaying = Relaying(chapters=(a_chapter("elmford", quarantine=True),))
    await relaying.follow("elmford")
    await relaying.poll(document=numbered(1))
    await relaying.poll(document=numbered(3, 2, 1))
    await let_go(relaying, newest=1)
    assert relaying.discord.sent == {"4001": ["Post 3"]}
