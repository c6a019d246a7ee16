"""What is to be done so that a message that was sent says what it is to say now."""

from dataclasses import dataclass, replace

from relaybot.model.post import Image
from relaybot.richtext.motif import motif
from relaybot.telegram.format import TelegramMessage
from relaybot.telegram.receipt import Receipt, digest_of


@dataclass(frozen=True, slots=True)
class Revision:
    """The message as it is to be, with as many pictures as were sent, and what differs."""

    message: TelegramMessage
    words: bool  # text or caption, preview, buttons
    pictures: tuple[int, ...]  # places of those that are to be changed

    @property
    def edits(self) -> int:
        """How many requests it takes."""
        return len(self.pictures) + (self.words and 0 not in self.pictures)

    def file_of(self, place: int, receipt: Receipt) -> str:
        """Return what Telegram is asked to show at a place: what it has, or another address."""
        there, wanted = receipt.pictures[place], self.message.pictures[place].url
        return there.file_id if there.url == wanted and there.file_id else wanted


def revision_of(message: TelegramMessage, receipt: Receipt) -> Revision:
    """Compare what a post is to look like with what was noted about its message."""
    wanted = _arranged(message.pictures, receipt)
    changed = tuple(
        place
        for place, there in enumerate(receipt.pictures)
        if there.url != wanted[place].url or receipt.covered != message.covered
    )
    return Revision(
        replace(message, pictures=wanted), digest_of(message) != receipt.digest, changed
    )


def _arranged(pictures: tuple[Image, ...], receipt: Receipt) -> tuple[Image, ...]:
    """Keep every picture that is still among them where it is; new ones take the other places.

    A message can get neither more nor fewer pictures: where there is no new one, the old one stays.
    """
    now = {motif(picture.url) for picture in pictures}
    there = {motif(sent.url) for sent in receipt.pictures}
    new = [picture for picture in pictures if motif(picture.url) not in there]
    return tuple(
        new.pop(0) if new and motif(sent.url) not in now else Image(url=sent.url)
        for sent in receipt.pictures
    )
