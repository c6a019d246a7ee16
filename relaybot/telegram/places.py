"""Telegram's chats as commands see them: what the bot may do there, and words of our own."""

from dataclasses import dataclass

from telegram import (
    Bot,
    ChatAdministratorRights,
    ChatFullInfo,
    ChatMember,
    KeyboardButton,
    KeyboardButtonRequestChat,
    LinkPreviewOptions,
    ReplyKeyboardMarkup,
)
from telegram.constants import ChatAction, ChatType, ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError

from relaybot.commands.menu import N_
from relaybot.commands.reply import Reply
from relaybot.errors import PlatformError
from relaybot.model.destination import Address, PlatformName
from relaybot.model.examination import Examination, MissingRight
from relaybot.model.outcome import (
    Blocked,
    Delivered,
    DestinationGone,
    DestinationMoved,
    Outcome,
    Refused,
)
from relaybot.richtext.nodes import Document
from relaybot.telegram.invite import POSTING, PREVIEWS, WRITING
from relaybot.telegram.outcomes import outcome_of, words
from relaybot.telegram.replies import rendered

PICKED = 1  # request_id of our one keyboard button

IN_CHANNEL = N_(
    "Open the channel, tap its name → Edit (on a computer: ⋮ → Manage Channel) → Administrators →"
    " this bot, and allow what is missing."
)
IN_GROUP = N_(
    "Open the group, tap its name → Edit (on a computer: ⋮ → Manage Group) → Permissions, and allow"
    " what is missing; or make this bot an administrator."
)
CLOSED = N_("This topic is closed. Open it, or make me an administrator.")
DELETED = N_("This topic was deleted. Choose another one.")
NOT_A_TOPIC = N_("There is no such topic.")

_LAST_TRY = 99  # these words are not sent again, so a chat that is not known now is gone
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_ABSENT = (ChatMember.LEFT, ChatMember.BANNED)
_RULERS = (ChatMember.OWNER, ChatMember.ADMINISTRATOR)


@dataclass(frozen=True, slots=True)
class TelegramPlaces:
    """`ports.Places` for Telegram."""

    bot: Bot

    async def examine(self, address: Address) -> Examination:
        """Look at a chat and the bot's rights in it. Raises `PlatformError` in words."""
        try:
            return await self._examine(address.chat, address.thread)
        except ChatMigrated as moved:
            return await self.examine(
                Address(PlatformName.TELEGRAM, str(moved.new_chat_id), address.thread)
            )
        except (BadRequest, Forbidden):
            return Examination(name="", reachable=False, where_to_click=_way(address.chat))
        except TelegramError as error:
            raise PlatformError(f"Telegram gave no answer: {words(error)}") from error

    async def say(self, address: Address, body: Document) -> Outcome:
        """Post words of our own into a chat, without a sound."""
        try:
            sent = await self.bot.send_message(
                chat_id=address.chat,
                message_thread_id=int(address.thread) if address.thread else None,
                text=rendered(Reply(body=body)),
                parse_mode=ParseMode.HTML,
                link_preview_options=_NO_PREVIEW,
                disable_notification=True,
            )
        except TelegramError as error:
            return outcome_of(error, attempts=_LAST_TRY)
        return Delivered(str(sent.message_id))

    async def whisper(self, user: str, body: Document) -> Outcome:
        """Write to a person privately; Refused when they do not let us."""
        if user.startswith("-"):
            return Refused("who asked did so in a chat's name: nobody knows which person it was")
        outcome = await self.say(Address(PlatformName.TELEGRAM, user), body)
        if isinstance(outcome, Blocked | DestinationGone | DestinationMoved):
            return Refused("this person has not started a private chat with the bot")
        return outcome

    async def _examine(self, number: str, thread: str | None) -> Examination:
        chat = await self.bot.get_chat(number)
        member = await self.bot.get_chat_member(number, self.bot.id)
        reachable = chat.type == ChatType.PRIVATE or member.status not in _ABSENT
        return Examination(
            name=chat.title or chat.first_name or "",
            reachable=reachable,
            problem=await self._trouble_with(chat, thread) if reachable else None,
            missing=_missing(chat, member) if reachable else (),
            where_to_click=IN_CHANNEL if chat.type == ChatType.CHANNEL else IN_GROUP,
            forum=bool(chat.is_forum),
        )

    async def _trouble_with(self, chat: ChatFullInfo, thread: str | None) -> str | None:
        """Try a topic: no method tells how it is, so the bot is shown as typing there."""
        if thread is None:
            return None
        if not thread.isdecimal():
            return NOT_A_TOPIC
        try:
            await self.bot.send_chat_action(
                chat.id, ChatAction.TYPING, message_thread_id=int(thread)
            )
        except BadRequest as error:
            return _topic_trouble(error)
        return None


def _topic_trouble(error: BadRequest) -> str | None:
    text = str(error).lower()
    if "thread not found" in text or "topic_deleted" in text:
        return DELETED
    if "topic_closed" in text or "topic is closed" in text:
        return CLOSED
    return None  # a missing right, which is told as such


def _missing(chat: ChatFullInfo, member: ChatMember) -> tuple[MissingRight, ...]:
    if chat.type == ChatType.PRIVATE:
        return ()
    if chat.type == ChatType.CHANNEL:
        may = member.status in _RULERS and getattr(member, "can_post_messages", True)
        return () if may else (POSTING.told,)
    if member.status in _RULERS:
        return ()
    return tuple(
        right.told
        for right, name in (
            (WRITING, "can_send_messages"),
            (PREVIEWS, "can_add_web_page_previews"),
        )
        if not _allowed(name, chat, member)
    )


def _allowed(name: str, chat: ChatFullInfo, member: ChatMember) -> bool:
    """A member may do what the group allows, and what was not taken from this one member."""
    by_group = getattr(chat.permissions, name, None) is not False
    return by_group and getattr(member, name, None) is not False


def _way(chat: str) -> str:
    return IN_CHANNEL if chat.startswith(("@", "-100")) else IN_GROUP


def channel_keyboard(label: str) -> ReplyKeyboardMarkup:
    """Return the button with which a person picks a channel, and lets the bot post there."""
    rights = ChatAdministratorRights.no_rights().to_dict() | {"can_post_messages": True}
    posting = ChatAdministratorRights.de_json(rights)
    request = KeyboardButtonRequestChat(
        request_id=PICKED,
        chat_is_channel=True,
        user_administrator_rights=posting,  # the bot is asked for no right the person has not got
        bot_administrator_rights=posting,
        request_title=True,
    )
    return ReplyKeyboardMarkup.from_button(
        KeyboardButton(label, request_chat=request), resize_keyboard=True, one_time_keyboard=True
    )
