from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.dates import birth_date, document_date, iso_date, travel_time

FLIGHT = date(2026, 3, 28)


@pytest.mark.parametrize(
    ("written", "meant", "problem"),
    [
        ("710309", "1971-03-09", ""),
        ("19710309", "1971-03-09", ""),
        ("1971-03-09", "1971-03-09", ""),
        ("09MAR71", "1971-03-09", ""),
        ("010510", "2001-05-10", ""),
        ("260328", "2026-03-28", ""),
        ("260329", "1926-03-29", ""),
        ("000229", "2000-02-29", ""),
        ("720000", "1972", ""),
        ("720500", "1972-05", ""),
        ("19720500", "1972-05", ""),
        ("7200", "1972", ""),
        ("7205", "1972-05", ""),
        ("1972", "1972", ""),
        ("72<<<<", "1972", ""),
        ("72XXXX", "1972", ""),
        ("000000", None, "unknown-date"),
        ("<<<<<<", None, "unknown-date"),
        ("", None, "missing-date"),
        ("  ", None, "missing-date"),
        ("502010", None, "impossible-date"),
        ("19870230", None, "impossible-date"),
        ("010229", None, "impossible-date"),
        ("711301", None, "impossible-date"),
        ("310271", None, "impossible-date"),
        ("17710309", None, "impossible-date"),
        ("M", None, "impossible-date"),
        ("SMITH", None, "impossible-date"),
        ("20271231", "2027-12-31", "birth-after-flight"),
    ],
)
def test_birth_dates(written: str, meant: str | None, problem: str) -> None:
    read = birth_date(written, FLIGHT)

    assert (None if read.date is None else str(read.date), read.problem) == (meant, problem)
    assert bool(read.reason) == bool(problem)


def test_the_century_of_a_birth_turns_at_the_flight_and_not_at_today() -> None:
    assert str(birth_date("090101", date(2008, 7, 10)).date) == "1909-01-01"
    assert str(birth_date("080101", date(2008, 7, 10)).date) == "2008-01-01"


@pytest.mark.parametrize(
    ("written", "meant", "problem"),
    [
        ("300131", "2030-01-31", ""),
        ("160131", "2016-01-31", ""),
        ("460131", "2046-01-31", ""),
        ("20300131", "2030-01-31", ""),
        ("600131", "2060-01-31", "unlikely-date"),
        ("991231", None, "no-expiry"),
        ("99", None, "no-expiry"),
        ("310231", None, "impossible-date"),
        ("71030912", None, "impossible-date"),
        ("", None, "missing-date"),
    ],
)
def test_document_dates(written: str, meant: str | None, problem: str) -> None:
    read = document_date(written, FLIGHT)

    assert (None if read.date is None else str(read.date), read.problem) == (meant, problem)


def test_a_document_of_the_nineties_on_a_flight_of_the_nineties() -> None:
    assert str(document_date("990909", date(1998, 5, 1)).date) == "1999-09-09"


@pytest.mark.parametrize(
    ("components", "meant", "problem"),
    [
        (("2603281205", "201"), "2026-03-28T12:05", ""),
        ((" 2603281205", "201"), "2026-03-28T12:05", ""),
        (("2603281205",), "2026-03-28T12:05", ""),
        (("202603281205", "201"), "2026-03-28T12:05", ""),
        (("20260328120500", "204"), "2026-03-28T12:05", ""),
        (("260328", "1205"), "2026-03-28T12:05", ""),
        (("260328", "1205", "201"), "2026-03-28T12:05", ""),
        (("20260328", "102"), "2026-03-28", "no-time-of-day"),
        (("260328", "101"), "2026-03-28", "no-time-of-day"),
        (("9907080545", "201"), "1999-07-08T05:45", ""),
        (("2603282400", "201"), "2026-03-28", "impossible-time"),
        (("2602301205", "201"), "", "impossible-time"),
        (("NOON", "201"), "", "impossible-time"),
        (("", "201"), "", "missing-time"),
        ((), "", "missing-time"),
    ],
)
def test_travel_times(components: tuple[str, ...], meant: str, problem: str) -> None:
    read = travel_time(components, FLIGHT)

    assert (read.text, read.problem) == (meant, problem)


@settings(max_examples=150, deadline=None)
@given(st.dates(date(1902, 1, 1), FLIGHT))
def test_every_whole_birth_date_of_the_last_century_survives_eight_digits(day: date) -> None:
    assert str(birth_date(f"{day:%Y%m%d}", FLIGHT).date) == day.isoformat()


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=14))
def test_no_text_raises_and_what_is_not_read_says_why(written: str) -> None:
    for read in (birth_date(written, FLIGHT), document_date(written, FLIGHT)):
        assert read.date is not None or read.problem
    assert travel_time((written,), FLIGHT).text or travel_time((written,), FLIGHT).problem
    assert iso_date(written).date or iso_date(written).problem or not written.strip()
