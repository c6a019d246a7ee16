"""Two addresses of one picture: the same file in another size, quality, or from another server.

Sites and their image servers write a size into an address in many ways, and change it with every
theme. What is left after that is compared; it is no address to load anything from.
"""

import re
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

# An address within an address: Substack, Next.js, Photon (i0.wp.com/host/path) and other proxies.
_INNER = re.compile(r"(?:^|[/=])https?(?::|%3A)(?:/|%2F){1,2}", re.I)
_PHOTON = re.compile(r"i\d\.wp\.com$", re.I)
# Cloudinary, Cloudflare, Substack: w_300,c_fill · width=800,quality=75
_TUNING = (
    r"(?:(?:w|h|c|q|f|g|ar|dpr|e|fl)_[\w:.-]+|(?:width|height|quality|fit|format|dpr)=[\w:.-]+)"
)
_SIZES = re.compile(
    r"-\d{2,5}x\d{2,5}(?=(?:-c|-\d)?\.\w{3,4}$)"  # WordPress: march-300x200.jpg
    r"|-(?:scaled|rotated|e\d{10,13}|p-\d{3,4}|c)(?=\.\w{3,4}$)|@[1-4]x(?=\.\w{3,4}$)"
    r"|(?<=/)size/w\d{2,4}(?:h\d{2,4})?/(?:format/\w+/)?"  # Ghost
    r"|(?<=/)max/\d{2,5}/|(?<=/)v\d/(?:resize|fit)[:\w]*/|(?<=/)(?:fit|resize)/[\w:/]*?/(?=\d?\*)"
    r"|(?<=/)(?:s|w)\d{2,4}(?:-[a-z]\w*)*/|=(?:s|w)\d{2,4}(?:-\w+)*$"  # Google, Blogger
    rf"|(?<=/)(?:cdn-cgi/image/)?{_TUNING}(?:,{_TUNING})*/(?=.)"
    r"|(?<=\.(?:jpg|png|gif))/v1/(?:fill|fit|crop)/.*|(?<=\.jpeg|\.webp)/v1/(?:fill|fit|crop)/.*",
    re.I,
)
_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|heic)$", re.I)
_NOISE = re.compile(
    r"(?:w|h|s|q|width|height|size|quality|fit|crop|resize|zoom|scale|format|fm|auto|dpr|ssl|strip"
    r"|v|ver|version|t|ts|time|rev|cb|cache\w*|nonce|rand\w*|token|sig|signature|expires|hash|ixlib"
    r"|x-amz-\w+|x-goog-\w+|utm_\w+)$",
    re.I,
)


def motif(url: str) -> str:
    """Return what all addresses of one picture share: no host, no size, nothing that changes."""
    try:
        return _key(_original(url.strip()))
    except ValueError:  # no address at all
        return url.strip()


def _original(url: str) -> str:
    """Return the address that a proxy has inside its own; else the same."""
    inner = next(reversed(list(_INNER.finditer(url[8:]))), None)
    if inner is None:
        return url
    found = url[8 + inner.start() :].lstrip("/=")
    return unquote(found.partition("&")[0]) if "%" in inner.group() else found


def _key(url: str) -> str:
    parts = urlsplit(url)
    path = unquote(parts.path)
    if _PHOTON.search(parts.netloc):
        path = "/" + path.lstrip("/").partition("/")[2]
    path = _SIZES.sub("", path)
    if _FILE.search(path) or not parts.query:
        return path
    kept = [pair for pair in parse_qsl(parts.query) if not _NOISE.match(pair[0])]
    return f"{path}?{urlencode(sorted(kept))}" if kept else path
