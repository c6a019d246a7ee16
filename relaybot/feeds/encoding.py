"""Bytes → text. What a document declares is a hint; what its bytes say comes first.

Many feeds declare one encoding and are written in another, and one bad byte must not turn a whole
UTF-8 document into mojibake, so valid UTF-8 sequences win over any declaration.
"""

import codecs
import re

_BOMS = (  # UTF-32 first: its little-endian mark starts like UTF-16's
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# "<" or "{" without a byte order mark; XML 1.0, appendix F.
_WIDE_STARTS = re.compile(
    rb"(?P<be32>\0\0\0[<{])|(?P<le32>[<{]\0\0\0)|(?P<be16>\0[<{]\0)|(?P<le16>[<{]\0[^\0]\0)"
)
_WIDE_NAMES = {"be32": "utf-32-be", "le32": "utf-32-le", "be16": "utf-16-be", "le16": "utf-16-le"}
_XML_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?\bencoding\s*=\s*[\"']([\w.:-]{1,40})", re.I)
_HTTP_DECLARED = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.I)
# Python knows encodings that are no writing systems (punycode, unicode_escape, utf-7 …) and some
# of them raise on anything; only families that feeds are really written in are believed.
_BELIEVED = re.compile(
    r"(iso8859|cp125|cp437|cp85|cp86|cp932|cp949|cp950|koi8|mac|gb|big5|shift_jis|euc|iso2022"
    r"|utf-8|utf-16|utf-32|ascii|tis|johab|ptcp)"
)
_SEVEN_BIT = re.compile(r"(iso2022|hz)")
_MULTIBYTE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)


def decode(body: bytes, content_type: str | None) -> str:
    """Return the document's text; never raises, and holds no lone surrogates."""
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    if wide := _WIDE_STARTS.match(body):
        return body.decode(_WIDE_NAMES[str(wide.lastgroup)], "replace")
    declared = _declared(body, content_type)
    seven_bit = declared is not None and _SEVEN_BIT.match(declared) is not None
    if not seven_bit and _is_utf8(body):
        return body.decode("utf-8", "replace")
    return body.decode(declared or "cp1252", "replace")


def _is_utf8(body: bytes) -> bool:
    """Say whether the bytes are UTF-8, a few damaged ones aside."""
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        whole = sum(len(sequence) for sequence in _MULTIBYTE.findall(body))
        damaged = len(re.findall(rb"[\x80-\xff]", _MULTIBYTE.sub(b"", body)))
        return damaged * 4 <= whole  # text in GB2312 looks like UTF-8 in every third character
    return True


def _declared(body: bytes, content_type: str | None) -> str | None:
    in_xml = _XML_DECLARED.search(body[:1024])
    if in_xml and (name := _believed(in_xml[1].decode("ascii"))):
        return name
    in_http = _HTTP_DECLARED.search(content_type or "")
    return _believed(in_http[1]) if in_http else None


def _believed(label: str) -> str | None:
    """Return Python's name of an encoding worth trying, as a browser would read the label."""
    try:
        name = codecs.lookup(label).name
    except (LookupError, ValueError):
        return None
    # WHATWG: what is labelled ASCII or Latin-1 is Windows-1252 in truth; gb2312 is its superset.
    if name in {"ascii", "iso8859-1", "utf-8"}:
        return "cp1252"
    if name.startswith(("utf-16", "utf-32")):
        return None  # would have been seen in the first bytes
    if name == "gb2312":
        return "gb18030"
    return name if _BELIEVED.match(name) else None
