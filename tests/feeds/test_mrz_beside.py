from __future__ import annotations

import json
from typing import Any

import pytest

from feeds.findings import Finding, Severity
from feeds.mrz_layouts import MrzKind
from feeds.records import Reading, Traveller
from matchers.identity import Identity
from tests.feeds.messages import reading
from tests.feeds.zones import zone

PASSPORT = zone(MrzKind.TD3)
CROSSING = {
    "crossing_id": "C1", "port_code": "2304", "direction": "outbound", "crossed_at": "2026-03-28T14:05:00-05:00",
    "other_country": "MEX",
}  # fmt: skip
EMPTY = dict.fromkeys(
    ["surname", "given_names", "birth_date", "sex", "nationality", "document_type", "document_number"], ""
)
SAME = {
    "surname": "Hollis", "given_names": "Marten R.", "birth_date": "1971-03-09", "sex": "M", "nationality": "USA",
    "document_type": "P", "document_number": "5612-04937",
}  # fmt: skip
NOTICE: dict[str, Any] = {
    "reference": "TX-1",
    "jurisdiction": "TX",
    "legs": [{"arrival_place": "MEX", "arrival_country": "MEX", "arrives": "2026-03-28"}],
}
RECORD: dict[str, Any] = {"registrant_id": "TX-000042", "jurisdiction": "TX", "name": ""}


def _crossing(mrz: str, **cells: str) -> tuple[Traveller, list[Finding]]:
    row = CROSSING | EMPTY | cells | {"mrz": mrz}
    read = reading(",".join(row) + "\n" + ",".join(f'"{cell}"' for cell in row.values()) + "\n")
    (one,) = read.manifests
    return one.travellers[0], list(read.findings)


def _disagreements(findings: list[Finding] | tuple[Finding, ...]) -> list[str]:
    assert all(finding.severity is Severity.WARNING for finding in findings if finding.code == "mrz-disagrees")
    return [finding.field for finding in findings if finding.code == "mrz-disagrees"]


def _whole(person: Identity) -> tuple[object, ...]:
    return (
        [str(name) for name in person.names], [str(day) for day in person.birth_dates], person.sex,
        person.nationalities,
        [str(paper) for paper in person.documents], [str(paper.expires) for paper in person.documents],
    )  # fmt: skip


ALL = (["HOLLIS, MARTEN RAY"], ["1971-03-09"], "M", ("USA",), ["P:USA:561204937"], ["2030-01-31"])


def test_the_zone_fills_what_a_crossing_leaves_empty_and_is_kept_as_sent() -> None:
    traveller, findings = _crossing(PASSPORT.replace("|", "\n"))

    assert _whole(traveller.identity) == ALL
    assert traveller.references["mrz"] == PASSPORT.replace("|", " ")
    assert findings == []


def test_a_row_that_agrees_stays_as_it_is_and_gains_the_issuer_and_expiry() -> None:
    traveller, findings = _crossing(PASSPORT, **SAME)

    assert (traveller.surname, traveller.given_names) == ("Hollis", "Marten R.")
    assert [(str(paper), str(paper.expires)) for paper in traveller.documents] == [("P:USA:5612-04937", "2030-01-31")]
    assert findings == []


@pytest.mark.parametrize(
    ("column", "written", "field", "kept"),
    [
        ("surname", "HOLIS", "name", "HOLIS"),
        ("given_names", "Martin", "name", "Martin"),
        ("birth_date", "1971-09-03", "birth_date", "1971-09-03"),
        ("sex", "F", "sex", "F"),
        ("nationality", "MEX", "nationality", "MEX"),
    ],
)
def test_a_row_that_disagrees_keeps_its_value_and_says_both(column: str, written: str, field: str, kept: str) -> None:
    traveller, findings = _crossing(PASSPORT, **(SAME | {column: written}))

    assert _disagreements(findings) == [field]
    assert written in findings[0].value
    assert str(getattr(traveller, column)) == kept
    assert traveller.references["mrz"] == PASSPORT


def test_another_document_in_the_row_is_told_and_both_are_kept() -> None:
    traveller, findings = _crossing(PASSPORT, **(SAME | {"document_number": "Z99887766"}))

    assert _disagreements(findings) == ["document"]
    assert [paper.number for paper in traveller.documents] == ["Z99887766", "561204937"]


@pytest.mark.parametrize(
    ("surname", "given", "issuer", "shown"),
    [
        ("Müller", "Jürgen", "D", ("MUELLER", "JUERGEN")),
        ("Müller", "Jürgen", "D", ("MULLER", "JURGEN")),
        ("O'Brannoch-Vale", "Dr. Ella", "IRL", ("OBRANNOCH VALE", "ELLA")),
        ("Щербаков", "Юлия", "RUS", ("SHCHERBAKOV", "IULIIA")),
        ("Щерев", "Мария", "BGR", ("SHTEREV", "MARIA")),
        ("محمد", "", "EGY", ("MXHMD", "")),
        ("Hollis", "Ann", "USA", ("HOLLIS", "ANN MAY")),
        ("Papandropoulous", "Jonathon Warren Trevorson", "GRC", ("PAPANDROPOULOUS", "JONATHON WARREN TREVORSON")),
    ],
)
def test_a_name_in_any_print_of_the_issuing_state_agrees(
    surname: str, given: str, issuer: str, shown: tuple[str, str]
) -> None:
    lines = zone(MrzKind.TD3, issuer=issuer, surname=shown[0], given=shown[1])
    traveller, findings = _crossing(lines, surname=surname, given_names=given)

    assert _disagreements(findings) == []
    assert traveller.surname == surname


def test_a_partial_birth_date_is_completed_in_its_place() -> None:
    traveller, findings = _crossing(PASSPORT, **(SAME | {"birth_date": "1971"}))

    assert (str(traveller.birth_date), _disagreements(findings)) == ("1971-03-09", [])


def test_without_a_name_in_row_or_zone_the_row_is_rejected() -> None:
    row = CROSSING | EMPTY | {"mrz": "HOLLIS"}
    read = reading(",".join(row) + "\n" + ",".join(f'"{cell}"' for cell in row.values()) + "\n")

    assert [(finding.field, finding.severity) for finding in read.findings] == [("surname", Severity.REJECT)]


def _registry(**more: object) -> Reading:
    return reading(json.dumps({"registrants": [RECORD | more]}))


@pytest.mark.parametrize("mrz", [PASSPORT, PASSPORT.replace("|", "\n"), PASSPORT.split("|")])
def test_a_registry_record_may_say_all_of_a_person_by_the_zone(mrz: object) -> None:
    (record,) = _registry(mrz=mrz).registry

    assert _whole(record.identity) == ALL
    assert record.findings == ()


def test_a_registry_record_that_disagrees_has_both_and_the_zone_says_its_own_doubts() -> None:
    spoilt = PASSPORT.replace("561204937", "561204938")
    (record,) = _registry(name="HOLLIS, Marten", birth_dates=["1970-03-09"], mrz=spoilt).registry

    assert [str(day) for day in record.identity.birth_dates] == ["1970-03-09", "1971-03-09"]
    assert [(finding.code, finding.field) for finding in record.findings] == [
        ("mrz-check-digit", "document_number"),
        ("mrz-check-digit", "mrz"),
        ("mrz-disagrees", "birth_date"),
    ]
    assert {finding.where for finding in record.findings} == {"record 1"}


def test_a_registry_extract_in_csv_has_the_column_too() -> None:
    row = RECORD | {"name": "HOLLIS, Marty", "aliases": "HOLLIS, Marten", "mrz": PASSPORT}
    read = reading(",".join(row) + "\n" + ",".join(f'"{cell}"' for cell in row.values()))
    (record,) = read.registry

    assert [str(name) for name in record.identity.names] == ["HOLLIS, Marty", "HOLLIS, Marten"]
    assert str(record.identity.documents[0]) == "P:USA:561204937"
    assert record.findings == ()


def test_a_notice_in_json_and_csv_may_name_the_traveller_by_the_zone() -> None:
    row = {"reference": "TX-1", "jurisdiction": "TX", "names": "", "legs": "IAH/USA/2026-03-28>MEX/MEX/2026-03-28"}
    row |= {"mrz": PASSPORT}
    csv = reading(",".join(row) + "\n" + ",".join(row.values()))

    for read in (reading(json.dumps(NOTICE | {"person": {"mrz": PASSPORT}})), csv):
        (one,) = read.notices
        assert _whole(one.identity) == ALL


def test_a_notice_whose_name_differs_keeps_the_zones_as_another_name() -> None:
    (one,) = reading(json.dumps(NOTICE | {"person": {"names": ["MARROW, Lev"], "mrz": PASSPORT}})).notices

    assert [(str(name), name.kind) for name in one.identity.names] == [
        ("MARROW, Lev", "primary"),
        ("HOLLIS, MARTEN RAY", "alias"),
    ]
    assert "name" in _disagreements(one.findings)
