from base64 import b64encode
from urllib.parse import parse_qs, urlsplit

import discord
import pytest

from relaybot.discord.invite import EXTRAS, RIGHTS, Right, bot_of, bot_of_token, invitations

NUMBER = "123456789012345678"


NEEDED = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    embed_links=True,
    read_message_history=True,
)
EXTRA = discord.Permissions(manage_webhooks=True, manage_channels=True)
LINKS = {"what is needed": (0, NEEDED), "and extras": (1, NEEDED | EXTRA)}


@pytest.mark.parametrize(("place", "needed"), LINKS.values(), ids=LINKS)
def test_a_link_asks_for_exactly_the_rights_that_are_told(
    place: int, needed: discord.Permissions
) -> None:
    one = invitations(NUMBER)[place]
    parts = urlsplit(one.link)
    asked = parse_qs(parts.query)
    assert (parts.scheme, parts.netloc, parts.path) == ("https", "discord.com", "/oauth2/authorize")
    assert asked == {
        "client_id": [NUMBER],
        "scope": ["bot applications.commands"],
        "permissions": [str(needed.value)],
    }
    assert len(one.rights) == needed.value.bit_count() + 1  # one right has two names


# Where Discord's settings and the library differ in how they call a right.
IN_THE_LIBRARY = {"View Channel": "read_messages", "Create Posts": "send_messages"}


@pytest.mark.parametrize("right", [*RIGHTS, *EXTRAS], ids=lambda right: right.told.name)
def test_a_right_has_the_bit_that_belongs_to_its_name(right: Right) -> None:
    name = right.told.name
    called = IN_THE_LIBRARY.get(name, name.lower().replace(" ", "_"))
    assert [flag for flag, given in discord.Permissions(right.bit) if given] == [called]


GIVEN = {
    "an id": (f" {NUMBER}\n", NUMBER),
    "too short": ("42", None),
    "too long": (NUMBER * 2, None),
    "a name": ("relaybot", None),
    "nothing": ("", None),
    "digits of another script": ("١" * 18, None),
}


@pytest.mark.parametrize(("text", "number"), GIVEN.values(), ids=GIVEN)
def test_an_id_that_was_given(text: str, number: str | None) -> None:
    assert bot_of(text) == number


def written(what: bytes) -> str:
    return b64encode(what).decode().rstrip("=")


TOKENS = {
    "a token": (f"{written(NUMBER.encode())}.GabcDe.x-y_z", NUMBER),
    "with padding": (f"{b64encode(b'1' * 19).decode()}.a.b", "1" * 19),
    "not base64": ("no!t.a.token", None),
    "no number in it": (f"{written(b'a person')}.a.b", None),
    "no text in it": (f"{written(bytes([200] * 18))}.a.b", None),
    "no dot": ("x", None),
    "empty": ("", None),
}


@pytest.mark.parametrize(("token", "number"), TOKENS.values(), ids=TOKENS)
def test_whose_token_it_is(token: str, number: str | None) -> None:
    assert bot_of_token(token) == number
