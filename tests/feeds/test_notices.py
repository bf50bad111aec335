from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.findings import Severity
from feeds.notice.particulars import NAMES
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
    "return_place": "IAH",
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
    "documents,legs,returns,return_place,purpose,destination_address,contact,emergency,late_reason,conviction"
)
ROW = (
    "intended_travel,TX-2026-000123,2,TXRSO0001,tx,2026-03-01T09:04:00-06:00,TX-000042,"
    '"HOLLIS, Marten Ray|HOLLIS, Marty",'
    "1971-03-09,M,USA,P:USA:561204937,IAH/USA/2026-03-28>MEX/MEX/2026-03-28 QZ 514 air,2026-04-10,IAH,vacation,"
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
    (finding,) = [one for one in read.findings if one.severity is Severity.REJECT]
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


PNG = b"\x89PNG\r\n\x1a\n an invented picture"


def _attached(*contents: bytes, name: str = "passport.pdf") -> dict[str, Any]:
    written = [{"name": name, "content": base64.b64encode(content).decode()} for content in contents]
    return NOTICE | {"attachments": written}


def test_every_further_fact_is_read_from_both_layouts_alike() -> None:
    facts = {name: f"{name} in words" for name in NAMES} | {
        "return_place": "IAH", "visa_country": "MEX", "visa_expires": "2027-01", "conviction_date": "2004-06-01",
    }  # fmt: skip
    (from_json,) = _read(NOTICE | facts).notices
    columns = [name for name in NAMES if name != "return_place"]
    cells = ",".join(facts[name] for name in columns)
    (from_csv,) = reading(f"{HEADER},{','.join(columns)}\n{ROW},{cells}\n").notices

    assert {name: getattr(from_json.particulars, name) for name in NAMES} == facts
    assert from_csv.particulars == from_json.particulars
    assert from_json.findings == ()


def test_times_of_day_and_transit_are_read_from_both_layouts_alike() -> None:
    leg = NOTICE["legs"][0] | {"departs_time": "9:05", "arrives_time": "23:59", "transit": True}
    (from_json,) = _read(NOTICE | {"legs": [leg]}).notices
    cell = "IAH/USA/2026-03-28T09:05>MEX/MEX/2026-03-28T23:59 QZ 514 air Transit"
    (from_csv,) = reading(
        f"{HEADER}\n{ROW}\n".replace("IAH/USA/2026-03-28>MEX/MEX/2026-03-28 QZ 514 air", cell)
    ).notices

    (one,) = from_json.legs
    assert (one.departs_time, one.arrives_time, one.transit) == ("09:05", "23:59", True)
    assert from_csv.legs == from_json.legs


@pytest.mark.parametrize("written", ["25:00", "noon", "12:60", "12"])
def test_a_time_that_is_none_is_left_out_with_a_word_on_its_leg(written: str) -> None:
    (one,) = _read(NOTICE | {"legs": [NOTICE["legs"][0], NOTICE["legs"][0] | {"departs_time": written}]}).notices

    assert one.legs[1].departs_time == ""
    assert [(row.code, row.where, row.value) for row in one.findings] == [("bad-time", "notice 1, leg 2", written)]


@pytest.mark.parametrize(
    ("change", "codes_"),
    [
        ({"purpose": ""}, ["missing-purpose"]),
        ({"destination_address": "", "contact": ""}, ["missing-destination-address"]),
        ({"destination_address": ""}, []),
        ({"returns": "", "return_place": ""}, ["missing-return-date", "missing-return-place"]),
        ({"returns": "", "return_place": "", "purpose": "Relocation"}, []),
        ({"legs": [{"arrival_country": "MEX"}]}, [
            "missing-departure-place", "missing-departure-date", "missing-arrival-place", "missing-arrival-date",
            "missing-means", "missing-carrier", "missing-number",
        ]),
        ({"legs": [NOTICE["legs"][0] | {"means": "land", "carrier": "", "number": ""}]}, []),
        ({"legs": [NOTICE["legs"][0] | {"arrives": "2026-03-20"}]}, ["arrival-before-departure"]),
        ({"legs": [NOTICE["legs"][0] | {"arrives": "2026-03-27"}]}, []),
    ],
)  # fmt: skip
def test_what_the_statute_asks_for_and_is_missing_is_a_warning(change: dict[str, Any], codes_: list[str]) -> None:
    (one,) = _read(NOTICE | change).notices

    assert [row.code for row in one.findings] == codes_
    for row in one.findings:
        assert row.severity is Severity.WARNING
        assert row.cure
        assert "20914(a)(7)" in row.reason or not row.code.startswith("missing-")


def test_a_leg_home_says_date_and_place_of_return() -> None:
    home = {
        "departure_place": "MEX", "departure_country": "MEX", "departs": "2026-04-10", "arrival_place": "IAH",
        "arrival_country": "USA", "arrives": "2026-04-10", "carrier": "QZ", "number": "515", "means": "air",
    }  # fmt: skip
    (one,) = _read(NOTICE | {"legs": [NOTICE["legs"][0], home], "returns": "", "return_place": ""}).notices

    assert one.findings == ()


def test_a_partners_notice_is_not_held_to_the_statute() -> None:
    (one,) = _read(PARTNER).notices

    assert one.findings == ()


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"%PDF-1.7 x", "application/pdf"), (b"\xff\xd8\xff\xe0", "image/jpeg"), (PNG, "image/png"),
        (b"II*\0 x", "image/tiff"), (b"MM\0* x", "image/tiff"), ("Zürich, 3 März\n".encode(), "text/plain"),
    ],
)  # fmt: skip
def test_a_document_is_what_its_content_shows(content: bytes, media_type: str) -> None:
    (one,) = _read(_attached(content, name="C:\\scans\\../odd\u202ename.exe")).notices

    (document,) = one.attachments
    assert (document.media_type, document.content, document.name) == (media_type, content, "odd name.exe")


@pytest.mark.parametrize("content", [b"", b"MZ\x90\x00 a program", b"\x00\x01", b"<\x00h", PNG + bytes(5_000_000)])
def test_a_document_that_is_not_taken_is_a_warning_and_the_notice_goes_on(content: bytes) -> None:
    (one,) = _read(_attached(content, PNG)).notices

    assert [document.content for document in one.attachments] == [PNG]
    (row,) = one.findings
    assert (row.code, row.severity, row.where) == ("attachment-refused", Severity.WARNING, "notice 1, attachment 1")
    assert row.cure


@pytest.mark.parametrize("value", ["x", 3, [3], [{"name": "a"}], [{"content": "!!"}], {"content": ["x"]}])
def test_attachments_that_are_none_are_survived(value: object) -> None:
    (one,) = _read(NOTICE | {"attachments": value}).notices

    assert one.attachments == ()
    assert {row.code for row in one.findings} == {"attachment-refused"}


def test_no_more_than_ten_documents_are_taken() -> None:
    (one,) = _read(_attached(*[PNG] * 12)).notices

    assert len(one.attachments) == 10
    assert [row.code for row in one.findings] == ["attachment-refused"]
