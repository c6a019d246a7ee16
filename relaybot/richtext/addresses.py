"""Addresses out of markup: absolute, without trackers or tricks, or refused.

- `web_address`: what a link or a picture of a page may point to
- `without_trackers`: the same address, minus what only measures the reader
- `secure`: the address of a picture, by https where that is to be expected
- `leads_inside`: whether an address is one of a private network; `may_be_fetched`: by a platform
- `host_of`: whom an address belongs to
"""

import re
from ipaddress import ip_address
from urllib.parse import quote, unquote, urljoin, urlsplit, urlunsplit

_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
_PRINTABLE = re.compile(r"[!#-;=?-\[\]_a-z~]*")  # ASCII an address may hold as it is
_PLAIN = re.compile(  # needs nothing done
    r"https?://(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24}(?:[/?#][!#-;=?-\[\]_a-z~]*)?"
)
_LONGEST = 4000
_SAFE = "%/:=&?~#+!$,;'@()*[]"
_TRACKER = re.compile(
    r"utm_|mc_(?:cid|eid)$|(?:fb|g|y|ms|tw|d|gb|wb)(?:clid|raid)$|igshid?$|mkt_tok$|_hs(?:enc|mi)$"
    r"|vero_(?:id|conv)$|oly_(?:anon|enc)_id$|ref_src$|trk$|__s$|wprss$|ncid$"
)
# What counts as a tracker on the pages of one host only; Ghost's `ref` names a host, anywhere.
_OF_HOSTS = (
    ("substack.com", re.compile(r"(?:publication_id|post_id|isfreemail|triedredirect|r)$")),
    (
        "actionnetwork.org",
        re.compile(r"(?:source|referrer|link_id|can_id|clear_id|email_(?:referrer|subject|id))$"),
    ),
)
_BY_HTTP = re.compile(r"http://(?:[\w-]+\.)+[a-z][\w-]*(?:[/?#]|$)", re.IGNORECASE)
_HOST_NAME = re.compile(r"(?:[\w-]+\.)+[a-z]{2,24}/?", re.IGNORECASE)
_ENDS_IN_A_NUMBER = re.compile(r"(?:^|\.)(?:\d+|0x[0-9a-f]*)$", re.IGNORECASE)  # WHATWG URL
# Names that mean a network's own machines, or nothing (RFC 6761, 6762, 8375; ICANN for `internal`).
_NOWHERE = ".invalid"
_INSIDE = (".localhost", ".local", ".internal", ".home.arpa", ".lan", ".intranet", _NOWHERE)
# Pages that only pass a reader on, and the parameter that says where to.
_PASSING_ON = re.compile(
    r"https?://(?:(?:www\.)?google\.com/url\?(?:.*&)?(?:q|url)=|lm?\.facebook\.com/l\.php\?(?:.*&)?u="
    r"|[\w.]+\.safelinks\.protection\.outlook\.com/\?(?:.*&)?url=)([^&#]+)"
)


def web_address(address: str | None, base: str | None = None) -> str | None:
    """The absolute http(s) address that is meant, without user name and password; None if none is.

    A relative address needs `base`. Unusual characters are percent-encoded, an international host
    becomes its ASCII form (so that look-alike letters show).
    """
    if not address or len(address) > _LONGEST:
        return None
    if _PLAIN.fullmatch(address):
        return address
    address = _UNSEEN.sub("", address).strip()
    if not address:
        return None
    try:
        return _normal(_absolute(address, base))
    except ValueError:  # a broken IPv6 host, port or international name
        return None


def mail_address(address: str) -> str | None:
    """`mailto:` and the address alone (no subject or body a feed put there); None if not one."""
    recipient = _UNSEEN.sub("", address[len("mailto:") :]).partition("?")[0]
    whole = re.fullmatch(r"[\w.+%-]{1,64}@[\w-]+(?:\.[\w-]+)+", recipient, re.ASCII)
    return f"mailto:{recipient}" if whole else None


def without_trackers(address: str) -> str:
    """The address without parameters that only tell where the reader came from.

    Of a page that only passes readers on to another, the address of that other.
    """
    if "?" not in address:
        return address
    passed_on = _PASSING_ON.match(address)
    if passed_on:
        return web_address(unquote(passed_on[1])) or address
    page, _, rest = address.partition("?")
    query, _, place = rest.partition("#")
    if "#" in page:
        return address
    kept = "&".join(pair for pair in query.split("&") if not _tracks(pair, page))
    return page + (f"?{kept}" if kept else "") + (f"#{place}" if place else "")


def secure(address: str) -> str:
    """The address of a picture by https: chats want it, and hardly anybody serves http alone.

    A server at a port of its own, or without a name, is taken at its word.
    """
    return f"https{address[4:]}" if _BY_HTTP.match(address) else address


def leads_inside(address: str) -> bool:
    """Whether an address is none of the public internet, as far as it says.

    What a name leads to is not looked up.
    """
    try:
        host = (urlsplit(address).hostname or "").rstrip(".")
        if ":" in host or _ENDS_IN_A_NUMBER.search(host):
            return not ip_address(host).is_global
    except ValueError:  # "127.1", "0x7f.0.0.1": browsers take them for addresses as well
        return True
    return "." not in host or host.endswith(_INSIDE)


def may_be_fetched(address: str, base: str | None) -> bool:
    """Whether a platform may be told to fetch a picture of a page at `base`.

    Nobody's feed may send it into a private network, but for a feed that stands in one itself: its
    pictures are where its posts are.
    """
    if not leads_inside(address):
        return True
    host = host_of(address)
    return base is not None and host == host_of(base) and not host.endswith(_NOWHERE)


def host_of(address: str) -> str:
    """The host in lower case without `www.`, or of a `mailto:` its domain."""
    if address.startswith("mailto:"):
        return address.rpartition("@")[2].lower()
    return (urlsplit(address).hostname or "").removeprefix("www.")


def _absolute(address: str, base: str | None) -> str:
    if address.startswith("//"):
        return "https:" + address
    if address.startswith("www."):  # a page would take it for a path; nobody means that
        return "https://" + address
    if _SCHEME.match(address):
        return address.replace("\\", "/")  # as browsers read it: no host behind a backslash
    return urljoin(base, address) if base else ""


def _normal(address: str) -> str | None:
    parts = urlsplit(address)
    host = parts.hostname
    if parts.scheme.lower() not in ("http", "https") or not host:
        return None
    if not host.isascii():
        host = host.encode("idna").decode()
    if not re.fullmatch(r"[\w.-]+|[0-9a-f:.]+", host, re.ASCII):
        return None
    if host.isdigit() or host.startswith("0x"):  # an address in disguise
        return None
    place = f"[{host}]" if ":" in host else host
    if parts.port not in (None, 443 if parts.scheme.lower() == "https" else 80):
        place = f"{place}:{parts.port}"
    rest = (_encoded(part) for part in parts[2:])
    return urlunsplit((parts.scheme.lower(), place, *rest))


def _encoded(part: str) -> str:
    return part if _PRINTABLE.fullmatch(part) else quote(part, safe=_SAFE, errors="ignore")


def _tracks(pair: str, page: str) -> bool:
    key, _, value = pair.partition("=")
    key = key.lower()
    if _TRACKER.match(key):
        return True
    if key == "source" and value.startswith("rss-"):  # Medium
        return True
    if key == "ref":
        return bool(_HOST_NAME.fullmatch(value))
    return any(names.match(key) and _is_of(host, page) for host, names in _OF_HOSTS)


def _is_of(host: str, page: str) -> bool:
    return host_of(page) == host or host_of(page).endswith("." + host)
