"""What happens in the chats: the bot comes, goes or gets other rights, a group gets another id,
somebody opens a private chat or picks a channel there; and who hears a command.

A test compares the commands heard here with the menu.
"""

from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import Any

import structlog
from telegram import Chat, ChatMember, Message, ReplyKeyboardRemove, Update
from telegram.error import BadRequest, Forbidden
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from relaybot.commands.menu import MENU, Command
from relaybot.commands.words import Words, bold
from relaybot.model.destination import Address, PlatformName
from relaybot.richtext.nodes import Inline
from relaybot.telegram.asks import sender_of
from relaybot.telegram.commands import CommandHandlers, Conversation
from relaybot.telegram.places import channel_keyboard
from relaybot.telegram.replies import target_of

# Telegram sends only what is asked for: the fewer, the less a busy group costs.
ALLOWED_UPDATES = (
    Update.MY_CHAT_MEMBER,
    Update.MESSAGE,
    Update.CHANNEL_POST,
    Update.CALLBACK_QUERY,
)

OnPresence = Callable[[Sequence[str], bool, str], Awaitable[None]]
OnMoved = Callable[[str, str], Awaitable[None]]
OnRightsChanged = Callable[[Sequence[str]], Awaitable[None]]
Context = ContextTypes.DEFAULT_TYPE
AnyApplication = Application[Any, Any, Any, Any, Any, Any]

_ABSENT = (ChatMember.LEFT, ChatMember.BANNED)
# A forwarded command was somebody else's, and an edited one was answered already. A post of a
# channel reaches the group that discusses it as a forward.
_WRITTEN = (filters.UpdateType.MESSAGE | filters.UpdateType.CHANNEL_POST) & ~filters.FORWARDED
_PRIVATE = filters.UpdateType.MESSAGE & filters.ChatType.PRIVATE

log = structlog.get_logger(__name__)


def register(
    application: AnyApplication,
    on_presence: OnPresence,
    on_moved: OnMoved,
    on_rights_changed: OnRightsChanged | None = None,
) -> None:
    """Connect what happens in the chats with what is to be done about it.

    `on_presence(chat_ids, present, reason)`: the bot was let into or removed from a chat;
    `chat_ids` are all the names it may be known by. `on_moved(old_chat, new_chat)`.
    `on_rights_changed(chat_ids)`: the bot may do more or less there than before.
    """

    async def membership(update: Update, _context: Context) -> None:
        if update.my_chat_member is None:
            return
        chat = update.my_chat_member.chat
        before, after = update.my_chat_member.old_chat_member, update.my_chat_member.new_chat_member
        present = _present(after)
        await on_presence(_names(chat), present, _reason(chat, present))
        if present and _present(before) and on_rights_changed and chat.type != Chat.PRIVATE:
            await on_rights_changed(_names(chat))

    async def moved(update: Update, _context: Context) -> None:
        message = update.effective_message
        if message and message.migrate_to_chat_id:
            await on_moved(str(message.chat.id), str(message.migrate_to_chat_id))
        elif message and message.migrate_from_chat_id:
            await on_moved(str(message.migrate_from_chat_id), str(message.chat.id))

    application.add_handler(ChatMemberHandler(membership, ChatMemberHandler.MY_CHAT_MEMBER))
    application.add_handler(MessageHandler(filters.StatusUpdate.MIGRATE, moved))
    application.add_error_handler(_report)


def register_commands(
    application: AnyApplication, commands: CommandHandlers, conversation: Conversation
) -> None:
    """Let the commands of the menu be heard, buttons, and what belongs to private chats."""
    private = PrivateChats(commands, conversation)

    async def pressed(update: Update, _context: Context) -> None:
        if update.callback_query:
            await commands.pressed(update.callback_query)

    for command in MENU:
        application.add_handler(_heard(command, commands))
    application.add_handler(CallbackQueryHandler(pressed))
    application.add_handler(
        CommandHandler("start", _with_message(private.start), filters=_PRIVATE & _WRITTEN)
    )
    application.add_handler(
        MessageHandler(_PRIVATE & filters.StatusUpdate.CHAT_SHARED, _with_message(private.picked))
    )
    application.add_handler(
        MessageHandler(_PRIVATE & filters.TEXT, _with_message(private.not_understood))
    )


class PrivateChats:
    """What happens only in a private chat with the bot: a person chooses a channel to manage."""

    def __init__(self, commands: CommandHandlers, conversation: Conversation) -> None:
        self._commands = commands
        self._asks = commands.asks
        self._choose = conversation.choose

    async def start(self, message: Message) -> None:
        """Greet, and let a channel be chosen."""
        sender = sender_of(message)
        words = self._asks.words(sender)
        greeting = words.say(
            "Hello! I bring the posts of chapters into channels and groups. In a group, add me and"
            " ask me there. For a channel, press the button below."
        )
        chosen = await self._asks.chosen_name(sender)
        now = words.say("What you ask here is about {place}.", place=bold(chosen)) if chosen else ()
        await self._offer_channels(message, words, greeting, now)

    async def picked(self, message: Message) -> None:
        """Let the private chat be about a channel, if the person is an administrator there."""
        shared, sender = message.chat_shared, sender_of(message)
        if shared is None:
            return
        words, chat = self._asks.words(sender), str(shared.chat_id)
        name = bold(shared.title or chat)
        try:
            manages = await self._asks.manages(chat, sender)
        except (BadRequest, Forbidden):
            unseen = words.say(
                "I cannot see {place} yet. Make me an administrator there with the right “Post"
                " Messages”, then choose it again.",
                place=name,
            )
            await self._offer_channels(message, words, unseen)
            return
        if not manages:
            denied = words.say("Only administrators of {place} can do that.", place=name)
            await self._offer_channels(message, words, denied)
            return
        await self._choose(sender.user, Address(PlatformName.TELEGRAM, chat))
        said = words.say("What you ask here is about {place} from now on.", place=name)
        await self._commands.replies.say(target_of(message), said, controls=ReplyKeyboardRemove())
        if waiting := self._commands.waiting.pop(sender.user, None):
            await self._commands.typed(*waiting)

    async def not_understood(self, message: Message) -> None:
        """Help somebody who wrote something else than a command of ours."""
        words = self._asks.words(sender_of(message))
        said = words.say("I only understand commands: /help lists them.")
        await self._commands.replies.say(target_of(message), said)

    async def _offer_channels(
        self, message: Message, words: Words, *sentences: tuple[Inline, ...]
    ) -> None:
        keyboard = channel_keyboard(words.label("Choose a channel"))
        await self._commands.replies.say(target_of(message), *sentences, controls=keyboard)


def _heard(command: Command, commands: CommandHandlers) -> CommandHandler[Context, None]:
    async def typed(message: Message) -> None:
        await commands.typed(command.verb, message)

    return CommandHandler(command.verb, _with_message(typed), filters=_WRITTEN)


def _with_message(
    work: Callable[[Message], Awaitable[None]],
) -> Callable[[Update, Context], Coroutine[Any, Any, None]]:
    async def handle(update: Update, _context: Context) -> None:
        if update.effective_message:
            await work(update.effective_message)

    return handle


async def _report(update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Log what a handler could not deal with; updates are not asked for again."""
    number = update.update_id if isinstance(update, Update) else None
    log.error("telegram_update_failed", update=number, exc_info=context.error)


def _present(member: ChatMember) -> bool:
    if member.status == ChatMember.RESTRICTED:
        return bool(getattr(member, "is_member", False))
    return member.status not in _ABSENT


def _names(chat: Chat) -> Sequence[str]:
    return (str(chat.id), f"@{chat.username}") if chat.username else (str(chat.id),)


def _reason(chat: Chat, present: bool) -> str:
    if chat.type == Chat.PRIVATE:
        return "the bot was unblocked" if present else "the bot was blocked"
    place = f"“{chat.title}”" if chat.title else f"the {chat.type}"
    return f"the bot is a member of {place}" if present else f"the bot was removed from {place}"
