from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchers.features.dates import birth_dates, date_level
from matchers.identity import PartialDate
from matchers.model import default_model

MODEL = default_model()


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("1971-03-09", "1971-03-09", "equal"),
        ("1971-03-09", "1971-09-03", "swapped"),
        ("1971-03-09", "1971-03-08", "one digit"),
        ("1971-03-09", "1971-03-19", "one digit"),
        ("1971-03-12", "1971-03-21", "one digit"),
        ("1971-03-09", "1971-03-28", "one part"),
        ("1971-03-09", "1917-03-09", "one digit"),
        ("1971-03-09", "1972-03-09", "year off by one"),
        ("1979-03-09", "1980-03-09", "year off by one"),
        ("1971-03-09", "1971-01-01", "placeholder"),
        ("1971-01-01", "1971-01-01", "equal placeholder"),
        ("1971-03-09", "1971", "year known"),
        ("1971-03-09", "1971-03", "month known"),
        ("1971-03-09", "1971-04", "same year"),
        ("1971-03-09", "1972", "year known, off by one"),
        ("1971-03-09", "1975", "other"),
        ("1971-03-09", "1971-05-28", "same year"),
        ("1971-03-09", "1984-11-30", "other"),
        ("1971-01-01", "1971-05", "year known"),
    ],
)
def test_levels(one: str, other: str, level: str) -> None:
    assert date_level(PartialDate.read(one), PartialDate.read(other)) == level
    assert date_level(PartialDate.read(other), PartialDate.read(one)) == level


def test_unrelated_dates_that_share_digits_speak_against() -> None:
    [row] = birth_dates([PartialDate.read("1980-05-14")], [PartialDate.read("1981-08-15")], MODEL)
    assert row.bits == MODEL.dates.levels["other"]


def test_a_missing_date_says_nothing() -> None:
    assert birth_dates([], [PartialDate.read("1971-03-09")], MODEL) == []


def test_the_best_of_several_dates_counts_and_pays_for_having_been_tried() -> None:
    filed = [PartialDate.read(text) for text in ("1960-10-10", "1971-03-09", "1980-02-02", "1981-04-05")]
    [row] = birth_dates([filed[1]], filed, MODEL)
    assert (row.level, row.bits) == ("equal", MODEL.dates.levels["equal"] - 2)
    assert row.right == "1971-03-09"


@settings(max_examples=150, deadline=None)
@given(st.dates(), st.dates())
def test_no_date_agrees_better_than_with_itself(one: object, other: object) -> None:
    left, right = PartialDate.read(str(one)), PartialDate.read(str(other))
    levels = MODEL.dates.levels
    assert levels[date_level(left, right)] <= levels[date_level(left, left)]
