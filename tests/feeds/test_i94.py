from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.findings import Severity
from feeds.identifiers import LONGEST
from feeds.records import Direction, Leg, ListKind, Mode, Reading
from tests.feeds.messages import codes, reading

HEADER = (
    "admission_number,surname,given_names,birth_date,sex,nationality,residence,document_type,document_issuer,"
    "document_number,document_expires,class_of_admission,admit_until,port_of_entry,entry_date,mode,carrier,flight,"
    "exit_port,exit_date,exit_mode,exit_carrier,exit_flight"
)
TREVANION = (
    "000000001A1,TREVANION,ALUN,1966-11-02,M,GBR,GBR,P,GBR,007714263,2029-08-17,B2,2026-09-30,0901,2026-04-01,land,,,"
    "NYC,2026-04-08,air,QZ,88"
)
MARROW = "000000002A2,MARROW,LEV,1980,X,CAN,,,,,,F1,D/S,0901,2026-04-01,land,,,,,,,"
ZELLER = "000000003A3,ZELLER,ODA,1990-02-03,F,DEU,,,,,,WT,,,,air,QZ,88,NYC,2026-04-08,,,"


def _read(*rows: str) -> Reading:
    return reading("\n".join((HEADER, *rows)) + "\n")


def _where(read: Reading, severity: Severity = Severity.REJECT) -> list[tuple[str, str]]:
    return [(finding.where, finding.field) for finding in read.findings if finding.severity is severity]


def test_an_entry_and_an_exit_are_two_crossings_grouped_by_port_direction_day_and_mode() -> None:
    read = _read(TREVANION, MARROW, ZELLER)
    into, out = read.manifests

    assert read.format == into.format == out.format == "i94"
    assert not read.findings
    assert (into.list, into.function, into.sender) == (ListKind.CROSSING, "new", "0901")
    assert (into.voyage.number, into.voyage.direction, into.voyage.mode) == ("0901", Direction.INBOUND, Mode.LAND)
    assert into.voyage.legs == (Leg("", "0901", "2026-04-01", "2026-04-01", arrival_country="USA"),)
    assert [person.surname for person in into.travellers] == ["TREVANION", "MARROW"]
    assert (out.voyage.number, out.voyage.direction, out.voyage.mode) == ("NYC", Direction.OUTBOUND, Mode.AIR)
    assert out.voyage.legs == (Leg("NYC", "", "2026-04-08", "2026-04-08", departure_country="USA"),)
    assert [person.surname for person in out.travellers] == ["TREVANION", "ZELLER"]


def test_a_crossing_has_the_person_and_the_terms_of_the_stay_but_no_time_of_day() -> None:
    into, out = _read(TREVANION).manifests
    (one,), (again,) = into.travellers, out.travellers

    assert (one.surname, one.given_names, str(one.birth_date), one.sex) == ("TREVANION", "ALUN", "1966-11-02", "M")
    assert (one.nationality, one.residence, one.crossed_at) == ("GBR", "GBR", None)
    assert [(str(paper), str(paper.expires)) for paper in one.documents] == [("P:GBR:007714263", "2029-08-17")]
    assert one.references == {"unique": "000000001A1", "class_of_admission": "B2", "admit_until": "2026-09-30"}
    assert again.references == one.references | {"carrier": "QZ", "flight": "88"}
    assert (one.raw, one.where) == (TREVANION, "line 2")


def test_a_row_with_only_an_exit_has_the_mode_and_flight_of_the_exit() -> None:
    (out,) = _read(ZELLER).manifests

    assert out.voyage.mode is Mode.AIR
    assert out.travellers[0].references["flight"] == "88"


@pytest.mark.parametrize(
    ("mode", "flight", "taken"),
    [("sea", "", Mode.SEA), ("", "88", Mode.AIR), ("", "", Mode.LAND), ("AIR", "", Mode.AIR)],
)
def test_a_mode_that_is_not_sent_follows_from_the_flight(mode: str, flight: str, taken: Mode) -> None:
    row = MARROW.replace("land,,", f"{mode},,{flight}")

    assert _read(row).manifests[0].voyage.mode is taken


def test_a_later_file_of_the_same_day_has_a_key_of_its_own_and_a_resent_one_has_not() -> None:
    assert _read(TREVANION).manifests[0].key == _read(TREVANION).manifests[0].key
    assert _read(TREVANION).manifests[0].key != _read(MARROW).manifests[0].key


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("000000001A1", "", "admission_number"),
        ("000000001A1", "9" * (LONGEST + 1), "admission_number"),
        ("TREVANION", "", "surname"),
        ("2026-04-01", "01/04/2026", "entry_date"),
        ("2026-04-01", "2026-04", "entry_date"),
        ("2026-04-01", "1026-04-01", "entry_date"),
        ("2026-04-08", "2026-04-31", "exit_date"),
        ("0901", "", "port_of_entry"),
        ("NYC", "", "exit_port"),
    ],
)
def test_a_bad_row_is_rejected_alone_with_its_line_field_reason_and_cure(old: str, new: str, field: str) -> None:
    read = _read(MARROW, TREVANION.replace(old, new, 1), ZELLER)

    assert [person.surname for one in read.manifests for person in one.travellers] == ["MARROW", "ZELLER"]
    (finding,) = [finding for finding in read.findings if finding.severity is Severity.REJECT]
    assert (finding.where, finding.field, finding.code) == ("line 3", field, f"bad-{field.replace('_', '-')}")
    assert finding.reason
    assert finding.cure


def test_a_row_without_any_crossing_is_rejected() -> None:
    assert _where(_read(MARROW.replace("2026-04-01", ""))) == [("line 2", "entry_date")]


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("1966-11-02", "2/11/66", "birth_date"),
        (",M,", ",Q,", "sex"),
        ("GBR,GBR,P", "Atlantis,GBR,P", "nationality"),
        (",land,", ",rail,", "mode"),
        ("2026-04-08", "2026-03-01", "exit_date"),
    ],
)
def test_a_doubtful_field_is_a_warning_and_the_row_stays(old: str, new: str, field: str) -> None:
    read = _read(TREVANION.replace(old, new, 1))

    assert _where(read, Severity.WARNING) == [("line 2", field)]
    assert [len(one.travellers) for one in read.manifests] == [1, 1]


def test_a_crossing_sent_twice_in_one_file_counts_once() -> None:
    read = _read(TREVANION, TREVANION.replace("ALUN", "ALAN"))

    assert [len(one.travellers) for one in read.manifests] == [1, 1]
    assert _where(read, Severity.WARNING) == [("line 3", "admission_number")] * 2


def test_an_unknown_column_is_kept_and_noted() -> None:
    read = reading(f"{HEADER},booth\n{MARROW},7\n")

    assert read.manifests[0].travellers[0].references["booth"] == "7"
    assert _where(read, Severity.NOTE) == [("line 1", "booth")]


def test_the_extract_for_statistics_is_known_and_refused() -> None:
    read = reading("cicid,i94yr,i94mon,i94cit,i94res,i94port,arrdate,i94mode\n6,2016,4,692,692,XXX,20573,1\n")

    assert read.format == "i94"
    assert not read.readable
    (finding,) = read.findings
    assert (finding.code, finding.severity, finding.where) == ("no-persons", Severity.FATAL, "line 1")
    assert "names nobody" in finding.reason
    assert finding.cure


def test_a_missing_required_column_makes_the_file_unusable() -> None:
    read = reading(HEADER.replace("surname,", "") + "\n" + MARROW)

    assert (read.manifests, codes(read)) == ((), {"missing-column"})


@settings(max_examples=100, deadline=None)
@given(place=st.integers(0, len(TREVANION) - 1), letter=st.sampled_from('",;\t \x00é0-\n'), cut=st.booleans())
def test_no_changed_or_truncated_row_raises_or_costs_another(place: int, letter: str, cut: bool) -> None:  # noqa: FBT001  what hypothesis draws
    broken = TREVANION[:place] if cut else TREVANION[:place] + letter + TREVANION[place + 1 :]
    read = _read(broken.replace('"', "'"), ZELLER)

    assert "ZELLER" in [person.surname for one in read.manifests for person in one.travellers]
