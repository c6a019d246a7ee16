"""What every store promises about posts."""

from datetime import timedelta

import pytest

from relaybot.errors import StoreError
from relaybot.model.post import Audio, Image, KnownPost, Post, PostState, StoredPost
from relaybot.repositories import Store, Transaction
from tests.builders import NOON, a_post, minutes
from tests.contract.storing import a_relayed

WHOLE = a_post(
    byline="Ana Ruiz",
    summary="<p>Short.</p>",
    updated=NOON,
    image=Image(url="https://elmford.example/a.png", alt="A banner"),
    audio=Audio(url="https://elmford.example/a.mp3", type="audio/mpeg", length=9, duration=61.5),
    categories=("news", "housing"),
    story_keys=("title:a", "link:b"),
)
HOSTILE = a_post(
    key="guid:\x00" + "k" * 100_000,
    aliases=("guid:\x00" + "k" * 100_000, "link:\ud83d"),
    title="half a smile \ud83d and a NUL \x00",
    link=None,
    html="<p>\x00\udfff</p>" + "é" * 100_000,
    fingerprint="\\json:",
    story_keys=("\x00", "s" * 100_000),
)
MANY = [f"feed-{number}" for number in range(1_200)]  # more than one statement takes
BARE = Post(feed="elmford", chapter="elmford", key="guid:1", aliases=())


@pytest.mark.parametrize(
    "post", [WHOLE, HOSTILE, BARE, a_post()], ids=["whole", "hostile", "bare", "plain"]
)
async def test_a_post_comes_back_as_it_was(store: Store, post: Post) -> None:
    new = await store.write(lambda tx: tx.posts.add(post, PostState.HELD, NOON, None))
    assert await store.read(lambda tx: tx.posts.get(new)) == StoredPost(
        id=new, story=new, state=PostState.HELD, seen_at=NOON, post=post
    )
    names = (post.key, *post.aliases)
    known = await store.read(lambda tx: tx.posts.known("elmford", names))
    assert set(known) == set(names)


async def test_a_post_nobody_stored_is_none(store: Store) -> None:
    assert await store.read(lambda tx: tx.posts.get(12)) is None


async def test_known_tells_which_alias_belongs_to_which_post(store: Store) -> None:
    def work(tx: Transaction) -> tuple[int, int]:
        return a_relayed(tx, 1), a_relayed(tx, 2)

    first, second = await store.write(work)
    asked = ("guid:elmford-1", "link:elmford.example/posts/1", "guid:elmford-2", "guid:elmford-3")
    known = await store.read(lambda tx: tx.posts.known("elmford", asked))
    assert {alias: post.id for alias, post in known.items()} == {
        "guid:elmford-1": first,
        "link:elmford.example/posts/1": first,
        "guid:elmford-2": second,
    }
    post = a_post(2)
    assert known["guid:elmford-2"] == KnownPost(
        id=second,
        key=post.key,
        title=post.title,
        link=post.link,
        published=post.published,
        fingerprint=post.fingerprint,
    )


async def test_known_is_about_one_feed(store: Store) -> None:
    await store.write(a_relayed)
    assert await store.read(lambda tx: tx.posts.known("oakham", a_post().aliases)) == {}
    assert await store.read(lambda tx: tx.posts.known("elmford", ())) == {}


async def test_known_takes_thousands_of_aliases(store: Store) -> None:
    def work(tx: Transaction) -> None:
        for number in range(1, 1201):
            a_relayed(tx, number)

    await store.write(work)
    asked = [alias for number in range(2400) for alias in a_post(number).aliases]
    assert len(await store.read(lambda tx: tx.posts.known("elmford", asked))) == 2400


async def test_an_alias_stays_with_the_post_that_used_it_first(store: Store) -> None:
    def work(tx: Transaction) -> dict[str, int]:
        tx.posts.add(a_post(1, aliases=("same",)), PostState.RELAYED, NOON, None)
        tx.posts.add(a_post(2, aliases=("same",)), PostState.RELAYED, NOON, None)
        known = tx.posts.known("elmford", ["same", "guid:elmford-2"])
        return {alias: post.id for alias, post in known.items()}

    assert await store.write(work) == {"same": 1, "guid:elmford-2": 2}


async def test_count_is_per_feed(store: Store) -> None:
    def work(tx: Transaction) -> list[int]:
        a_relayed(tx, 1)
        tx.posts.add(a_post(2), PostState.HELD, NOON, None)
        a_relayed(tx, 3, feed="oakham")
        return [tx.posts.count(feed) for feed in ("elmford", "oakham", "nowhere")]

    assert await store.write(work) == [2, 1, 0]


async def test_an_edit_replaces_the_content_and_keeps_the_rest(store: Store) -> None:
    edited = a_post(
        1, title="Corrected", aliases=("guid:elmford-1", "link:new"), published=NOON + minutes(1)
    )

    def work(tx: Transaction) -> int:
        new = tx.posts.add(a_post(), PostState.HELD, NOON, None)
        tx.posts.update(new, edited)
        return new

    new = await store.write(work)
    assert await store.read(lambda tx: tx.posts.get(new)) == StoredPost(
        id=new, story=new, state=PostState.HELD, seen_at=NOON, post=edited
    )
    asked = (*a_post().aliases, "link:new")
    known = await store.read(lambda tx: tx.posts.known("elmford", asked))
    assert {alias: post.title for alias, post in known.items()} == dict.fromkeys(asked, "Corrected")


async def test_an_edit_of_nothing_is_refused(store: Store) -> None:
    with pytest.raises(StoreError, match="77"):
        await store.write(lambda tx: tx.posts.update(77, a_post()))


async def test_a_story_is_found_in_other_feeds_only(store: Store) -> None:
    def work(tx: Transaction) -> list[int | None]:
        first = a_relayed(tx, 1, story_keys=("k", "l"))
        a_relayed(tx, 2, feed="oakham", story_keys=("k",))
        find = tx.posts.story
        return [
            first,
            find("oakham", ["k"], NOON),
            find("ashby", ["other", "k"], NOON),
            find("elmford", ["k"], NOON),
            find("elmford", ["l"], NOON),
            find("ashby", ["other"], NOON),
            find("ashby", [], NOON),
        ]

    assert await store.write(work) == [1, 1, 1, 2, None, None, None]


async def test_a_story_is_the_one_the_oldest_post_belongs_to(store: Store) -> None:
    def work(tx: Transaction) -> int | None:
        a_relayed(tx, 1)
        a_relayed(tx, 2, feed="oakham", story=1, story_keys=("k",))
        a_relayed(tx, 3, feed="ashby", story_keys=("k",))
        return tx.posts.story("elmford", ["k"], NOON)

    assert await store.write(work) == 1


async def test_a_story_seen_too_long_ago_is_not_found(store: Store) -> None:
    def work(tx: Transaction) -> list[int | None]:
        a_relayed(tx, 1, story_keys=("k",))
        since = (NOON, NOON + timedelta(microseconds=1))
        return [tx.posts.story("oakham", ["k"], moment) for moment in since]

    assert await store.write(work) == [1, None]


async def test_a_post_can_join_a_story(store: Store) -> None:
    def work(tx: Transaction) -> list[int]:
        first = a_relayed(tx, 1)
        joined = tx.posts.get(a_relayed(tx, 2, story=first, feed="oakham"))
        alone = tx.posts.get(a_relayed(tx, 3))
        assert joined is not None
        assert alone is not None
        return [first, joined.story, alone.story - alone.id]

    assert await store.write(work) == [1, 1, 0]


async def test_newest_goes_by_published_else_seen(store: Store) -> None:
    def work(tx: Transaction) -> None:
        add = tx.posts.add
        add(a_post(1, published=NOON - minutes(3)), PostState.RELAYED, NOON, None)
        add(a_post(2, published=None), PostState.RELAYED, NOON - minutes(1), None)
        add(a_post(3, published=NOON - minutes(2), feed="oakham"), PostState.ABSORBED, NOON, None)
        add(a_post(4, published=NOON), PostState.HELD, NOON, None)
        add(a_post(5, published=NOON), PostState.DISMISSED, NOON, None)
        add(a_post(6, published=NOON, feed="ashby"), PostState.RELAYED, NOON, None)

    await store.write(work)
    assert await _newest(store, ["elmford", "oakham"], 9) == [2, 3, 1]
    assert await _newest(store, ["elmford", "oakham"], 2) == [2, 3]
    assert await _newest(store, ["elmford"], 9) == [2, 1]
    assert await _newest(store, [], 9) == []


async def test_newest_goes_by_age_where_times_are_equal(store: Store) -> None:
    def work(tx: Transaction) -> None:
        for number in (1, 2, 3):
            a_relayed(tx, number, published=NOON)

    await store.write(work)
    assert await _newest(store, ["elmford"], 2) == [3, 2]


async def test_newest_gives_a_story_once(store: Store) -> None:
    def work(tx: Transaction) -> None:
        for number, feed in enumerate(["elmford", "oakham", "elmford", "elmford"], 1):
            a_relayed(tx, number, feed=feed, story=None if number in (1, 4) else 1)

    await store.write(work)
    assert await _newest(store, ["elmford", "oakham"], 2) == [4, 3]
    assert await _newest(store, ["oakham"], 2) == [2]


async def test_an_edit_of_the_date_changes_the_order(store: Store) -> None:
    def work(tx: Transaction) -> None:
        for number in (1, 2):
            a_relayed(tx, number)
        tx.posts.update(1, a_post(1, published=NOON))

    await store.write(work)
    assert await _newest(store, ["elmford"], 9) == [1, 2]


async def test_held_posts_are_found_oldest_first_and_released(store: Store) -> None:
    def work(tx: Transaction) -> None:
        for number in (3, 1, 2):
            tx.posts.add(a_post(number), PostState.HELD, NOON, None)
        a_relayed(tx, 4)

    await store.write(work)
    held = await store.read(lambda tx: tx.posts.in_state(PostState.HELD))
    assert [stored.post for stored in held] == [a_post(3), a_post(1), a_post(2)]
    await store.write(lambda tx: tx.posts.set_state([held[0].id, held[2].id], PostState.RELAYED))
    await store.write(lambda tx: tx.posts.set_state([], PostState.DISMISSED))
    left = await store.read(lambda tx: tx.posts.in_state(PostState.HELD))
    assert [stored.post for stored in left] == [a_post(1)]
    assert await store.read(lambda tx: len(tx.posts.in_state(PostState.RELAYED))) == 3


async def test_an_alias_finds_the_posts_of_every_feed(store: Store) -> None:
    def work(tx: Transaction) -> list[list[int]]:
        a_relayed(tx, 1, aliases=("link:shared",))
        a_relayed(tx, 2, feed="oakham", aliases=("link:shared", "guid:odd"))
        tx.posts.add(a_post(3, feed="ashby", aliases=("link:shared",)), PostState.HELD, NOON, None)
        a_relayed(tx, 4, aliases=("link:shared",))  # the alias stays with the first of its feed
        asked = ("link:shared", "guid:odd", "link:SHARED", "guid:elmford-4", "", "x" * 100_000)
        return [[found.id for found in tx.posts.by_alias(alias)] for alias in asked]

    assert await store.write(work) == [[1, 2, 3], [2], [], [4], [], []]


async def test_a_post_is_whole_when_found_by_alias(store: Store) -> None:
    def work(tx: Transaction) -> tuple[object, object]:
        new = tx.posts.add(HOSTILE, PostState.HELD, NOON, None)
        return [tx.posts.get(new)], tx.posts.by_alias("link:\ud83d")

    stored, found = await store.write(work)
    assert stored == found


async def test_stories_published_since_are_counted_once(store: Store) -> None:
    def work(tx: Transaction) -> list[int]:
        add = tx.posts.add
        add(a_post(1, published=NOON - minutes(5)), PostState.RELAYED, NOON, None)
        add(a_post(2, published=None), PostState.ABSORBED, NOON - minutes(3), None)
        add(a_post(3, published=NOON, feed="oakham"), PostState.RELAYED, NOON, 2)
        add(a_post(4, published=NOON), PostState.HELD, NOON, None)
        add(a_post(5, published=NOON), PostState.DISMISSED, NOON, None)
        add(a_post(6, published=NOON, feed="ashby"), PostState.RELAYED, NOON, None)
        both, since = ["elmford", "oakham"], tx.posts.seen_since
        return [
            since(both, NOON - minutes(9)),
            since(both, NOON - minutes(5)),
            since(both, NOON - minutes(4)),
            since(["elmford"], NOON - minutes(2)),
            since(["oakham", "oakham"], NOON),
            since(["oakham"], NOON + minutes(1)),
            since([*both, "ashby", *MANY], NOON - minutes(9)),
            since([], NOON - minutes(9)),
        ]

    assert await store.write(work) == [2, 2, 1, 0, 1, 0, 3, 0]


async def test_a_story_told_by_distant_feeds_is_counted_once(store: Store) -> None:
    def work(tx: Transaction) -> int:
        for number, feed in enumerate(("feed-0", "feed-600", "feed-1199"), 1):
            a_relayed(tx, number, feed=feed, story=None if number == 1 else 1)
        return tx.posts.seen_since(MANY, NOON - timedelta(days=2))

    assert await store.write(work) == 1


async def test_last_seen_goes_by_published_else_seen(store: Store) -> None:
    def work(tx: Transaction) -> None:
        add = tx.posts.add
        add(a_post(1, published=NOON - minutes(5)), PostState.RELAYED, NOON, None)
        add(a_post(2, published=NOON - minutes(9)), PostState.RELAYED, NOON, None)
        add(a_post(3, published=None, feed="oakham"), PostState.ABSORBED, NOON, None)
        add(a_post(4, published=NOON, feed="ashby"), PostState.HELD, NOON, None)
        add(a_post(5, published=NOON, feed="feed-700"), PostState.RELAYED, NOON, None)

    await store.write(work)
    asked = ["elmford", "oakham", "oakham", "nowhere", *MANY]
    assert await store.read(lambda tx: dict(tx.posts.last_seen(asked))) == {
        "elmford": NOON - minutes(5),
        "oakham": NOON,
        "feed-700": NOON,
    }
    assert await store.read(lambda tx: dict(tx.posts.last_seen(["ashby"]))) == {"ashby": NOON}
    assert await store.read(lambda tx: dict(tx.posts.last_seen([]))) == {}


async def _newest(store: Store, feeds: list[str], limit: int) -> list[int]:
    found = await store.read(lambda tx: tx.posts.newest(feeds, limit))
    return [stored.id for stored in found]
