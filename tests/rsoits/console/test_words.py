from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from feeds.schedule import read_schedule
from rsoits.console import words

NOW = datetime(2026, 3, 28, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("left", "direction", "said"),
    [
        (timedelta(hours=3, minutes=20), "outbound", "departs in 3 h 20 min"),
        (timedelta(minutes=-130), "inbound", "arrived 2 h 10 min ago"),
        (timedelta(days=1), "inbound", "arrives in 1 day"),
        (timedelta(days=2, hours=4), "outbound", "departs in 2 days 4 h"),
        (timedelta(seconds=20), "outbound", "departs in less than a minute"),
        (timedelta(hours=2), "unknown", "departs in 2 h"),
    ],
)
def test_countdowns(left: timedelta, direction: str, said: str) -> None:
    assert words.countdown(NOW + left, NOW, direction) == said


def test_an_unknown_time_is_said_to_be_unknown() -> None:
    assert words.countdown(None, NOW) == "time not known"
    assert words.nearness(None, NOW) is words.Nearness.UNKNOWN
    assert words.utc(None) == "not known"


@pytest.mark.parametrize(
    ("hours", "near"),
    [(-1, "past the border"), (1, "under 6 h"), (6, "under 24 h"), (24, "under 48 h"), (48, "later")],
)
def test_nearness(hours: int, near: str) -> None:
    assert words.nearness(NOW + timedelta(hours=hours), NOW).value == near


@pytest.mark.parametrize(
    ("value", "said"), [(0.974, "97.4 %"), (0.99999, "over 99.9 %"), (1e-9, "under 0.1 %"), (0.5, "50.0 %")]
)
def test_a_probability_never_claims_certainty(value: float, said: str) -> None:
    assert words.probability(value) == said


@pytest.mark.parametrize(("value", "said"), [(7.24, "+7.2"), (-3.0, "\N{MINUS SIGN}3.0"), (-0.01, "0.0")])
def test_bits(value: float, said: str) -> None:
    assert words.bits(value) == said


def test_both_clocks() -> None:
    assert words.clocks("2026-03-28T06:30", NOW) == "28 Mar 06:30 local · 28 Mar 12:00 UTC"
    assert words.clocks("2026-03-28", None) == "28 Mar local"
    assert words.clocks("", NOW) == "28 Mar 12:00 UTC"
    assert words.local("2026-03") == "Mar 2026"


@pytest.mark.parametrize(
    ("seconds", "said"), [(0.4, "under 1 s"), (12, "12 s"), (180, "3 min"), (7260, "2 h 1 min"), (-3, "under 1 s")]
)
def test_how_long_something_took_is_said_to_the_second_when_it_was_short(seconds: float, said: str) -> None:
    assert words.took(timedelta(seconds=seconds)) == said


def test_schedules_and_days_are_said_shortly() -> None:
    assert words.schedule(read_schedule("every 15 min")) == "every 15 min"
    assert words.schedule(read_schedule("30 2 * * *")) == "at set times"
    assert words.day(NOW.date()) == "28 Mar"


def test_codes_and_findings_are_said_in_words() -> None:
    assert (words.country("MEX"), words.country("QQQ"), words.country("")) == ("Mexico", "QQQ", "")
    assert (words.sentence("not a date, MRZ"), words.sentence("")) == ("Not a date, MRZ", "")
    assert (words.label("unique"), words.label("pnr"), words.label("crew_role")) == ("Passenger id", "PNR", "Crew role")
