from dataclasses import replace

import pytest

from relaybot.model.destination import Style
from relaybot.model.post import Image
from relaybot.telegram.format import Form, TelegramMessage
from relaybot.telegram.receipt import Receipt, SentPicture, digest_of
from relaybot.telegram.revision import revision_of


def pictures(*names: str) -> tuple[Image, ...]:
    return tuple(Image(url=f"https://a.example/{name}.jpg") for name in names)


ALBUM = TelegramMessage(
    html="Words", text="", form=Form.ALBUM, pictures=pictures("one", "two", "three")
)
SENT = Receipt(
    style=Style.FULL,
    form=Form.ALBUM,
    digest=digest_of(ALBUM),
    pictures=tuple(
        SentPicture(picture.url, f"id-{place}") for place, picture in enumerate(ALBUM.pictures)
    ),
)

# What the post shows now; which pictures the message then has, and at which places it is edited.
ARRANGED = {
    "the same": (("one", "two", "three"), ("one", "two", "three"), ()),
    "in another order": (("three", "one", "two"), ("one", "two", "three"), ()),
    "in another size": (("one-300x200", "two", "three"), ("one", "two", "three"), ()),
    "one is another": (("one", "four", "three"), ("one", "four", "three"), (1,)),
    "the first is another": (("four", "two", "three"), ("four", "two", "three"), (0,)),
    "one is gone": (("one", "three"), ("one", "two", "three"), ()),
    "one more": (("one", "two", "three", "four"), ("one", "two", "three"), ()),
    "two gone, one new": (("five", "one"), ("one", "five", "three"), (1,)),
    "all others": (("a", "b", "c", "d"), ("a", "b", "c"), (0, 1, 2)),
    "none": ((), ("one", "two", "three"), ()),
}


@pytest.mark.parametrize("case", ARRANGED)
def test_pictures(case: str) -> None:
    now, expected, changed = ARRANGED[case]
    revision = revision_of(replace(ALBUM, pictures=pictures(*now)), SENT)
    assert [one.url for one in revision.message.pictures] == [
        one.url for one in pictures(*expected)
    ]
    assert revision.pictures == changed
    assert not revision.words


# Whether the words differ, whether it is covered now; then the number of edits.
EDITS = {
    "nothing": ("Words", False, ("one", "two", "three"), 0),
    "words": ("Other", False, ("one", "two", "three"), 1),
    "words and the first picture, which carries them": ("Other", False, ("x", "two", "three"), 1),
    "words and another picture": ("Other", False, ("one", "x", "three"), 2),
    "covered": ("<s>Words</s>", True, ("one", "two", "three"), 3),
}


@pytest.mark.parametrize("case", EDITS)
def test_edits(case: str) -> None:
    html, covered, now, expected = EDITS[case]
    message = replace(ALBUM, html=html, covered=covered, pictures=pictures(*now))
    assert revision_of(message, SENT).edits == expected


def test_telegram_is_asked_for_what_it_has_wherever_that_is_known() -> None:
    unknown = SentPicture("https://a.example/three.jpg", "")
    sent = replace(SENT, pictures=(*SENT.pictures[:2], unknown))
    revision = revision_of(replace(ALBUM, pictures=pictures("one", "x"), covered=True), sent)
    assert [revision.file_of(place, sent) for place in range(3)] == [
        "id-0",
        "https://a.example/x.jpg",
        "https://a.example/three.jpg",
    ]


def test_a_text_has_no_pictures() -> None:
    text = TelegramMessage(html="Words", text="", pictures=())
    sent = Receipt(style=Style.CARD, form=Form.TEXT, digest=digest_of(text))
    assert revision_of(text, sent).edits == 0
    assert revision_of(replace(text, html="Other"), sent).edits == 1
