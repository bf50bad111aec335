from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from rsoits.rules.calendars import FixedCalendar
from rsoits.rules.clock import NoZoneError
from rsoits.rules.deadlines import (
    Deadline,
    acknowledgement,
    angel_watch_check,
    appearance,
    marshals_answer,
    marshals_last_answer,
)
from rsoits.rules.jurisdictions import UnknownJurisdictionError

RETURN = "34 U.S.C. 20913(c); 28 CFR 72.7(c)"

APPEARANCES = [
    # entered, jurisdiction, due (UTC)
    ("2026-03-02T18:00+00:00", "OH", "2026-03-06T04:59:59"),  # Monday noon, Thursday midnight Eastern
    ("2026-03-03T03:00+00:00", "OH", "2026-03-06T04:59:59"),  # still Monday in Ohio
    ("2026-03-03T06:00+00:00", "OH", "2026-03-07T04:59:59"),  # Tuesday in Ohio
    ("2026-03-03T06:00+00:00", "CA", "2026-03-06T07:59:59"),  # still Monday in California
    ("2026-03-05T18:00+00:00", "OH", "2026-03-11T03:59:59"),  # daylight saving began on 8 March
    ("2026-03-05T18:00+00:00", "AZ", "2026-03-11T06:59:59"),  # Arizona keeps standard time
    ("2026-03-05T18:00+00:00", "T-NAVAJO", "2026-03-11T05:59:59"),  # the Navajo Nation does not
    ("2026-10-29T18:00+00:00", "OH", "2026-11-04T04:59:59"),  # daylight saving ended on 1 November
    ("2026-02-27T18:00+00:00", "TX", "2026-03-06T05:59:59"),  # Texas Independence Day
    ("2026-02-27T18:00+00:00", "NM", "2026-03-05T06:59:59"),
    ("2026-12-23T18:00+00:00", "OH", "2026-12-30T04:59:59"),  # Christmas
    ("2026-07-17T01:00+00:00", "GU", "2026-07-23T13:59:59"),  # Friday in Guam; Liberation Day, 21 July
    ("2026-07-17T09:00+00:00", "AS", "2026-07-22T10:59:59"),  # Thursday the 16th in Samoa
    ("2026-05-29T18:00+00:00", "T-NAVAJO", "2026-06-05T05:59:59"),  # Navajo Nation Memorial Day, 1 June
    ("2026-02-28T12:00-05:00", "DC", "2026-03-05T04:59:59"),  # entered on a Saturday
]


@pytest.mark.parametrize(("entered", "code", "due"), APPEARANCES)
def test_appearance_within_three_business_days_of_entry(entered: str, code: str, due: str) -> None:
    deadline = appearance(datetime.fromisoformat(entered), code)
    assert deadline.due_at == datetime.fromisoformat(due).replace(tzinfo=UTC)
    assert deadline.due_at.utcoffset() == timedelta(0)
    assert deadline.provision == RETURN


def test_a_foreign_conviction_has_its_own_provision() -> None:
    entered = datetime(2026, 3, 2, 18, tzinfo=UTC)
    assert appearance(entered, "OH", foreign_conviction=True).provision == "28 CFR 72.7(a)(2)(ii)"


def test_the_sentence_names_the_place_and_the_last_day() -> None:
    sentence = appearance(datetime(2026, 3, 2, 18, tzinfo=UTC), "OH").sentence
    assert sentence == (
        "Must appear in person in Ohio within 3 business days of entry: by the end of Thursday 2026-03-05."
    )


def test_another_calendar_may_be_given() -> None:
    entered = datetime(2026, 12, 23, 18, tzinfo=UTC)
    assert appearance(entered, "OH", FixedCalendar()).due_at == datetime(2026, 12, 29, 4, 59, 59, tzinfo=UTC)


def test_nobody_appears_in_a_place_that_is_not_listed() -> None:
    with pytest.raises(UnknownJurisdictionError):
        appearance(datetime(2026, 3, 2, 18, tzinfo=UTC), "ZZ")


@pytest.mark.parametrize(
    ("rule", "due", "provision"),
    [
        (angel_watch_check, "2026-03-08T02:30+00:00", "34 U.S.C. 21503(e)(1)"),
        (marshals_answer, "2026-03-09T02:30+00:00", "34 U.S.C. 21504(c)"),
        (marshals_last_answer, "2026-03-13T02:30+00:00", "34 U.S.C. 21504(c)"),
    ],
)
def test_the_federal_desks_count_hours_not_wall_clock_days(
    rule: Callable[[datetime], Deadline], due: str, provision: str
) -> None:
    deadline = rule(datetime.fromisoformat("2026-03-09T22:30-04:00"))
    assert deadline.due_at == datetime.fromisoformat(due)
    assert deadline.provision == provision


@pytest.mark.parametrize(
    ("border_in_hours", "due_in_hours"), [(None, 4), (48, 4), (24, 4), (23.99, 1), (0, 1), (-30, 1)]
)
def test_acknowledgement_is_a_house_rule(border_in_hours: float | None, due_in_hours: int) -> None:
    sent = datetime(2026, 3, 9, 12, tzinfo=UTC)
    border = None if border_in_hours is None else sent + timedelta(hours=border_in_hours)
    deadline = acknowledgement(sent, border)
    assert deadline.due_at == sent + timedelta(hours=due_in_hours)
    assert deadline.provision == "house rule"
    assert deadline.sentence.startswith("House rule")


@pytest.mark.parametrize("rule", [angel_watch_check, marshals_answer, marshals_last_answer, acknowledgement])
def test_no_clock_starts_at_a_time_without_a_zone(rule: Callable[[datetime], Deadline]) -> None:
    with pytest.raises(NoZoneError):
        rule(datetime(2026, 3, 9, 22, 30))  # noqa: DTZ001  the missing zone is the test
