import pytest

from relaybot.model.examination import Examination, MissingRight
from relaybot.richtext.plain import plain
from tests.unit.commands.managing import Moderator
from tests.unit.commands.talking import labels, text

CARDS = MissingRight("Embed Links", "posts with cards", essential=False)
SENDING = MissingRight("Send Messages", "every post", essential=True)
WAY = "Channel settings of {place} → Permissions → relaybot"


def found(**changes: object) -> Examination:
    given: dict[str, object] = {"name": "#news", "reachable": True, "where_to_click": WAY}
    return Examination(**(given | changes))  # type: ignore[arg-type] # the test's own words


@pytest.mark.parametrize(
    ("examination", "said", "buttons"),
    [
        (
            found(),
            ["All is well: I may do everything I need in #news."],
            ["Send a test message", "Check again"],
        ),
        (
            found(missing=(CARDS,)),
            [
                "not as they should",
                "Embed Links, for posts with cards",
                "Channel settings of #news",
            ],
            ["Send a test message", "Check again"],
        ),
        (
            found(missing=(SENDING, CARDS)),
            ["I cannot send to #news yet", "Send Messages, for every post"],
            ["Check again"],
        ),
        (found(problem="The thread is archived."), ["The thread is archived."], ["Check again"]),
        (found(name="", reachable=False), ["I cannot see #news"], ["Check again"]),
        (None, ["I am not connected to Discord just now"], ["Check again"]),
    ],
    ids=["fine", "cards", "sending", "archived", "unreachable", "not connected"],
)
async def test_it_names_what_is_missing_what_for_and_where_to_click(
    examination: Examination | None, said: list[str], buttons: list[str]
) -> None:
    moderator = Moderator(examination=examination)
    reply = await moderator.ask("check")
    for words in said:
        assert words in text(reply)
    assert labels(reply) == buttons


async def test_a_right_that_only_a_setting_needs_is_named_where_it_is_on() -> None:
    threads = MissingRight("Create Public Threads", "a thread under each post", essential=False)
    mentions = MissingRight("Mention All Roles", "mentioning your role", essential=False)
    seen = found(missing_for={"discuss": threads, "7001": mentions})
    moderator = Moderator(examination=seen, roles={"7001": "Tenants"})
    assert "All is well" in text(await moderator.ask("check"))
    await moderator.ask("settings", name="discuss", value="on")
    said = text(await moderator.ask("check"))
    assert "Create Public Threads, for a thread under each post" in said
    assert "Mention All Roles" not in said
    await moderator.ask("settings", name="mention", value="7001")
    assert "Mention All Roles, for mentioning your role" in text(await moderator.ask("check"))


async def test_a_test_message_is_handed_to_the_desk() -> None:
    moderator = Moderator(examination=found())
    reply = await moderator.press(await moderator.ask("check"), "Send a test message")
    assert reply.say is not None
    assert "This is a test message" in plain(reply.say)


async def test_no_test_message_goes_where_it_cannot_arrive() -> None:
    moderator = Moderator(examination=found(missing=(SENDING,)))
    assert (await moderator.ask("check", test="yes")).say is None
