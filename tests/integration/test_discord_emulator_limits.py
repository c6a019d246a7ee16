"""What the emulated Discord refuses in Components V2, and at which place it says so."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.integration.emulated_discord import PICTURE, Bare, bare, problems

V2 = 1 << 15
LEGACY_FIELD = "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"
Json = dict[str, Any]


@pytest.fixture
async def setting() -> AsyncIterator[Bare]:
    async with bare() as given:
        yield given


def text(content: str = "Rent strike on Elm Street") -> Json:
    return {"type": 10, "content": content}


def picture(url: str = PICTURE, **more: Any) -> Json:
    return {"media": {"url": url}} | more


def gallery(*items: Json) -> Json:
    return {"type": 12, "items": list(items)}


def section(*inside: Json, accessory: Json | None = None) -> Json:
    thumbnail = {"type": 11} | picture()
    return {"type": 9, "components": list(inside), "accessory": accessory or thumbnail}


def container(*inside: Json, **more: Any) -> Json:
    return {"type": 17, "components": list(inside)} | more


def row(*buttons: Json) -> Json:
    return {"type": 1, "components": list(buttons)}


def link(url: str = "https://riverbend.example/1", label: str = "Read") -> Json:
    return {"type": 2, "style": 5, "url": url, "label": label}


FORTY = [container(*[text("x")] * 39)]
MANY_TEXTS = [text("x" * 2000), text("x" * 2000)]
ALLOWED: dict[str, list[Json]] = {
    "one text": [text()],
    "forty components": FORTY,
    "4000 characters": MANY_TEXTS,
    "white space at the ends does not count": [text(" " + "x" * 4000 + "\n")],
    "ten pictures": [gallery(*[picture()] * 10)],
    "a long description": [gallery(picture(description="x" * 1024))],
    "a long address": [gallery(picture("https://x.example/" + "x" * 2030))],
    "three texts in a section": [section(text(), text(), text())],
    "a button in a section": [section(text(), accessory=link())],
    "a colour": [container(text(), accent_color=0xFFFFFF, spoiler=True)],
    "everything in a container": [
        container(row(link()), section(text()), text(), gallery(picture()), {"type": 14})
    ],
    "five buttons": [row(*[link()] * 5)],
    "a long link": [row(link("https://x.example/" + "x" * 494, "x" * 80))],
}


@pytest.mark.parametrize("case", ALLOWED)
async def test_allowed(setting: Bare, case: str) -> None:
    channel = setting.add_channel()
    payload = {"flags": V2, "components": ALLOWED[case]}
    status, body = await setting.ask("POST", f"/channels/{channel}/messages", payload)
    assert status == 200, body


REFUSED: dict[str, tuple[list[Json], str, str]] = {
    "41 components": ([*FORTY, text()], "components", "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED"),
    "41 with the accessories": (
        [container(*[section(text())] * 13, text())],
        "components",
        "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED",
    ),
    "4001 characters together": (
        [*MANY_TEXTS, container(text("x"))],
        "components",
        "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED",
    ),
    "empty text": ([text(" ")], "components.0.content", "BASE_TYPE_BAD_LENGTH"),
    "an empty container": ([container()], "components.0.components", "BASE_TYPE_BAD_LENGTH"),
    "a container in a container": (
        [container(container(text()))],
        "components.0.components.0.type",
        "UNION_TYPE_CHOICES",
    ),
    "a thumbnail by itself": (
        [{"type": 11} | picture()],
        "components.0.type",
        "UNION_TYPE_CHOICES",
    ),
    "a button by itself": ([link()], "components.0.type", "UNION_TYPE_CHOICES"),
    "an empty section": ([section()], "components.0.components", "BASE_TYPE_BAD_LENGTH"),
    "four texts in a section": (
        [section(*[text()] * 4)],
        "components.0.components",
        "BASE_TYPE_BAD_LENGTH",
    ),
    "a section with nothing beside it": (
        [{"type": 9, "components": [text()]}],
        "components.0.accessory",
        "BASE_TYPE_REQUIRED",
    ),
    "a gallery beside a section": (
        [section(text(), accessory=gallery(picture()))],
        "components.0.accessory.type",
        "UNION_TYPE_CHOICES",
    ),
    "no picture": ([gallery()], "components.0.items", "BASE_TYPE_BAD_LENGTH"),
    "eleven pictures": (
        [gallery(*[picture()] * 11)],
        "components.0.items",
        "BASE_TYPE_BAD_LENGTH",
    ),
    "a description too long": (
        [gallery(picture(), picture(description="x" * 1025))],
        "components.0.items.1.description",
        "BASE_TYPE_MAX_LENGTH",
    ),
    "an address too long": (
        [gallery(picture("https://x.example/" + "x" * 2031))],
        "components.0.items.0.media.url",
        "BASE_TYPE_MAX_LENGTH",
    ),
    "a picture in the page": (
        [gallery(picture("data:image/png;base64,AAAA"))],
        "components.0.items.0.media.url",
        "URL_TYPE_INVALID_SCHEME",
    ),
    "no address": (
        [gallery(picture(""))],
        "components.0.items.0.media.url",
        "BASE_TYPE_REQUIRED",
    ),
    "a file that was not sent": (
        [{"type": 13, "file": {"url": "attachment://x.pdf"}}],
        "components.0.file.url",
        "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND",
    ),
    "a file elsewhere": (
        [{"type": 13, "file": {"url": PICTURE}}],
        "components.0.file.url",
        "URL_TYPE_INVALID_SCHEME",
    ),
    "a colour that is none": (
        [container(text(), accent_color=0x1000000)],
        "components.0.accent_color",
        "NUMBER_TYPE_MAX",
    ),
    "six buttons": ([row(*[link()] * 6)], "components.0.components", "BASE_TYPE_BAD_LENGTH"),
    "a link too long": (
        [row(link("https://x.example/" + "x" * 495))],
        "components.0.components.0.url",
        "BASE_TYPE_MAX_LENGTH",
    ),
    "a label too long": (
        [row(link(label="x" * 81))],
        "components.0.components.0.label",
        "BASE_TYPE_MAX_LENGTH",
    ),
    "a link by mail": (
        [row(link("mailto:a@riverbend.example"))],
        "components.0.components.0.url",
        "URL_TYPE_INVALID_SCHEME",
    ),
    "one id twice": (
        [text() | {"id": 7}, text() | {"id": 7}],
        "components",
        "COMPONENT_ID_DUPLICATED",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
async def test_refused(setting: Bare, case: str) -> None:
    components, path, code = REFUSED[case]
    channel = setting.add_channel()
    body = await setting.refused(channel, {"flags": V2, "components": components})
    assert body["code"] == 50035
    assert problems(body, path) == [code]
    assert setting.discord.messages_in(channel) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [("content", "x"), ("embeds", [{"title": "x"}]), ("sticker_ids", ["1"]), ("poll", {"x": 1})],
)
async def test_nothing_else_beside_components(setting: Bare, name: str, value: object) -> None:
    channel = setting.add_channel()
    body = await setting.refused(channel, {"flags": V2, "components": [text()], name: value})
    assert problems(body, name) == [LEGACY_FIELD]


@pytest.mark.parametrize("part", [text(), container(text()), gallery(picture()), {"type": 14}])
async def test_without_the_flag_there_are_only_rows(setting: Bare, part: Json) -> None:
    channel = setting.add_channel()
    body = await setting.refused(channel, {"content": "x", "components": [row(link()), part]})
    assert problems(body, "components.1.type") == ["UNION_TYPE_CHOICES"]


async def test_a_message_of_no_components_is_empty(setting: Bare) -> None:
    channel = setting.add_channel()
    body = await setting.refused(channel, {"flags": V2, "components": []})
    assert body["code"] == 50006


@pytest.mark.parametrize(
    ("content", "status"),
    [("本" * 3386, 200), ("本" * 3387, 500), ("б" * 4000, 200), ("😀" * 2000, 200)],
)
async def test_letters_of_several_bytes_run_into_a_500(
    setting: Bare, content: str, status: int
) -> None:
    # discord-api-docs #8554: 10,170 bytes, 12 of them for each text.
    channel = setting.add_channel()
    payload = {"flags": V2, "components": [text(content)]}
    answered, body = await setting.ask("POST", f"/channels/{channel}/messages", payload)
    assert answered == status, body
