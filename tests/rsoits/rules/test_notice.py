from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchers.identity import PartialDate
from rsoits.rules.clock import NoZoneError
from rsoits.rules.notice import RULES, NoticeRule, Standing, notice_rule, timeliness

LAW = "34 U.S.C. 20914(a)(7); 28 CFR 72.7(f)"

SCENARIOS = [
    # submitted (UTC), departs, jurisdiction, emergency, standing, lead days, provision
    ("2026-03-01T15:00+00:00", "2026-03-28", "TX", False, "in_time", 27, LAW),
    ("2026-03-01T15:00+00:00", "2026-03-22", "TX", False, "in_time", 21, LAW),
    ("2026-03-01T15:00+00:00", "2026-03-21", "TX", False, "late", 20, LAW),
    ("2026-03-01T15:00+00:00", "2026-03-02", "TX", False, "late", 1, LAW),
    ("2026-03-01T15:00+00:00", "2026-03-01", "TX", False, "late", 0, LAW),
    ("2026-03-01T15:00+00:00", "2026-02-27", "TX", False, "after_departure", -2, LAW),
    ("2026-03-01T15:00+00:00", "2026-03-05", "TX", True, "emergency", 4, "International Megan's Law"),
    ("2026-03-01T15:00+00:00", "2026-03-28", "TX", True, "in_time", 27, LAW),
    ("2026-03-01T15:00+00:00", "2026-02-27", "TX", True, "after_departure", -2, LAW),
    # one moment, different dates on the jurisdictions' calendars
    ("2026-03-02T05:30+00:00", "2026-03-23", "NY", False, "in_time", 21, LAW),
    ("2026-03-02T05:30+00:00", "2026-03-22", "NY", False, "late", 20, LAW),
    ("2026-03-02T05:30+00:00", "2026-03-22", "TX", False, "in_time", 21, LAW),
    ("2026-03-02T05:30+00:00", "2026-03-22", "GU", False, "late", 20, LAW),
    ("2026-03-02T05:30+00:00", "2026-03-22", "T-YAKAMA", False, "in_time", 21, LAW),
    ("2026-03-02T05:30+00:00", "2026-03-22", "??", False, "late", 20, LAW),
    # daylight saving begins in between: still whole days
    ("2026-03-07T15:00+00:00", "2026-03-28", "OH", False, "in_time", 21, LAW),
    # partial dates
    ("2026-03-01T15:00+00:00", "2026-04", "TX", False, "in_time", 31, LAW),
    ("2026-03-01T15:00+00:00", "2026-03", "TX", False, "undated", None, LAW),
    ("2026-03-01T15:00+00:00", "2025", "TX", False, "after_departure", -424, LAW),
    ("2026-03-01T15:00+00:00", "", "TX", False, "undated", None, LAW),
    # jurisdictions with their own row, and older law
    ("2026-03-01T15:00+00:00", "2026-03-21", "AL", False, "late", 20, "Code of Alabama 15-20A-15"),
    ("2026-03-01T15:00+00:00", "2026-03-22", "ar", False, "in_time", 21, "Arkansas Code 12-12-925"),
    ("2026-03-01T15:00+00:00", "2026-03-21", "SD", False, "late", 20, "22-24B-37"),
    ("2018-03-01T15:00+00:00", "2018-03-10", "AL", False, "late", 9, "76 FR 1630"),
    ("2012-03-01T15:00+00:00", "2012-03-10", "TX", False, "late", 9, "SORNA Supplemental Guidelines (76 FR 1630)"),
    ("2010-03-01T15:00+00:00", "2010-03-02", "TX", False, "in_time", 1, "none"),
    ("2010-03-01T15:00+00:00", "2010-02-02", "TX", False, "in_time", -27, "none"),
]


@pytest.mark.parametrize(("submitted", "departs", "code", "emergency", "standing", "lead", "provision"), SCENARIOS)
def test_a_notice_against_its_rule(
    *, submitted: str, departs: str, code: str, emergency: bool, standing: str, lead: int | None, provision: str
) -> None:
    answer = timeliness(
        datetime.fromisoformat(submitted),
        PartialDate.read(departs) if departs else None,
        code,
        emergency=emergency,
    )
    assert (answer.standing, answer.lead_days) == (Standing(standing), lead)
    assert all(word in answer.provision for word in provision.split("; "))
    assert answer.late == (standing in {"late", "after_departure"})
    assert answer.sentence.endswith(".")


def test_the_sentence_says_how_late() -> None:
    answer = timeliness(datetime(2026, 3, 1, 15, tzinfo=UTC), PartialDate(2026, 3, 21), "TX")
    assert (
        answer.sentence == "The notice came 20 days before departure; the rule asks for 21 days, so it is 1 day late."
    )


def test_a_jurisdiction_may_have_its_own_days_from_its_own_date() -> None:
    rules = (*RULES, NoticeRule("GU", date(2026, 3, 1), 14, "an invented policy"))

    def came(day: int) -> Standing:
        return timeliness(datetime(2026, 2, day, tzinfo=UTC), PartialDate(2026, 3, 16), "GU", rules=rules).standing

    assert came(27) is Standing.LATE
    assert timeliness(datetime(2026, 3, 1, 2, tzinfo=UTC), PartialDate(2026, 3, 16), "GU", rules=rules) == timeliness(
        datetime(2026, 3, 1, 12, tzinfo=UTC), PartialDate(2026, 3, 16), "GU", rules=rules
    )
    assert notice_rule("GU", date(2026, 3, 1), rules).lead_days == 14
    assert notice_rule("HI", date(2026, 3, 1), rules).lead_days == 21


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(NoZoneError):
        timeliness(datetime(2026, 3, 1, 15), PartialDate(2026, 3, 28), "TX")  # noqa: DTZ001  the missing zone is the test


@settings(max_examples=100, deadline=None)
@given(
    departs=st.dates(date(2023, 1, 1), date(2035, 1, 1)),
    lead=st.integers(0, 60),
    hours=st.integers(0, 23),
    code=st.sampled_from(["TX", "HI", "GU", "AL", "T-HOPI"]),
)
def test_noticing_earlier_is_never_later(departs: date, lead: int, hours: int, code: str) -> None:
    submitted = datetime(departs.year, departs.month, departs.day, hours, tzinfo=UTC) - timedelta(days=lead)
    now = timeliness(submitted, PartialDate.of(departs), code)
    before = timeliness(submitted - timedelta(days=1), PartialDate.of(departs), code)
    assert before.lead_days is not None
    assert now.lead_days is not None
    assert before.lead_days == now.lead_days + 1
    assert now.late or not before.late
