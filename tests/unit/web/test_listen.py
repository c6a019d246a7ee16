from collections.abc import Callable

import pytest

from relaybot.config_values import check_listen
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


ODD = ["a:1", "[]:1", "[a:1", "a]:1", "[::1:1", "::1]:1", "[:]:1", "a b:1", ":", ":١", ":1 2"]
ODD += [":00080", ":65535", ":99999", "a:b:1", "[::1]", "[::1] :1", "\n:1", "[\n:]:1"]


@pytest.mark.parametrize("text", [*(text for text, _, _ in GOOD.values()), *BAD.values(), *ODD])
def test_the_settings_take_what_can_be_read(text: str) -> None:
    def taken(read: Callable[[str], object], refusal: type[Exception]) -> bool:
        try:
            read(text)
        except refusal:
            return False
        return True

    assert taken(check_listen, ValueError) == taken(parse_listen, RelaybotError)
