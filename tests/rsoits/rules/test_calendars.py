from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rsoits.rules.calendars import (
    PUBLISHED,
    FixedCalendar,
    NotAheadError,
    PublishedCalendar,
    add_business_days,
    is_business_day,
)

COUNTED = [
    # from, business days, jurisdiction, last day; why
    ("2026-03-02", 3, "OH", "2026-03-05"),  # Monday to Thursday
    ("2026-03-02", 3, "TX", "2026-03-05"),  # Texas Independence Day is the day of entry itself
    ("2026-02-27", 3, "OH", "2026-03-04"),  # Friday, over a weekend
    ("2026-02-27", 3, "TX", "2026-03-05"),  # Texas Independence Day, 2 March
    ("2026-02-28", 3, "OH", "2026-03-04"),  # entered on a Saturday
    ("2026-07-01", 3, "OH", "2026-07-07"),  # 4 July is a Saturday: closed on Friday the 3rd
    ("2026-11-25", 3, "OH", "2026-12-01"),  # Thanksgiving
    ("2026-11-25", 3, "TX", "2026-12-02"),  # and the Friday after it in Texas
    ("2026-12-30", 3, "OH", "2027-01-05"),  # New Year's Day, a Friday
    ("2027-12-29", 3, "OH", "2028-01-04"),  # New Year's Day 2028 is a Saturday: closed on 31 December
    ("2026-07-20", 1, "GU", "2026-07-22"),  # Liberation Day, Guam only
    ("2026-07-20", 1, "HI", "2026-07-21"),
    ("2026-03-20", 1, "PR", "2026-03-24"),  # Emancipation Day, observed on Monday
    ("2026-07-15", 1, "AS", "2026-07-17"),  # Manu'a Cession Day
    ("2026-10-09", 1, "T-HOPI", "2026-10-13"),  # tribes keep the federal holidays: Columbus Day
    ("2026-10-09", 1, "T-NAVAJO", "2026-10-13"),
    ("2026-05-29", 1, "T-NAVAJO", "2026-06-02"),  # override: Navajo Nation Memorial Day
    ("2026-05-29", 1, "AZ", "2026-06-01"),
    ("2026-10-09", 1, "USMS", "2026-10-13"),
    ("2026-12-24", 1, "MEX", "2026-12-25"),  # foreign desks: weekends only
    ("2026-12-24", 1, "??", "2026-12-28"),  # unknown codes: federal
    ("2026-03-01", 0, "OH", "2026-03-01"),
]


@pytest.mark.parametrize(("start", "count", "jurisdiction", "last"), COUNTED)
def test_business_days_of_a_jurisdiction(start: str, count: int, jurisdiction: str, last: str) -> None:
    assert add_business_days(date.fromisoformat(start), count, jurisdiction) == date.fromisoformat(last)


def test_an_override_opens_and_closes_single_days() -> None:
    wednesday, christmas = date(2026, 3, 4), date(2026, 12, 25)
    calendar = PublishedCalendar({("OH", wednesday): "Snow closure", ("OH", christmas): ""})
    assert calendar.holiday(wednesday, " oh ") == "Snow closure"
    assert not is_business_day(wednesday, "OH", calendar)
    assert is_business_day(christmas, "OH", calendar)
    assert not is_business_day(christmas, "NY", calendar)


def test_holidays_have_names() -> None:
    assert PUBLISHED.holiday(date(2026, 7, 3), "OH") == "Independence Day (observed)"
    assert PUBLISHED.holiday(date(2026, 7, 7), "OH") == ""


def test_a_calendar_can_be_written_down() -> None:
    calendar = FixedCalendar({("OH", date(2026, 3, 3)): "Election"})
    assert add_business_days(date(2026, 3, 2), 3, "OH", calendar) == date(2026, 3, 6)


def test_days_are_counted_forward_only() -> None:
    with pytest.raises(NotAheadError):
        add_business_days(date(2026, 3, 2), -1, "OH")


@settings(max_examples=150, deadline=None)
@given(
    day=st.dates(date(2015, 1, 1), date(2040, 12, 31)),
    later=st.integers(0, 20),
    count=st.integers(1, 12),
    code=st.sampled_from(["TX", "OH", "GU", "T-NAVAJO", "MEX", "USMS"]),
)
def test_counting_is_monotone_and_lands_on_business_days(day: date, later: int, count: int, code: str) -> None:
    last = add_business_days(day, count, code)
    assert last >= day + timedelta(days=count)
    assert is_business_day(last, code)
    assert add_business_days(day, count + 1, code) > last
    assert add_business_days(day + timedelta(days=later), count, code) >= last
    between = (day + timedelta(days=step) for step in range(1, (last - day).days + 1))
    assert sum(is_business_day(each, code) for each in between) == count
