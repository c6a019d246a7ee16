"""Addresses from feeds: made absolute, kept to http(s), cleaned of trackers, made comparable."""

import re
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urljoin, urlsplit

_TRACKERS = re.compile(
    r"(?:utm_\w+|fbclid|gclid|dclid|gbraid|wbraid|msclkid|twclid|ttclid|igshid|yclid|mc_cid|mc_eid"
    r"|_hsenc|_hsmi|mkt_tok|vero_id|oly_anon_id|oly_enc_id|ref_src|ref_url|cmpid)$",
    re.I,
)
_MEDIUM = re.compile(r"rss-*[\w-]*$")  # ?source=rss-0123abcd------2
_NOISE_FRAGMENT = re.compile(r"(?:utm_|xtor=|respond$|comments?$|comment-|more-\d|:~:)", re.I)
_INVISIBLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ud800-\udfff\ufff9-\uffff\U000e0000-\U000e0fff]"
)
_ONLY_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:/*$", re.I)
_ESCAPED_TWICE = re.compile(r"&(?:amp;)+", re.I)  # some feeds do; no site means it
_LONGEST = 2_000  # what Discord and browsers take; longer is no address but a payload
_PORTS = {"http": 80, "https": 443}


def clean_link(url: str, base: str = "") -> str | None:
    """Return the address absolute, http(s), without trackers and user info; None = unusable."""
    return _clean(_ESCAPED_TWICE.sub("&", _INVISIBLE.sub("", url)), base)


def _clean(url: str, base: str) -> str | None:
    # Browsers read a backslash as a slash (WHATWG URL), so that is where it leads.
    url = _INVISIBLE.sub("", url).strip().replace("\\", "/")
    if not url or len(url) > _LONGEST or _ONLY_SCHEME.match(url):
        return None
    try:
        parts = urlsplit(urljoin(base, url))
        host = _host(parts)
    except ValueError:
        return None
    if parts.scheme not in _PORTS or host is None:
        return None
    path = quote(parts.path, safe="/%:@!$&'()*+,;=~") or "/"
    query = _without_trackers(parts.query)
    fragment = "" if _NOISE_FRAGMENT.match(parts.fragment) else parts.fragment
    cleaned = f"{parts.scheme}://{host}{path}"
    cleaned += f"?{query}" if query else ""
    cleaned += f"#{quote(fragment, safe=_SAFE)}" if fragment else ""
    return cleaned if len(cleaned) <= _LONGEST else None


_SAFE = "/%:@!$&'()*+,;=~?"


def same_page(url: str) -> str:
    """Return what two spellings of one address share: no scheme, www., trailing slash, trackers.

    A relative address comes back as its path; anything that is no web address as it is.
    """
    # As spelled, escaped twice or not: posts are known again by what was once stored.
    cleaned = _clean(url, "http://")
    if cleaned is None:
        return _relative(url) if not re.match(r"[a-z][a-z0-9+.-]*:", url, re.I) else url.strip()
    parts = urlsplit(cleaned)
    host = parts.netloc.removeprefix("www.")
    query = urlencode(sorted(parse_qsl(parts.query, keep_blank_values=True)))
    path = unquote(parts.path).rstrip("/")
    return host + path + (f"?{query}" if query else "") + _hash(parts)


def page_path(url: str) -> str:
    """Return the part of `same_page` after the host; "" for a site's root."""
    page = same_page(url)
    start = re.search(r"[/?#]", page)
    return page[start.start() :] if start else ""


def _relative(url: str) -> str:
    path = _INVISIBLE.sub("", url).strip().rstrip("/")
    return path if not path or path[0] in "/?#" else f"/{path}"


def _hash(parts: SplitResult) -> str:
    return f"#{parts.fragment}" if parts.fragment else ""


def _host(parts: SplitResult) -> str | None:
    """Return host and, where unusual, port, in lower case and ASCII; None when there is none."""
    name = (parts.hostname or "").rstrip(".")
    if not name:
        return None
    if not name.isascii():
        name = name.encode("idna").decode("ascii")  # UnicodeError is a ValueError
    if ":" in name:
        name = f"[{name}]"
    elif not re.fullmatch(r"[a-z0-9._-]+", name):
        return None
    port = parts.port
    return name if port in (None, _PORTS.get(parts.scheme)) else f"{name}:{port}"


def _without_trackers(query: str) -> str:
    """Drop trackers; what remains keeps its order and spelling (some servers are particular)."""
    kept = [part for part in query.split("&") if part and not _is_tracker(part)]
    return quote("&".join(kept), safe=_SAFE)


def _is_tracker(part: str) -> bool:
    name, _, value = part.partition("=")
    return bool(_TRACKERS.match(name)) or (name == "source" and bool(_MEDIUM.match(value)))
