"""What a round has brought, in words."""

import pytest

from relaybot.running import Totals

WORDS = {
    "nothing": (0, 0, 0, "polled 0 feeds, 0 new posts, 0 deliveries sent"),
    "one of each": (1, 1, 1, "polled 1 feed, 1 new post, 1 delivery sent"),
    "several": (2, 3, 4, "polled 2 feeds, 3 new posts, 4 deliveries sent"),
}


@pytest.mark.parametrize(("polled", "posts", "sent", "words"), WORDS.values(), ids=WORDS)
def test_totals_in_words(polled: int, posts: int, sent: int, words: str) -> None:
    assert str(Totals(polled=polled, failed=0, posts=posts, sent=sent, held=0)) == words
