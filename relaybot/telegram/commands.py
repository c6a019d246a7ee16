"""The menu as Telegram's commands, and how one is answered.

::

    typed or pressed
      → the ask, with the asker's rights at this moment        asks
      → the desk
      → the answer, in its place or for the asker alone        replies

What is written after a command is read by the menu: `/verb [first] [name value]… [[in] where]`.

- `where`, the last word: `@channel`, `-1001234567890`, or a topic of it, `-1001234567890/42`;
- an argument's name with what follows it: `/follow cleveland latest 3`, `/chapters region CA`;
- the first argument is everything before: `/follow new york latest 3`, `/pause until tomorrow`;
- a number that is next in the menu needs no name: `/latest cleveland 3`;
- of a setting, the first word is its name: `/settings timezone America/New_York`.

What goes wrong: 1. a place that is not there, no right → words; 2. Telegram refuses an answer →
the log; 3. ours → an apology with an id that the log knows. A press is told by an alert.
"""

import hashlib
import json
import re
import secrets
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import structlog
from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    CallbackQuery,
    Message,
)
from telegram.error import BadRequest, Forbidden, TelegramError

from relaybot.commands.ask import Ask
from relaybot.commands.menu import BY_VERB, MENU, Argument, Command, Suggest
from relaybot.commands.reply import Button, Reply, paragraphs
from relaybot.commands.words import ENGLISH, Language, Words, link
from relaybot.model.destination import Address
from relaybot.ports import Clock
from relaybot.richtext.characters import tidy
from relaybot.telegram.asks import Asks, Problem, Sender, Spot, presser_of, sender_of, spot_of
from relaybot.telegram.outcomes import words as error_words
from relaybot.telegram.places import channel_keyboard
from relaybot.telegram.replies import Replies, Target, target_of

_WHERE = re.compile(r"@[a-z]\w{3,31}|-\d{2,}(?:/\d+)?", re.ASCII | re.IGNORECASE)
_BEFORE_WHERE = ("in", "en", "where")
_BARE_NUMBER = re.compile(r"[1-5]")
_MOST_WAITING = 1000  # commands remembered until a channel is chosen
_DESCRIPTION = 256  # https://core.telegram.org/bots/api#botcommand

log = structlog.get_logger(__name__)


class Desk(Protocol):
    """Where asks are answered (`relaybot.commands.desk`)."""

    async def answer(self, ask: Ask) -> Reply:
        """Answer; never raises."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """All that is needed to talk with people.

    `chosen` and `choose` remember which channel a person's private chat is about. `load_mark` and
    `save_mark` keep a short text between starts: which commands Telegram knows.
    """

    desk: Desk
    clock: Clock
    languages: Mapping[str, Language]
    chosen: Callable[[str], Awaitable[Address | None]]
    choose: Callable[[str, Address | None], Awaitable[None]]
    load_mark: Callable[[], Awaitable[str | None]]
    save_mark: Callable[[str], Awaitable[None]]


class CommandHandlers:
    """Commands and buttons of one bot, each a shell around the desk."""

    def __init__(self, bot: Bot, conversation: Conversation) -> None:
        self.asks = Asks(
            bot=bot,
            clock=conversation.clock,
            languages=conversation.languages,
            chosen=conversation.chosen,
        )
        self._bot = bot
        self._desk = conversation.desk
        self._conversation = conversation
        self.replies = Replies(bot)
        self.waiting: dict[str, tuple[str, Message]] = {}  # for a channel to be chosen, by user

    async def register(self) -> None:
        """Tell Telegram the commands, when they are not the ones it knows. Raises its errors."""
        lists = list(_lists(self._conversation.languages))
        told = [(s.to_dict(), code, [c.to_dict() for c in each]) for s, code, each in lists]
        whole = json.dumps([self._bot.id, told], sort_keys=True)
        mark = hashlib.sha256(whole.encode()).hexdigest()
        if await self._conversation.load_mark() == mark:
            return
        for scope, code, commands in lists:
            await self._bot.set_my_commands(commands, scope=scope, language_code=code)
        await self._conversation.save_mark(mark)
        log.info("telegram_commands_registered", count=len(MENU))

    async def typed(self, verb: str, message: Message) -> None:
        """Answer a command."""
        target = target_of(message)
        try:
            ask = await self.asks.typed(message, verb, read(BY_VERB[verb], _after_command(message)))
            if isinstance(ask, Problem):
                await self._say_problem(verb, message, ask)
                return
            reply = await self._answer(sender_of(message), spot_of(message), ask)
            await self.replies.send(_about(target, ask), reply)
        except TelegramError as error:
            log.warning("telegram_answer_refused", verb=verb, reason=error_words(error))
        except Exception as error:
            await self.replies.send(target, self._apology(sender_of(message), error))

    async def pressed(self, query: CallbackQuery) -> None:
        """Answer a button."""
        try:
            await self._pressed(query)
        except TelegramError as error:
            log.warning("telegram_answer_refused", reason=error_words(error))
        except Exception as error:
            apology = self._apology(presser_of(query), error)
            await self.replies.tell(query.id, apology.body, alert=True)

    async def _pressed(self, query: CallbackQuery) -> None:
        ask, message = await self.asks.pressed(query), query.message
        if isinstance(ask, Problem) or message is None:
            sentence = ask.sentence if isinstance(ask, Problem) else ()
            await self.replies.tell(query.id, paragraphs(sentence), alert=True)
            return
        reply = await self._answer(presser_of(query), spot_of(message), ask)
        if reply.denied:
            await self.replies.tell(query.id, reply.body, alert=True)
            return
        await self.replies.tell(query.id)
        target = _about(target_of(message), ask)
        if reply.beside:
            await self.replies.send(target, reply)
        else:
            await self.replies.replace(message, target, reply)

    async def _answer(self, sender: Sender, spot: Spot, ask: Ask) -> Reply:
        """Return what is shown where it was asked: never posts that one person asked for alone."""
        reply = await self._desk.answer(ask)
        if not reply.posts or reply.public or spot.private:
            return reply
        return await self._in_private(sender, ask, reply)

    async def _in_private(self, sender: Sender, ask: Ask, reply: Reply) -> Reply:
        words = self.asks.words(sender)
        try:
            if sender.chat is None:
                await self.replies.send(Target(chat=sender.user, about=ask.place), reply)
                said = words.say("I have sent it to you in our private chat.")
                return Reply(body=paragraphs(said), denied=True)
        except (BadRequest, Forbidden) as error:
            log.info("telegram_private_chat_closed", reason=error_words(error))
        address = f"https://t.me/{self._bot.username}"
        said = words.say(
            "I show posts to you alone, in a private chat: open {bot}, press Start, and ask again.",
            bot=link(f"@{self._bot.username}", address),
        )
        open_it = Button(label=words.label("Open a private chat"), url=address)
        return Reply(body=paragraphs(said), rows=((open_it,),), denied=True)

    async def _say_problem(self, verb: str, message: Message, problem: Problem) -> None:
        if not problem.choose:
            await self.replies.say(target_of(message), problem.sentence)
            return
        sender = sender_of(message)
        self.waiting[sender.user] = (verb, message)
        if len(self.waiting) > _MOST_WAITING:
            self.waiting.pop(next(iter(self.waiting)))
        keyboard = channel_keyboard(self.asks.words(sender).label("Choose a channel"))
        await self.replies.say(target_of(message), problem.sentence, controls=keyboard)

    def _apology(self, sender: Sender, error: Exception) -> Reply:
        number = secrets.token_hex(3)
        log.error("telegram_command_failed", id=number, exc_info=error)
        sentence = self.asks.words(sender).say(
            "Sorry, something went wrong on my side. Whether it was done all the same, /history"
            " tells. If it happens again, tell whoever runs this bot the number {number}.",
            number=number,
        )
        return Reply(body=paragraphs(sentence), denied=True)


def read(command: Command, text: str) -> dict[str, str]:
    """Return the arguments that were written after a command, by name; see the grammar above."""
    words = tidy(text).split()
    shown = [argument for argument in command.arguments if not argument.hidden]
    given = _where(words) if any(argument.place for argument in shown) else {}
    free = [argument for argument in shown if not argument.place]
    if not free or not words:
        return given
    first = free[0]
    if first.suggest is Suggest.SETTINGS:
        return given | _filled({first.name: words[:1], free[1].name: words[1:]})
    if shown[1:2] and shown[1].number and _ends_with_number(words, shown[1].name):
        given[shown[1].name] = words.pop()
    if words[0].lower() == first.name and len(words) > 1:
        words = words[1:]
    return given | _filled(_by_name(words, first, free[1:]))


def _ends_with_number(words: Sequence[str], name: str) -> bool:
    """Tell whether a number stands at the end without its name, and is not all there is."""
    return (
        len(words) > 1
        and _BARE_NUMBER.fullmatch(words[-1]) is not None
        and words[-2].lower() != name
    )


def _where(words: list[str]) -> dict[str, str]:
    """Take the place off the end of the words."""
    if not words or not _WHERE.fullmatch(words[-1]):
        return {}
    place = words.pop()
    if words and words[-1].lower() in _BEFORE_WHERE:
        words.pop()
    return {"where": place}


def _by_name(
    words: Sequence[str], first: Argument, named: Sequence[Argument]
) -> Mapping[str, list[str]]:
    """Share the words out: those after an argument's name are its own."""
    names = {argument.name: argument for argument in named}
    found: dict[str, list[str]] = {first.name: []}
    now = first
    for word, following in zip(words, [*words[1:], ""], strict=True):
        begun = names.get(word.lower())
        if begun and begun.name not in found and _can_begin(begun, following):
            now, found[begun.name] = begun, []
            continue
        found[now.name].append(word)
        if now.number:
            now = first
    return found


def _can_begin(argument: Argument, following: str) -> bool:
    return following.isdecimal() if argument.number else bool(following)


def _filled(found: Mapping[str, Sequence[str]]) -> dict[str, str]:
    return {name: " ".join(words) for name, words in found.items() if words}


def _after_command(message: Message) -> str:
    return (message.text or "")[message.entities[0].length :]


def _about(target: Target, ask: Ask) -> Target:
    return target if ask.place.here else replace(target, about=ask.place)


_Lists = Iterator[tuple[BotCommandScope, str | None, Sequence[BotCommand]]]


def _lists(languages: Mapping[str, Language]) -> _Lists:
    """Yield what is told to Telegram: for whom, in which language, and the commands."""
    everybodys = [command for command in MENU if not command.manages]
    for language in languages.values():
        code = None if language.code == ENGLISH.code else language.code
        if code is None or len(code) == 2:  # Telegram knows no other codes
            yield BotCommandScopeAllPrivateChats(), code, _listed(MENU, language)
            yield BotCommandScopeAllGroupChats(), code, _listed(everybodys, language)
            yield BotCommandScopeAllChatAdministrators(), code, _listed(MENU, language)


def _listed(commands: Sequence[Command], language: Language) -> Sequence[BotCommand]:
    words = Words(language)
    return [
        BotCommand(command.verb, words.label(command.description)[:_DESCRIPTION])
        for command in commands
    ]
