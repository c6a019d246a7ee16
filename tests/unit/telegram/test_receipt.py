import json
from dataclasses import replace

import pytest

from relaybot.message.content import LinkButton
from relaybot.model.destination import Style
from relaybot.model.post import Image
from relaybot.telegram.format import Form, TelegramMessage
from relaybot.telegram.receipt import (
    Receipt,
    SentPicture,
    digest_of,
    message_id_of,
    message_ids,
    read_receipt,
)

RECEIPTS = {
    "a text": Receipt(style=Style.CARD, form=Form.TEXT, digest="d"),
    "an album": Receipt(
        style=Style.FULL,
        form=Form.ALBUM,
        digest="d",
        pictures=(SentPicture("https://a.example/1.jpg", "AgAC-1"), SentPicture("https://b", "")),
        without=frozenset({"https://a.example/3.jpg", "https://a.example/2.jpg"}),
    ),
    "covered": Receipt(style=Style.FULL, form=Form.PHOTO, digest="d", covered=True),
    "deleted": Receipt(style=Style.COMPACT, form=Form.TEXT, digest="d", deleted=True),
}


@pytest.mark.parametrize("case", RECEIPTS)
def test_what_was_written_can_be_read(case: str) -> None:
    assert read_receipt(RECEIPTS[case].write()) == RECEIPTS[case]


def test_it_is_short_and_always_the_same() -> None:
    assert RECEIPTS["a text"].write() == '{"style": "card", "form": "text", "digest": "d"}'
    assert RECEIPTS["an album"].write() == RECEIPTS["an album"].write()


UNREADABLE = {
    "none": None,
    "empty": "",
    "no JSON": "{",
    "no object": "[]",
    "of another platform": '{"webhook": "7", "digest": "d"}',
    "a form nobody knows": '{"style": "card", "form": "video", "digest": "d"}',
    "pictures that are none": '{"style": "card", "form": "photo", "digest": "d", "pictures": [1]}',
    "half of one": '{"style": "card", "form": "photo", "digest": "d", "pictures": [["x"]]}',
}


@pytest.mark.parametrize("case", UNREADABLE)
def test_anything_else_is_no_receipt(case: str) -> None:
    assert read_receipt(UNREADABLE[case]) is None


MESSAGE = TelegramMessage(
    html="Words",
    text="Words",
    preview_url="https://a.example/page",
    buttons=(LinkButton("Read", "https://a.example/page"),),
)
DIFFERENCES = {
    "words": replace(MESSAGE, html="Other words"),
    "page": replace(MESSAGE, preview_url="https://a.example/other"),
    "no preview": replace(MESSAGE, preview_url=None),
    "size of the preview": replace(MESSAGE, large_preview=True),
    "place of the preview": replace(MESSAGE, preview_above=True),
    "place of the caption": replace(MESSAGE, caption_above=True),
    "buttons": replace(MESSAGE, buttons=()),
    "where a button leads": replace(
        MESSAGE, buttons=(LinkButton("Read", "https://a.example/other"),)
    ),
}


@pytest.mark.parametrize("case", DIFFERENCES)
def test_the_digest_tells_what_differs(case: str) -> None:
    assert digest_of(DIFFERENCES[case]) != digest_of(MESSAGE)


NO_DIFFERENCES = {
    "the plain words": replace(MESSAGE, text="Anything"),
    "pictures, which are compared one by one": replace(
        MESSAGE, pictures=(Image(url="https://a.example/1.jpg"),), covered=True
    ),
    "another size of the picture previewed": replace(
        MESSAGE, preview_url="https://a.example/page?nonce=4"
    ),
}


@pytest.mark.parametrize("case", NO_DIFFERENCES)
def test_the_digest_is_the_same(case: str) -> None:
    assert digest_of(NO_DIFFERENCES[case]) == digest_of(MESSAGE)


def test_the_digest_outlives_the_process() -> None:
    assert digest_of(MESSAGE) == "eb673976a9234742"


IDS = {
    "one": ((101,), "101"),
    "an album": ((101, 102, 103), "101+102+103"),
}


@pytest.mark.parametrize("case", IDS)
def test_ids(case: str) -> None:
    ids, text = IDS[case]
    assert message_id_of(ids) == text
    assert message_ids(text) == ids


@pytest.mark.parametrize("text", [None, "", "x", "1+", "+", "1+x", "-1"])
def test_no_ids(text: str | None) -> None:
    assert message_ids(text) == ()


def test_a_receipt_is_json_of_the_least_there_is_to_tell() -> None:
    told = json.loads(RECEIPTS["an album"].write())
    assert list(told) == ["style", "form", "digest", "pictures", "without"]
