"""Components V2 on the emulated Discord: what it refuses, and what discord.py gets back."""

from collections.abc import AsyncIterator
from typing import Any

import discord as library
import pytest
from discord import ui

from tests.emulators.discord.components import links, media, texts
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


def a_view() -> ui.LayoutView:
    view = ui.LayoutView(timeout=None)
    head: ui.Section[ui.LayoutView] = ui.Section(
        ui.TextDisplay("## Rent strike"),
        ui.TextDisplay("by the *tenants*"),
        accessory=ui.Thumbnail(PICTURE, description="A logo"),
    )
    crowd = library.MediaGalleryItem(PICTURE, description="A crowd")
    pictures: ui.MediaGallery[ui.LayoutView] = ui.MediaGallery(crowd)
    buttons = ui.ActionRow[ui.LayoutView](
        ui.Button(label="Read", url="https://riverbend.example/1"),
        ui.Button(label="RSVP", url="https://riverbend.example/rsvp"),
    )
    view.add_item(ui.Container(head, ui.Separator(), pictures, buttons, accent_colour=0xAA0000))
    return view


async def test_a_whole_post_is_sent_and_read_back(setting: Bare) -> None:
    channel = setting.add_channel()

    sent = await setting.channel(channel).send(view=a_view())
    again = await setting.channel(channel).fetch_message(sent.id)

    kept = setting.last(channel)
    assert kept.flags == V2
    assert texts(kept.components) == ["## Rent strike", "by the *tenants*"]
    assert [item["description"] for item in media(kept.components)] == ["A logo", "A crowd"]
    assert list(links(kept.components)) == ["Read", "RSVP"]
    for message in (sent, again):
        (shown,) = message.components
        assert isinstance(shown, library.Container)
        head, _, pictures, _ = shown.children
        assert isinstance(head, library.SectionComponent)
        assert isinstance(head.accessory, library.ThumbnailComponent)
        assert head.accessory.media.proxy_url
        assert isinstance(pictures, library.MediaGalleryComponent)
        assert (shown.id, head.id, pictures.id) == (1, 2, 7)  # numbered from top to bottom
        assert pictures.items[0].media.loading_state is library.MediaItemLoadingState.loaded


async def test_an_uploaded_picture_is_shown_by_its_name(setting: Bare) -> None:
    channel = setting.add_channel()
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.MediaGallery(library.MediaGalleryItem("attachment://rally.txt")))
    view.add_item(ui.File("attachment://rally.txt"))

    sent = await setting.channel(channel).send(view=view, file=library.File(__file__, "rally.txt"))

    shown, file = sent.components
    assert isinstance(shown, library.MediaGalleryComponent)
    assert shown.items[0].media.attachment_id == sent.attachments[0].id
    assert isinstance(file, library.FileComponent)
    assert file.name == "rally.txt"


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


async def test_a_picture_discord_refuses(setting: Bare) -> None:
    setting.discord.world.broken_pictures.add(PICTURE)
    channel = setting.add_channel()

    with pytest.raises(library.HTTPException) as caught:
        await setting.channel(channel).send(view=a_view())
    await setting.channel(channel).send(embed=library.Embed(title="x").set_image(url=PICTURE))

    assert (caught.value.status, caught.value.code) == (400, 50035)
    assert "In components.0.components.2.items.0.media.url: " in str(caught.value)
    assert "In components.0.components.0.accessory.media.url: " in str(caught.value)
    (kept,) = setting.discord.messages_in(channel)
    assert kept.unseen == {PICTURE}  # an embed is shown without


async def test_a_picture_that_is_not_there_leaves_a_gap(setting: Bare) -> None:
    setting.discord.world.missing_pictures.add(PICTURE)
    channel = setting.add_channel()

    sent = await setting.channel(channel).send(view=a_view())
    other = await setting.channel(channel).send(
        embed=library.Embed(title="x").set_thumbnail(url=PICTURE)
    )

    (shown,) = sent.components
    assert isinstance(shown, library.Container)
    pictures = shown.children[2]
    assert isinstance(pictures, library.MediaGalleryComponent)
    assert pictures.items[0].media.loading_state is library.MediaItemLoadingState.not_found
    assert other.embeds[0].thumbnail.width == 0
    assert [message.unseen for message in setting.discord.messages_in(channel)] == [{PICTURE}] * 2


async def test_a_button_within_a_container_can_be_pressed(setting: Bare) -> None:
    channel = setting.add_channel()
    view = ui.LayoutView(timeout=None)
    pressed: ui.Button[ui.LayoutView] = ui.Button(label="More", custom_id="more")

    async def answer(interaction: library.Interaction) -> None:
        await interaction.response.edit_message(view=a_view())

    pressed.callback = answer  # type: ignore[method-assign] # how discord.py itself does it
    view.add_item(ui.Container(ui.TextDisplay("x"), ui.ActionRow(pressed)))
    await setting.channel(channel).send(view=view)
    message = setting.last(channel)

    await setting.discord.press(message, "More").wait()

    assert texts(message.components) == ["## Rent strike", "by the *tenants*"]
    assert message.edits == 1
