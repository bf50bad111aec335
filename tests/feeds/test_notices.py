from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.findings import Severity
from feeds.notice.records import NoticeKind
from feeds.records import Reading
from tests.feeds.messages import codes, reading

NOTICE: dict[str, Any] = {
    "kind": "intended_travel",
    "reference": "TX-2026-000123",
    "version": 2,
    "submitting_ori": "TXRSO0001",
    "jurisdiction": "tx",
    "submitted_at": "2026-03-01T09:04:00-06:00",
    "registrant_id": "TX-000042",
    "person": {
        "names": ["HOLLIS, Marten Ray", "HOLLIS, Marty"],
        "birth_dates": ["1971-03-09"],
        "sex": "M",
        "nationalities": ["USA"],
        "documents": ["P:USA:561204937"],
    },
    "legs": [
        {
            "departure_place": "IAH",
            "departure_country": "USA",
            "departs": "2026-03-28",
            "arrival_place": "MEX",
            "arrival_country": "MEX",
            "arrives": "2026-03-28",
            "carrier": "QZ",
            "number": "514",
            "means": "air",
        }
    ],
    "returns": "2026-04-10",
    "purpose": "vacation",
    "destination_address": "Hotel Prado, Cuernavaca",
    "contact": "+52 555 0100",
    "emergency": False,
    "late_reason": "",
}
PARTNER: dict[str, Any] = {
    "kind": "partner",
    "reference": "NZ-77",
    "jurisdiction": "NZL",
    "person": {"names": ["MARROW, Lev"], "birth_dates": ["1980"]},
    "legs": [{"arrival_place": "LAX", "arrival_country": "USA", "arrives": "2026-04"}],
    "conviction": "2009, indecent assault",
}
HEADER = (
    "kind,reference,version,submitting_ori,jurisdiction,submitted_at,registrant_id,names,birth_dates,sex,nationalities,"
    "documents,legs,returns,purpose,destination_address,contact,emergency,late_reason,conviction"
)
ROW = (
    "intended_travel,TX-2026-000123,2,TXRSO0001,tx,2026-03-01T09:04:00-06:00,TX-000042,"
    '"HOLLIS, Marten Ray|HOLLIS, Marty",'
    "1971-03-09,M,USA,P:USA:561204937,IAH/USA/2026-03-28>MEX/MEX/2026-03-28 QZ 514 air,2026-04-10,vacation,"
    '"Hotel Prado, Cuernavaca",+52 555 0100,no,,'
)


def _read(value: object) -> Reading:
    return reading(json.dumps(value))


def test_a_notice_of_intended_travel() -> None:
    read = _read(NOTICE)
    (one,) = read.notices

    assert read.format == "notice-json"
    assert (one.kind, one.reference, one.version) == (NoticeKind.INTENDED_TRAVEL, "TX-2026-000123", 2)
    assert (one.jurisdiction, one.registrant_id, one.emergency) == ("TX", "TX-000042", False)
    assert one.submitted_at
    assert one.submitted_at.isoformat() == "2026-03-01T15:04:00+00:00"
    assert one.identity.to_json() == NOTICE["person"]
    (leg,) = one.legs
    assert (leg.departure_place, leg.departure_country, str(leg.departs)) == ("IAH", "USA", "2026-03-28")
    assert (leg.arrival_place, leg.arrival_country, leg.carrier, leg.number, leg.means) == (
        "MEX",
        "MEX",
        "QZ",
        "514",
        "air",
    )
    assert str(one.returns) == "2026-04-10"
    assert (read.findings, one.findings) == ((), ())


def test_a_partners_notice() -> None:
    (one,) = _read(PARTNER).notices

    assert (one.kind, one.jurisdiction, one.conviction) == (NoticeKind.PARTNER, "NZL", "2009, indecent assault")
    assert (str(one.identity.birth_dates[0]), str(one.legs[0].arrives)) == ("1980", "2026-04")


@pytest.mark.parametrize("wrap", [lambda both: both, lambda both: {"notices": both}], ids=["list", "object"])
def test_several_notices(wrap: Any) -> None:  # noqa: ANN401  a document may be anything
    assert [one.where for one in _read(wrap([NOTICE, PARTNER])).notices] == ["notice 1", "notice 2"]


def test_the_csv_of_a_notice_reads_as_its_json() -> None:
    read = reading(f"{HEADER}\n{ROW}\n")
    (from_csv,), (from_json,) = read.notices, _read(NOTICE).notices

    assert read.format == "notice-csv"
    assert from_csv.where == "line 2"
    names = [name for name in type(from_csv).__slots__ if name != "where"]
    assert {name: getattr(from_csv, name) for name in names} == {name: getattr(from_json, name) for name in names}


@pytest.mark.parametrize(
    ("legs", "carrier", "number", "means"),
    [
        ("IAH/USA/2026-03-28>MEX/MEX/2026-03-28 QZ 514 air", "QZ", "514", "air"),
        ("IAH/USA/2026-03-28>MEX/MEX/2026-03-28", "", "", ""),
        ("/USA/>/MEX/2026 land", "", "", "land"),
        ("SAN DIEGO/USA/2026-03 > TIJUANA/MEX/2026-03", "", "", ""),
    ],
)
def test_legs_in_a_cell(legs: str, carrier: str, number: str, means: str) -> None:
    (one,) = reading(f'reference,jurisdiction,names,legs\nA1,TX,"HOLLIS, Marten",{legs}\n').notices

    (leg,) = one.legs
    assert (leg.arrival_country, leg.carrier, leg.number, leg.means) == ("MEX", carrier, number, means)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"reference": ""}, "reference"),
        ({"reference": None}, "reference"),
        ({"jurisdiction": ""}, "jurisdiction"),
        ({"person": {"names": []}}, "names"),
        ({"person": "HOLLIS"}, "names"),
        ({"legs": []}, "legs"),
        ({"legs": "MEX"}, "legs"),
        ({"legs": [{"arrival_country": "Atlantis"}]}, "legs"),
    ],
)
def test_a_notice_without_a_required_field_is_rejected_alone(change: dict[str, Any], field: str) -> None:
    read = _read([NOTICE | change, PARTNER])

    assert [one.reference for one in read.notices] == ["NZ-77"]
    (finding,) = read.findings
    assert (finding.severity, finding.where, finding.field) == (Severity.REJECT, "notice 1", field)
    assert finding.cure


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"kind": "rumour"}, "unknown-kind"),
        ({"version": "two"}, "bad-version"),
        ({"submitted_at": "yesterday"}, "bad-submitted-at"),
        ({"submitted_at": "2026-03-01T09:04:00"}, "bad-submitted-at"),
        ({"returns": "April"}, "impossible-date"),
        ({"emergency": "perhaps"}, "bad-emergency"),
        ({"colour": "blue"}, "unknown-key"),
    ],
)
def test_a_doubtful_field_is_a_finding_of_the_notice(change: dict[str, Any], code: str) -> None:
    (one,) = _read(NOTICE | change).notices

    assert [finding.code for finding in one.findings] == [code]


def test_a_doubtful_person_is_read_as_far_as_it_goes() -> None:
    person = NOTICE["person"] | {
        "birth_dates": ["1971-02-30", "1971-03"], "sex": "Q", "nationalities": ["D", "Atlantis"],
        "documents": ["a:b", "P:D:C01X"],
    }  # fmt: skip
    (one,) = _read(NOTICE | {"person": person}).notices

    assert one.identity.to_json() == NOTICE["person"] | {
        "birth_dates": ["1971-03"], "sex": "", "nationalities": ["DEU"], "documents": ["P:DEU:C01X"],
    }  # fmt: skip
    assert {finding.code for finding in one.findings} == {
        "impossible-date", "unknown-sex", "unknown-country", "unreadable-document",
    }  # fmt: skip


@pytest.mark.parametrize(
    "text", ["[", "{", "[" * 5000, '{"notices": 1}', "[1, 2]", '{"legs": 1}', '[{"person": []}]', "9" * 5000]
)
def test_a_broken_document_is_a_finding(text: str) -> None:
    read = reading(text)

    assert not read.readable
    assert read.findings


def test_control_characters_and_half_characters_do_not_pass() -> None:
    (one,) = _read(NOTICE | {"purpose": "a\u0000b\nc\ud800"}).notices

    assert one.purpose == "a b c?"


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*NOTICE, *NOTICE["person"]]), inner, max_size=4)
    ),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(_json, st.sampled_from(sorted(NOTICE)))
def test_any_document_is_survived(value: object, key: str) -> None:
    for document in (value, {"notices": value}, NOTICE | {key: value}, {"registrants": value}):
        read = _read(document)
        assert read.readable or read.findings or codes(read) == set()
