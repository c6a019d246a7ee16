"""What is noted about a message that was sent, so that it can be changed later: a short JSON text.

Only this module reads it. What cannot be read is None: such a message is left as it is.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from relaybot.model.destination import Style
from relaybot.richtext.motif import motif
from relaybot.telegram.format import Form, TelegramMessage

_BETWEEN_IDS = "+"
_DIGEST_LETTERS = 16


@dataclass(frozen=True, slots=True)
class SentPicture:
    """A picture in the chat: where it came from, and by which id Telegram knows it."""

    url: str
    file_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """How a message was sent, and what it says."""

    style: Style
    form: Form
    digest: str  # of everything but its pictures: see `digest_of`
    pictures: tuple[SentPicture, ...] = ()  # as many as there are messages, for photo and album
    covered: bool = False
    without: frozenset[str] = frozenset()  # addresses of pictures that could not be had
    deleted: bool = False

    def write(self) -> str:
        """Return the text to be stored."""
        told: dict[str, Any] = {
            "style": self.style,
            "form": self.form,
            "digest": self.digest,
            "pictures": [[one.url, one.file_id] for one in self.pictures],
            "covered": self.covered,
            "without": sorted(self.without),
            "deleted": self.deleted,
        }
        return json.dumps({name: value for name, value in told.items() if value})


def read_receipt(text: str | None) -> Receipt | None:
    """Return what `Receipt.write` wrote, None for anything else."""
    try:
        told = json.loads(text or "")
        return Receipt(
            style=Style(told["style"]),
            form=Form(told["form"]),
            digest=str(told["digest"]),
            pictures=tuple(
                SentPicture(str(url), str(id_)) for url, id_ in told.get("pictures", ())
            ),
            covered=bool(told.get("covered")),
            without=frozenset(map(str, told.get("without", ()))),
            deleted=bool(told.get("deleted")),
        )
    except (ValueError, KeyError, TypeError):
        return None


def digest_of(message: TelegramMessage) -> str:
    """Return a hash of all that a message says and of how it shows it, but for its pictures.

    Those are compared one by one, because each is changed by itself.
    """
    preview = motif(message.preview_url) if message.preview_url else None
    told = [
        message.html,
        [preview, message.large_preview, message.preview_above],
        message.caption_above,
        [[button.label, button.url] for button in message.buttons],
    ]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:_DIGEST_LETTERS]


def message_id_of(ids: Sequence[int]) -> str:
    """Return the ids of one post's messages as one; the first carries the words."""
    return _BETWEEN_IDS.join(map(str, ids))


def message_ids(message_id: str | None) -> tuple[int, ...]:
    """Return the ids that `message_id_of` joined, none for anything else."""
    parts = (message_id or "").split(_BETWEEN_IDS)
    return tuple(map(int, parts)) if all(map(str.isdecimal, parts)) else ()
