from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchers.identity import Identity
from rsoits.rules.quality import STALE_AFTER, WEIGHTS, WORDS, Lack, assess, is_stale, score

TODAY = date(2031, 5, 1)
WHO = {
    "names": ["HOLLIS, Marten Ray"],
    "birth_dates": ["1971-03-09"],
    "sex": "M",
    "nationalities": ["USA"],
    "documents": ["P:USA:Z56120493"],
}


@dataclass
class Stated:
    """What the rule reads of a record, complete unless told otherwise."""

    federal_tier: int | None = 2
    offence: str = "Enticement"
    offence_against_minor: bool = False
    duty_ends: str = "2040-01-01"
    residence_jurisdiction: str = "TX"
    fbi_number: str = "123456AB7"
    victim_age: str = ""


def who(**changed: object) -> Identity:
    return Identity.from_json({**WHO, **changed})


def test_a_record_that_says_everything_has_all_points_once_it_is_fresh() -> None:
    found = assess(who(), Stated(), minor_stated=True)
    assert (found.missing, found.unmatchable) == ((), False)
    assert score(found.points, TODAY.isoformat(), TODAY) == 100
    assert sum(weight.points for weight in WEIGHTS.values()) == 100


@pytest.mark.parametrize(
    ("identity", "record", "lack"),
    [
        (who(names=["HOLLIS"]), Stated(), Lack.FULL_NAME),
        (who(birth_dates=["1971"]), Stated(), Lack.WHOLE_BIRTH_DATE),
        (who(sex=""), Stated(), Lack.SEX),
        (who(nationalities=[]), Stated(), Lack.NATIONALITY),
        (who(documents=["V:USA:Z56120493"]), Stated(), Lack.PASSPORT),
        (who(documents=["P::Z56120493"]), Stated(), Lack.PASSPORT),
        (who(documents=["P:USA:000000000"]), Stated(), Lack.PASSPORT),
        (who(), Stated(fbi_number=""), Lack.FBI_NUMBER),
        (who(), Stated(federal_tier=None), Lack.TIER),
        (who(), Stated(offence=""), Lack.OFFENCE),
        (who(), Stated(duty_ends=""), Lack.DUTY_END),
        (who(), Stated(residence_jurisdiction=""), Lack.RESIDENCE),
    ],
)
def test_one_thing_missing_costs_its_points_and_is_named(identity: Identity, record: Stated, lack: Lack) -> None:
    found = assess(identity, record, minor_stated=True)
    assert found.missing == (lack,)
    assert score(found.points, TODAY.isoformat(), TODAY) == 100 - WEIGHTS[lack].points


def test_a_missing_birth_date_is_named_once_and_costs_both_its_weights() -> None:
    found = assess(who(birth_dates=[]), Stated(), minor_stated=True)
    assert found.missing == (Lack.BIRTH_DATE,)
    assert found.points == 90 - WEIGHTS[Lack.BIRTH_DATE].points - WEIGHTS[Lack.WHOLE_BIRTH_DATE].points


def test_a_duty_for_life_has_an_end_that_is_known() -> None:
    assert assess(who(), Stated(federal_tier=3, duty_ends=""), minor_stated=True).missing == ()


def test_whether_against_a_minor_is_known_when_it_was_said_either_way() -> None:
    assert Lack.AGAINST_MINOR in assess(who(), Stated(), minor_stated=False).missing
    assert Lack.AGAINST_MINOR not in assess(who(), Stated(offence_against_minor=True), minor_stated=False).missing
    assert Lack.AGAINST_MINOR not in assess(who(), Stated(victim_age="12"), minor_stated=False).missing


@pytest.mark.parametrize(
    ("born", "documents", "unmatchable"),
    [([], [], True), (["1971"], [], False), ([], ["P:USA:Z56120493"], False), ([], ["P:USA:000000"], True)],
)
def test_without_birth_date_and_document_nothing_but_the_name_could_match(
    born: list[str], documents: list[str], *, unmatchable: bool
) -> None:
    assert assess(who(birth_dates=born, documents=documents), Stated(), minor_stated=True).unmatchable is unmatchable


def test_a_record_is_stale_from_the_day_after_ninety_days() -> None:
    last = TODAY - STALE_AFTER
    assert not is_stale(last.isoformat(), TODAY)
    assert is_stale((last - timedelta(days=1)).isoformat(), TODAY)
    assert is_stale("", TODAY)
    assert is_stale("2031", TODAY)


@given(
    st.builds(
        Stated,
        federal_tier=st.sampled_from([None, 1, 2, 3]),
        offence=st.sampled_from(["", "Enticement"]),
        fbi_number=st.sampled_from(["", "123456AB7"]),
        duty_ends=st.sampled_from(["", "2040"]),
        residence_jurisdiction=st.sampled_from(["", "TX"]),
    ),
    st.lists(st.sampled_from(["birth_dates", "documents", "nationalities"]), unique=True),
)
def test_saying_more_never_lowers_a_score(record: Stated, left_out: list[str]) -> None:
    less = assess(who(**{name: [] for name in left_out}), record, minor_stated=False)
    more = assess(who(), replace(record, residence_jurisdiction="TX"), minor_stated=True)
    assert 0 <= less.points <= more.points <= 90
    assert set(more.missing) <= set(less.missing)
    assert all(WORDS[lack] for lack in less.missing)
