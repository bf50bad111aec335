from dataclasses import replace
from datetime import date

import pytest

from feeds.registry.records import RegistryRecord
from matchers.identity import Identity, Name, PartialDate
from rsoits.rules.duty import UnknownTierError, duty, term, verification

RECORD = RegistryRecord("TX-000042", "TX", Identity((Name("HOLLIS", "Marten Ray"),)))
DAY = date(2026, 3, 10)

SCENARIOS = [
    # status, protected, duty ends, required, matchable, provision
    ("registered", False, "", True, True, "34 U.S.C. 20915(a)"),
    ("registered", False, "2026-03-11", True, True, "34 U.S.C. 20915(a)"),
    ("registered", False, "2026-03-10", True, True, "34 U.S.C. 20915(a)"),
    ("registered", False, "2026-03-09", False, True, "34 U.S.C. 20915(a)"),
    ("registered", False, "2026-03", True, True, "34 U.S.C. 20915(a)"),
    ("registered", False, "2026-02", False, True, "34 U.S.C. 20915(a)"),
    ("registered", False, "2026", True, True, "34 U.S.C. 20915(a)"),
    ("registered", False, "2025", False, True, "34 U.S.C. 20915(a)"),
    ("absconder", False, "", True, True, "34 U.S.C. 20941"),
    ("absconder", False, "2025-01-01", False, True, "34 U.S.C. 20915(a)"),
    ("duty_ended", False, "", False, True, "34 U.S.C. 20915(a)"),
    ("duty_ended", False, "2040-01-01", False, True, "34 U.S.C. 20915(a)"),
    ("deceased", False, "", False, True, "house rule"),
    ("registered", True, "", False, False, "18 U.S.C. 3521(b)(1)(H)"),
    ("absconder", True, "2040-01-01", False, False, "18 U.S.C. 3521(b)(1)(H)"),
    ("deceased", True, "", False, False, "18 U.S.C. 3521(b)(1)(H)"),
    ("foreign_notice", False, "", False, True, "28 CFR 72.7(a)(2)(ii)"),
    ("paused", False, "", True, True, "house rule"),
    ("", False, "2025", False, True, "34 U.S.C. 20915(a)"),
]


@pytest.mark.parametrize(("status", "protected", "ends", "required", "matchable", "provision"), SCENARIOS)
def test_who_must_register_on_10_march_2026(
    *, status: str, protected: bool, ends: str, required: bool, matchable: bool, provision: str
) -> None:
    record = replace(RECORD, status=status, protected=protected, duty_ends=PartialDate.read(ends) if ends else None)
    answer = duty(record, DAY)
    assert (answer.required, answer.matchable) == (required, matchable)
    assert provision in answer.provision
    assert answer.reason.endswith(".")


@pytest.mark.parametrize(
    ("status", "protected", "screened"),
    [
        ("registered", False, True),
        ("absconder", False, True),
        ("foreign_notice", False, True),
        ("foreign_notice", True, False),
        ("registered", True, False),
        ("duty_ended", False, False),
        ("deceased", False, False),
    ],
)
def test_whom_manifests_are_compared_with(*, status: str, protected: bool, screened: bool) -> None:
    assert duty(replace(RECORD, status=status, protected=protected), DAY).screened == screened


def test_an_absconder_past_the_end_date_sends_the_reader_to_the_registry() -> None:
    record = replace(RECORD, status="absconder", duty_ends=PartialDate(2025))
    assert "flight extends" in duty(record, DAY).reason


def test_a_protected_record_gives_no_other_reason_away() -> None:
    record = replace(RECORD, protected=True, status="absconder")
    assert "abscond" not in duty(record, DAY).reason


@pytest.mark.parametrize(("tier", "years", "months"), [(1, 15, 12), (2, 25, 6), (3, None, 3)])
def test_tiers_set_the_term_and_the_interval(tier: int, years: int | None, months: int) -> None:
    assert (term(tier).years, term(tier).provision) == (years, "34 U.S.C. 20915(a)")
    assert (verification(tier).months, verification(tier).provision) == (months, "34 U.S.C. 20918")
    assert str(years or "life") in term(tier).sentence
    assert str(months) in verification(tier).sentence


@pytest.mark.parametrize("tier", [0, 4, -1])
def test_there_is_no_other_tier(tier: int) -> None:
    with pytest.raises(UnknownTierError):
        term(tier)
    with pytest.raises(UnknownTierError):
        verification(tier)
