from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from relaybot.demo.messages import Happening, HappeningKind
from relaybot.demo.platform import KEPT, PreviewPlatform
from relaybot.model.delivery import Outgoing
from relaybot.model.destination import PlatformName, Preferences, WithdrawnPolicy
from relaybot.model.errand import ErrandKind
from relaybot.model.outcome import Delivered, Outcome, Refused, Repeatable
from relaybot.model.preview import Preview
from tests.builders import NOON, a_delivery, a_destination, a_stored_post, an_address, an_outgoing

HOUR = timedelta(hours=1)


def by_title(outgoing: Outgoing) -> Preview:
    title = outgoing.claim.post.post.title
    said = f"<s>{title}</s>" if outgoing.withdrawn else title
    return Preview(platform=PlatformName.DISCORD, html=f"<article>{said}</article>", text=said)


class Hours:
    """A clock that is an hour further at every look."""

    def __init__(self) -> None:
        self._now = NOON

    def __call__(self) -> datetime:
        self._now += HOUR
        return self._now


@pytest.fixture
def platform() -> PreviewPlatform:
    return PreviewPlatform(PlatformName.DISCORD, by_title, Hours())


@pytest.fixture
def heard(platform: PreviewPlatform) -> list[Happening]:
    happenings: list[Happening] = []
    platform.listen(happenings.append)
    return happenings


def told(
    title: str = "Boiler news",
    *,
    sent: Outcome | None = None,
    withdrawn: WithdrawnPolicy | None = None,
) -> Outgoing:
    """Return a delivery as the store knows it, `sent` or not; `withdrawn`: what to do about it."""
    delivery = a_delivery()
    if isinstance(sent, Delivered):
        delivery = replace(delivery, message_id=sent.message_id, receipt=sent.receipt)
    wanted = Preferences(withdrawn=withdrawn) if withdrawn else Preferences()
    post = replace(a_stored_post(title=title), withdrawn_at=NOON if withdrawn else None)
    return an_outgoing(post, a_destination(preferences=wanted), delivery)


async def test_a_delivered_message_is_shown(platform: PreviewPlatform) -> None:
    outcome = await platform.deliver(an_outgoing())

    (message,) = platform.messages(an_address())
    assert isinstance(outcome, Delivered)
    assert outcome.message_id == message.id
    assert message.preview.text == "Post number 1"
    assert (message.arrived_at, message.edited_at) == (NOON + HOUR, None)


async def test_messages_of_both_platforms_have_ids_of_their_own() -> None:
    ids = set()
    for name in PlatformName:
        outcome = await PreviewPlatform(name, by_title, Hours()).deliver(an_outgoing())
        assert isinstance(outcome, Delivered)
        ids.add(outcome.message_id)

    assert len(ids) == len(PlatformName)


async def test_channels_are_kept_apart(platform: PreviewPlatform) -> None:
    await platform.deliver(an_outgoing(destination=a_destination(an_address("other"))))

    assert platform.messages(an_address()) == ()


async def test_recover_finds_what_arrived(platform: PreviewPlatform) -> None:
    outcome = await platform.deliver(an_outgoing(delivery=a_delivery(7)))

    assert await platform.recover(an_outgoing(delivery=a_delivery(7))) == outcome
    assert isinstance(await platform.recover(an_outgoing(delivery=a_delivery(8))), Repeatable)


async def test_listeners_are_told_until_they_leave(platform: PreviewPlatform) -> None:
    heard: list[Happening] = []
    leave = platform.listen(heard.append)

    await platform.deliver(an_outgoing(delivery=a_delivery(1)))
    leave()
    await platform.deliver(an_outgoing(delivery=a_delivery(2)))

    assert [(each.kind, each.message.delivery) for each in heard] == [(HappeningKind.ARRIVED, 1)]


async def test_old_messages_make_room(platform: PreviewPlatform) -> None:
    for number in range(KEPT + 5):
        await platform.deliver(an_outgoing(delivery=a_delivery(number)))

    deliveries = [message.delivery for message in platform.messages(an_address())]
    assert (deliveries[0], len(deliveries)) == (5, KEPT)


async def test_an_edit_changes_the_message_where_it_is(
    platform: PreviewPlatform, heard: list[Happening]
) -> None:
    sent = await platform.deliver(told("Boiler new"))
    await platform.deliver(an_outgoing(delivery=a_delivery(2)))

    edited = await platform.attend(told("Boiler news", sent=sent), ErrandKind.AMEND)

    first, second = platform.messages(an_address())
    assert [first.preview.text, second.preview.text] == ["Boiler news", "Post number 1"]
    assert (first.arrived_at, first.edited_at) == (NOON + HOUR, NOON + 3 * HOUR)
    assert isinstance(edited, Delivered)
    assert isinstance(sent, Delivered)
    assert (edited.message_id, edited.receipt != sent.receipt) == (first.id, True)
    assert heard[-1].kind is HappeningKind.EDITED
    assert heard[-1].message == first
    assert heard[-1].before is not None
    assert heard[-1].before.preview.text == "Boiler new"


async def test_an_edit_that_changes_nothing_shows_nothing(
    platform: PreviewPlatform, heard: list[Happening]
) -> None:
    sent = await platform.deliver(told())

    assert await platform.attend(told(sent=sent), ErrandKind.AMEND) == sent
    (message,) = platform.messages(an_address())
    assert message.edited_at is None
    assert [each.kind for each in heard] == [HappeningKind.ARRIVED]


@pytest.mark.parametrize("kind", [ErrandKind.PUBLISH, ErrandKind.DISCUSS])
async def test_nothing_is_published_or_discussed(
    platform: PreviewPlatform, heard: list[Happening], kind: ErrandKind
) -> None:
    sent = await platform.deliver(told())

    assert await platform.attend(told("Other words", sent=sent), kind) == sent
    assert [each.kind for each in heard] == [HappeningKind.ARRIVED]


TAKEN_BACK = {
    WithdrawnPolicy.STRIKE: ["<s>Boiler news</s>"],
    WithdrawnPolicy.DELETE: [],
    WithdrawnPolicy.KEEP: ["Boiler news"],
}


@pytest.mark.parametrize(("policy", "left"), TAKEN_BACK.items())
async def test_a_post_that_was_taken_back(
    platform: PreviewPlatform, policy: WithdrawnPolicy, left: list[str]
) -> None:
    sent = await platform.deliver(told())

    outcome = await platform.attend(told(sent=sent, withdrawn=policy), ErrandKind.AMEND)

    assert isinstance(outcome, Delivered)
    assert [message.preview.text for message in platform.messages(an_address())] == left


async def test_a_deleted_message_is_told_and_does_not_come_back(
    platform: PreviewPlatform, heard: list[Happening]
) -> None:
    sent = await platform.deliver(told())
    gone = told(sent=sent, withdrawn=WithdrawnPolicy.DELETE)

    outcomes = [await platform.attend(gone, ErrandKind.AMEND) for _ in range(2)]
    after = await platform.attend(told(sent=sent), ErrandKind.AMEND)

    assert [type(outcome) for outcome in outcomes] == [Delivered, Delivered]
    assert after == Refused("the message is gone")
    assert [each.kind for each in heard] == [HappeningKind.ARRIVED, HappeningKind.DELETED]
    assert platform.messages(an_address()) == ()
