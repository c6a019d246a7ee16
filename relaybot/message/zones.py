"""The time zone of a region, for places that chose none: where most of its people live.

A clock of that zone is told with the zone's name, since some regions have two.
"""

_EASTERN, _CENTRAL = "America/New_York", "America/Chicago"
_MOUNTAIN, _PACIFIC = "America/Denver", "America/Los_Angeles"
_REGIONS = {
    _EASTERN: "CT DC DE FL GA KY MA MD ME NC NH NJ NY OH PA RI SC VA VT WV",
    _CENTRAL: "AL AR IA IL KS LA MN MO MS ND NE OK SD TN TX WI",
    _MOUNTAIN: "CO ID MT NM UT WY",
    _PACIFIC: "CA NV OR WA",
    "America/Anchorage": "AK",
    "America/Detroit": "MI",
    "America/Indiana/Indianapolis": "IN",
    "America/Phoenix": "AZ",
    "America/Puerto_Rico": "PR",
    "Pacific/Honolulu": "HI",
}
_ZONES = {code: zone for zone, codes in _REGIONS.items() for code in codes.split()}


def zone_of_region(code: str | None) -> str | None:
    """Return the zone's name for "OR", None where the region is not known."""
    return _ZONES.get((code or "").upper())
