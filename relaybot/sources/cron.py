"""Whether a cron line says anything: five fields, as crontab(5) and APScheduler both read them."""

import re

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_FIELDS = (("minute", 0, 59), ("hour", 0, 23), ("day", 1, 31), ("month", 1, 12), ("weekday", 0, 6))
_LONGEST_MONTH = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_RANGE = re.compile(r"(?P<first>\w+)(?:-(?P<last>\w+)(?:/(?P<step>\d+))?)?", re.ASCII)
_EVERY = re.compile(r"\*(?:/(?P<step>\d{1,3}))?")


def check_cron(line: str) -> str:
    """Return the line with single blanks, or raise ValueError with what is wrong with it."""
    parts = line.lower().split()
    if len(parts) != len(_FIELDS):
        raise ValueError(
            f"{len(parts)} field{'' if len(parts) == 1 else 's'} found; five are wanted "
            '(minute hour day month weekday), such as "0 8,12,16,20 * * *"'
        )
    _, _, days, months, _ = (
        _check_field(part, name, low, high)
        for part, (name, low, high) in zip(parts, _FIELDS, strict=True)
    )
    if not any(day <= _LONGEST_MONTH[month - 1] for day in days for month in months):
        raise ValueError("no month it names has the day it names, so it would never come true")
    return " ".join(parts)


def _check_field(part: str, name: str, low: int, high: int) -> set[int]:
    chosen: set[int] = set()
    for item in part.split(","):
        chosen |= _check_item(item, name, low, high)
    return chosen


def _check_item(item: str, name: str, low: int, high: int) -> set[int]:
    if every := _EVERY.fullmatch(item):
        first, last, step = low, high, every["step"]
    elif found := _RANGE.fullmatch(item):
        first = _number(found["first"], name)
        last = _number(found["last"] or found["first"], name)
        step = found["step"]
    else:
        raise ValueError(f'the {name} "{item[:20]}" is not *, */n, n, n-m or n-m/s')
    if not low <= first <= last <= high:
        raise ValueError(f'the {name} "{item[:20]}" is not within {_bounds(name, low, high)}')
    if step is not None and not 1 <= int(step) <= last - first:
        raise ValueError(f'the step in the {name} "{item[:20]}" is wider than its range, or zero')
    return set(range(first, last + 1, int(step or 1)))


def _number(word: str, name: str) -> int:
    names = {"month": _MONTHS, "weekday": _WEEKDAYS}.get(name, ())
    if word in names:
        return names.index(word) + (name == "month")
    if name == "weekday":  # 0 is Sunday to cron and Monday to APScheduler 3: its issue 286
        raise ValueError(f'write the weekday "{word[:20]}" as a name, mon to sun')
    if not word.isdecimal() or len(word) > 2:
        raise ValueError(f'the {name} "{word[:20]}" is not a number')
    return int(word)


def _bounds(name: str, low: int, high: int) -> str:
    return "mon-sun, in this order" if name == "weekday" else f"{low}-{high}, lower number first"
