import codecs

import pytest

from relaybot.feeds.encoding import decode

TEXT = "<?xml version='1.0'?><rss>Café “señal” – мир</rss>"


@pytest.mark.parametrize(
    ("body", "content_type", "expected"),
    [
        pytest.param(TEXT.encode(), None, TEXT, id="utf-8"),
        pytest.param(codecs.BOM_UTF8 + TEXT.encode(), None, TEXT, id="utf-8 with a mark"),
        pytest.param(TEXT.encode("utf-16"), None, TEXT, id="utf-16 with a mark"),
        pytest.param(TEXT.encode("utf-16-be"), None, TEXT, id="utf-16-be without a mark"),
        pytest.param(TEXT.encode("utf-16-le"), None, TEXT, id="utf-16-le without a mark"),
        pytest.param(TEXT.encode("utf-32"), None, TEXT, id="utf-32"),
        pytest.param("año".encode("latin-1"), None, "año", id="latin-1 by default"),
        pytest.param("“x”".encode("cp1252"), "text/xml; charset=utf-8", "“x”", id="lying header"),
        pytest.param("мир".encode("koi8-r"), 'text/xml; charset="koi8-r"', "мир", id="header"),
        pytest.param(
            b"<?xml version='1.0' encoding='gb2312'?>" + "城市租户".encode("gb18030"),
            None,
            "<?xml version='1.0' encoding='gb2312'?>城市租户",
            id="gb2312",
        ),
        pytest.param(
            b"<?xml version='1.0' encoding='iso-2022-jp'?>" + "東京".encode("iso-2022-jp"),
            None,
            "<?xml version='1.0' encoding='iso-2022-jp'?>東京",
            id="seven-bit",
        ),
        pytest.param("né, año".encode() + b"\xff", None, "né, año\ufffd", id="one bad byte"),
        pytest.param(b"x", "text/xml; charset=punycode", "x", id="no writing system"),
        pytest.param(b"+AGE-", "text/xml; charset=utf-7", "+AGE-", id="utf-7 is not believed"),
        pytest.param(b"x", "text/xml; charset=\x00nonsense", "x", id="nonsense"),
        pytest.param(b"", None, "", id="nothing"),
    ],
)
def test_decode(body: bytes, content_type: str | None, expected: str) -> None:
    assert decode(body, content_type) == expected


def test_text_can_be_encoded_again() -> None:
    decode(bytes(range(256)) * 4, "text/xml; charset=utf-16").encode("utf-8")
