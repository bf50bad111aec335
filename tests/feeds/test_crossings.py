from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.findings import Severity
from feeds.records import Direction, Leg, ListKind, Mode, Reading
from tests.feeds.messages import codes, reading

HEADER = (
    "crossing_id,port_code,port_name,direction,crossed_at,time_zone,mode,other_country,surname,given_names,birth_date,sex,"
    "nationality,document_type,document_issuer,document_number,document_expires,plate"
)
HOLLIS = (
    "C1,2304,Laredo,outbound,2026-03-28T14:05:00-05:00,America/Chicago,land,MEX,HOLLIS,Marten,1971-03-09,M,USA,P,USA,"
    "561204937,2030-01-31,TX:ABC123"
)
MARROW = "C2,2304,Laredo,outbound,2026-03-28T15:10:00,America/Chicago,,MEX,MARROW,Lev,1980,,CAN,,,,,"


def _read(*rows: str) -> Reading:
    return reading("\n".join((HEADER, *rows)) + "\n")


def _where(read: Reading, severity: Severity = Severity.REJECT) -> list[tuple[str, str]]:
    return [(finding.where, finding.field) for finding in read.findings if finding.severity is severity]


def test_rows_of_one_port_direction_and_day_are_one_manifest() -> None:
    (one,) = _read(HOLLIS, MARROW).manifests

    assert (one.format, one.list, one.message) == ("crossings", ListKind.CROSSING, "")
    assert (one.voyage.number, one.voyage.direction, one.voyage.mode) == ("2304", Direction.OUTBOUND, Mode.LAND)
    assert one.voyage.legs == (
        Leg("2304", "MEX", "2026-03-28T14:05", "2026-03-28T14:05", "USA", "MEX", "America/Chicago", "America/Chicago"),
    )
    hollis, marrow = one.travellers
    assert hollis.crossed_at
    assert marrow.crossed_at
    assert hollis.crossed_at.isoformat() == "2026-03-28T19:05:00+00:00"
    assert marrow.crossed_at.isoformat() == "2026-03-28T20:10:00+00:00"
    assert hollis.references == {"crossing_id": "C1", "plate": "TX:ABC123", "port_name": "Laredo"}
    assert [(str(paper), str(paper.expires)) for paper in hollis.documents] == [("P:USA:561204937", "2030-01-31")]
    assert (str(marrow.birth_date), marrow.sex, marrow.documents) == ("1980", "", ())
    assert (hollis.raw, hollis.where) == (HOLLIS, "line 2")


def test_another_port_direction_or_day_is_another_manifest() -> None:
    read = _read(
        HOLLIS,
        HOLLIS.replace("C1", "C2").replace("2304", "2404"),
        HOLLIS.replace("C1", "C3").replace("outbound", "inbound"),
        HOLLIS.replace("C1", "C4").replace("03-28", "03-29"),
        HOLLIS.replace("C1", "C5"),
    )

    assert [len(one.travellers) for one in read.manifests] == [2, 1, 1, 1]
    assert read.manifests[2].voyage.legs[0].departure_country == "MEX"
    assert len({one.key for one in read.manifests}) == 4


def test_a_later_file_of_the_same_day_has_a_key_of_its_own_and_a_resent_one_has_not() -> None:
    assert _read(HOLLIS).manifests[0].key != _read(MARROW).manifests[0].key
    assert _read(HOLLIS).manifests[0].key == _read(HOLLIS).manifests[0].key


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("C1", "", "crossing_id"),
        ("HOLLIS", "", "surname"),
        ("outbound", "sideways", "direction"),
        ("outbound", "", "direction"),
        ("2026-03-28T14:05:00-05:00", "", "crossed_at"),
        ("2026-03-28T14:05:00-05:00", "2026-02-30T14:05:00", "crossed_at"),
        ("2026-03-28T14:05:00-05:00", "2026-03-28", "crossed_at"),
        ("2026-03-28T14:05:00-05:00", "0001-01-01T00:00:00+10:00", "crossed_at"),
        ("-05:00,America/Chicago", ",", "crossed_at"),
        ("America/Chicago", "Mars/Olympus", "crossed_at"),
        ("America/Chicago", "../../etc/passwd", "crossed_at"),
    ],
)
def test_a_bad_row_is_rejected_alone_with_its_line_field_reason_and_cure(old: str, new: str, field: str) -> None:
    read = _read(MARROW, HOLLIS.replace(old, new, 1), MARROW.replace("C2", "C3"))

    assert [person.surname for one in read.manifests for person in one.travellers] == ["MARROW", "MARROW"]
    (finding,) = [finding for finding in read.findings if finding.severity is Severity.REJECT]
    assert (finding.where, finding.field) == ("line 3", field)
    assert finding.reason
    assert finding.cure


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("1971-03-09", "09/03/1971", "birth_date"),
        (",M,", ",Q,", "sex"),
        ("USA,P", "Atlantis,P", "nationality"),
        ("MEX", "Atlantis", "other_country"),
        (",land,", ",rail,", "mode"),
        ("2030-01-31", "2030-02-31", "document_expires"),
    ],
)
def test_a_doubtful_field_is_a_warning_and_the_row_stays(old: str, new: str, field: str) -> None:
    read = _read(HOLLIS.replace(old, new, 1))

    assert _where(read, Severity.WARNING) == [("line 2", field)]
    assert len(read.manifests[0].travellers) == 1


def test_a_crossing_sent_twice_in_one_file_counts_once() -> None:
    read = _read(HOLLIS, HOLLIS)

    assert len(read.manifests[0].travellers) == 1
    assert _where(read) == [("line 3", "crossing_id")]


def test_the_surname_na_and_namibia_do_not_vanish() -> None:
    person = _read(HOLLIS.replace("HOLLIS", "NA").replace("M,USA", "M,NA")).manifests[0].travellers[0]

    assert (person.surname, person.nationality) == ("NA", "NAM")


def test_lines_are_counted_through_quoted_breaks_and_blank_lines() -> None:
    read = _read("", HOLLIS.replace("Laredo", '"Laredo\nBridge ""II"", TX"'), "", "C9", MARROW)

    assert read.manifests[0].travellers[0].references["port_name"] == 'Laredo Bridge "II", TX'
    assert [person.where for person in read.manifests[0].travellers] == ["line 3", "line 7"]
    assert _where(read) == [("line 6", "surname")]


def test_an_open_quotation_mark_costs_its_own_row_only() -> None:
    read = _read(HOLLIS.replace("Laredo", '"Laredo'), MARROW)

    assert _where(read) == [("line 2", "row")]
    assert [person.surname for person in read.manifests[0].travellers] == ["MARROW"]


def test_surplus_cells_cost_their_row_unless_they_are_empty() -> None:
    read = _read(HOLLIS + ",x", MARROW + ",,")

    assert _where(read) == [("line 2", "row")]
    assert [person.surname for person in read.manifests[0].travellers] == ["MARROW"]


@pytest.mark.parametrize("divider", [";", "\t"])
def test_columns_in_any_order_with_another_divider_and_line_end(divider: str) -> None:
    columns = [divider.join(reversed(line.split(","))) for line in (HEADER.upper(), HOLLIS)]
    (one,) = reading("\r\n".join(columns)).manifests

    assert one.travellers[0].identity == _read(HOLLIS).manifests[0].travellers[0].identity


def test_a_cell_that_looks_like_a_segment_does_not_make_the_file_edifact() -> None:
    assert _read(HOLLIS.replace("TX:ABC123", "TX:BGM-123")).format == "crossings"


def test_an_unknown_column_is_kept_and_noted() -> None:
    read = reading(f"{HEADER},lane\n{HOLLIS},7\n")

    assert read.manifests[0].travellers[0].references["lane"] == "7"
    assert _where(read, Severity.NOTE) == [("line 1", "lane")]


def test_a_missing_required_column_makes_the_file_unusable() -> None:
    read = reading(HEADER.replace("crossing_id,", "") + "\n" + HOLLIS)

    assert not read.readable
    assert codes(read) == {"missing-column"}
    assert read.findings[0].severity is Severity.FATAL


@settings(max_examples=120, deadline=None)
@given(junk=st.lists(st.text(st.sampled_from("a,\"\n\r;\t \x00é'C1"), max_size=30), max_size=6))
def test_no_rows_however_broken_hide_a_good_one(junk: list[str]) -> None:
    body = "\n".join(junk)
    closed = body if body.count('"') % 2 == 0 else body.replace('"', "")
    read = _read(closed, "", HOLLIS.replace("C1", "GOOD"))

    assert "GOOD" in [person.references["crossing_id"] for one in read.manifests for person in one.travellers]
