from dataclasses import replace

import pytest

from relaybot.message.content import LinkButton
from relaybot.model.destination import PlatformName
from relaybot.model.post import Image
from relaybot.telegram.format import Form, TelegramMessage
from relaybot.telegram.preview import preview

MESSAGE = TelegramMessage(
    html='📣 League\n<b><a href="https://a.example/?x&amp;y">T</a></b>\n\n<pre>a\nb</pre>',
    text="…",
    preview_url="https://a.example/?x&y",
    large_preview=True,
    image='https://a.example/"a".png',
)


def test_page() -> None:
    shown = preview(MESSAGE)
    assert shown.platform is PlatformName.TELEGRAM
    assert shown.html == (
        '<article class="msg msg-telegram"><div class="msg-body">📣 League<br>\n'
        '<b><a rel="noopener nofollow" href="https://a.example/?x&amp;y">T</a></b><br>\n<br>\n'
        "<pre>a\nb</pre></div>"
        '<div class="msg-preview">a.example'
        '<img class="msg-image" src="https://a.example/&quot;a&quot;.png" alt="" loading="lazy">'
        "</div></article>"
    )


def test_long_buttons_stand_below_each_other() -> None:
    labels = ("Confirmar asistencia", "Inscribirse", "Escuchar")
    buttons = tuple(LinkButton(label, "https://a.example/") for label in labels)
    html = preview(replace(FULL, buttons=buttons)).html
    rows = html.split('<div class="msg-buttons">')[1:]
    assert [row.count("<a ") for row in rows] == [2, 1]


PICTURES = (
    Image(url="https://a.example/1.jpg", alt='A "crowd"'),
    Image(url="https://a.example/2.jpg"),
)
SHOWN = (
    '<img class="msg-image" src="https://a.example/1.jpg" alt="A &quot;crowd&quot;" loading="lazy">'
    '<img class="msg-image" src="https://a.example/2.jpg" alt="" loading="lazy">'
)
ALBUM = TelegramMessage(html="Words", text="", form=Form.ALBUM, pictures=PICTURES)
ALBUMS = {
    "above the caption": (
        ALBUM,
        f'<div class="msg-photos">{SHOWN}</div><div class="msg-body">Words</div>',
    ),
    "below it": (
        replace(ALBUM, caption_above=True),
        f'<div class="msg-body">Words</div><div class="msg-photos">{SHOWN}</div>',
    ),
    "of a post that was taken back": (
        replace(ALBUM, html="<s>Words</s>", covered=True),
        f'<div class="msg-photos msg-covered">{SHOWN}</div>'
        '<div class="msg-body"><s>Words</s></div>',
    ),
}


@pytest.mark.parametrize("case", ALBUMS)
def test_pictures(case: str) -> None:
    message, expected = ALBUMS[case]
    assert preview(message).html == f'<article class="msg msg-telegram">{expected}</article>'


def test_terminal_with_pictures() -> None:
    assert preview(ALBUM).text == (
        '[picture: A "crowd" https://a.example/1.jpg]\n[picture: https://a.example/2.jpg]\n\nWords'
    )


def test_a_picture_that_is_previewed_has_no_host() -> None:
    alone = replace(FULL, image=FULL.preview_url)
    assert '<div class="msg-preview"><img class="msg-image" ' in preview(alone).html


def test_terminal() -> None:
    assert preview(MESSAGE).text == "📣 League\nT\n\na\nb\n\n[preview: https://a.example/?x&y]"


def test_without_a_link_there_is_no_card() -> None:
    shown = preview(TelegramMessage(html="Words", text="Words"))
    assert shown.html == (
        '<article class="msg msg-telegram"><div class="msg-body">Words</div></article>'
    )
    assert shown.text == "Words"


def test_words_of_a_feed_that_look_like_a_link_stay_words() -> None:
    shown = preview(TelegramMessage(html="&lt;a href=&quot;x&quot;&gt;", text=""))
    assert "<a " not in shown.html


FULL = TelegramMessage(
    html="Words\n\n<blockquote expandable>More\nwords</blockquote>",
    text="",
    preview_url="https://a.example/",
    large_preview=True,
    preview_above=True,
    buttons=(LinkButton("Read", "https://a.example/?x&y"), LinkButton("<b>", "https://b.example/")),
)


def test_page_with_the_picture_above_and_buttons() -> None:
    assert preview(FULL).html == (
        '<article class="msg msg-telegram"><div class="msg-preview">a.example</div>'
        '<div class="msg-body">Words<br>\n<br>\n'
        '<blockquote class="msg-fold" tabindex="0">More<br>\nwords</blockquote></div>'
        '<div class="msg-buttons">'
        '<a rel="noopener nofollow" href="https://a.example/?x&amp;y">Read</a>'
        '<a rel="noopener nofollow" href="https://b.example/">&lt;b&gt;</a>'
        "</div></article>"
    )


def test_one_blank_line_after_a_quotation() -> None:
    quoted = TelegramMessage(html="<blockquote>More</blockquote>\n\nWords", text="")
    assert "<blockquote>More</blockquote><br>\nWords" in preview(quoted).html


def test_terminal_with_the_picture_above_and_buttons() -> None:
    assert preview(FULL).text == (
        "[preview: https://a.example/]\n\nWords\n\n▾ More\nwords\n\n"
        "[Read: https://a.example/?x&y]\n[<b>: https://b.example/]"
    )
