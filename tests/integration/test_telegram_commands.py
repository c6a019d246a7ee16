"""The real python-telegram-bot against the emulator: who asks what, where, with which rights."""

from collections.abc import AsyncIterator

import pytest
from telegram.ext import CommandHandler

from relaybot.commands.menu import MENU
from relaybot.locale.load import load_languages
from relaybot.telegram.asks import needs_place
from tests.builders import an_address
from tests.integration.telegram_setting import CHANNEL, FORUM, GROUP, SMALL_GROUP, until
from tests.integration.telegram_talking import MEMBER, MODERATOR, Talking, said, talking

OLD_MARK = "what an older version told"
VERBS = [command.verb for command in MENU]


@pytest.fixture
async def talk() -> AsyncIterator[Talking]:
    async with talking() as ready:
        yield ready


class TestEveryCommand:
    @pytest.mark.parametrize("verb", VERBS)
    async def test_in_every_place_by_everybody(self, talk: Talking, verb: str) -> None:
        talk.chosen[str(MODERATOR)] = an_address(str(CHANNEL), "telegram")
        async with talk.bot():
            talk.moderator.say(GROUP, f"/{verb}")
            await talk.asked(1)
            talk.member.say(GROUP, f"/{verb}")
            await talk.asked(2)
            talk.moderator.say(GROUP, f"/{verb}", as_chat=GROUP)
            await talk.asked(3)
            talk.moderator.say(FORUM, f"/{verb}", thread=7)
            await talk.asked(4)
            talk.moderator.post(CHANNEL, f"/{verb}")
            await talk.asked(5)
            talk.moderator.say(MODERATOR, f"/{verb}")
            await talk.asked(6)
            await talk.shown(MODERATOR)
        channel = an_address(str(CHANNEL), "telegram")
        private = channel if needs_place(verb) else an_address(str(MODERATOR), "telegram")
        found = [(a.place.address, a.asker.user, a.asker.manages) for a in talk.desk.asks]
        assert {ask.verb for ask in talk.desk.asks} == {verb}
        assert found == [
            (an_address(str(GROUP), "telegram"), str(MODERATOR), True),
            (an_address(str(GROUP), "telegram"), str(MEMBER), False),
            (an_address(str(GROUP), "telegram"), str(GROUP), True),
            (an_address(str(FORUM), "telegram", "7"), str(MODERATOR), True),
            (channel, str(CHANNEL), True),
            (private, str(MODERATOR), needs_place(verb)),
        ]

    async def test_what_is_heard_is_the_menu(self, talk: Talking) -> None:
        bot = talk.a_bot()
        heard = {
            name
            for handlers in bot._application.handlers.values()
            for handler in handlers
            if isinstance(handler, CommandHandler)
            for name in handler.commands
        }
        assert heard == {*VERBS, "start"}


class TestGroups:
    async def test_the_answer_stands_under_the_command(self, talk: Talking) -> None:
        async with talk.bot():
            number = talk.moderator.say(GROUP, "/status")
            message = await talk.shown(GROUP)
        assert message.text == "status for Sample chat"
        assert f'"message_id": {number}' in message.params["reply_parameters"]

    async def test_in_a_topic(self, talk: Talking) -> None:
        begun = {"message_id": 7, "date": 1, "chat": {"id": FORUM, "type": "supergroup"}}
        begun["forum_topic_created"] = {"name": "Rallies", "icon_color": 1}
        async with talk.bot():
            talk.moderator.say(FORUM, "/status", thread=7, reply_to_message=begun)
            message = await talk.shown(FORUM)
        assert message.thread == 7
        assert talk.desk.asks[0].place.name == "Sample chat · Rallies"

    async def test_a_thread_of_answers_is_no_topic(self, talk: Talking) -> None:
        async with talk.bot():
            talk.moderator.say(GROUP, "/status", message_thread_id=12)
            ask = await talk.asked()
        assert ask.place.address == an_address(str(GROUP), "telegram")

    async def test_for_whom_it_is(self, talk: Talking) -> None:
        async with talk.bot():
            talk.moderator.say(GROUP, "/status@another_bot")
            talk.moderator.say(GROUP, "hello /status")
            talk.moderator.say(GROUP, "/start")
            talk.moderator.say(GROUP, "/unheard_of")
            talk.moderator.say(GROUP, "/status@Sample_Relay_Bot")
            await talk.shown(GROUP)
            await talk.quiet()
        assert len(talk.desk.asks) == 1
        assert len(talk.telegram.messages) == 1

    async def test_a_forwarded_command_is_not_the_forwarders(self, talk: Talking) -> None:
        origin = {"type": "hidden_user", "date": 1, "sender_user_name": "Somebody"}
        async with talk.bot():
            talk.moderator.say(GROUP, "/unfollow everything", forward_origin=origin)
            talk.moderator.post(CHANNEL, "/unfollow everything", forward_origin=origin)
            await talk.quiet()
        assert talk.desk.asks == []

    async def test_writing_as_a_channel_gives_no_right_in_a_group(self, talk: Talking) -> None:
        async with talk.bot():
            talk.stranger.say(GROUP, "/pause", as_chat=CHANNEL)
            ask = await talk.asked()
        assert (ask.asker.user, ask.asker.manages) == (str(CHANNEL), False)

    async def test_members_that_are_not_shown_to_the_bot(self, talk: Talking) -> None:
        talk.telegram.ledger.chats[GROUP].members_hidden = True
        async with talk.bot():
            talk.moderator.say(GROUP, "/pause")
            talk.member.say(GROUP, "/pause")
            await talk.asked(2)
        assert [ask.asker.manages for ask in talk.desk.asks] == [True, False]

    async def test_rights_are_those_of_the_moment(self, talk: Talking) -> None:
        async with talk.bot():
            talk.moderator.say(GROUP, "/pause")
            await talk.asked(1)
            talk.telegram.ledger.chats[GROUP].administrators.clear()
            talk.moderator.say(GROUP, "/pause")
            await talk.asked(2)
        assert [ask.asker.manages for ask in talk.desk.asks] == [True, False]

    async def test_telegram_does_not_say_who_may(self, talk: Talking) -> None:
        talk.telegram.fail("getChatMember", status=502, description="Bad Gateway")
        async with talk.bot():
            talk.moderator.say(GROUP, "/pause")
            message = await talk.shown(GROUP)
        assert message.text == "Telegram gave no answer. Please try again."
        assert talk.desk.asks == []

    async def test_a_group_that_becomes_a_supergroup_meanwhile(self, talk: Talking) -> None:
        talk.telegram.ledger.chats[SMALL_GROUP].administrators[MODERATOR] = "Mona"
        async with talk.bot():
            talk.moderator.say(SMALL_GROUP, "/pause")
            await talk.asked(1)
            after = talk.telegram.migrate(SMALL_GROUP, -1009)
            after.administrators[MODERATOR] = "Mona"
            talk.moderator.say(-1009, "/pause")
            ask = await talk.asked(2)
        assert ask.place.address == an_address("-1009", "telegram")


class TestWhere:
    @pytest.mark.parametrize(
        ("text", "chat", "thread"),
        [
            ("/follow cleveland @sample_channel", CHANNEL, None),
            (f"/follow cleveland in {CHANNEL}", CHANNEL, None),
            (f"/follow cleveland {FORUM}/8", FORUM, "8"),
            (f"/follow cleveland {FORUM}/1", FORUM, None),
        ],
    )
    async def test_another_place(
        self, talk: Talking, text: str, chat: int, thread: str | None
    ) -> None:
        async with talk.bot():
            talk.moderator.say(GROUP, text)
            ask = await talk.asked()
            message = await talk.shown(GROUP)
        assert ask.place.address == an_address(str(chat), "telegram", thread)
        assert (ask.place.here, ask.asker.manages) == (False, True)
        assert ask.arguments == {"what": "cleveland"}
        assert message.text == "📍 Sample chat\n\nfollow for Sample chat"

    async def test_the_place_itself(self, talk: Talking) -> None:
        async with talk.bot():
            talk.moderator.say(FORUM, f"/status {FORUM}/7", thread=7)
            ask = await talk.asked()
        assert ask.place.here

    async def test_of_which_one_is_no_administrator(self, talk: Talking) -> None:
        async with talk.bot():
            talk.member.say(GROUP, "/follow cleveland @sample_channel")
            ask = await talk.asked()
        assert not ask.asker.manages

    async def test_an_anonymous_administrator_rules_one_group_only(self, talk: Talking) -> None:
        async with talk.bot():
            talk.moderator.say(GROUP, "/follow cleveland @sample_channel", as_chat=GROUP)
            ask = await talk.asked()
        assert not ask.asker.manages

    @pytest.mark.parametrize("where", ["@nobody_knows", "-100999", f"-{MEMBER}9", str(FORUM)])
    async def test_what_is_not_there_or_nobodys_business(self, talk: Talking, where: str) -> None:
        talk.telegram.ledger.chats[FORUM].absent.add(MEMBER)
        async with talk.bot():
            talk.member.say(GROUP, f"/following {where}")
            message = await talk.shown(GROUP)
        assert message.text.replace("\u2060", "") == (
            f"I do not know {where}. Is the name right, and am I an administrator there?"
        )
        assert talk.desk.asks == []


class TestChannelPosts:
    async def test_asked_in_the_channel_itself(self, talk: Talking) -> None:
        async with talk.bot():
            talk.moderator.post(CHANNEL, "/follow cleveland")
            ask = await talk.asked()
            message = await talk.shown(CHANNEL)
        assert ask.place.here
        assert ask.asker.language is None
        assert "reply_parameters" in message.params

    async def test_other_posts_are_nobodys_question(self, talk: Talking) -> None:
        async with talk.bot():
            talk.moderator.post(CHANNEL, "Rally tomorrow /follow us")
            await talk.quiet()
        assert talk.telegram.messages == []


class TestLists:
    async def test_told_once(self, talk: Talking) -> None:
        talk.languages = dict(load_languages())
        async with talk.bot():
            await _registered(talk)
        sets = talk.telegram.requests["setMyCommands"]
        async with talk.bot():
            await talk.quiet()
        assert sets == 3 * len(talk.languages)
        assert talk.telegram.requests["setMyCommands"] == sets

    async def test_to_whom_what(self, talk: Talking) -> None:
        async with talk.bot():
            await _registered(talk)
        lists = {
            scope: [command["command"] for command in commands]
            for scope, commands in talk.telegram.ledger.commands.items()
        }
        everybodys = [command.verb for command in MENU if not command.manages]
        assert lists == {
            "[('type', 'all_private_chats')]": VERBS,
            "[('type', 'all_group_chats')]": everybodys,
            "[('type', 'all_chat_administrators')]": VERBS,
        }

    async def test_told_again_when_it_changed_or_failed(self, talk: Talking) -> None:
        talk.mark = OLD_MARK
        talk.telegram.fail("setMyCommands", status=500)
        async with talk.bot():
            await _registered(talk)
        assert len(talk.telegram.ledger.commands) == 3


async def _registered(talk: Talking) -> None:
    await until(lambda: talk.mark not in (None, OLD_MARK))


class TestNothingStopsIt:
    async def test_a_bug_is_apologised_for(self, talk: Talking) -> None:
        def broken(_: object) -> None:
            raise RuntimeError("the database is away")

        talk.desk.script = broken  # type: ignore[assignment] # it never returns
        async with talk.bot():
            talk.moderator.say(GROUP, "/status")
            message = await talk.shown(GROUP)
            talk.desk.script = lambda _: said("All is well.")
            talk.moderator.say(GROUP, "/status")
            assert (await talk.shown(GROUP, 2)).text == "All is well."
        assert message.text.startswith("Sorry, something went wrong on my side.")

    async def test_chats_do_not_wait_for_each_other(self, talk: Talking) -> None:
        talk.telegram.fail(
            "getChatMember", delay=1.0, when=lambda params: params["chat_id"] == str(GROUP)
        )
        async with talk.bot():
            talk.moderator.say(GROUP, "/status")
            talk.moderator.say(GROUP, "/history")
            talk.moderator.say(FORUM, "/check")
            await talk.asked(3)
        assert [ask.verb for ask in talk.desk.asks] == ["check", "status", "history"]

    async def test_where_the_bot_may_not_write(self, talk: Talking) -> None:
        talk.telegram.ledger.chats[GROUP].bot_may_post = False
        async with talk.bot():
            talk.moderator.say(GROUP, "/status")
            await talk.asked()
            talk.moderator.say(FORUM, "/status")
            await talk.shown(FORUM)
        assert talk.telegram.messages_in(GROUP) == []

    async def test_told_to_wait(self, talk: Talking) -> None:
        talk.telegram.fail(
            status=429, description="Too Many Requests", parameters={"retry_after": 1}
        )
        async with talk.bot():
            talk.moderator.say(GROUP, "/status")
            assert await talk.shown(GROUP)
