from __future__ import annotations

import json
from typing import Any

import pytest

from feeds.findings import Severity
from feeds.records import Reading
from feeds.registry.records import RegistryRecord
from tests.feeds.messages import reading

RECORD: dict[str, Any] = {
    "registrant_id": "TX-000042",
    "jurisdiction": "TX",
    "name": "HOLLIS, Marten Ray",
    "aliases": ["HOLLIS, Marty", "HOLIS, Martin"],
    "birth_dates": ["1971-03-09", "1971-09-03"],
    "sex": "M",
    "nationalities": ["USA"],
    "documents": ["P:USA:561204937"],
    "federal_tier": 2,
    "local_class": "Lifetime",
    "offence": "indecency with a child",
    "offence_against_minor": True,
    "conviction_jurisdiction": "TX",
    "conviction_date": "2004-06",
    "duty_ends": "",
    "status": "registered",
    "protected": False,
    "residence_jurisdiction": "TX",
    "residence_address": "12 Elm Row, Houston",
    "work_jurisdiction": "LA",
    "school_jurisdiction": "",
    "fbi_number": "123456AB7",
    "as_of": "2026-03-01",
}


def _csv(*records: dict[str, Any]) -> str:
    def cell(value: object) -> str:
        text = "|".join(value) if isinstance(value, list) else {True: "yes", False: "no"}.get(value, value)  # type: ignore[call-overload]
        return '"' + str(text).replace('"', '""') + '"'

    return "\n".join([",".join(RECORD), *(",".join(map(cell, record.values())) for record in records)])


def _parts(record: RegistryRecord) -> dict[str, object]:
    return {name: getattr(record, name) for name in RegistryRecord.__slots__ if name != "where"}


def test_a_record_from_csv_and_json_alike() -> None:
    from_csv, from_json = reading(_csv(RECORD)), reading(json.dumps({"registrants": [RECORD]}))

    assert (from_csv.format, from_json.format) == ("registry-csv", "registry-json")
    assert _parts(from_csv.registry[0]) == _parts(from_json.registry[0])
    (one,) = from_csv.registry
    assert [str(name) for name in one.identity.names] == ["HOLLIS, Marten Ray", "HOLLIS, Marty", "HOLIS, Martin"]
    assert [name.kind for name in one.identity.names] == ["primary", "alias", "alias"]
    assert [str(day) for day in one.identity.birth_dates] == ["1971-03-09", "1971-09-03"]
    assert (one.federal_tier, one.offence_against_minor, one.protected, one.duty_ends) == (2, True, False, None)
    assert (str(one.conviction_date), one.work_jurisdiction, str(one.as_of)) == ("2004-06", "LA", "2026-03-01")
    assert (one.findings, from_csv.findings) == ((), ())


@pytest.mark.parametrize("field", ["registrant_id", "jurisdiction", "name"])
@pytest.mark.parametrize("write", [_csv, lambda *records: json.dumps(records)], ids=["csv", "json"])
def test_a_record_without_a_required_field_is_rejected_alone(field: str, write: Any) -> None:  # noqa: ANN401  either writer
    read: Reading = reading(write(RECORD | {field: ""}, RECORD))

    assert len(read.registry) == 1
    (finding,) = read.findings
    assert (finding.severity, finding.field) == (Severity.REJECT, field)
    assert finding.where in ("line 2", "record 1")


def test_a_record_sent_twice_in_one_file_counts_once() -> None:
    read = reading(_csv(RECORD, RECORD))

    assert len(read.registry) == 1
    assert [(finding.where, finding.field) for finding in read.findings] == [("line 3", "registrant_id")]


@pytest.mark.parametrize(
    ("change", "name", "value"),
    [
        ({"federal_tier": "IV"}, "federal_tier", None),
        ({"status": "unknown"}, "status", "registered"),
        ({"protected": "perhaps"}, "protected", True),
        ({"offence_against_minor": "perhaps"}, "offence_against_minor", False),
        ({"conviction_date": "June"}, "conviction_date", None),
        ({"as_of": "2026-02-30"}, "as_of", None),
    ],
)
def test_a_doubtful_field_is_a_finding_and_a_person_in_doubt_is_protected(
    change: dict[str, Any], name: str, value: object
) -> None:
    (one,) = reading(_csv(RECORD | change)).registry

    assert getattr(one, name) == value
    assert [(finding.severity, finding.field) for finding in one.findings] == [(Severity.WARNING, name)]


def test_what_a_record_says_beyond_the_person_is_kept_as_written() -> None:
    more = {
        "state_id": "TX01234567", "statute": "PC 33.021", "victim_age": "13", "victim_sex": "F",
        "supervision": "parole", "description": "180 cm, scar on chin", "photo": "TX-000042-3",
        "vehicles": ["TX:KLM 4471", "NM:AZ12"], "vessels": ["TX 1234 AB"],
    }  # fmt: skip
    record = RECORD | more
    written = json.dumps([record])
    columns = ",".join(record)
    cells = ",".join('"' + ("|".join(v) if isinstance(v, list) else str(v)) + '"' for v in record.values())
    for read in (reading(written), reading(f"{columns}\n{cells}")):
        (one,) = read.registry
        told = {name: getattr(one, name) for name in more}
        assert told == {name: tuple(v) if isinstance(v, list) else v for name, v in more.items()}


@pytest.mark.parametrize(("written", "stated"), [("", False), ("no", True), ("yes", True)])
def test_an_offence_not_said_to_be_against_a_minor_is_told_from_one_of_which_nothing_was_said(
    written: str, *, stated: bool
) -> None:
    (one,) = reading(json.dumps([RECORD | {"offence_against_minor": written}])).registry
    assert (one.offence_against_minor, one.minor_stated) == (written == "yes", stated)
