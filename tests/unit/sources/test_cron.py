from zoneinfo import ZoneInfo

import pytest
from apscheduler.triggers.cron import CronTrigger
from hypothesis import given
from hypothesis import strategies as st

from relaybot.sources.cron import check_cron

GOOD = {
    "the DSA Feed's": "0 8,12,16,20 * * *",
    "every quarter": "*/15 * * * *",
    "a range with a step": "10-50/20 6-22/2 * * *",
    "names": "0 9 * JAN-mar Mon-fri",
    "a day only some months have": "0 0 31 * *",
    "the leap day": "0 0 29 2 *",
}
BAD = {
    "four fields": ("0 8 * *", "4 fields found"),
    "six fields": ("0 0 8 * * *", "6 fields found"),
    "an hour too far": ("0 24 * * *", "hour"),
    "backwards": ("0 20-8 * * *", "lower number first"),
    "a step of nothing": ("*/0 * * * *", "step"),
    "a step beyond the field": ("* */24 * * *", "step"),
    "a step beyond its range": ("5-10/6 * * * *", "step"),
    "a weekday as a number": ("0 8 * * 1", "mon to sun"),
    "Sunday first": ("0 8 * * sun-tue", "in this order"),
    "a word": ("noon * * * *", "not a number"),
    "a hole in a list": ("0 8,,12 * * *", "is not *"),
    "a day no month of it has": ("0 0 31 feb,apr *", "never come true"),
    "other digits": ("٥ * * * *", "is not"),
}


@pytest.mark.parametrize("line", GOOD.values(), ids=GOOD)
def test_a_good_line_is_kept_and_the_scheduler_takes_it(line: str) -> None:
    assert check_cron(f"  {line} ") == line.lower()
    CronTrigger.from_crontab(check_cron(line), timezone=ZoneInfo("UTC"))


@pytest.mark.parametrize(("line", "said"), BAD.values(), ids=BAD)
def test_a_bad_line_is_explained(line: str, said: str) -> None:
    with pytest.raises(ValueError, match=said.replace("*", r"\*")):
        check_cron(line)


FIELD = st.from_regex(r"(\*(/[0-9]{1,2})?|[0-9]{1,2}(-[0-9]{1,2}(/[0-9]{1,2})?)?)", fullmatch=True)


@given(st.tuples(FIELD, FIELD, FIELD, FIELD, st.sampled_from(["*", "mon", "tue-sat", "*/2"])))
def test_whatever_is_accepted_the_scheduler_takes(fields: tuple[str, ...]) -> None:
    try:
        line = check_cron(" ".join(fields))
    except ValueError:
        return
    CronTrigger.from_crontab(line, timezone=ZoneInfo("UTC"))
