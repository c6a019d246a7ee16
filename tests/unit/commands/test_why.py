from datetime import timedelta
from typing import Any

import pytest

from relaybot.commands.ask import Place
from relaybot.commands.reply import Reply
from relaybot.model.delivery import DeliveryState
from relaybot.model.destination import DestinationStatus
from relaybot.model.feed_state import FeedState
from relaybot.model.post import PostState
from relaybot.relay.withdrawals import WITHDRAWN
from relaybot.richtext.nodes import Link, Paragraph
from relaybot.sources.catalogue import Catalogue
from tests.builders import NOON, a_chapter, a_post, an_address
from tests.unit.commands.managing import Moderator
from tests.unit.commands.talking import labels, text

LINK = "https://elmford.example/posts/1"


def links(reply: Reply) -> list[str]:
    paragraphs = [block for block in reply.body.blocks if isinstance(block, Paragraph)]
    return [node.url for one in paragraphs for node in one.children if isinstance(node, Link)]


async def a_followed_post(
    place: Place | None = None, *, state: PostState = PostState.RELAYED, owed: bool = True
) -> Moderator:
    """Return a moderator of a place that followed elmford before its post came."""
    moderator = Moderator(place=place) if place else Moderator()
    await moderator.follow()
    moderator.now = NOON + timedelta(hours=1)
    at = moderator.now
    await moderator.do(lambda tx: tx.posts.add(a_post(1), state, at, None))
    if owed:
        await moderator.owe(1)
    return moderator


@pytest.mark.parametrize(
    "link",
    [
        LINK,
        "http://www.elmford.example/posts/1/",
        "elmford.example/posts/1",
        f"<{LINK}?utm_source=newsletter>",
        f" \u200b{LINK}\u202c ",
    ],
)
async def test_a_post_is_found_however_its_address_is_written(link: str) -> None:
    moderator = await a_followed_post()
    await moderator.settle(DeliveryState.SENT, message_id="9001")
    told = await moderator.ask("why", link=link)
    assert links(told) == [LINK]
    reply = text(told)
    assert "Post number 1, from Elmford Renters’ League" in reply
    assert "first seen Mar 14, 2026, 1:00\u202fPM UTC." in reply
    assert "You follow Elmford Renters’ League, which covers it." in reply
    assert "It arrived here: Mar 14, 2026, 1:00\u202fPM UTC" in reply


@pytest.mark.parametrize(
    ("place", "url"),
    [
        (
            Place(address=an_address("4001"), name="#news", server="3001"),
            "https://discord.com/channels/3001/4001/9001",
        ),
        (
            Place(address=an_address("4001"), name="forum", server="3001", forum=True),
            "https://discord.com/channels/3001/9001/9001",
        ),
        (Place(address=an_address("4001"), name="#news"), None),
        (Place(address=an_address("-1007", "telegram"), name="News"), "https://t.me/c/7/9001"),
        (
            Place(address=an_address("-1007", "telegram", "42"), name="News › ops"),
            "https://t.me/c/7/42/9001",
        ),
        (
            Place(address=an_address("@allnews", "telegram"), name="News"),
            "https://t.me/allnews/9001",
        ),
        (Place(address=an_address("801", "telegram"), name="you"), None),
        (Place(address=an_address("-55", "telegram"), name="a small group"), None),
    ],
)
async def test_what_arrived_is_linked_where_it_has_an_address(
    place: Place, url: str | None
) -> None:
    moderator = await a_followed_post(place)
    await moderator.settle(DeliveryState.SENT, message_id="9001")
    reply = await moderator.ask("why", link=LINK)
    assert links(reply) == [LINK, url] if url else [LINK]
    assert labels(reply) == []


async def test_an_album_is_linked_at_the_picture_with_the_words() -> None:
    moderator = await a_followed_post(Place(address=an_address("-1007", "telegram"), name="News"))
    await moderator.settle(DeliveryState.SENT, message_id="9001+9002+9003")
    assert links(await moderator.ask("why", link=LINK)) == [LINK, "https://t.me/c/7/9001"]


@pytest.mark.parametrize(
    ("state", "reason", "said", "offered"),
    [
        (DeliveryState.DEAD, "It is too long.", "It was not sent: It is too long.", True),
        (DeliveryState.DEAD, None, "It was not sent: no reason was given.", True),
        (
            DeliveryState.PENDING,
            "A right is missing.",
            "last try failed: A right is missing.",
            True,
        ),
        (DeliveryState.UNKNOWN, None, "no answer whether it arrived. I am finding out", True),
        (DeliveryState.SENT, None, "did not want to send it twice", False),
    ],
)
async def test_what_became_of_the_delivery(
    state: DeliveryState, reason: str | None, said: str, offered: bool
) -> None:
    moderator = await a_followed_post()
    await moderator.settle(state, **({"reason": reason} if reason else {}))
    reply = await moderator.ask("why", link=LINK)
    assert said in text(reply)
    assert labels(reply) == (["Send now"] if offered else [])


async def test_what_waits_says_what_for() -> None:
    moderator = await a_followed_post()
    assert "waiting for its turn" in text(await moderator.ask("why", link=LINK))
    await moderator.ask("pause")
    assert "this place is paused" in text(await moderator.ask("why", link=LINK))
    there, gone = await moderator.destination(), DestinationStatus.GONE
    await moderator.do(lambda tx: tx.destinations.set_status(there.id, gone, "kicked.", NOON))
    assert "I cannot reach this place (kicked)" in text(await moderator.ask("why", link=LINK))


async def test_a_new_post_says_that_it_is_sent_soon_and_why_not_yet() -> None:
    moderator = await a_followed_post(owed=False)
    there, due = await moderator.destination(), moderator.now + timedelta(minutes=2)
    await moderator.do(lambda tx: tx.outbox.owe(1, [there.id], moderator.now, due))
    asked = await moderator.ask("why", link=LINK)
    assert "It will be sent in 2 minutes: with new posts I wait a little" in text(asked)
    moderator.now = due
    assert "waiting for its turn" in text(await moderator.ask("why", link=LINK))
    moderator.now -= timedelta(seconds=30)
    await moderator.press(asked, "Send now")
    assert "waiting for its turn" in text(await moderator.ask("why", link=LINK))


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ("strike", "Here such posts are struck through."),
        ("delete", "Here such posts are deleted."),
        ("keep", "Here such posts are left as they are."),
    ],
)
async def test_a_post_that_was_taken_back_says_when_and_what_becomes_of_it_here(
    chosen: str, said: str
) -> None:
    moderator = await a_followed_post()
    await moderator.ask("settings", name="withdrawn", value=chosen)
    await moderator.settle(DeliveryState.SENT, message_id="9001")
    await moderator.do(lambda tx: tx.posts.set_withdrawn([1], moderator.now))
    reply = await moderator.ask("why", link=LINK)
    told = text(reply)
    assert "It arrived here" in told
    assert f"Its chapter took it back: Mar 14, 2026, 1:00\u202fPM UTC. {said}" in told
    assert labels(reply) == []


async def test_a_post_that_was_taken_back_in_time_is_not_sent_any_more() -> None:
    moderator = await a_followed_post()
    asked = await moderator.ask("why", link=LINK)
    await moderator.settle(DeliveryState.DEAD, reason=WITHDRAWN)
    await moderator.do(lambda tx: tx.posts.set_withdrawn([1], moderator.now))
    reply = await moderator.press(asked, "Send now")
    assert "There is nothing more to send" in text(reply)
    assert "It was not sent: its chapter took it back before that." in text(reply)
    assert text(reply).endswith("Its chapter took it back: Mar 14, 2026, 1:00\u202fPM UTC.")
    assert labels(reply) == []
    assert await moderator.owed() == []


async def test_what_is_being_sent_is_told() -> None:
    moderator = await a_followed_post()
    await moderator.do(
        lambda tx: tx.outbox.claim([moderator.place.address.platform], NOON + timedelta(hours=2), 1)
    )
    assert "at this very moment" in text(await moderator.ask("why", link=LINK))


@pytest.mark.parametrize(
    ("state", "said", "offered"),
    [
        (PostState.ABSORBED, "It was there already when I read this feed", True),
        (PostState.HELD, "so many posts came at once", True),
        (PostState.DISMISSED, "whoever runs this bot decided against it", False),
        (PostState.RELAYED, "what you follow did not cover it yet", True),
    ],
)
async def test_what_was_decided_when_it_was_seen(
    state: PostState, said: str, offered: bool
) -> None:
    moderator = await a_followed_post(state=state, owed=False)
    reply = await moderator.ask("why", link=LINK)
    assert said in text(reply)
    assert labels(reply) == (["Send now"] if offered else [])


async def test_a_chapter_in_quarantine_is_for_whoever_runs_the_bot() -> None:
    moderator = await a_followed_post(state=PostState.HELD, owed=False)
    moderator.catalogue = Catalogue([a_chapter("elmford", quarantine=True)])
    reply = await moderator.ask("why", link=LINK)
    assert "looks at the posts of this chapter first" in text(reply)
    assert labels(reply) == []
    pressed = await moderator.ask("why", post="1", send="yes")
    assert "There is nothing more to send" in text(pressed)
    assert await moderator.owed() == []


async def test_who_followed_later_is_told_so() -> None:
    moderator = Moderator()
    await moderator.posts(1)
    moderator.now = NOON + timedelta(days=1)
    await moderator.follow()
    reply = await moderator.ask("why", link=LINK)
    assert "before you began to follow Elmford Renters’ League, on March 15, 2026" in text(reply)


async def test_what_nobody_follows_here_can_be_followed() -> None:
    moderator = Moderator()
    await moderator.follow("orchard")
    await moderator.posts(1)
    reply = await moderator.ask("why", link=LINK)
    assert "Nothing that is followed here covers it now." in text(reply)
    assert labels(reply) == ["Send now", "Follow Elmford Renters’ League"]
    await moderator.press(reply, "Follow Elmford Renters’ League")
    assert "chapter:elmford" in await moderator.followed()


async def test_send_now_owes_what_was_never_owed_once() -> None:
    moderator = await a_followed_post(state=PostState.ABSORBED, owed=False)
    asked = await moderator.ask("why", link=LINK)
    assert "I am sending it now." in text(await moderator.press(asked, "Send now"))
    await moderator.press(asked, "Send now")
    assert await moderator.owed() == ["Post number 1"]
    assert (await moderator.changes())[0].after == {"post": 1, "title": "Post number 1"}
    assert "Sent the post Post number 1 at once" in text(await moderator.ask("history"))


async def test_send_now_tries_a_dead_one_again() -> None:
    moderator = await a_followed_post()
    await moderator.settle(DeliveryState.DEAD, reason="Too long.")
    await moderator.press(await moderator.ask("why", link=LINK), "Send now")
    (row,) = await moderator.do(lambda tx: tx.outbox.in_state(DeliveryState.PENDING, 10))
    assert row.next_attempt_at == moderator.now


async def test_send_now_does_not_send_twice() -> None:
    moderator = await a_followed_post()
    asked = await moderator.ask("why", link=LINK)
    await moderator.settle(DeliveryState.SENT, message_id="9001")
    reply = await moderator.press(asked, "Send now")
    assert "There is nothing more to send" in text(reply)
    assert "It arrived here" in text(reply)
    assert await moderator.owed() == []


@pytest.mark.parametrize(
    "link", ["hello", "", "@everyone", "x" * 10_000, "https://", "javascript:alert(1)", "a b.c d"]
)
async def test_what_is_no_address_is_told_how_to_get_one(link: str) -> None:
    reply = text(await Moderator().ask("why", link=link))
    assert "is not the address of a post" in reply
    assert len(reply) < 300
    assert "@everyone" not in reply


async def test_a_site_that_is_not_in_the_directory() -> None:
    reply = await Moderator().ask("why", link="https://elsewhere.example/a/b")
    assert "I have never seen a post at elsewhere.example/a/b" in text(reply)
    assert "No feed in the directory is on elsewhere.example." in text(reply)
    assert labels(reply) == ["Browse the directory"]


async def test_an_unknown_post_of_a_known_site_says_when_it_is_read_next() -> None:
    moderator = Moderator()
    unknown = "https://www.elmford.example/posts/77"
    assert "has not been read yet" in text(await moderator.ask("why", link=unknown))
    read = FeedState(
        feed="elmford",
        source_url="https://elmford.example/feed/",
        checked_at=NOON - timedelta(minutes=10),
        next_check_at=NOON + timedelta(minutes=5),
    )
    await moderator.do(lambda tx: tx.feed_states.put(read))
    await moderator.posts(5)
    reply = text(await moderator.ask("why", link=unknown))
    assert (
        "It was read 10 minutes ago, and the post was not in it. It is read next in 5 min" in reply
    )
    assert "The newest I know from there:" in reply
    assert reply.count("Post number") == 3


async def test_a_feed_that_is_due_is_read_in_a_moment() -> None:
    moderator = Moderator()
    due = FeedState(
        feed="elmford",
        source_url="https://elmford.example/feed/",
        checked_at=NOON - timedelta(hours=1),
        next_check_at=NOON - timedelta(minutes=2),
    )
    await moderator.do(lambda tx: tx.feed_states.put(due))
    unknown = "https://www.elmford.example/posts/77"
    assert "read next in a moment;" in text(await moderator.ask("why", link=unknown))


async def test_an_unknown_post_of_a_failing_feed_says_why() -> None:
    moderator = Moderator()
    failing = FeedState(
        feed="elmford",
        source_url="https://elmford.example/feed/",
        checked_at=NOON,
        next_check_at=NOON + timedelta(hours=1),
        error="The server answers 503.",
        failing_since=NOON - timedelta(days=2),
    )
    await moderator.do(lambda tx: tx.feed_states.put(failing))
    reply = text(await moderator.ask("why", link="https://elmford.example/posts/77"))
    assert (
        "cannot be read since March 12, 2026: The server answers 503. Next try: in 1 hour" in reply
    )


async def test_the_same_story_in_two_feeds_is_told_once_by_the_one_that_came() -> None:
    moderator = Moderator()
    await moderator.follow("riverbend")

    def add(tx: Any) -> None:
        first = tx.posts.add(a_post(1), PostState.RELAYED, NOON, None)
        same = a_post(1, feed="riverbend", aliases=a_post(1).aliases, link=LINK)
        tx.posts.add(same, PostState.RELAYED, NOON, first)

    await moderator.do(add)
    await moderator.owe(2)
    reply = text(await moderator.ask("why", link=LINK))
    assert reply.count("first seen") == 1
    assert "You follow Riverbend Tenants’ Union" in reply


@pytest.mark.parametrize("post", ["99", "x", "-1", "9" * 40, "٣"])
async def test_a_post_that_is_not_there_any_more(post: str) -> None:
    reply = await Moderator().ask("why", post=post, send="yes")
    assert "I do not remember that post any more." in text(reply)
