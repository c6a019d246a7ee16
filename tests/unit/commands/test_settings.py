from datetime import timedelta

import pytest

from relaybot.commands.ask import Place
from relaybot.commands.reply import Reply
from relaybot.model.destination import (
    Destination,
    PicturePlace,
    Style,
    UnknownPolicy,
    WithdrawnPolicy,
)
from tests.builders import an_address
from tests.unit.commands.managing import Moderator
from tests.unit.commands.talking import labels, selects, text

TELEGRAM = Place(address=an_address("-1007", "telegram"), name="All Tenant News")
NEWS = Place(address=an_address(), name="#news")
ANNOUNCEMENTS = Place(address=an_address(), name="#news", announcement=True)
FORUM = Place(address=an_address(), name="#library", forum=True)
ROLES = {"7001": "Tenants", "7002": "Organizers"}


def rows_of_buttons(reply: Reply) -> list[list[str]]:
    return [[one.label for one in row] for row in reply.rows if isinstance(row, tuple)]


async def stored(moderator: Moderator) -> Destination:
    return await moderator.destination()


async def test_the_panel_tells_every_value_and_stores_nothing() -> None:
    moderator = Moderator(roles=ROLES)
    reply = await moderator.ask("settings")
    for line in (
        "Style: card",
        "Pictures: on",
        "Link buttons under posts: on",
        "Where I have Manage Webhooks, each chapter speaks with its own name and logo: on",
        "A post that its chapter takes back within a day is: struck through",
        "My language: that of whoever asks",
        "Time zone: that of each reader",
        "Posts arrive without a sound: off",
        "Mentioned with every post: nobody",
        "A thread under each post: off",
        "Who may see what is followed here: everyone",
    ):
        assert line in text(reply)
    assert "Publish" not in text(reply)
    assert "Telegram" not in text(reply)
    assert await moderator.do(lambda tx: tx.destinations.all()) == []


async def test_the_panel_has_a_control_for_every_setting() -> None:
    reply = await Moderator(place=ANNOUNCEMENTS, roles=ROLES).ask("settings")
    assert [select.placeholder for select in selects(reply)] == [
        "How much of a post is shown",
        "My language",
        "A role to mention with every post",
    ]
    assert rows_of_buttons(reply) == [
        [
            *("Pictures: on", "Link buttons: on"),
            *("Chapter’s name and logo: on", "Taken back: struck through"),
        ],
        ["Without a sound: off", "Threads: off", "Publish: off", "May look: everyone"],
    ]
    style, language, role = selects(reply)
    assert [choice.label for choice in language.choices] == [
        "Asker’s language",
        "English",
        "español",
    ]
    assert [choice.label for choice in role.choices] == [
        "Mention nobody",
        "@Organizers",
        "@Tenants",
    ]
    assert [choice.value for choice in style.choices if choice.chosen] == ["card"]


async def test_telegram_has_its_own() -> None:
    reply = await Moderator(place=TELEGRAM).ask("settings")
    assert "When Telegram does not say whether a post arrived: take it as sent" in text(reply)
    assert "Position of the picture: automatic" in text(reply)
    assert "Hashtags for the region and the chapter: off" in text(reply)
    assert "Mentioned with every post" not in text(reply)
    assert "Manage Webhooks" not in text(reply)
    assert rows_of_buttons(reply) == [
        ["Pictures: on", "Position: automatic", "Link buttons: on", "Hashtags: off"],
        [
            *("Taken back: struck through", "Without a sound: off"),
            *("If in doubt: take it as sent", "May look: everyone"),
        ],
    ]


async def test_in_a_forum_chapters_do_not_speak_for_themselves() -> None:
    reply = await Moderator(place=FORUM).ask("settings")
    assert "Manage Webhooks" not in text(reply)
    assert not any("logo" in label for label in labels(reply))


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("style", "full", "Style: full"),
        ("STYLE", "Compact", "Style: compact"),
        ("images", "off", "Pictures: off"),
        ("images", "No", "Pictures: off"),
        ("buttons", "off", "Link buttons under posts: off"),
        ("silent", "sí", "Posts arrive without a sound: on"),
        ("timezone", "america/new york", "Time zone: America/New_York"),
        ("timezone", "New York", "Time zone: America/New_York"),
        ("timezone", "Europe/Madrid", "Time zone: Europe/Madrid"),
        ("timezone", "utc", "Time zone: UTC"),
        ("language", "Spanish", "My language: español"),
        ("language", "es-MX", "My language: español"),
        ("language", "español", "My language: español"),
        ("mention", "7001", "Mentioned with every post: @Tenants"),
        ("mention", "<@&7001>", "Mentioned with every post: @Tenants"),
        ("mention", "@tenants", "Mentioned with every post: @Tenants"),
        ("publish", "on", "Publish to the servers that follow this channel: on"),
        ("discuss", "on", "A thread under each post: on"),
        ("persona", "off", "each chapter speaks with its own name and logo: off"),
        ("withdrawn", "delete", "takes back within a day is: deleted"),
        ("withdrawn", "Keep", "takes back within a day is: left as it is"),
        ("withdrawn", "borrar", "takes back within a day is: deleted"),
        ("listing", "moderators", "Who may see what is followed here: moderators"),
    ],
)
async def test_a_value_is_set_told_and_remembered(name: str, value: str, told: str) -> None:
    moderator = Moderator(place=ANNOUNCEMENTS, roles=ROLES)
    reply = await moderator.ask("settings", name=name, value=value)
    assert text(reply).startswith("Done. ")
    assert told in text(reply).splitlines()[0]
    assert told in text(await moderator.ask("settings"))
    (change,) = await moderator.changes()
    assert (change.verb, change.actor) == ("settings", "801")
    assert list(change.before) == list(change.after) == [name.lower()]


@pytest.mark.parametrize(
    ("name", "value", "told", "setting"),
    [
        ("hashtags", "on", "Hashtags for the region and the chapter: on", "hashtags"),
        ("picture", "above", "Position of the picture: above the text", "picture"),
        ("Picture", "Below", "Position of the picture: below the text", "picture"),
        ("position", "arriba", "Position of the picture: above the text", "picture"),
        ("pictures", "off", "Pictures: off", "images"),
    ],
)
async def test_a_value_for_telegram_is_set_told_and_remembered(
    name: str, value: str, told: str, setting: str
) -> None:
    moderator = Moderator(place=TELEGRAM)
    reply = await moderator.ask("settings", name=name, value=value)
    assert text(reply).splitlines()[0] == f"Done. {told}"
    (change,) = await moderator.changes()
    assert list(change.before) == list(change.after) == [setting]


async def test_what_is_set_is_what_is_stored() -> None:
    moderator = Moderator(place=ANNOUNCEMENTS, roles=ROLES)
    told = "style full, images off, buttons off, silent on, language es, timezone Asia/Tokyo"
    for pair in f"{told}, mention 7002, publish on, discuss on, listing moderators".split(", "):
        name, value = pair.split()
        await moderator.ask("settings", name=name, value=value)
    there = await stored(moderator)
    chosen = there.preferences
    assert (chosen.style, chosen.images, chosen.buttons) == (Style.FULL, False, False)
    assert (chosen.language, chosen.timezone, chosen.mention_role) == ("es", "Asia/Tokyo", "7002")
    assert (chosen.publish, chosen.discuss, chosen.open_listing) == (True, True, False)
    assert there.silent
    for name in ("language", "timezone", "mention"):
        default = {"language": "auto", "timezone": "auto", "mention": "nobody"}[name]
        await moderator.ask("settings", name=name, value=default)
    chosen = (await stored(moderator)).preferences
    assert (chosen.language, chosen.timezone, chosen.mention_role) == (None, None, None)


async def test_what_only_telegram_shows_is_stored() -> None:
    moderator = Moderator(place=TELEGRAM)
    for name, value in (("picture", "above"), ("hashtags", "on"), ("withdrawn", "keep")):
        await moderator.ask("settings", name=name, value=value)
    chosen = (await stored(moderator)).preferences
    assert (chosen.picture_place, chosen.hashtags) == (PicturePlace.ABOVE, True)
    assert chosen.withdrawn is WithdrawnPolicy.KEEP
    await moderator.ask("settings", name="picture", value="automatic")
    assert (await stored(moderator)).preferences.picture_place is PicturePlace.AUTO


async def test_chapters_speaking_for_themselves_is_stored() -> None:
    moderator = Moderator()
    await moderator.press(await moderator.ask("settings"), "Chapter’s name and logo: on")
    assert not (await stored(moderator)).preferences.persona


async def test_a_switch_with_three_values_goes_round() -> None:
    moderator = Moderator()
    reply = await moderator.ask("settings")
    for present, after in (
        ("struck through", WithdrawnPolicy.DELETE),
        ("deleted", WithdrawnPolicy.KEEP),
        ("left as it is", WithdrawnPolicy.STRIKE),
    ):
        reply = await moderator.press(reply, f"Taken back: {present}")
        assert (await stored(moderator)).preferences.withdrawn is after


async def test_a_new_setting_is_in_the_history_and_can_be_undone() -> None:
    moderator = Moderator(step=timedelta(minutes=1))
    await moderator.ask("settings", name="withdrawn", value="delete")
    history = await moderator.ask("history")
    assert "is: deleted (before: struck through)" in text(history)
    await moderator.press(history, "Undo the last change")
    assert (await stored(moderator)).preferences.withdrawn is WithdrawnPolicy.STRIKE


async def test_a_misspelled_value_gets_the_nearest_as_a_button() -> None:
    moderator = Moderator()
    reply = await moderator.ask("settings", name="withdrawn", value="delte")
    assert 'withdrawn cannot be "delte". It can be: strike, delete, keep.' in text(reply)
    done = await moderator.press(reply, "deleted")
    assert "takes back within a day is: deleted" in text(done)


async def test_what_to_do_when_in_doubt_is_set() -> None:
    moderator = Moderator(place=TELEGRAM)
    await moderator.press(await moderator.ask("settings"), "If in doubt: take it as sent")
    assert (await stored(moderator)).on_unknown is UnknownPolicy.RESEND


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("New Yrok", "America/New_York"),
        ("Amerika/Los_Angelos", "America/Los_Angeles"),
        ("madird", "Europe/Madrid"),
    ],
)
async def test_a_misspelled_time_zone_gets_the_nearest_as_buttons(typed: str, near: str) -> None:
    moderator = Moderator()
    reply = await moderator.ask("settings", name="timezone", value=typed)
    assert "I do not know the time zone" in text(reply)
    assert near in labels(reply)
    assert len(labels(reply)) <= 3
    done = await moderator.press(reply, near)
    assert f"Time zone: {near}" in text(done)


@pytest.mark.parametrize(
    "typed",
    ["Middle of Nowhere Land", "@everyone", "../../etc/passwd", "x" * 10_000, "\u202e/\u200b"],
)
async def test_nonsense_as_a_time_zone_is_told_with_an_example(typed: str) -> None:
    moderator = Moderator()
    reply = await moderator.ask("settings", name="timezone", value=typed)
    assert "time zone" in text(reply)
    assert len(text(reply)) < 2_000
    assert "@everyone" not in text(reply)
    assert await moderator.do(lambda tx: tx.destinations.all()) == []


@pytest.mark.parametrize(
    ("place", "name", "value", "said"),
    [
        (TELEGRAM, "mention", "7001", "That setting is for Discord channels."),
        (TELEGRAM, "discuss", "on", "Only in Discord channels"),
        (TELEGRAM, "publish", "on", "Only announcement channels"),
        (None, "publish", "on", "Only announcement channels"),
        (TELEGRAM, "persona", "on", "Only in Discord channels and threads"),
        (FORUM, "persona", "on", "not in forums"),
        (FORUM, "discuss", "on", "each post is a thread already"),
        (None, "hashtags", "on", "That setting is for Telegram chats."),
        (None, "picture", "above", "for Telegram chats only"),
        (None, "picture", "off", "set images to off"),
        (TELEGRAM, "picture", "left", "It can be: auto, above, below."),
        (TELEGRAM, "picture", "", "picture can be: auto, above, below"),
        (None, "withdraw", "delete", "Did you mean withdrawn?"),
        (TELEGRAM, "hashtag", "on", "Did you mean hashtags?"),
        (None, "unknown", "again", "That setting is for Telegram chats"),
        (None, "mention", "@everyone", "cannot be mentioned"),
        (None, "mention", "here", "cannot be mentioned"),
        (None, "mention", "9999", "cannot be mentioned"),  # a role that is deleted or not theirs
        (None, "mention", "Tenant", "Choose below what you mean"),
        (None, "style", "huge", 'style cannot be "huge". It can be: compact, card, full.'),
        (None, "images", "maybe", 'images cannot be "maybe". It can be: on, off.'),
        (None, "language", "Klingon", "I do not know"),
        (None, "stile", "card", "Did you mean style?"),
        (None, "qqqq", "card", "There are: style, images,"),
        (None, "timezone", "", "Write the time zone after it"),
        (None, "style", "", "style can be: compact, card, full"),
        (None, "language", "", "Choose below"),
    ],
)
async def test_what_may_not_be_is_told_above_the_panel(
    place: Place | None, name: str, value: str, said: str
) -> None:
    moderator = Moderator(roles=ROLES, place=place or NEWS)
    reply = await moderator.ask("settings", name=name, value=value)
    assert said in text(reply)
    assert "Style: card" in text(reply)
    assert await moderator.do(lambda tx: tx.destinations.all()) == []


async def test_the_answer_to_a_new_language_is_in_it() -> None:
    moderator = Moderator()
    reply = await moderator.ask("settings", name="language", value="es")
    assert "español" in text(reply)
    assert (await moderator.destination()).preferences.language == "es"


async def test_two_moderators_pressing_at_once_both_see_the_true_state() -> None:
    first = Moderator()
    second = Moderator(store=first.store, user="802")
    panel = await first.ask("settings")
    await first.press(panel, "Pictures: on")
    reply = await second.press(panel, "Pictures: on")
    assert "It was set that way already" in text(reply)
    assert "Pictures: off" in text(reply)
    assert len(await first.changes()) == 1


async def test_a_linked_place_keeps_its_own_settings() -> None:
    moderator, other = Moderator(), an_address("-1007", "telegram")
    await moderator.link(other)
    await moderator.ask("settings", name="style", value="full")
    assert (await moderator.destination(other)).preferences.style is Style.CARD


async def test_buttons_about_another_place_say_which() -> None:
    place = Place(address=an_address("-1007", "telegram", "42"), name="Elmford › news", here=False)
    reply = await Moderator(place=place).ask("settings")
    row = reply.rows[-1]
    assert isinstance(row, tuple)
    assert row[0].action is not None
    assert row[0].action.arguments["where"] == "-1007/42"
