"""Updates become asks: what is asked, about which place, and whether whoever asks manages it.

Which place it is about: what `where` says; else, in a private chat, the channel this person chose;
else the chat, or the topic, it is asked in. Who manages it is asked of Telegram for every ask and
never remembered. Whoever writes in a chat's own name (a post in a channel, an anonymous
administrator of a group) is an administrator of that chat, and of no other.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace

from telegram import Bot, CallbackQuery, ChatFullInfo, ChatMember, MaybeInaccessibleMessage, Message
from telegram.constants import ChatType
from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError

from relaybot.commands.action import decode
from relaybot.commands.ask import Ask, Asker, Place
from relaybot.commands.context import words_for
from relaybot.commands.menu import BY_VERB
from relaybot.commands.words import Language, Words
from relaybot.model.destination import Address, PlatformName, Preferences
from relaybot.ports import Clock
from relaybot.richtext.nodes import Inline

Chosen = Callable[[str], Awaitable[Address | None]]
"""`await chosen(user)`: the channel this person's private chat is about."""

_GENERAL_TOPIC = "1"  # has an id, but is addressed by the chat's alone
_MANAGERS = (ChatMember.OWNER, ChatMember.ADMINISTRATOR)
_ABSENT = (ChatMember.LEFT, ChatMember.BANNED)


@dataclass(frozen=True, slots=True)
class Sender:
    """Who wrote or pressed; `chat` when it was in the name of a chat, whose id `user` then is."""

    user: str
    language: str | None = None
    chat: str | None = None


@dataclass(frozen=True, slots=True)
class Spot:
    """Where something was written or pressed. `name` is the chat's, with its topic's if known."""

    chat: str
    thread: str | None
    name: str
    private: bool

    @property
    def address(self) -> Address:
        """Return it as the address of a destination."""
        return Address(PlatformName.TELEGRAM, self.chat, self.thread)


@dataclass(frozen=True, slots=True)
class Problem:
    """Why there is no ask, in words; `choose`: choosing a channel would help."""

    sentence: tuple[Inline, ...]
    choose: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Asks:
    """Makes asks."""

    bot: Bot
    clock: Clock
    languages: Mapping[str, Language]
    chosen: Chosen

    def words(self, sender: Sender) -> Words:
        """Return words for what is said before a place is known."""
        return words_for(self.languages, Preferences(), sender.language)

    async def typed(
        self, message: Message, verb: str, arguments: Mapping[str, str]
    ) -> Ask | Problem:
        """Return what a command asks."""
        return await self._ask(sender_of(message), spot_of(message), verb, arguments, pressed=False)

    async def pressed(self, query: CallbackQuery) -> Ask | Problem:
        """Return what a button asks: as the command does, with the rights of whoever presses."""
        sender, action, message = presser_of(query), decode(query.data or ""), query.message
        if action is None or message is None or _topic_forgotten(message):
            return Problem(
                self.words(sender).say("This button is out of date. Please ask once more.")
            )
        spot = spot_of(message)
        return await self._ask(sender, spot, action.verb, action.arguments, pressed=True)

    async def manages(self, chat: str, sender: Sender) -> bool:
        """Tell whether this person is an administrator of a chat now."""
        return await self._status(chat, sender) in _MANAGERS

    async def chosen_name(self, sender: Sender) -> str | None:
        """Return how the channel that this person chose is called, if it can be seen."""
        chosen = await self.chosen(sender.user)
        if chosen is None:
            return None
        try:
            return (await self._chat(chosen.chat)).title
        except (BadRequest, Forbidden):
            return None

    async def _ask(
        self, sender: Sender, spot: Spot, verb: str, arguments: Mapping[str, str], *, pressed: bool
    ) -> Ask | Problem:
        try:
            found = await self._place(sender, spot, verb, arguments.get("where", ""))
        except TelegramError:
            return Problem(self.words(sender).say("Telegram gave no answer. Please try again."))
        if isinstance(found, Problem):
            return found
        return Ask(
            verb=verb,
            place=found.place,
            asker=Asker(
                platform=PlatformName.TELEGRAM,
                user=sender.user,
                manages=found.manages,
                language=sender.language,
            ),
            now=self.clock(),
            arguments={name: value for name, value in arguments.items() if name != "where"},
            pressed=pressed,
        )

    async def _place(self, sender: Sender, spot: Spot, verb: str, where: str) -> "_Found | Problem":
        if where and (asked := _address(where)) != spot.address:
            return await self._elsewhere(sender, spot, asked, where)
        if not spot.private:
            here = Place(address=spot.address, name=spot.name)
            return _Found(here, await self.manages(spot.chat, sender))
        if not needs_place(verb):
            return _Found(Place(address=spot.address, name=spot.name), manages=False)
        chosen = await self.chosen(sender.user)
        if chosen is None:
            return Problem(
                self.words(sender).say("Which channel is it about? Please choose one."), choose=True
            )
        return await self._elsewhere(sender, spot, chosen, chosen.chat)

    async def _elsewhere(
        self, sender: Sender, spot: Spot, address: Address, called: str
    ) -> "_Found | Problem":
        """Return a place that is not the one asked in, if it is any of this person's business."""
        try:
            chat = await self._chat(address.chat)
            status = await self._status(str(chat.id), sender)
        except (BadRequest, Forbidden):
            return self._not_known(sender, spot, called)
        hidden = chat.username is None and status in _ABSENT
        if hidden or chat.type == ChatType.PRIVATE:
            return self._not_known(sender, spot, called)
        there = replace(address, chat=str(chat.id))
        place = Place(address=there, name=chat.title or called, here=there == spot.address)
        return _Found(place, status in _MANAGERS)

    def _not_known(self, sender: Sender, spot: Spot, called: str) -> Problem:
        """Say no more than that: whether such a chat exists is nobody else's business."""
        sentence = self.words(sender).say(
            "I do not know {place}. Is the name right, and am I an administrator there?",
            place=called,
        )
        return Problem(sentence, choose=spot.private)

    async def _chat(self, chat: str) -> ChatFullInfo:
        try:
            return await self.bot.get_chat(chat)
        except ChatMigrated as moved:
            return await self.bot.get_chat(moved.new_chat_id)

    async def _status(self, chat: str, sender: Sender) -> str:
        if sender.chat is not None:
            return ChatMember.ADMINISTRATOR if sender.chat == chat else ChatMember.LEFT
        try:
            return _presence(await self.bot.get_chat_member(chat, int(sender.user)))
        except BadRequest:  # a bot that is no administrator may be refused; anyone sees who is one
            people = await self.bot.get_chat_administrators(chat)
            return next((p.status for p in people if str(p.user.id) == sender.user), _ABSENT[0])


@dataclass(frozen=True, slots=True)
class _Found:
    place: Place
    manages: bool


def needs_place(verb: str) -> bool:
    """Tell whether a command is about a channel at all."""
    return any(argument.place for argument in BY_VERB[verb].arguments)


def sender_of(message: Message) -> Sender:
    """Return who wrote a message."""
    if message.sender_chat:
        number = str(message.sender_chat.id)
        return Sender(number, chat=number)
    if message.from_user:
        return Sender(str(message.from_user.id), message.from_user.language_code)
    return Sender(str(message.chat.id), chat=str(message.chat.id))  # a post in a channel


def presser_of(query: CallbackQuery) -> Sender:
    """Return who pressed a button: always a person, anonymous administrators included."""
    return Sender(str(query.from_user.id), query.from_user.language_code)


def spot_of(message: MaybeInaccessibleMessage) -> Spot:
    """Return where a message stands."""
    return Spot(
        chat=str(message.chat.id),
        thread=_topic(message),
        name=_name(message),
        private=message.chat.type == ChatType.PRIVATE,
    )


def _topic(message: MaybeInaccessibleMessage) -> str | None:
    """Return the topic; answers to a message of a group without topics have a thread as well."""
    if not isinstance(message, Message) or not message.is_topic_message:
        return None
    in_forum = message.chat.type == ChatType.SUPERGROUP
    return str(message.message_thread_id) if in_forum else None


def _name(message: MaybeInaccessibleMessage) -> str:
    title = str(message.chat.title or message.chat.first_name or message.chat.id)
    begun_by = message.reply_to_message if isinstance(message, Message) else None
    topic = begun_by.forum_topic_created if begun_by else None
    return f"{title} · {topic.name}" if topic else title


def _topic_forgotten(message: MaybeInaccessibleMessage) -> bool:
    """Tell whether it may stand in a topic, but is too old for Telegram to say in which."""
    return not message.is_accessible and bool(message.chat.is_forum)


def _address(where: str) -> Address:
    chat, _, thread = where.partition("/")
    topic = thread if thread != _GENERAL_TOPIC else ""
    return Address(PlatformName.TELEGRAM, chat, topic or None)


def _presence(member: ChatMember) -> str:
    """Return a status; a restricted one may have left."""
    if member.status == ChatMember.RESTRICTED and not getattr(member, "is_member", True):
        return ChatMember.LEFT
    return member.status
