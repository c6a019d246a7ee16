"""A feed whose slug changed in the directory: nothing is lost, nothing comes twice."""

import pytest

from relaybot.model.post import PostState
from relaybot.relay.renames import carry_over
from tests.builders import a_chapter, a_feed
from tests.flow.relaying import Relaying, numbered

ELMFORD = "https://elmford.example/feed/"


@pytest.fixture
async def relaying() -> Relaying:
    """Elmford was polled, and is followed under the slug it has now."""
    relaying = Relaying()
    await relaying.follow("elmford")
    await relaying.poll(document=numbered(2, 1))
    return relaying


async def rename(relaying: Relaying, new: str, *aliases: str, url: str = ELMFORD) -> None:
    """Start anew with a directory in which Elmford has another slug."""
    feed = a_feed(new, chapter=new, aliases=aliases, url=url)
    chapter = a_chapter(new, aliases=aliases, feeds=(feed,))
    relaying.chapters = (chapter, *(c for c in relaying.chapters if c.slug == "riverbend"))
    await relaying.store.write(lambda tx: carry_over(tx, relaying.catalogue))


async def test_what_was_published_meanwhile_is_relayed_once_to_old_and_new_followers(
    relaying: Relaying,
) -> None:
    await rename(relaying, "elmford-oaks", "elmford")
    await relaying.follow("elmford-oaks", chat="4002")
    result = await relaying.poll("elmford-oaks", numbered(3, 2, 1))
    assert (result.absorbed, result.relayed, result.deliveries) == (0, 1, 2)
    await relaying.deliver()
    assert relaying.discord.sent == {"4001": ["Post 3"], "4002": ["Post 3"]}


async def test_what_was_owed_before_is_delivered_under_the_new_name(relaying: Relaying) -> None:
    await relaying.poll(document=numbered(3, 2, 1))
    await rename(relaying, "elmford-oaks", "elmford")
    await relaying.deliver()
    assert relaying.discord.sent == {"4001": ["Post 3"]}
    assert (await relaying.poll("elmford-oaks", numbered(3, 2, 1))).relayed == 0


async def test_slug_and_address_changed_at_once(relaying: Relaying) -> None:
    await rename(relaying, "elmford-oaks", "elmford", url="https://oaks.example/rss")
    result = await relaying.poll("elmford-oaks", numbered(3, 2, 1))
    assert (result.absorbed, result.relayed) == (0, 1)


async def test_renamed_twice_between_two_starts(relaying: Relaying) -> None:
    await rename(relaying, "oaks", "elmford-oaks", "elmford")
    assert (await relaying.poll("oaks", numbered(3, 2, 1))).relayed == 1


async def test_a_second_start_changes_nothing_more(relaying: Relaying) -> None:
    await rename(relaying, "elmford-oaks", "elmford")
    again = await relaying.store.write(lambda tx: carry_over(tx, relaying.catalogue))
    assert again == []


async def test_a_new_feed_does_not_inherit_from_one_that_is_still_there(
    relaying: Relaying,
) -> None:
    riverbend = a_chapter("riverbend", feeds=(a_feed("riverbend", aliases=("elmford",)),))
    relaying.chapters = (a_chapter("elmford"), riverbend)
    assert await relaying.store.write(lambda tx: carry_over(tx, relaying.catalogue)) == []


async def test_held_posts_stay_held_under_the_new_name(relaying: Relaying) -> None:
    await relaying.poll(document=numbered(*range(20, 0, -1)))
    await rename(relaying, "elmford-oaks", "elmford")
    held = await relaying.store.read(lambda tx: tx.posts.in_state(PostState.HELD))
    assert {stored.post.feed for stored in held} == {"elmford-oaks"}
