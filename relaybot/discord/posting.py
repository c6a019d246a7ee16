"""One request that makes a message: by the bot, by a webhook, or as a post of a forum."""

import asyncio
from dataclasses import replace

import discord
import structlog

from relaybot.discord.attempts import Attempt, watched
from relaybot.discord.channels import DEADLINE, Channels
from relaybot.discord.form import Form
from relaybot.discord.outcomes import (
    Remedy,
    TryAgain,
    Verdict,
    in_words,
    outcome_of,
    spoken_outcome_of,
)
from relaybot.discord.payload import changes_of, options_of
from relaybot.discord.personas import Personas, Voice
from relaybot.discord.receipt import Receipt, digest
from relaybot.discord.recognise import missing_pictures
from relaybot.discord.tags import Tags
from relaybot.model.delivery import Outgoing
from relaybot.model.outcome import Delivered

log = structlog.get_logger(__name__)


class Posting:
    """Sends one form of a message, and says what became of it."""

    def __init__(
        self, client: discord.Client, channels: Channels, personas: Personas, tags: Tags
    ) -> None:
        self._client = client
        self._channels = channels
        self._personas = personas
        self._tags = tags

    async def send(self, outgoing: Outgoing, form: Form, voice: Voice | None) -> Verdict:
        """Send it; `voice`: what speaks instead of the bot."""
        attempt = Attempt(once=voice is not None)
        try:
            with watched(attempt):
                async with asyncio.timeout(DEADLINE):
                    if voice:
                        return await self._spoken(outgoing, form, voice)
                    return await self._sent(outgoing, form, attempt)
        except Exception as error:  # after the request left, any surprise leaves it unknown
            if voice:
                self._personas.failed(voice, error)
            verdict = (spoken_outcome_of if voice else outcome_of)(error, attempt)
            if verdict is None:
                raise
            return verdict

    async def _sent(self, outgoing: Outgoing, form: Form, attempt: Attempt) -> Verdict:
        destination = outgoing.claim.destination
        place = await self._channels.place(int(destination.address.chat))
        options = {**options_of(form), "silent": destination.silent}
        if isinstance(place, discord.ForumChannel):
            tags = await self._tags.chosen(place, outgoing) if form.tags else ()
            attempt.once = True
            name = form.message.thread_name
            post = await place.create_thread(name=name, applied_tags=tags, **options)
            await _without_missing(post.message, form)
            return _delivered(post.message.id, receipt_of(form, forum=True))
        sent = await place.send(nonce=outgoing.claim.delivery.nonce, **options)
        await _without_missing(sent, form)
        return _delivered(sent.id, receipt_of(form))

    async def _spoken(self, outgoing: Outgoing, form: Form, voice: Voice) -> Verdict:
        options = options_of(form) | {"silent": outgoing.claim.destination.silent}
        if voice.thread:
            options["thread"] = discord.Object(voice.thread)
        sent = await voice.webhook.send(
            wait=True,
            username=voice.speaker.name,
            avatar_url=form.avatar or self._own_face(),
            **options,
        )
        if voice.thread is None and sent.channel.id != voice.home:
            return await self._astray(voice, sent.id)
        await _without_missing(sent, form)
        return _delivered(sent.id, receipt_of(form, voice.webhook.id))

    async def _astray(self, voice: Voice, number: int) -> Verdict:
        """Somebody moved the webhook to another channel: the post must not stay there."""
        self._personas.forget(voice.home)
        await voice.webhook.delete_message(number)
        return TryAgain(Remedy.WITHOUT_PERSONA, "the webhook belongs to another channel now")

    def _own_face(self) -> str | None:
        """Return the bot's picture, for chapters that have none."""
        return self._client.user.display_avatar.url if self._client.user else None


async def _without_missing(sent: discord.Message, form: Form) -> None:
    """Take away pictures that Discord could not get, if it says so: readers would see gaps."""
    missing = missing_pictures(sent)
    if not missing:
        return
    less = replace(form, edited=True, refused=form.refused | missing)
    try:
        await sent.edit(**changes_of(less))
    except Exception as error:  # the post is there, with a gap
        log.info("discord_picture_missing", message=sent.id, reason=in_words(error))


def _delivered(number: int, receipt: Receipt) -> Delivered:
    return Delivered(str(number), str(receipt))


def receipt_of(form: Form, webhook: int | None = None, *, forum: bool = False) -> Receipt:
    """Return what is kept of a message that stands in this form."""
    return Receipt(
        shape=form.shape,
        shows=digest(form.message, form.shape),
        webhook=webhook,
        role=form.role,
        topic=form.message.thread_name,
        forum=forum,
    )
