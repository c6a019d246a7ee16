"""Components V2 on the emulated Discord: what is kept, and what discord.py gets back."""

from collections.abc import AsyncIterator

import discord as library
import pytest
from discord import ui

from tests.emulators.discord.components import links, media, texts
from tests.integration.emulated_discord import PICTURE, Bare, bare

V2 = 1 << 15


@pytest.fixture
async def setting() -> AsyncIterator[Bare]:
    async with bare() as given:
        yield given


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
