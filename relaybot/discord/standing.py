"""A message that stands somewhere, and what can be done to it: by the bot, or by its webhook."""

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass
from typing import Any

import discord

from relaybot.discord.channels import DEADLINE, Channels
from relaybot.discord.edits import edit_outcome_of
from relaybot.discord.outcomes import Verdict, in_words
from relaybot.discord.personas import Personas
from relaybot.discord.receipt import Receipt
from relaybot.model.outcome import Refused, RetryLater

NO_WEBHOOK, WRONG_TOKEN = 10015, 50027


class WebhookGone(Exception):  # noqa: N818 - what was found, like the library's NotFound
    """The webhook that spoke is not there any more: nobody can change what it said."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a message is, and whose."""

    chat: int  # the channel or thread it is in
    number: int
    receipt: Receipt

    @classmethod
    def of(cls, chat: str, number: str, receipt: Receipt) -> "Standing":
        """Return the message of that id; the first one of a forum post is in its own thread."""
        return cls(int(number) if receipt.forum else int(chat), int(number), receipt)


class Hands:
    """Edits and deletes messages. Raises what discord.py raises, and `WebhookGone`."""

    def __init__(self, client: discord.Client, channels: Channels, personas: Personas) -> None:
        self._client = client
        self._channels = channels
        self._personas = personas

    async def edit(self, standing: Standing, changes: dict[str, Any]) -> None:
        """Let the message be as `changes` say."""
        if standing.receipt.webhook is None:
            await self._message(standing).edit(**changes)
            return
        webhook, where = await self._mouth(standing, standing.receipt.webhook)
        try:
            await webhook.edit_message(standing.number, **changes, **where)
        except discord.HTTPException as error:
            if error.code in (NO_WEBHOOK, WRONG_TOKEN) and webhook.channel_id:
                self._personas.forget(webhook.channel_id)
            raise

    async def delete(self, standing: Standing) -> bool:
        """Delete the message; True: it is gone. A forum post people answered to stays."""
        try:
            return await self._delete(standing)
        except discord.NotFound:  # somebody was faster
            return True

    async def _delete(self, standing: Standing) -> bool:
        if standing.receipt.forum:
            return await self._delete_post(standing)
        if standing.receipt.webhook is None:
            await self._message(standing).delete()
        else:
            webhook, where = await self._mouth(standing, standing.receipt.webhook)
            await webhook.delete_message(standing.number, **where)
        return True

    async def _delete_post(self, standing: Standing) -> bool:
        """With its thread everything in it would go: what others said is not ours to delete."""
        thread = await self._client.fetch_channel(standing.chat)
        if not isinstance(thread, discord.Thread):
            return False
        said = [message.id async for message in thread.history(limit=2)]
        if said != [standing.number]:
            return False
        await thread.delete()
        return True

    async def rename(self, standing: Standing, name: str) -> None:
        """Rename the thread of the message, unless somebody has given it another name."""
        thread = await self._channels.channel(standing.number)
        if isinstance(thread, discord.Thread) and thread.name == standing.receipt.topic:
            await thread.edit(name=name)

    def _message(self, standing: Standing) -> discord.PartialMessage:
        place = self._client.get_partial_messageable(standing.chat)
        return place.get_partial_message(standing.number)

    async def _mouth(
        self, standing: Standing, number: int
    ) -> tuple[discord.Webhook, dict[str, Any]]:
        found = await self._personas.owned(standing.chat, number)
        if found is None:
            raise WebhookGone("the webhook that spoke it is gone")
        webhook, thread = found
        return webhook, {"thread": discord.Object(thread)} if thread else {}


async def tried(work: Awaitable[Verdict]) -> Verdict:
    """Return what an attempt to change something came to."""
    try:
        async with asyncio.timeout(DEADLINE):
            return await work
    except WebhookGone as gone:
        return Refused(str(gone))
    except Exception as error:
        if isinstance(error, discord.HTTPException) and error.code == WRONG_TOKEN:
            return RetryLater(in_words(error))  # of the webhook, not of the bot
        verdict = edit_outcome_of(error)
        if verdict is None:
            raise
        return verdict
