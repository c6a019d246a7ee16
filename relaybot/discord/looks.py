"""Messages already laid out: a post for many channels is made once for each look it has there."""

from collections import OrderedDict

import structlog

from relaybot.discord.channels import keep
from relaybot.discord.format import DiscordMessage, bare_message, message_of
from relaybot.discord.look import look_of
from relaybot.model.delivery import Outgoing
from relaybot.model.destination import Style

RENDERED = 128  # messages kept

log = structlog.get_logger(__name__)


class Looks:
    """Lays posts out, and remembers the last."""

    def __init__(self) -> None:
        self._made: OrderedDict[tuple[object, ...], DiscordMessage] = OrderedDict()

    def of(self, outgoing: Outgoing, style: Style | None = None, *, voiced: bool) -> DiscordMessage:
        """Return the message; a fault of ours costs its looks and never the post."""
        try:
            return self._of(outgoing, style, voiced)
        except Exception:
            log.exception("discord_format_bug", post=outgoing.claim.post.id)
            return bare_message(outgoing)

    def _of(self, outgoing: Outgoing, style: Style | None, voiced: bool) -> DiscordMessage:
        stored, wanted = outgoing.claim.post, outgoing.claim.destination.preferences.style
        look = look_of(outgoing, style or wanted, voiced=voiced)
        # What readers see of a post and its fingerprint may leave out: pictures, addresses, times.
        post = stored.post
        facts = post.title, post.link, post.image, post.audio, post.event, post.published
        key = (stored.id, post.fingerprint, outgoing.feed.slug, look, facts)
        if key not in self._made:
            self._made[key] = message_of(outgoing, look)
        keep(self._made, key, RENDERED)
        return self._made[key]
