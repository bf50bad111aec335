from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.schedule import UnusableScheduleError, read_schedule

NOW = datetime(2026, 3, 28, 12, 0, 3, tzinfo=UTC)  # a Saturday


@pytest.mark.parametrize(
    ("written", "last", "after"),
    [
        ("every 5 s", "2026-03-28T12:00:00", "2026-03-28T12:00:05"),
        ("every 15 min", "2026-03-28T12:00:00", "2026-03-28T12:15:00"),
        ("Every  hour", "2026-03-28T12:00:00", "2026-03-28T13:00:00"),
        ("every day", "2026-03-28T00:00:00", "2026-03-29T00:00:00"),
        ("30 2 * * mon-fri", "2026-03-27T02:30:00", "2026-03-30T02:30:00"),
        ("*/20 * * * *", "2026-03-28T12:00:00", "2026-03-28T12:20:00"),
        ("5-59/20 6,18 * * 7", "2026-03-22T18:45:00", "2026-03-29T06:05:00"),
        ("0 12 1 * mon", "2026-03-23T12:00:00", "2026-03-30T12:00:00"),
        ("0 0 29 feb *", "2024-02-29T00:00:00", "2028-02-29T00:00:00"),
        ("59 23 31 12 *", "2025-12-31T23:59:00", "2026-12-31T23:59:00"),
    ],
)
def test_due_times_are_those_of_the_clock_in_utc(written: str, last: str, after: str) -> None:
    schedule = read_schedule(written)

    assert schedule.last(NOW) == datetime.fromisoformat(last).replace(tzinfo=UTC)
    assert schedule.after(NOW) == datetime.fromisoformat(after).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    [
        "", "* * * *", "* * * * * *", "61 * * * *", "0 24 * * *", "0 0 0 * *", "0 0 31 2 *", "0 0 * * funday",
        "*/0 * * * *", "5-1 * * * *", "1--2 * * * *", "every 0 s", "every 5 parsecs", "every -5 s", "every 99999999 s",
        "every \u0665 s", "0 0 * * mon,", "every" * 500,
    ],
)  # fmt: skip
def test_what_is_no_schedule_is_refused(written: str) -> None:
    with pytest.raises(UnusableScheduleError, match="every 15 min"):
        read_schedule(written)


@given(
    st.sampled_from(["every 7 s", "every 0.3 s", "every 90 min", "*/7 3 * * *", "0 6 1,15 * *"]),
    st.datetimes(datetime(2000, 1, 1), datetime(2099, 1, 1)),  # noqa: DTZ001  zoned below
)
def test_two_workers_come_to_the_same_due_times_whenever_they_ask(written: str, moment: datetime) -> None:
    schedule, now = read_schedule(written), moment.replace(tzinfo=UTC)
    due = schedule.last(now)

    assert due <= now < schedule.after(now)
    assert schedule.last(due) == due
    assert schedule.after(due) == schedule.after(now)
    assert schedule.last(schedule.after(now) - timedelta(microseconds=1)) == due


@pytest.mark.parametrize("written", ["every 5 s", "every 15 min", "every 2 h", "every 1 days", "30 2 * * mon-fri"])
def test_a_schedule_reads_as_it_was_written(written: str) -> None:
    assert str(read_schedule(written)).removesuffix(" (UTC)") == written
