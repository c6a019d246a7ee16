import pytest

from relaybot.errors import RelaybotError
from relaybot.model.address import parse_address
from relaybot.model.destination import Address, PlatformName

DISCORD, TELEGRAM = PlatformName.DISCORD, PlatformName.TELEGRAM

UNDERSTOOD = {
    "a channel": (DISCORD, "1183274912837465", Address(DISCORD, "1183274912837465")),
    "blanks around": (DISCORD, " 42\n", Address(DISCORD, "42")),
    "a group": (TELEGRAM, "-1001234567890", Address(TELEGRAM, "-1001234567890")),
    "a person": (TELEGRAM, "4711", Address(TELEGRAM, "4711")),
    "a topic": (TELEGRAM, "-100123/42", Address(TELEGRAM, "-100123", "42")),
    "a public channel": (TELEGRAM, "@elmford_news", Address(TELEGRAM, "@elmford_news")),
    "capitals, which do not matter": (TELEGRAM, "@ElmFord", Address(TELEGRAM, "@elmford")),
    "a topic of a public group": (TELEGRAM, "@elmford/7", Address(TELEGRAM, "@elmford", "7")),
}


@pytest.mark.parametrize(("platform", "text", "address"), UNDERSTOOD.values(), ids=UNDERSTOOD)
def test_an_address(platform: PlatformName, text: str, address: Address) -> None:
    assert parse_address(platform, text) == address


REFUSED = {
    "a channel's name": (DISCORD, "#news", "Copy Channel ID"),
    "nothing": (DISCORD, "", "Copy Channel ID"),
    "a negative number": (DISCORD, "-5", "Copy Channel ID"),
    "a leading zero, a second address of one place": (DISCORD, "0042", "Copy Channel ID"),
    "digits of another script": (DISCORD, "١٢٣", "Copy Channel ID"),
    "a thread behind a slash": (DISCORD, "42/7", "Copy Channel ID"),
    "a name without @": (TELEGRAM, "elmford", "write @channel"),
    "a name too short": (TELEGRAM, "@elm", "write @channel"),
    "a topic that is none": (TELEGRAM, "-100123/general", "write @channel"),
    "a slash without topic": (TELEGRAM, "-100123/", "write @channel"),
    "two topics": (TELEGRAM, "-100123/4/2", "write @channel"),
    "nothing at all": (TELEGRAM, " ", "write @channel"),
}


@pytest.mark.parametrize(("platform", "text", "said"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_address_is_told_with_what_is(
    platform: PlatformName, text: str, said: str
) -> None:
    with pytest.raises(RelaybotError, match=said):
        parse_address(platform, text)


def test_a_message_quotes_no_more_than_it_has_to() -> None:
    with pytest.raises(RelaybotError) as caught:
        parse_address(TELEGRAM, "x" * 5000)
    assert len(str(caught.value)) < 300
