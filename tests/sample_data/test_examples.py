"""The committed examples are read by the readers they document, and tell the story of the README."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import sample_data
from feeds.findings import Severity
from feeds.reader import read
from feeds.records import Direction, Reading

FOLDER = Path(sample_data.__file__).parent / "examples"
TODAY = date(2026, 4, 10)


def reading(name: str) -> Reading:
    return read(name, (FOLDER / name).read_bytes(), TODAY)


@pytest.mark.parametrize("name", sorted(path.name for path in FOLDER.iterdir()))
def test_every_example_is_readable(name: str) -> None:
    seen = reading(name)
    assert seen.readable
    rejects = [
        finding
        for findings in (
            seen.findings,
            *(manifest.findings for manifest in seen.manifests),
            *(notice.findings for notice in seen.notices),
            *(record.findings for record in seen.registry),
        )
        for finding in findings
        if finding.severity in {Severity.REJECT, Severity.FATAL}
    ]
    assert [finding.where for finding in rejects] == (["line 6"] if name == "crossings.csv" else [])


@pytest.mark.parametrize(
    ("name", "surnames"),
    [
        ("passengers.edi", ["HOLLIS", "HOLLIS", "GARCIA IBANEZ", "O'SHEA"]),
        ("crew.edi", ["ROCKWOOD", "IVANOFF", "PATEL"]),
        ("crossings.csv", ["BEGAY", "HOLLIS", "QUINTANILLA", "TREVANION"]),
        ("reservations.edi", ["HOLLIS", "HOLLIS", "GARCIAIBANEZ", "OSHEA", "OSHEA"]),
        ("notice-of-arrival.xml", ["GARCIA IBANEZ", "HALVORSEN"]),
        ("admissions.csv", ["OSHEA", "TREVANION", "TREVANION"]),
    ],
)
def test_the_lists_hold_whom_the_readme_says(name: str, surnames: list[str]) -> None:
    found = [traveller.surname for manifest in reading(name).manifests for traveller in manifest.travellers]
    assert found == surnames if name.endswith("edi") else sorted(found) == surnames


def test_the_flight_leaves_for_mexico() -> None:
    files = ("passengers.edi", "crew.edi", "reservations.edi")
    voyages = {manifest.voyage for name in files for manifest in reading(name).manifests}
    assert {(voyage.carrier, voyage.number, voyage.direction) for voyage in voyages} == {
        ("QZ", "514", Direction.OUTBOUND)
    }


def test_the_same_people_are_booked_and_aboard() -> None:
    booked, aboard = (reading(name).manifests[0].travellers for name in ("reservations.edi", "passengers.edi"))
    documents = {(str(person.birth_date), *map(str, person.documents)) for person in booked}
    assert {
        (str(person.birth_date), *map(str, person.documents)) for person in aboard if person.surname == "HOLLIS"
    } <= (documents)


def test_the_registrants_of_the_notices_are_in_the_registry() -> None:
    registered = {
        record.registrant_id for name in ("registry.csv", "registry.json") for record in reading(name).registry
    }
    notices = [notice for name in ("notice.json", "notices.csv") for notice in reading(name).notices]
    assert len(notices) == 3
    assert {notice.registrant_id for notice in notices} <= registered
    (partner,) = reading("partner-notice.json").notices
    assert partner.registrant_id == ""
    assert partner.conviction
