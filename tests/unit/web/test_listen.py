import pytest

from relaybot.errors import RelaybotError
from relaybot.web.listen import parse_listen

GOOD = {
    "host and port": ("127.0.0.1:8080", "127.0.0.1:8080", "http://127.0.0.1:8080/"),
    "no host is every address": (":8080", "0.0.0.0:8080", "http://127.0.0.1:8080/"),
    "IPv6": ("[::1]:8080", "[::1]:8080", "http://[::1]:8080/"),
    "every IPv6 address": ("[::]:8080", "[::]:8080", "http://[::1]:8080/"),
    "a free port": ("localhost:0", "localhost:0", "http://localhost:0/"),
    "blanks around": (" 127.0.0.1:80 ", "127.0.0.1:80", "http://127.0.0.1:80/"),
}
BAD = {
    "nothing": "",
    "no port": "127.0.0.1",
    "only a port": "8080",
    "a word for a port": "127.0.0.1:http",
    "port too high": "127.0.0.1:65536",
    "negative port": "127.0.0.1:-1",
    "bare IPv6": "::1:8080",
    "an address of a page": "http://127.0.0.1:8080",
}


@pytest.mark.parametrize(("text", "shown", "url"), GOOD.values(), ids=GOOD)
def test_reads(text: str, shown: str, url: str) -> None:
    listen = parse_listen(text)

    assert str(listen) == shown
    assert listen.url == url


@pytest.mark.parametrize("text", BAD.values(), ids=BAD)
def test_says_what_is_wanted(text: str) -> None:
    with pytest.raises(RelaybotError, match="write host:port"):
        parse_listen(text)
