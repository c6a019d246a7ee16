"""Chats with their members, topics and messages."""

import time
from dataclasses import dataclass, field
from typing import Any

from tests.emulators.telegram.answers import ApiError, bad_request, forbidden
from tests.emulators.telegram.entities import Parsed

Json = dict[str, Any]

GENERAL_TOPIC = 1  # has an id, but posting there means giving none

# The library cannot read an administrator without every one of these.
_ADMIN_RIGHTS = (
    "can_be_edited",
    "is_anonymous",
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)


@dataclass(slots=True)
class Topic:
    """A topic of a forum."""

    name: str
    closed: bool = False


@dataclass(slots=True, kw_only=True)
class Chat:
    """A chat as the server knows it; tests change its attributes at will."""

    id: int
    type: str = "channel"  # private, group, supergroup, channel
    title: str = "Sample chat"
    username: str | None = None
    bot: str = "administrator"  # creator, administrator, member, left, kicked; private: blocked
    bot_may_post: bool = True
    bot_may_delete: bool = False  # what others wrote
    known: bool = True  # False: "chat not found", as after a restart of the Bot API server
    deleted: bool = False
    migrated_to: int | None = None
    administrators: dict[int, str] = field(default_factory=dict)  # user id → first name
    anonymous: set[int] = field(default_factory=set)  # administrators who write in the chat's name
    absent: set[int] = field(default_factory=set)  # people who are not in it; everybody else is
    members_hidden: bool = False  # a bot that is no administrator is not told about members
    permissions: Json = field(default_factory=dict)  # what a group allows its members
    topics: dict[int, Topic] = field(default_factory=dict)
    last_message: int = 0

    def to_json(self) -> Json:
        """Return it as messages and updates carry it."""
        name = "first_name" if self.type == "private" else "title"
        given: Json = {"id": self.id, "type": self.type, name: self.title}
        if self.username:
            given["username"] = self.username
        if self.topics:
            given["is_forum"] = True
        return given

    def to_full_json(self) -> Json:
        """Return it as getChat does."""
        gifts = (
            "unlimited_gifts",
            "limited_gifts",
            "unique_gifts",
            "premium_subscription",
            "gifts_from_channels",
        )
        given = {
            **self.to_json(),
            "accent_color_id": 0,
            "max_reaction_count": 11,
            "accepted_gift_types": dict.fromkeys(gifts, False),
        }
        if self.type in ("group", "supergroup"):
            allowed = ("can_send_messages", "can_add_web_page_previews")
            given["permissions"] = dict.fromkeys(allowed, True) | self.permissions
        return given

    def check_reachable(self) -> None:
        """Raise what the server answers when the bot has nothing to do with this chat."""
        if not self.known:
            raise bad_request("chat not found")
        if self.migrated_to is not None:
            raise bad_request(
                "group chat was upgraded to a supergroup chat",
                migrate_to_chat_id=self.migrated_to,
            )
        if self.deleted:
            raise forbidden("the group chat was deleted")
        if refusal := self._membership_refusal():
            raise refusal

    def check_may_post(self) -> None:
        """Raise what the server answers when the bot may not write."""
        self.check_reachable()
        if self.type == "channel" and not (self.bot_may_post and self.bot == "administrator"):
            raise bad_request("need administrator rights in the channel chat")
        if not self.bot_may_post:
            raise bad_request("not enough rights to send text messages to the chat")

    def check_topic(self, thread: int | None) -> None:
        """Raise what the server answers for a topic that cannot be written to."""
        if thread is None:
            return
        topic = self.topics.get(thread)
        if topic is None or thread == GENERAL_TOPIC:
            raise bad_request("message thread not found")
        if topic.closed and self.bot != "administrator":
            raise bad_request("TOPIC_CLOSED")

    def member_json(self, user: Json) -> Json:
        """Return a member as getChatMember does."""
        if user.get("is_bot"):
            given = membership(user, self.bot, self.type)
            if "can_post_messages" in given:
                given["can_post_messages"] = self.bot_may_post
            if "can_delete_messages" in given:
                given["can_delete_messages"] = self.bot_may_delete
            return given
        status = "administrator" if user["id"] in self.administrators else "member"
        given = membership(user, "left" if user["id"] in self.absent else status, self.type)
        return given | ({"is_anonymous": True} if user["id"] in self.anonymous else {})

    def _membership_refusal(self) -> ApiError | None:
        if self.type == "private":
            blocked = self.bot in ("blocked", "kicked", "left")
            return forbidden("bot was blocked by the user") if blocked else None
        if self.bot == "kicked":
            return forbidden(f"bot was kicked from the {self.type} chat")
        if self.bot == "left":
            return forbidden(f"bot is not a member of the {self.type} chat")
        return None


def membership(user: Json, status: str, chat_type: str) -> Json:
    """Return a ChatMember with the fields its status demands."""
    given: Json = {"user": user, "status": status}
    if status == "administrator":
        given.update(dict.fromkeys(_ADMIN_RIGHTS, False))
        if chat_type == "channel":
            given.update(can_post_messages=True, can_edit_messages=True)
    if status == "creator":
        given["is_anonymous"] = False
    if status == "kicked":
        given["until_date"] = 0
    return given


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What readers see of a message, at one time."""

    content: Parsed
    kind: str = "text"  # or photo
    photo: str | None = None
    caption_above: bool = False
    link_preview: Json = field(default_factory=dict)
    reply_markup: Json | None = None


@dataclass(slots=True, kw_only=True)
class SentMessage:
    """A message of the ledger, as its readers have it now."""

    id: int
    chat: Chat
    date: int
    shown: Shown
    thread: int | None = None
    silent: bool = False
    parse_mode: str | None = None
    album: str | None = None  # media_group_id, the same for all pictures of it
    forwarded_from: int | None = None
    earlier: list[Shown] = field(default_factory=list)  # before each edit, oldest first
    deleted: bool = False
    params: Json = field(default_factory=dict)  # the request that sent it, as it came

    @property
    def edits(self) -> int:
        """How often it was edited."""
        return len(self.earlier)

    @property
    def content(self) -> Parsed:
        """The text or caption, with its entities."""
        return self.shown.content

    @property
    def text(self) -> str:
        """What is read: the text, or the caption."""
        return self.shown.content.text

    @property
    def kind(self) -> str:
        """What it is: text or photo."""
        return self.shown.kind

    @property
    def photo(self) -> str | None:
        """The address or file of its picture."""
        return self.shown.photo

    @property
    def caption_above(self) -> bool:
        """Whether the caption stands above the picture."""
        return self.shown.caption_above

    @property
    def link_preview(self) -> Json:
        """The link_preview_options it was sent with."""
        return self.shown.link_preview

    @property
    def reply_markup(self) -> Json | None:
        """Its buttons."""
        return self.shown.reply_markup

    def grow_old(self, hours: float) -> None:
        """Let it have been sent so many hours earlier than it was."""
        self.date -= round(hours * 3600)

    def to_json(self, bot: Json) -> Json:
        """Return it as the Bot API does."""
        given: Json = {"message_id": self.id, "date": self.date, "chat": self.chat.to_json()}
        given["sender_chat" if self.chat.type == "channel" else "from"] = (
            self.chat.to_json() if self.chat.type == "channel" else bot
        )
        if self.thread is not None:
            given.update(message_thread_id=self.thread, is_topic_message=True)
        if self.album:
            given["media_group_id"] = self.album
        if self.earlier:
            given["edit_date"] = int(time.time())
        return given | _content_json(self.shown, self.id)


def _content_json(shown: Shown, number: int) -> Json:
    words, marks = ("caption", "caption_entities") if shown.photo else ("text", "entities")
    given: Json = {words: shown.content.text}
    given[marks] = [entity.to_json() for entity in shown.content.entities]
    if shown.photo:
        size = {"file_id": f"photo-{number}", "file_unique_id": f"p{number}"}
        given["photo"] = [{**size, "width": 640, "height": 480}]
    if shown.caption_above:
        given["show_caption_above_media"] = True
    if shown.link_preview:
        given["link_preview_options"] = shown.link_preview
    if shown.reply_markup and "inline_keyboard" in shown.reply_markup:
        given["reply_markup"] = shown.reply_markup
    return given
