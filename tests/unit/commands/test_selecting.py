import pytest

from relaybot.commands.reply import Reply
from tests.unit.commands.talking import Talk, labels, text

VERBS = ["follow", "latest", "preview"]
HOSTILE = {
    "ten thousand characters": "x" * 10_000,
    "everyone": "@everyone @here <@1> <#2>",
    "right to left": "\u202ednuof ton\u202c",
    "zero width": "\u200b\u200d\ufeff",
    "markup": "**[x](https://evil.example)** `a` <b>",
    "between": "a|b|c",
    "template": "{place} {what}",
    "new lines": "a\n\nb\r\nc",
    "nothing": "   ",
    "surrogate": "\ud800",
    "null": "a\x00b",
}


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("typed", HOSTILE.values(), ids=HOSTILE)
async def test_hostile_text_is_answered_in_words(verb: str, typed: str) -> None:
    talk = Talk()
    reply = await talk.ask(verb, what=typed)
    said = text(reply)
    assert len(said) < 400
    assert not set("@{\u202e\u200b\ufeff\x00`<|*") & set(said)
    assert "Browse the directory" in labels(reply)
    assert await talk.followed() == []


@pytest.mark.parametrize("verb", VERBS)
async def test_the_nearest_are_offered_and_lead_on(verb: str) -> None:
    talk = Talk()
    await talk.posts(1)
    reply = await talk.ask(verb, what="elmfrod")
    assert text(reply).startswith('Nothing in the directory is called "elmfrod".')
    next_reply = await talk.press(reply, "Elmford Renters’ League")
    assert "Elmford Renters’ League" in text(next_reply)
    assert "Nothing" not in text(next_reply)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("puerto claro", "Sindicato de Puerto Claro"),
        ("hill tenants", "Orchard Hill Tenants"),
        ("CA", "region California"),
    ],
)
async def test_a_part_of_one_name_is_asked_about(typed: str, meant: str) -> None:
    talk = Talk()
    reply = await talk.ask("follow", what=typed)
    assert text(reply) == f"Did you mean {meant}?"
    assert len(labels(reply)) == 2
    assert f"follows {meant} now" in text(await talk.press(reply, labels(reply)[0]))


async def test_a_part_of_several_names_says_too_little() -> None:
    assert "Did you mean one of these?" in text(await Talk().ask("follow", what="tenants"))


async def test_a_region_and_a_kind_are_known_by_their_names() -> None:
    talk = Talk()
    await talk.ask("follow", what="Oregón")
    await talk.ask("follow", what="publications")
    assert await talk.followed() == ["region:OR", "kind:publication"]


async def test_a_suggestion_keeps_what_else_was_asked_for() -> None:
    talk = Talk()
    await talk.posts(5)
    reply = await talk.ask("follow", what="elmfrod", latest="3")
    await talk.press(reply, "Elmford Renters’ League")
    assert await talk.owed() == ["Post number 3", "Post number 4", "Post number 5"]


@pytest.mark.parametrize("verb", VERBS)
async def test_nothing_named_says_what_can_be_named(verb: str) -> None:
    reply = await Talk().ask(verb)
    assert "Write what it is about" in text(reply)
    browsed: Reply = await Talk().press(reply, "Browse the directory")
    assert "in the directory" in text(browsed)
