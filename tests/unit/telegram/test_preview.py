from relaybot.message.content import LinkButton
from relaybot.model.destination import PlatformName
from relaybot.telegram.format import TelegramMessage
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
        '<div class="msg-body">Words<br>\n<br>\n<blockquote>More<br>\nwords</blockquote></div>'
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
        "[preview: https://a.example/]\n\nWords\n\nMore\nwords\n\n"
        "[Read: https://a.example/?x&y]\n[<b>: https://b.example/]"
    )
