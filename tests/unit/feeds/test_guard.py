import ipaddress
from collections.abc import Sequence

import pytest

from relaybot.errors import FetchError
from relaybot.feeds.guard import check, is_public

NEVER = {
    "this host": "0.0.0.0",  # noqa: S104 (nothing is bound)
    "this network": "0.1.2.3",
    "private 10": "10.0.0.1",
    "shared": "100.64.0.1",
    "loopback": "127.0.0.1",
    "link-local, metadata": "169.254.169.254",
    "private 172": "172.16.0.1",
    "protocol assignments": "192.0.0.9",
    "documentation": "192.0.2.1",
    "6to4 relay": "192.88.99.1",
    "private 192": "192.168.1.1",
    "benchmarks": "198.18.0.1",
    "multicast": "224.0.0.1",
    "reserved": "240.0.0.1",
    "broadcast": "255.255.255.255",
    "v6 unspecified": "::",
    "v6 loopback": "::1",
    "v4-compatible": "::127.0.0.1",
    "v4-mapped loopback": "::ffff:127.0.0.1",
    "v4-mapped metadata": "::ffff:169.254.169.254",
    "NAT64": "64:ff9b::7f00:1",
    "local NAT64": "64:ff9b:1::1",
    "discard": "100::1",
    "Teredo": "2001::1",
    "ORCHID": "2001:20::1",
    "v6 documentation": "2001:db8::1",
    "6to4": "2002:7f00:1::1",
    "new documentation": "3fff::1",
    "segment routing": "5f00::1",
    "unique local": "fd00::1",
    "AWS metadata v6": "fd00:ec2::254",
    "v6 link-local": "fe80::1%eth0",
    "site-local": "fec0::1",
    "v6 multicast": "ff02::1",
}
PUBLIC = {
    "v4": "93.184.215.14",
    "v4 near private": "172.32.0.1",
    "v6": "2606:2800:21f:cb07:6820:80da:af6b:8b2c",
    "v6 of a registry": "2001:4860:4860::8888",
    "v4-mapped": "::ffff:93.184.215.14",
}


@pytest.mark.parametrize("address", NEVER.values(), ids=NEVER.keys())
def test_addresses_that_are_never_reached(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", PUBLIC.values(), ids=PUBLIC.keys())
def test_public_addresses(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


OPENED = (ipaddress.ip_network("10.0.0.0/8"), ipaddress.ip_network("fd00::/8"))


@pytest.mark.parametrize(
    ("addresses", "port"),
    [
        pytest.param(["93.184.215.14"], 80, id="http"),
        pytest.param(["93.184.215.14", PUBLIC["v6"]], 443, id="https, both families"),
        pytest.param(["10.1.2.3"], 8080, id="opened by the operator, at any port"),
        pytest.param(["::ffff:10.1.2.3"], 80, id="opened, written as v6"),
        pytest.param(["fd00::7", "93.184.215.14"], 443, id="opened and public"),
    ],
)
def test_what_may_be_reached(addresses: Sequence[str], port: int) -> None:
    check("elmford.example", port, addresses, OPENED)


@pytest.mark.parametrize(
    ("addresses", "port", "words"),
    [
        pytest.param(["192.168.0.1"], 80, r"leads to 192\.168\.0\.1", id="private"),
        pytest.param(["93.184.215.14", "127.0.0.1"], 80, r"leads to 127", id="one of several"),
        pytest.param(["93.184.215.14"], 22, "port 22", id="port"),
        pytest.param(["10.1.2.3", "93.184.215.14"], 8080, "port 8080", id="port of the public one"),
    ],
)
def test_what_may_not_be_reached(addresses: Sequence[str], port: int, words: str) -> None:
    with pytest.raises(FetchError, match=f"^elmford.example .*{words}"):
        check("elmford.example", port, addresses, OPENED)


def test_an_address_is_not_said_to_lead_to_itself() -> None:
    with pytest.raises(FetchError, match=r"^127\.0\.0\.1 is not an address of the public"):
        check("127.0.0.1", 80, ["127.0.0.1"], ())
