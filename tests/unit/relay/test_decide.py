from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from relaybot.feeds.identity import Identified, fingerprint, identify
from relaybot.model.post import KnownPost
from relaybot.model.raw import RawEntry
from relaybot.relay.decide import DecideSettings, Decision, decide
from tests.builders import NOON

SETTINGS = DecideSettings(hold_more_than=10, half_counts_from=5)


def an_entry(number: int, **changes: Any) -> RawEntry:
    given: dict[str, Any] = {
        "guid": f"post-{number}",
        "link": f"https://elmford.example/posts/{number}",
        "title": f"Post number {number}",
        "summary": f"Words of post {number}.",
        "published": (NOON + timedelta(hours=number)).timestamp(),
    }
    return RawEntry(**(given | changes))


def known(item: Identified, **changes: Any) -> KnownPost:
    entry = item.entry
    published = datetime.fromtimestamp(entry.published, UTC) if entry.published else None
    given: dict[str, Any] = {
        "id": 1,
        "key": item.key,
        "title": entry.title,
        "link": entry.link,
        "published": published,
        "fingerprint": fingerprint(entry),
    }
    return KnownPost(**(given | changes))


def decided(
    entries: list[RawEntry],
    old: Collection[str] = (),
    *,
    first_poll: bool = False,
    quarantined: bool = False,
) -> Decision:
    """Decide on a document of which the guids in `old` are known, word for word."""
    items = identify(entries)
    recognised = [(item, known(item) if item.entry.guid in old else None) for item in items]
    return decide(
        recognised,
        stored_aliases={item.key for item in items},
        first_poll=first_poll,
        quarantined=quarantined,
        settings=SETTINGS,
    )


def guids(items: tuple[Identified, ...]) -> list[str]:
    return [item.entry.guid for item in items]


def test_the_first_poll_absorbs_everything() -> None:
    decision = decided([an_entry(n) for n in (3, 2, 1)], first_poll=True)
    assert guids(decision.absorb) == ["post-3", "post-2", "post-1"]
    assert decision.relay == decision.hold == ()


def test_new_posts_are_relayed_oldest_first() -> None:
    decision = decided([an_entry(n) for n in (5, 4, 3, 2, 1)], {"post-3", "post-2", "post-1"})
    assert guids(decision.relay) == ["post-4", "post-5"]


def test_without_dates_the_document_is_turned_round() -> None:
    entries = [an_entry(n, published=None) for n in (5, 4, 3, 2, 1)]
    decision = decided(entries, {"post-3", "post-2", "post-1"})
    assert guids(decision.relay) == ["post-4", "post-5"]


def test_a_feed_that_lists_the_oldest_first_is_still_relayed_oldest_first() -> None:
    decision = decided([an_entry(n) for n in (1, 2, 3, 4)], {"post-1", "post-2"})
    assert guids(decision.relay) == ["post-3", "post-4"]


@pytest.mark.parametrize(
    ("shown", "old", "held"),
    [
        (20, 9, 11),  # eleven new: more than ten
        (20, 10, 0),  # ten new of twenty: exactly what is allowed
        (9, 4, 5),  # five of nine: more than half
        (10, 5, 0),  # five of ten: half, not more
        (4, 0, 0),  # four of four: too few to say
        (1, 0, 0),  # a feed that shows only its newest post
    ],
)
def test_a_burst_is_held_whole(shown: int, old: int, held: int) -> None:
    entries = [an_entry(n) for n in range(shown, 0, -1)]
    decision = decided(entries, {f"post-{n}" for n in range(1, old + 1)})
    assert len(decision.hold) == held
    assert len(decision.relay) == (0 if held else shown - old)
    assert bool(decision.hold_reason) == bool(held)


def test_a_chapter_in_quarantine_relays_nothing() -> None:
    decision = decided([an_entry(2), an_entry(1)], {"post-1"}, quarantined=True)
    assert guids(decision.hold) == ["post-2"]
    assert decision.hold_reason == "the chapter is in quarantine"


def test_old_posts_that_slide_into_view_are_absorbed() -> None:
    """The publisher deleted a post, so the feed's window reaches further back than ever before."""
    entries = [an_entry(n) for n in (9, 8, 7, -50, -60)]
    decision = decided(entries, {"post-9", "post-8", "post-7"})
    assert guids(decision.absorb) == ["post--50", "post--60"]
    assert decision.relay == ()


def test_a_backdated_post_at_the_top_is_new_all_the_same() -> None:
    entries = [an_entry(-50), *(an_entry(n) for n in (9, 8, 7))]
    assert guids(decided(entries, {"post-9", "post-8", "post-7"}).relay) == ["post--50"]


def test_a_post_at_the_end_with_a_young_date_is_new() -> None:
    entries = [an_entry(7), an_entry(8), an_entry(9)]
    assert guids(decided(entries, {"post-7", "post-8"}).relay) == ["post-9"]


def test_changed_words_are_an_edit_and_no_news() -> None:
    items = identify([an_entry(1, title="Post number one, corrected")])
    before = known(identify([an_entry(1)])[0])
    decision = decide(
        [(items[0], before)],
        stored_aliases={items[0].key},
        first_poll=False,
        quarantined=False,
        settings=SETTINGS,
    )
    assert decision.edited == ((before, items[0]),)
    assert decision.relay == ()


def test_a_new_guid_for_a_known_post_is_told_to_the_store() -> None:
    item = identify([an_entry(1)])[0]
    before = known(item, key="guid:other")
    decision = decide(
        [(item, before)],
        stored_aliases={"guid:other"},
        first_poll=False,
        quarantined=False,
        settings=SETTINGS,
    )
    assert decision.edited == ((before, item),)
