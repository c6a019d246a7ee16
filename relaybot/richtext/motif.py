"""Whether two addresses lead to the same picture: in another size, or by way of another CDN."""

import re
from urllib.parse import unquote, urlsplit

# photo-300x200.jpg, photo-scaled.jpg, photo-e1700000000000.jpg, photo@2x.jpg
_SIZE = re.compile(r"(?:-\d{2,5}x\d{2,5}|-scaled|-e\d{10,14}|@[23]x)(?=\.\w{2,5}$)", re.IGNORECASE)
_SIZE_FOLDER = re.compile(r"/(?:w|h|s|c)_?\d{2,5}(?:[,-][^/]*)?(?=/)")
_PHOTON = re.compile(r"i\d\.wp\.com$")


def motif(url: str) -> str:
    """Return what stays of a picture's address when size, CDN and query are taken away."""
    path = unquote(url)
    inner = max(path.rfind("http://"), path.rfind("https://"))
    try:
        parts = urlsplit(path[max(inner, 0) :])
    except ValueError:
        return url
    place = parts.path
    if _PHOTON.search(parts.hostname or ""):  # WordPress: the true host is the first folder
        place = "/" + place.lstrip("/").partition("/")[2]
    return _SIZE_FOLDER.sub("", _SIZE.sub("", place)).casefold() or url
