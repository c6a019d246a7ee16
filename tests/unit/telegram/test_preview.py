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
