from dataclasses import replace
from datetime import datetime

import pytest

from relaybot.demo.messages import Happening, HappeningKind, ShownMessage, reason_of, title_of
from relaybot.model.delivery import Outgoing
from relaybot.model.destination import PlatformName
from relaybot.model.preview import Preview
from tests.builders import NOON, a_stored_post, an_address, an_outgoing


def told(*also_from: str, withdrawn_at: datetime | None = None) -> Outgoing:
    post = replace(a_stored_post(title="Boiler news"), withdrawn_at=withdrawn_at)
    return replace(an_outgoing(post), also_from=also_from)


def shown(outgoing: Outgoing) -> ShownMessage:
    return ShownMessage(
        id="discord-1",
        delivery=1,
        address=an_address(),
        arrived_at=NOON,
        preview=Preview(platform=PlatformName.DISCORD, html="", text=""),
        outgoing=outgoing,
    )


PLAIN, TAKEN_BACK = told(), told(withdrawn_at=NOON)
HAPPENED = {
    "arrived": (HappeningKind.ARRIVED, None, PLAIN, ""),
    "corrected": (HappeningKind.EDITED, PLAIN, PLAIN, "corrected, so edited"),
    "a second teller": (HappeningKind.EDITED, PLAIN, told("Elmford"), "also from Elmford"),
    "a third": (HappeningKind.EDITED, told("Elmford"), told("Elmford", "Weir"), "also from Weir"),
    "struck": (HappeningKind.EDITED, PLAIN, TAKEN_BACK, "taken back, so struck through"),
    "deleted": (HappeningKind.DELETED, None, TAKEN_BACK, "taken back, so deleted"),
    "taken back by one of two": (
        HappeningKind.EDITED,
        told("Elmford"),
        told("Elmford", withdrawn_at=NOON),
        "corrected, so edited",
    ),
}


@pytest.mark.parametrize(
    ("kind", "before", "after", "words"), HAPPENED.values(), ids=HAPPENED.keys()
)
def test_why_a_message_is_no_longer_as_it_arrived(
    kind: HappeningKind, before: Outgoing | None, after: Outgoing, words: str
) -> None:
    happening = Happening(
        kind=kind, at=NOON, message=shown(after), before=shown(before) if before else None
    )

    assert reason_of(happening) == words


def test_a_post_without_a_title_is_called_so() -> None:
    assert title_of(told()) == "Boiler news"
    assert title_of(an_outgoing(a_stored_post(title=""))) == "a post without a title"
