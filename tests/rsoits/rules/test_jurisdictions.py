from collections import Counter
from datetime import UTC, date, datetime

import pytest

from rsoits.rules.jurisdictions import (
    Delegation,
    JurisdictionKind,
    UnknownJurisdictionError,
    UnreadableOriError,
    all_jurisdictions,
    by_code,
    find,
    read_ori,
)

TODAY = date(2026, 3, 2)


def test_fifty_states_the_district_and_five_territories_are_listed() -> None:
    kinds = Counter(row.kind for row in all_jurisdictions(TODAY))
    assert kinds[JurisdictionKind.STATE] == 50
    assert kinds[JurisdictionKind.DISTRICT] == 1
    assert {row.code for row in all_jurisdictions(TODAY) if row.kind is JurisdictionKind.TERRITORY} == {
        *("PR", "GU", "AS", "MP", "VI"),
    }
    assert kinds[JurisdictionKind.TRIBE] >= 8
    assert kinds[JurisdictionKind.FOREIGN] >= 45


def test_no_two_desks_share_a_code_or_an_ori() -> None:
    rows = all_jurisdictions(TODAY)
    assert len({row.code for row in rows}) == len(rows)
    assert len({row.ori for row in rows}) == len(rows)


def test_every_desk_has_a_zone_a_country_and_an_agency() -> None:
    for row in all_jurisdictions(TODAY):
        assert datetime(2026, 7, 1, tzinfo=UTC).astimezone(row.zone).utcoffset() is not None
        assert row.agency
        assert row.code == row.country if row.kind is JurisdictionKind.FOREIGN else row.country == "USA"


def test_a_delegation_names_a_state() -> None:
    delegating = [row for row in all_jurisdictions(TODAY) if row.delegation is not Delegation.NONE]
    assert {row.delegation for row in delegating} == {Delegation.INSTEAD, Delegation.AS_WELL}
    assert all(by_code(row.delegates_to).kind is JurisdictionKind.STATE for row in delegating)
    assert all(row.kind is JurisdictionKind.TRIBE for row in delegating)


def test_angel_watch_exists_since_international_megans_law() -> None:
    assert "AWC" not in {row.code for row in all_jurisdictions(date(2016, 2, 7))}
    assert "AWC" in {row.code for row in all_jurisdictions(date(2016, 2, 8))}


def test_a_code_is_found_as_people_type_it() -> None:
    assert by_code(" t-navajo ").name == "Navajo Nation"


@pytest.mark.parametrize("code", ["", "ZZ", "T-ATLANTIS", "USA", "X" * 10_000])
def test_an_unknown_code_is_said_to_be_unknown(code: str) -> None:
    assert find(code) is None
    with pytest.raises(UnknownJurisdictionError) as caught:
        by_code(code)
    assert len(str(caught.value)) < 100


@pytest.mark.parametrize("text", ["TXRSO0001", " usnsotc01 ", "MDUSM0123"])
def test_an_ori_is_read(text: str) -> None:
    assert read_ori(text) == text.strip().upper()


@pytest.mark.parametrize("text", ["", "TXRSO001", "TXRSO00011", "1XRSO0001", "TX RSO001", "TXRSO-001", "TXRSO0001\n1"])
def test_what_is_no_ori_is_refused(text: str) -> None:
    with pytest.raises(UnreadableOriError):
        read_ori(text)
