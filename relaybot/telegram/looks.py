"""Messages that were made, kept while a post goes to many chats in a few looks.

So are the addresses of pictures that Telegram could not get lately: the next chat need not ask.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import replace

import structlog

from relaybot.message.content import content_of
from relaybot.model.delivery import Outgoing
from relaybot.model.destination import Style
from relaybot.model.post import StoredPost
from relaybot.telegram.format import (
    Form,
    TelegramMessage,
    format_as,
    format_post,
    format_title_only,
)
from relaybot.telegram.look import look_of

_KEPT = 256
_REMEMBERED = 600.0  # seconds: a host that gave no picture may do so again
_BROKEN_KEPT = 256

Addresses = frozenset[str]

log = structlog.get_logger(__name__)


class Looks:
    """Makes messages, each only once while it is needed."""

    def __init__(self, seconds: Callable[[], float]) -> None:
        self._seconds = seconds
        self._messages: OrderedDict[tuple[object, ...], TelegramMessage] = OrderedDict()
        self._broken: OrderedDict[str, float] = OrderedDict()

    def post(self, outgoing: Outgoing, without: Addresses) -> TelegramMessage:
        """Return the message of a post for where it goes."""
        key = (*_key_of(outgoing.claim.post), look_of(outgoing), without)
        return self._once(key, lambda: post_or_title(outgoing, without))

    def again(
        self, outgoing: Outgoing, style: Style, form: Form, without: Addresses
    ) -> TelegramMessage:
        """Return what a message that was sent in this style and form is to be now."""
        key = (*_key_of(outgoing.claim.post), look_of(outgoing), style, form, without)
        return self._once(key, lambda: _again_or_title(outgoing, style, form, without))

    def broken(self, outgoing: Outgoing) -> Addresses:
        """Return which pictures of a post could not be had lately."""
        now = self._seconds()
        while self._broken and next(iter(self._broken.values())) < now - _REMEMBERED:
            self._broken.popitem(last=False)
        pictures = _pictures_of(outgoing) if self._broken else frozenset()
        return frozenset(address for address in pictures if address in self._broken)

    def remember_broken(self, addresses: Iterable[str]) -> None:
        """Remember pictures that could not be had."""
        for address in addresses:
            self._broken[address] = self._seconds()
            self._broken.move_to_end(address)
        while len(self._broken) > _BROKEN_KEPT:
            self._broken.popitem(last=False)

    def _once(
        self, key: tuple[object, ...], make: Callable[[], TelegramMessage]
    ) -> TelegramMessage:
        if key in self._messages:
            self._messages.move_to_end(key)
            return self._messages[key]
        message = self._messages[key] = make()
        if len(self._messages) > _KEPT:
            self._messages.popitem(last=False)
        return message


def post_or_title(outgoing: Outgoing, without: Addresses = frozenset()) -> TelegramMessage:
    """Return the message of a post; its title where a fault of ours stands in the way."""
    try:
        return format_post(outgoing, without)
    except Exception:  # the post must get through all the same
        log.exception("telegram_format_failed", post=outgoing.claim.post.id)
        return format_title_only(outgoing)


def _again_or_title(
    outgoing: Outgoing, style: Style, form: Form, without: Addresses
) -> TelegramMessage:
    try:
        return format_as(outgoing, style, form, without)
    except Exception:  # as above
        log.exception("telegram_format_failed", post=outgoing.claim.post.id)
        return format_title_only(outgoing, style, form)


def _pictures_of(outgoing: Outgoing) -> Addresses:
    try:
        return frozenset(picture.url for picture in content_of(outgoing).pictures)
    except Exception:  # our bug, and logged where the message is made
        return frozenset()


def _key_of(stored: StoredPost) -> tuple[object, ...]:
    """Everything a post says; its body only as a hash, since that may weigh a megabyte."""
    post = stored.post
    rest = replace(post, html="", summary="")
    return (stored.id, len(post.html), hash(post.html), hash(post.summary), rest)
