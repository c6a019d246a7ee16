from zoneinfo import ZoneInfo

import pytest

from relaybot.message.zones import zone_of_region
from relaybot.model.wording import region_name

ZONES = {
    "a region": ("OR", "America/Los_Angeles"),
    "in small letters": ("ny", "America/New_York"),
    "a region of another country": ("BC", None),
    "none": (None, None),
}


@pytest.mark.parametrize(("code", "zone"), ZONES.values(), ids=ZONES)
def test_the_zone_of_a_region(code: str | None, zone: str | None) -> None:
    assert zone_of_region(code) == zone


def test_every_region_that_has_a_name_has_a_zone_that_there_is() -> None:
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    codes = [one + other for one in letters for other in letters]
    named = [code for code in codes if region_name(code, "en") != code]
    assert len(named) >= 52
    for code in named:
        assert ZoneInfo(zone_of_region(code) or "").key
