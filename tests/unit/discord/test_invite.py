from base64 import b64encode
from urllib.parse import parse_qs, urlsplit

import discord
import pytest

from relaybot.discord.invite import RIGHTS, Right, bot_of, bot_of_token, invitations

NUMBER = "123456789012345678"


def test_the_link_asks_for_exactly_the_rights_that_are_examined() -> None:
    (one,) = invitations(NUMBER)
    parts = urlsplit(one.link)
    asked = parse_qs(parts.query)
    needed = discord.Permissions(
        view_channel=True,
        send_messages=True,
        send_messages_in_threads=True,
        embed_links=True,
        read_message_history=True,
    )
    assert (parts.scheme, parts.netloc, parts.path) == ("https", "discord.com", "/oauth2/authorize")
    assert asked == {
        "client_id": [NUMBER],
        "scope": ["bot applications.commands"],
        "permissions": [str(needed.value)],
    }


# Where Discord's settings and the library differ in how they call a right.
IN_THE_LIBRARY = {"View Channel": "read_messages", "Create Posts": "send_messages"}


@pytest.mark.parametrize("right", RIGHTS, ids=lambda right: right.told.name)
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
