"""A post becomes one Telegram message, in the style of the place it goes to.

- *compact*: one line, the chapter and the linked title.
- *card*: an excerpt, and the preview that Telegram makes of the page.
- *full*: what gives a subscriber most of the post. An album or a photo where the words fit beneath
  it, else a long text, folded, under a large preview of the picture. One picture is worth no word:
  a text can show it too, so a photo is sent only when its caption says everything. Several
  pictures are worth half of the words: no text shows more than one.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from relaybot.message.content import LinkButton
from relaybot.message.shortened import CARD, FULL
from relaybot.model.delivery import Outgoing
from relaybot.model.destination import PicturePlace, Style
from relaybot.model.post import Image
from relaybot.richtext.shorten import is_longer, length
from relaybot.telegram.body import NOTHING, Fitting, Manner, fitted, laid_out
from relaybot.telegram.frame import Around, Frame, frame_of, one_line
from relaybot.telegram.limits import (
    CAPTION_UNITS,
    TEXT_UNITS,
    usable,
    utf16_cut,
    utf16_length,
    visible_text,
)
from relaybot.telegram.look import look_of
from relaybot.telegram.subject import Subject, bare_subject_of, subject_of

_LONG = (FULL, FULL // 2)  # tried in turn: many or long links, or emoji, can outgrow Telegram
_PARTS = (1, 0.75, 0.5, 0.25)  # of the room in a caption, in the same way
_AROUND = 6  # code units around the words: blank lines, and the ellipsis
_LEAST_ROOM = 80  # code units: less of a caption is no room for words


class Form(StrEnum):
    """What a message is to Telegram; it stays that, whatever it says later."""

    TEXT = "text"
    PHOTO = "photo"
    ALBUM = "album"


@dataclass(frozen=True, slots=True, kw_only=True)
class TelegramMessage:
    """One message within Telegram's limits.

    `html` is the text or the caption in Telegram's HTML; `text` says the same without markup, for
    when that is refused.
    """

    html: str
    text: str
    form: Form = Form.TEXT
    preview_url: str | None = None  # of a text: the page or picture shown with it; None = nothing
    large_preview: bool = False
    preview_above: bool = False  # the text instead of below it
    image: str | None = None  # what that preview will most likely show
    pictures: tuple[Image, ...] = ()  # of a photo (one) or an album (two to four)
    caption_above: bool = False  # them instead of below
    covered: bool = False  # they are seen only after a tap
    buttons: tuple[LinkButton, ...] = ()  # an album has none


def format_post(outgoing: Outgoing, without: frozenset[str] = frozenset()) -> TelegramMessage:
    """Render a post; what does not fit is left out, the least important first.

    `without`: addresses of pictures that cannot be shown.
    """
    subject = subject_of(outgoing, look_of(outgoing), without)
    return _with_pictures(subject) or _as_text(subject)


def format_as(
    outgoing: Outgoing, style: Style, form: Form, without: frozenset[str] = frozenset()
) -> TelegramMessage:
    """Render a post for a message that was sent: it keeps its style and its form.

    `pictures` are those the post has now, whatever their number.
    """
    subject = subject_of(outgoing, replace(look_of(outgoing), style=style), without)
    if form is Form.TEXT:
        return _as_text(subject)
    return _pictured(subject, form, _caption(subject, _frame(subject, form)).markup)


def format_title_only(
    outgoing: Outgoing, style: Style | None = None, form: Form = Form.TEXT
) -> TelegramMessage:
    """Render the least a post can be: for one whose body cannot be understood."""
    subject = bare_subject_of(outgoing, style)
    markup = laid_out(_least(subject), NOTHING)
    return _text(subject, markup) if form is Form.TEXT else _pictured(subject, form, markup)


def _least(subject: Subject) -> Frame:
    if subject.look.style is Style.COMPACT:
        return _line(subject)
    frame = _frame(subject, Form.TEXT)
    return frame if subject.look.withdrawn else Frame(frame.above[:1], ())


def _as_text(subject: Subject) -> TelegramMessage:
    return _text(subject, _words(subject))


def _text(subject: Subject, markup: str) -> TelegramMessage:
    message = TelegramMessage(
        html=markup,
        text=_plain_text(markup, subject, TEXT_UNITS),
        buttons=subject.buttons,
    )
    return _previewed(message, subject)


def _words(subject: Subject) -> str:
    look, telling = subject.look, subject.content.telling
    if look.style is Style.COMPACT:
        return laid_out(_line(subject), NOTHING)
    frame = _frame(subject, Form.TEXT)
    if look.style is Style.CARD:
        return fitted(frame, telling.short, (CARD,), TEXT_UNITS, _manner(subject)).markup
    return fitted(frame, telling.long, _LONG, TEXT_UNITS, _manner(subject)).markup


def _previewed(message: TelegramMessage, subject: Subject) -> TelegramMessage:
    """Every preview Telegram shows has a picture if the page has one: no pictures, no preview."""
    look = subject.look
    if look.style is Style.COMPACT or not look.images or look.withdrawn:
        return message
    page = usable(subject.post.link)
    own = subject.pictures[0].url if subject.pictures else None
    full = look.style is Style.FULL
    # Under a full message the picture alone: the page's preview would repeat title and words.
    # A post that is nothing but a picture shows it, whatever the page names for its preview.
    alone = full or not is_longer(subject.content.telling.short, 0)
    shown = (own or page) if alone else (page or own)
    if shown is None:
        return message
    above = look.picture_place is PicturePlace.ABOVE
    above |= full and look.picture_place is PicturePlace.AUTO
    large = full or own is not None
    return replace(message, preview_url=shown, large_preview=large, preview_above=above, image=own)


def _with_pictures(subject: Subject) -> TelegramMessage | None:
    """Return a photo or an album, None where a text gives more."""
    look = subject.look
    if look.style is not Style.FULL or not look.images or look.withdrawn or not subject.pictures:
        return None
    several = len(subject.pictures) > 1
    if is_longer(subject.content.telling.long, (2 if several else 1) * CAPTION_UNITS):
        return None
    there = length(subject.content.telling.long)
    form = Form.ALBUM if several else Form.PHOTO
    frame = _frame(subject, form)
    caption = _caption(subject, frame)
    half = several and 2 * length(caption.body.document) >= there
    enough = caption.body.whole or half or not there
    return _pictured(subject, form, caption.markup) if enough and caption.frame == frame else None


def _pictured(subject: Subject, form: Form, markup: str) -> TelegramMessage:
    return TelegramMessage(
        html=markup,
        text=_plain_text(markup, subject, CAPTION_UNITS),
        form=form,
        pictures=subject.pictures,
        caption_above=subject.look.picture_place is PicturePlace.BELOW,
        covered=subject.look.withdrawn,
        buttons=subject.buttons if form is Form.PHOTO else (),
    )


def _frame(subject: Subject, form: Form) -> Frame:
    look, several = subject.look, form is Form.ALBUM
    shown = subject.pictures if look.images and look.style is Style.FULL else ()
    around = Around(
        buttons=subject.buttons,
        in_words=several,
        pictures=shown[:1] if form is Form.TEXT else shown,  # a preview shows one
    )
    return frame_of(subject.post, subject.content, look, around)


def _line(subject: Subject) -> Frame:
    around = Around(buttons=subject.buttons)
    return one_line(subject.post, subject.content, subject.look, around)


def _manner(subject: Subject) -> Manner:
    withdrawn = subject.look.withdrawn
    page = None if withdrawn else subject.post.link
    return Manner(continues=subject.content.telling.continues, page=page, struck=withdrawn)


def _caption(subject: Subject, frame: Frame) -> Fitting:
    around = utf16_length(visible_text(laid_out(frame, NOTHING)))
    room = CAPTION_UNITS - around - _AROUND
    lengths = tuple(int(room * share) for share in _PARTS) if room >= _LEAST_ROOM else ()
    words = subject.content.telling.long
    return fitted(frame, words, lengths, CAPTION_UNITS, _manner(subject))


def _plain_text(markup: str, subject: Subject, units: int) -> str:
    link = None if subject.look.withdrawn else usable(subject.post.link)
    ending = f"\n\n{link}" if link and utf16_length(link) < units // 2 else ""
    return utf16_cut(visible_text(markup), units - utf16_length(ending)) + ending
