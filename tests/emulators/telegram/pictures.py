"""Pictures that Telegram fetches by their address, and what it says of those it cannot use.

One picture: the texts of tdlib, which writes some codes of the server out. In an album and in an
edit the code is passed on as it came (nazurin #143 has an album's).
"""

from tests.emulators.telegram import parameters
from tests.emulators.telegram.answers import ApiError, bad_request
from tests.emulators.telegram.links import is_link

Params = dict[str, object]

UNREACHABLE = "WEBPAGE_CURL_FAILED"
NO_PICTURE = "WEBPAGE_MEDIA_EMPTY"
ODD_SHAPE = "PHOTO_INVALID_DIMENSIONS"
UPLOAD_BYTES = 10 * 1024 * 1024

_IN_WORDS = {
    UNREACHABLE: "failed to get HTTP URL content",
    NO_PICTURE: "wrong type of the web page content",
}


class BadPicture(Exception):  # noqa: N818 - what the server says, in the code it uses
    """The server cannot use what stands at an address."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)

    def alone(self) -> ApiError:
        """Return what is said when the message is this one picture."""
        return bad_request(_IN_WORDS.get(self.code, self.code))

    def within(self, place: int) -> ApiError:
        """Return what is said when it is one of an album, counted from 1."""
        return bad_request(f'failed to send message #{place} with the error message "{self.code}"')

    def edited(self) -> ApiError:
        """Return what is said when a message was to show it from now on."""
        return bad_request(self.code)


def photo_of(given: object) -> str:
    """Return what a photo parameter names."""
    if isinstance(given, bytes):
        if len(given) > UPLOAD_BYTES:
            raise bad_request(ODD_SHAPE)
        return f"upload of {len(given)} bytes"
    if not given:
        raise bad_request("there is no photo in the request")
    if str(given).startswith("photo-") or _is_web(str(given)):
        return str(given)
    raise bad_request("wrong file identifier/HTTP URL specified")


def item_of(item: Params, params: Params) -> str:
    """Return what an item of an album, or the media of an edit, names: uploads by `attach://`."""
    if item.get("type") != "photo":
        raise bad_request("can't parse InputMedia: the emulator knows photos only")
    named = str(item.get("media", ""))
    return photo_of(params.get(named.removeprefix("attach://"), named))


def album_of(params: Params) -> list[Params]:
    """Return the items of an album."""
    items = parameters.nested(params, "media") or []
    if not 2 <= len(items) <= 10:
        raise bad_request("wrong number of messages in the album: 2-10 are expected")
    if params.get("reply_markup"):  # not among the parameters; buttons would be lost silently
        raise bad_request("an album has no reply markup")
    return list(items)


def _is_web(url: str) -> bool:
    return url.lower().startswith(("http://", "https://")) and is_link(url)
