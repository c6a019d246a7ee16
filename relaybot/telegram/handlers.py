"""What happens in the chats: the bot is let in or removed, a group gets another id."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import structlog
from telegram import Chat, ChatMember, Update
from telegram.ext import Application, ChatMemberHandler, ContextTypes, MessageHandler, filters

# Telegram sends only what is asked for: the fewer, the less a busy group costs.
ALLOWED_UPDATES = (Update.MY_CHAT_MEMBER, Update.MESSAGE)

OnPresence = Callable[[Sequence[str], bool, str], Awaitable[None]]
OnMoved = Callable[[str, str], Awaitable[None]]

_ABSENT = (ChatMember.LEFT, ChatMember.BANNED)

log = structlog.get_logger(__name__)


def register(
    application: Application[Any, Any, Any, Any, Any, Any],
    on_presence: OnPresence,
    on_moved: OnMoved,
) -> None:
    """Connect what happens in the chats with what is to be done about it.

    `on_presence(chat_ids, present, reason)`: the bot was let into or removed from a chat;
    `chat_ids` are all the names it may be known by. `on_moved(old_chat, new_chat)`.
    """

    async def presence(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        if update.my_chat_member:
            chat = update.my_chat_member.chat
            present = _present(update.my_chat_member.new_chat_member)
            await on_presence(_names(chat), present, _reason(chat, present))

    async def moved(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        message = update.effective_message
        if message and message.migrate_to_chat_id:
            await on_moved(str(message.chat.id), str(message.migrate_to_chat_id))
        elif message and message.migrate_from_chat_id:
            await on_moved(str(message.migrate_from_chat_id), str(message.chat.id))

    application.add_handler(ChatMemberHandler(presence, ChatMemberHandler.MY_CHAT_MEMBER))
    application.add_handler(MessageHandler(filters.StatusUpdate.MIGRATE, moved))
    application.add_error_handler(_report)


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
