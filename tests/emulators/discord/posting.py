"""Messages come to be, change, and are told of: the same for the bot and for webhooks."""

from collections.abc import Callable, Collection
from typing import Any

from tests.emulators.discord import message_shapes
from tests.emulators.discord.checks import MESSAGE_FIELDS, check_message, embed_pictures
from tests.emulators.discord.components import Surroundings, media
from tests.emulators.discord.edits import EDIT_FIELDS, files_after, result
from tests.emulators.discord.world import Channel, Message, World

Json = dict[str, Any]
Dispatch = Callable[[str, Json], None]


class Posting:
    """Checks what a message holds, and keeps it."""

    def __init__(self, world: World, dispatch: Dispatch) -> None:
        self.world = world
        self.dispatch = dispatch

    def check(
        self, payload: Json, files: list[str], fields: Collection[str] = MESSAGE_FIELDS
    ) -> None:
        """Raise what Discord refuses in a new message."""
        check_message(payload, self._around(files), fields)

    def check_edit(self, sent: Message, payload: Json, files: list[str]) -> None:
        """Raise what Discord refuses in an edit: what counts is the message it would make."""
        around = self._around(files_after(sent, payload, files))
        check_message(result(sent, payload), around, EDIT_FIELDS)

    def _around(self, files: list[str]) -> Surroundings:
        return Surroundings(files, self.world.broken_pictures)

    def post(self, channel: int, payload: Json, files: list[str], **more: Any) -> Message:
        """Keep a new message; the bot's own unless `more` says otherwise."""
        return self.world.post(self.made(channel, payload, files, **more))

    def made(self, channel: int, payload: Json, files: list[str], **more: Any) -> Message:
        """Return a new message that nobody but its reader may see."""
        nonce = payload.get("nonce")
        given: Json = {
            "id": self.world.new_id(),
            "author": self.world.bot,
            "nonce": None if nonce is None else str(nonce),
        }
        message = Message(
            channel=channel,
            content=(payload.get("content") or "").strip(),
            embeds=payload.get("embeds") or [],
            flags=payload.get("flags") or 0,
            payload=payload,
            files=files,
            components=payload.get("components") or [],
            **(given | more),
        )
        message.unseen = self._unseen(message)
        return message

    def change(self, sent: Message, payload: Json, files: list[str]) -> None:
        """Keep an edit, and that there was one."""
        becomes = result(sent, payload)
        sent.files = files_after(sent, payload, files)
        sent.content = (becomes["content"] or "").strip()
        sent.embeds = becomes["embeds"]
        sent.components = becomes["components"]
        sent.flags = becomes["flags"]
        sent.earlier.append(sent.payload)
        sent.payload = payload
        sent.unseen = self._unseen(sent)

    def _unseen(self, sent: Message) -> frozenset[str]:
        shown = embed_pictures(sent.embeds)
        shown += [item["media"]["url"] for item in media(sent.components)]
        bad = self.world.missing_pictures | self.world.broken_pictures
        return frozenset(shown) & bad

    def tell(self, event: str, place: Channel, sent: Message) -> None:
        """Dispatch MESSAGE_CREATE or MESSAGE_UPDATE."""
        shape = message_shapes.message(sent, nonce=event == "MESSAGE_CREATE")
        self.dispatch(event, shape | where(place))

    def delete(self, place: Channel, sent: Message) -> None:
        """Delete a message; the ledger keeps it."""
        sent.deleted = True
        gone = {"id": str(sent.id), "channel_id": str(sent.channel)}
        self.dispatch("MESSAGE_DELETE", gone | where(place))


def where(place: Channel) -> Json:
    return {"guild_id": str(place.guild)} if place.guild else {}
