"""What the composition root makes of settings."""

from relaybot.app import fetch_settings
from relaybot.config import Fetch, Settings


def test_max_megabytes_holds_for_what_is_sent_and_for_what_is_unpacked() -> None:
    settings = Settings.model_validate({}).model_copy(update={"fetch": Fetch(max_megabytes=20)})
    found = fetch_settings(settings)
    assert (found.max_wire, found.max_decoded) == (20_000_000, 20_000_000)
