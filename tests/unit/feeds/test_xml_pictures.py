from typing import Any

import pytest

from relaybot.feeds.xml_pictures import is_picture, logos, own_images, stand_ins


def media(url: str, **members: str) -> dict[str, str]:
    return {"url": url, "medium": "image", **members}


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (
            {"media_content": [media("s", width="300", height="200"), media("l", width="900")]},
            ["l", "s"],
        ),
        ({"media_content": [media("s", width="150"), media("unstated")]}, ["unstated", "s"]),
        ({"media_content": [media("first"), media("second")]}, ["first", "second"]),
        ({"media_content": [{"url": "v", "type": "video/mp4"}, {"url": "p.png"}]}, ["p.png"]),
        (
            {
                "media_thumbnail": [
                    {"url": "t", "width": "480"},
                    {"url": "u"},
                    {"url": "s", "width": "90"},
                ]
            },
            ["t", "u"],
        ),
        ({"featured_image": "https://a.example/f"}, ["https://a.example/f"]),
        ({"thumb": {"url": "https://a.example/t"}}, ["https://a.example/t"]),
        ({"own_image": "/o.jpg", "thumbnail": "no address"}, ["/o.jpg"]),
        ({"image": {"href": "cover"}}, []),
        ({"media_content": ["odd", {}]}, []),
    ],
)
def test_own_images(entry: dict[str, Any], expected: list[str]) -> None:
    assert [picture.url for picture in own_images(entry)] == expected


def test_words_and_size_come_along() -> None:
    (found,) = own_images({"media_content": [media("u", alt="The march", width="9", height="x")]})
    assert (found.alt, found.width, found.height) == ("The march", 9, None)


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ({"image": {"href": "cover"}}, ["cover"]),
        ({"image": "cover"}, ["cover"]),
        ({"media_thumbnail": [media("s", width="90"), media("t")], "image": "c"}, ["s", "c"]),
        ({}, []),
    ],
)
def test_stand_ins(entry: dict[str, Any], expected: list[str]) -> None:
    assert [picture.url for picture in stand_ins(entry)] == expected


def test_logos() -> None:
    assert logos({"image": {"href": "a"}, "logo": "b", "icon": "a"}) == ("a", "b")
    assert logos({}) == ()


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ({"medium": "image"}, True),
        ({"type": "image/png"}, True),
        ({"type": "video/mp4", "url": "x.jpg"}, False),
        ({"url": "x.JPG?w=1"}, True),
        ({"url": "x.mp4"}, False),
    ],
)
def test_is_picture(found: dict[str, str], expected: bool) -> None:
    assert is_picture(found) == expected
