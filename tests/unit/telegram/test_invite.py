import pytest

from relaybot.telegram.invite import bot_of, invitations


def test_a_channel_is_asked_for_one_right_and_a_group_for_none() -> None:
    links = {one.where: one.link for one in invitations("sample_relay_bot")}
    assert links == {
        "a channel": "https://t.me/sample_relay_bot?startchannel&admin=post_messages",
        "a group": "https://t.me/sample_relay_bot?startgroup",
    }


def test_what_the_rights_are_for() -> None:
    rights = {one.where: [right.name for right in one.rights] for one in invitations("any_bot")}
    assert rights == {"a channel": ["Post Messages"], "a group": ["Send Messages", "Embed Links"]}


GIVEN = {
    "a name": ("sample_relay_bot", "sample_relay_bot"),
    "with its sign": (" @Sample_Bot\n", "Sample_Bot"),
    "as a link": ("https://t.me/sample_bot/", "sample_bot"),
    "as a short link": ("t.me/sample_bot", "sample_bot"),
    "too short": ("abc", None),
    "too long": ("a" * 33, None),
    "a number": ("4242", None),
    "a token": ("4242:abcdef", None),
    "a sentence": ("our bot", None),
    "another site": ("https://elsewhere.example/sample_bot", None),
    "more of a link": ("sample_bot?start=1", None),
    "letters of another script": ("проба_bot", None),
    "nothing": ("", None),
}


@pytest.mark.parametrize(("text", "name"), GIVEN.values(), ids=GIVEN)
def test_a_name_that_was_given(text: str, name: str | None) -> None:
    assert bot_of(text) == name
