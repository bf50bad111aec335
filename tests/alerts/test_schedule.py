from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alerts.schedule import DELAYS, LONGEST, next_attempt_at
from tests.alerts.examples import NOON


def test_the_waits_are_those_of_standard_webhooks() -> None:
    minutes = [wait.total_seconds() / 60 for wait in DELAYS]
    assert minutes == [0, 5 / 60, 5, 30, 120, 300, 600, 840, 1200, 1440]


def test_after_the_last_attempt_there_is_none() -> None:
    assert next_attempt_at(9, NOON, 0.0) == NOON + timedelta(hours=24)
    assert next_attempt_at(10, NOON, 0.0) is None


@pytest.mark.parametrize(
    ("asked", "waited"),
    [(timedelta(seconds=1), timedelta(seconds=5)), (timedelta(hours=1), timedelta(hours=1)), (timedelta(9), LONGEST)],
)
def test_the_other_side_may_ask_for_more_time_up_to_a_day(asked: timedelta, waited: timedelta) -> None:
    assert next_attempt_at(1, NOON, 0.0, asked) == NOON + waited


@settings(max_examples=50)
@given(st.integers(1, 9), st.floats(0, 1))
def test_jitter_only_lengthens_and_by_a_fifth_at_most(failed: int, jitter: float) -> None:
    again = next_attempt_at(failed, NOON, jitter)
    assert again is not None
    assert DELAYS[failed] <= again - NOON <= DELAYS[failed] * 1.2 + timedelta(microseconds=1)
