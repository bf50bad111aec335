from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchers.identity import Identity
from matchers.model import default_model
from rsoits.rules.same_person import MOST_ALIKE, MOST_SHARING, Judgement, Record, fbi_key, groups, judge, pairs

PASSPORT = ("P:USA:Z56120493",)


def record(
    number: int,
    name: str = "HOLLIS, Marten Ray",
    born: str = "1971-03-09",
    *,
    documents: Sequence[str] = (),
    fbi: str = "",
    sex: str = "M",
) -> Record:
    dates = [born] if born else []
    told = {"names": [name], "birth_dates": dates, "sex": sex, "nationalities": ["USA"], "documents": list(documents)}
    return Record(number, Identity.from_json(told), fbi)


def judged(one: Record, other: Record) -> Judgement | None:
    return judge(one, other, default_model())


@pytest.mark.parametrize(
    ("one", "other", "because"),
    [
        (record(1, fbi="123456AB7"), record(2, "HOLLIS, Marty", fbi="123456-ab7"), "FBI number 123456AB7"),
        (record(1, documents=PASSPORT), record(2, born="", documents=PASSPORT), "passport USA Z56120493"),
        (record(1, born="1971-03-09", fbi="123456AB7"), record(2, born="1971-09-03", fbi="123456AB7"), "FBI"),
    ],
)
def test_a_shared_number_links_two_records_by_itself(one: Record, other: Record, because: str) -> None:
    found = judged(one, other)
    assert found
    assert found.certain
    assert found.because.startswith(because)


@pytest.mark.parametrize(
    ("other", "what"),
    [
        (record(2, "ALVARADO, Consuelo", fbi="123456AB7"), "the name contradicts"),
        (record(2, born="1988-11-23", fbi="123456AB7"), "the birth date contradicts"),
        (record(2, "ALVARADO, Consuelo", "1988-11-23", fbi="123456AB7"), "the name and the birth date contradict"),
    ],
)
def test_a_shared_number_with_a_contradiction_is_for_a_person_to_decide(other: Record, what: str) -> None:
    found = judged(record(1, fbi="123456AB7"), other)
    assert found
    assert not found.certain
    assert found.because.endswith(what)


def test_a_strong_match_without_a_number_is_only_suggested() -> None:
    found = judged(record(1), record(2, "HOLLIS, Marten"))
    assert found
    assert (found.certain, found.because) == (False, "a strong match without a shared number")


@pytest.mark.parametrize(
    "other",
    [
        record(2, "HOLLIS, Marten Ray", ""),
        record(2, "ALVARADO, Consuelo", "1988-11-23"),
        record(2, born="1988-11-23", documents=["P:GBR:Z56120493"]),
    ],
)
def test_nothing_is_suggested_on_less(other: Record) -> None:
    assert judged(record(1, documents=["P:USA:Z56120493"] if other.identity.documents else ()), other) is None


@pytest.mark.parametrize("written", ["", "UNKNOWN", "NONE", "000000000", "12", "1111111AA", "PENDING 2026 TRANSFER"])
def test_what_is_no_fbi_number_links_nobody(written: str) -> None:
    assert fbi_key(written) == ""


def sharing(*records: Record) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for each in records:
        for key in each.keys:
            found.setdefault(key, []).append(each.number)
    return found


def test_pairs_are_of_fresh_records_and_whoever_shares_a_key_with_them() -> None:
    old = [record(1), record(2, "QUILLON, Bertrand", "1960-07-01"), record(3, "QUILLON, Bertie", "1960-07-01")]
    new = record(4, "HOLLIS, Marty")
    assert pairs(sharing(*old, new), {4}) == {(1, 4)}
    another = record(5, "HOLLIS, M", "1971-03-09")
    assert pairs(sharing(old[0], new, another), {4, 5}) == {(1, 4), (1, 5), (4, 5)}


def test_a_number_or_a_day_that_too_many_give_stands_for_nobody() -> None:
    many = {n: record(n, "", "", fbi="123456AB7") for n in range(1, MOST_SHARING + 2)}
    assert pairs(sharing(*many.values()), many.keys()) == set()
    crowd = {n: record(n) for n in range(1, MOST_ALIKE + 2)}
    assert pairs(sharing(*crowd.values()), crowd.keys()) == set()
    crowd.popitem()
    assert len(pairs(sharing(*crowd.values()), crowd.keys())) == MOST_ALIKE * (MOST_ALIKE - 1) // 2


NUMBERS = st.integers(1, 12)


@given(st.lists(st.tuples(NUMBERS, NUMBERS), max_size=15))
def test_a_chain_of_links_is_one_person_with_the_lowest_number(linked: list[tuple[int, int]]) -> None:
    person = groups(linked)
    assert all(person[one] == person[other] for one, other in linked)
    assert all(person[number] == number <= other for other, number in person.items())
    backwards = groups([(other, one) for one, other in reversed(linked)])
    assert backwards == person


NAMES = st.sampled_from(["HOLLIS, Marten", "HOLIS, Martin R", "ALVARADO, Consuelo", "LEE", "李, 明"])
RECORDS = st.builds(
    record,
    st.just(1),
    NAMES,
    st.sampled_from(["", "1971", "1971-03-09", "1988-11-23"]),
    documents=st.sampled_from([(), PASSPORT, ("P:GBR:Z56120493",)]),
    fbi=st.sampled_from(["", "123456AB7", "UNKNOWN"]),
)


@given(RECORDS, RECORDS)
def test_the_order_of_two_records_changes_nothing_and_without_a_number_nothing_is_certain(
    one: Record, other: Record
) -> None:
    found, again = judged(one, other), judged(other, one)
    assert (found and (found.certain, found.because)) == (again and (again.certain, again.because))
    share = one.keys & other.keys
    if found and found.certain:
        assert any(key[0] in "FP" for key in share)
