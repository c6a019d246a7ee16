"""Codes of the directory and numbers of things in the words readers know."""

_REGIONS = {
    "AL": "Alabama",
    "AK": "Alaska",
    "AZ": "Arizona",
    "AR": "Arkansas",
    "CA": "California",
    "CO": "Colorado",
    "CT": "Connecticut",
    "DE": "Delaware",
    "DC": "Washington, D.C.",
    "FL": "Florida",
    "GA": "Georgia",
    "HI": "Hawaii",
    "ID": "Idaho",
    "IL": "Illinois",
    "IN": "Indiana",
    "IA": "Iowa",
    "KS": "Kansas",
    "KY": "Kentucky",
    "LA": "Louisiana",
    "ME": "Maine",
    "MD": "Maryland",
    "MA": "Massachusetts",
    "MI": "Michigan",
    "MN": "Minnesota",
    "MS": "Mississippi",
    "MO": "Missouri",
    "MT": "Montana",
    "NE": "Nebraska",
    "NV": "Nevada",
    "NH": "New Hampshire",
    "NJ": "New Jersey",
    "NM": "New Mexico",
    "NY": "New York",
    "NC": "North Carolina",
    "ND": "North Dakota",
    "OH": "Ohio",
    "OK": "Oklahoma",
    "OR": "Oregon",
    "PA": "Pennsylvania",
    "PR": "Puerto Rico",
    "RI": "Rhode Island",
    "SC": "South Carolina",
    "SD": "South Dakota",
    "TN": "Tennessee",
    "TX": "Texas",
    "UT": "Utah",
    "VT": "Vermont",
    "VA": "Virginia",
    "WA": "Washington",
    "WV": "West Virginia",
    "WI": "Wisconsin",
    "WY": "Wyoming",
}
_REGIONS_IN_SPANISH = {  # those that are written differently
    "HI": "Hawái",
    "LA": "Luisiana",
    "MS": "Misisipi",
    "MO": "Misuri",
    "NC": "Carolina del Norte",
    "ND": "Dakota del Norte",
    "NH": "Nuevo Hampshire",
    "NJ": "Nueva Jersey",
    "NM": "Nuevo México",
    "NY": "Nueva York",
    "OR": "Oregón",
    "PA": "Pensilvania",
    "SC": "Carolina del Sur",
    "SD": "Dakota del Sur",
    "WV": "Virginia Occidental",
}
_LANGUAGES = {
    "ar": "Arabic",
    "de": "German",
    "en": "English",
    "es": "Spanish",
    "fr": "French",
    "hi": "Hindi",
    "ht": "Haitian Creole",
    "it": "Italian",
    "ja": "Japanese",
    "ko": "Korean",
    "nl": "Dutch",
    "pl": "Polish",
    "pt": "Portuguese",
    "ru": "Russian",
    "so": "Somali",
    "tl": "Tagalog",
    "uk": "Ukrainian",
    "vi": "Vietnamese",
    "zh": "Chinese",
}


def region_name(code: str | None, language: str = "en") -> str:
    """Return "Oregon" for "OR" ("Oregón" in Spanish), an unknown code itself, "" for None."""
    if not code:
        return ""
    known = _REGIONS | _REGIONS_IN_SPANISH if language == "es" else _REGIONS
    return known.get(code.upper(), code)


def region_names(code: str) -> tuple[str, ...]:
    """Return all a region is called: "Oregon" and "Oregón"; the code where it has no name."""
    return tuple(dict.fromkeys(region_name(code, language) for language in ("en", "es")))


def language_name(tag: str | None) -> str:
    """Return "Spanish" for "es" or "es-MX" (BCP 47), the tag when it is not known, "" for None."""
    return _LANGUAGES.get(tag.lower().split("-")[0], tag) if tag else ""


def counted(number: int, noun: str) -> str:
    """Return "1 feed" or "2 feeds"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
