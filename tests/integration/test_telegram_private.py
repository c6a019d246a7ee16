"""The real python-telegram-bot against the emulator: private chats, and what is shown there."""

from collections.abc import AsyncIterator
from gettext import NullTranslations

import pytest

from relaybot.commands.action import Action
from relaybot.commands.reply import Button
from relaybot.commands.words import Language
from relaybot.model.destination import Preferences, Style
from tests.builders import an_address
from tests.integration.telegram_posts import a_post, address
from tests.integration.telegram_setting import CHANNEL, FORUM, GROUP, an_outgoing, until
from tests.integration.telegram_talking import MEMBER, MODERATOR, STRANGER, Talking, said, talking

PAUSE = Button(label="Pause", action=Action("pause"))
CHOOSE = "Which channel is it about? Please choose one."


class Shouting(NullTranslations):
    """A language of its own."""

    def gettext(self, message: str) -> str:
        return message.upper()


@pytest.fixture
async def talk() -> AsyncIterator[Talking]:
    async with talking() as ready:
        yield ready


class TestChoosingAChannel:
    async def test_start_offers_a_button(self, talk: Talking) -> None:
        async with talk.bot():
            talk.moderator.say(MODERATOR, "/start")
            message = await talk.shown(MODERATOR)
        assert message.text.startswith("Hello!")
        assert message.reply_markup
        [[button]] = message.reply_markup["keyboard"]
        request = button["request_chat"]
        assert button["text"] == "Choose a channel"
        assert request["chat_is_channel"]
        for who in ("user", "bot"):
            rights = request[f"{who}_administrator_rights"]
            assert {name for name, given in rights.items() if given} == {"can_post_messages"}

    async def test_a_command_waits_for_its_channel(self, talk: Talking) -> None:
        async with talk.bot():
            talk.moderator.say(MODERATOR, "/follow cleveland")
            question = await talk.shown(MODERATOR)
            assert talk.desk.asks == []
            talk.moderator.pick(CHANNEL)
            confirmation = await talk.shown(MODERATOR, 2)
            answer = await talk.shown(MODERATOR, 3)
        assert question.text == CHOOSE
        assert question.reply_markup
        assert "request_chat" in str(question.reply_markup)
        assert confirmation.text == "What you ask here is about Sample chat from now on."
        assert confirmation.reply_markup == {"remove_keyboard": True}
        assert answer.text == "📍 Sample chat\n\nfollow for Sample chat"
        [ask] = talk.desk.asks
        assert ask.place.address == an_address(str(CHANNEL), "telegram")
        assert (ask.asker.manages, ask.get("what")) == (True, "cleveland")

    async def test_remembered_over_a_restart(self, talk: Talking) -> None:
        async with talk.bot():
            talk.moderator.pick(CHANNEL)
            await talk.shown(MODERATOR)
        async with talk.bot():
            talk.moderator.say(MODERATOR, "/pause 3d")
            ask = await talk.asked()
            talk.moderator.say(MODERATOR, "/start")
            greeting = await talk.shown(MODERATOR, 3)
        assert ask.place.address.chat == str(CHANNEL)
        assert "What you ask here is about Sample chat." in greeting.text

    async def test_of_which_one_is_no_administrator(self, talk: Talking) -> None:
        async with talk.bot():
            talk.member.pick(CHANNEL)
            message = await talk.shown(MEMBER)
        assert message.text == "Only administrators of Sample chat can do that."
        assert talk.chosen == {}

    async def test_where_the_bot_is_not(self, talk: Talking) -> None:
        talk.telegram.ledger.chats[CHANNEL].bot = "left"
        async with talk.bot():
            talk.moderator.pick(CHANNEL)
            message = await talk.shown(MODERATOR)
        assert message.text.startswith("I cannot see Sample chat yet. Make me an administrator")
        assert talk.chosen == {}

    async def test_no_administrator_any_more(self, talk: Talking) -> None:
        talk.chosen[str(MODERATOR)] = an_address(str(CHANNEL), "telegram")
        talk.telegram.ledger.chats[CHANNEL].administrators.clear()
        async with talk.bot():
            talk.moderator.say(MODERATOR, "/pause")
            ask = await talk.asked()
        assert not ask.asker.manages

    async def test_the_bot_was_removed_from_it(self, talk: Talking) -> None:
        talk.chosen[str(MODERATOR)] = an_address(str(CHANNEL), "telegram")
        talk.telegram.ledger.chats[CHANNEL].bot = "kicked"
        async with talk.bot():
            talk.moderator.say(MODERATOR, "/pause")
            message = await talk.shown(MODERATOR)
        assert message.text.startswith(f"I do not know {CHANNEL}.")
        assert "request_chat" in str(message.reply_markup)

    async def test_a_private_chat_is_no_place_to_follow_in(self, talk: Talking) -> None:
        async with talk.bot():
            talk.moderator.say(GROUP, f"/follow cleveland -{MODERATOR}")
            await talk.shown(GROUP)
            talk.moderator.say(MODERATOR, "/follow cleveland")
            assert (await talk.shown(MODERATOR)).text == CHOOSE
        assert talk.desk.asks == []

    async def test_naming_a_channel_instead(self, talk: Talking) -> None:
        async with talk.bot():
            talk.moderator.say(MODERATOR, "/follow cleveland in @sample_channel")
            ask = await talk.asked()
        assert ask.place.address == an_address(str(CHANNEL), "telegram")
        assert talk.chosen == {}

    async def test_a_button_stays_about_its_channel(self, talk: Talking) -> None:
        talk.chosen[str(MODERATOR)] = an_address(str(CHANNEL), "telegram")
        talk.desk.script = lambda _: said("Settings", rows=((PAUSE,),))
        async with talk.bot():
            talk.moderator.say(MODERATOR, "/settings")
            message = await talk.shown(MODERATOR)
            talk.chosen[str(MODERATOR)] = an_address(str(GROUP), "telegram")
            await talk.told(talk.moderator.press(message, "Pause"))
        assert talk.desk.asks[1].place.address == an_address(str(CHANNEL), "telegram")

    @pytest.mark.parametrize("text", ["hello", "/unheard_of", "follow cleveland", "/"])
    async def test_anything_else(self, talk: Talking, text: str) -> None:
        async with talk.bot():
            talk.moderator.say(MODERATOR, text)
            message = await talk.shown(MODERATOR)
        assert message.text.startswith("I only understand commands")


class TestLanguages:
    @pytest.mark.parametrize("code", ["es", "es-MX", "pt-br", "x", None])
    async def test_said_in_the_persons_language(self, talk: Talking, code: str | None) -> None:
        talk.languages["es"] = Language("es", Shouting())
        talk.moderator.language = code
        async with talk.bot():
            talk.moderator.say(MODERATOR, "/pause")
            message = await talk.shown(MODERATOR)
            talk.moderator.say(MODERATOR, "/help")
            ask = await talk.asked()
        spanish = bool(code and code.startswith("es"))
        assert message.text == (CHOOSE.upper() if spanish else CHOOSE)
        assert ask.asker.language == code

    async def test_descriptions(self, talk: Talking) -> None:
        talk.languages["es"] = Language("es", Shouting())
        talk.languages["pt-BR"] = Language("pt-BR", Shouting())
        async with talk.bot():
            await until(lambda: talk.mark)
        lists = talk.telegram.ledger.commands
        english = lists["[('type', 'all_private_chats')]"]
        spanish = lists["[('type', 'all_private_chats')] es"]
        assert len(lists) == 6
        assert [c["description"].upper() for c in english] == [c["description"] for c in spanish]


class TestPostsForOnePerson:
    @pytest.fixture
    def talk(self, talk: Talking) -> Talking:
        share = Button(label="Share here", action=Action("latest", {"share": "yes"}))
        posts = (an_outgoing(GROUP, 1), an_outgoing(GROUP, 2))
        two = said("Two posts:", posts=posts, rows=((share,),))
        talk.desk.script = lambda ask: said("On their way.") if ask.get("share") else two
        return talk

    async def test_are_shown_in_the_private_chat(self, talk: Talking) -> None:
        async with talk.bot():
            talk.member.say(FORUM, "/latest cleveland", thread=7)
            public = await talk.shown(FORUM)
            await talk.shown(MEMBER, 3)
        assert public.text == "I have sent it to you in our private chat."
        texts = [message.text for message in talk.telegram.messages_in(MEMBER)]
        assert texts[0] == "📍 Sample chat\n\nTwo posts:"
        assert "Post number 1" in texts[1]
        assert "Post number 2" in texts[2]

    async def test_look_as_the_place_chose(self, talk: Talking) -> None:
        compact = Preferences(style=Style.COMPACT, language="es")
        full = Preferences(style=Style.FULL, buttons=False)
        posts = tuple(an_outgoing(GROUP, preferences=chosen) for chosen in (compact, full))
        talk.desk.script = lambda _: said("Two posts:", posts=posts)
        async with talk.bot():
            talk.member.say(GROUP, "/latest cleveland")
            await talk.shown(MEMBER, 3)
        _, one, other = talk.telegram.messages_in(MEMBER)
        assert one.text == "📣 Elmford Tenants' League: Post number 1 · 13 de marzo de 2026"
        assert one.reply_markup == {
            "inline_keyboard": [[{"text": "Leer", "url": "https://elmford.example/posts/1"}]]
        }
        assert one.link_preview == {"is_disabled": True}
        assert other.reply_markup is None
        assert other.link_preview["show_above_text"]

    async def test_with_their_pictures(self, talk: Talking) -> None:
        posts = (a_post("One.", 1), a_post("Two.", 1, 2), a_post("Three.", 3))
        talk.desk.script = lambda _: said("Three posts:", posts=posts)
        talk.telegram.spoil(address(3))
        async with talk.bot():
            talk.member.say(GROUP, "/latest cleveland")
            await talk.shown(MEMBER, 5)
        _, photo, first, second, text = talk.telegram.messages_in(MEMBER)
        assert [photo.photo, first.photo, second.photo] == [address(1), address(1), address(2)]
        assert first.album
        assert first.album == second.album
        assert (text.kind, "Three." in text.text) == ("text", True)

    async def test_a_button_that_telegram_refuses(self, talk: Talking) -> None:
        talk.telegram.fail(
            status=400,
            description="Bad Request: BUTTON_URL_INVALID",
            when=lambda params: "Post number 1" in params["text"],
        )
        async with talk.bot():
            talk.member.say(GROUP, "/latest cleveland")
            await talk.shown(MEMBER, 3)
        assert talk.telegram.messages_in(MEMBER)[1].reply_markup is None

    async def test_buttons_there_are_about_the_group(self, talk: Talking) -> None:
        async with talk.bot():
            talk.moderator.say(FORUM, "/latest cleveland", thread=7)
            message = await talk.shown(MODERATOR)
            await talk.told(talk.moderator.press(message, "Share here"))
            await talk.quiet()
        ask = talk.desk.asks[1]
        assert ask.place.address == an_address(str(FORUM), "telegram", "7")
        assert (ask.place.here, ask.asker.manages) == (False, True)
        assert ask.arguments == {"share": "yes"}
        assert message.text == "📍 Sample chat\n\nOn their way."

    @pytest.mark.parametrize("refusal", ["never started", "blocked", "anonymous"])
    async def test_or_it_is_said_how(self, talk: Talking, refusal: str) -> None:
        if refusal == "blocked":
            talk.telegram.add_chat(STRANGER, "private", bot="blocked")
        async with talk.bot():
            as_chat = GROUP if refusal == "anonymous" else None
            talk.stranger.say(GROUP, "/latest cleveland", as_chat=as_chat)
            message = await talk.shown(GROUP)
            await talk.quiet()
        assert "press Start" in message.text
        assert message.reply_markup == {
            "inline_keyboard": [
                [{"text": "Open a private chat", "url": "https://t.me/sample_relay_bot"}]
            ]
        }
        assert len(talk.telegram.messages) == 1

    async def test_pressed_in_a_group(self, talk: Talking) -> None:
        posts = talk.desk.script
        again = Button(label="Cleveland", action=Action("latest", {"what": "cleveland"}))
        talk.desk.script = lambda ask: (
            posts(ask) if ask.pressed else said("Which one?", rows=((again,),))
        )
        async with talk.bot():
            talk.moderator.say(GROUP, "/latest clev")
            message = await talk.shown(GROUP)
            answer = await talk.told(talk.member.press(message, "Cleveland"))
            await talk.shown(MEMBER, 3)
        assert answer["text"] == "I have sent it to you in our private chat."
        assert message.text == "Which one?"

    async def test_public_ones_stand_where_they_were_asked_for(self, talk: Talking) -> None:
        talk.desk.script = lambda _: said("Look:", posts=(an_outgoing(GROUP),), public=True)
        async with talk.bot():
            talk.member.say(GROUP, "/latest cleveland")
            await talk.shown(GROUP, 2)
        assert talk.telegram.messages_in(MEMBER) == []

    async def test_a_post_telegram_cannot_read(self, talk: Talking) -> None:
        talk.telegram.fail(
            status=400,
            description="Bad Request: can't parse entities: odd",
            when=lambda params: "Post number 1" in params["text"],
        )
        async with talk.bot():
            talk.member.say(GROUP, "/latest cleveland")
            await talk.shown(MEMBER, 3)
        assert talk.telegram.messages_in(MEMBER)[1].parse_mode is None
