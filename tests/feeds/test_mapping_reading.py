from __future__ import annotations

import json
import pickle
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sample_data
from feeds.findings import Severity
from feeds.mapping.mapping import Mapping
from feeds.mapping.mapping_file import parse
from feeds.mapping.shelf import read_mapping
from feeds.reader import read
from feeds.records import Direction, ListKind, Mode, Reading
from matchers.identity import NameKind
from tests.feeds.messages import TODAY
from tests.feeds.test_mapping_file import SMALL, changed

SHIPPED = Path(sample_data.__file__).parent / "mappings"
HEADER = "From;To;Date;Name;Sex"
HOLLIS = "Port Hale;Sidney BC;28.03.2026;HOLLIS;H"
MARROW = "Port Hale;Sidney BC;28.03.2026;MARROW;D"

CROSSINGS = """\
name = "bridge"
yields = "crossings"
[file]
header = false
comments = "#"
[fields]
crossing_id = 1
direction = { column = 2, codes = { N = "outbound", S = "inbound" } }
crossed_at = { columns = [3, 4], dates = "M/D/YYYY h:mm AM" }
time_zone = { value = "America/Detroit" }
other_country = { value = "CAN" }
port_code = { value = "3801" }
surname = { column = 5, split = ", ", part = 1 }
given_names = { column = 5, split = ", ", part = -1 }
birth_date = { column = 6, dates = "YYMMDD" }
"""

REGISTRY = """\
name = "tribe"
yields = "registry"
[file]
kind = "json"
records = "data.rows"
[fields]
registrant_id = "id"
jurisdiction = { value = "T-NAVAJO" }
name = { paths = ["name.last", "name.first"], join = ", " }
aliases = { path = "aka", separator = ";" }
birth_dates = { path = "born", dates = ["MM/DD/YYYY", "YYYY"] }
nationalities = { path = "citizen", default = "USA" }
federal_tier = { path = "tier", codes = { I = 1, II = 2, III = 3 } }
protected = { path = "sealed", codes = { S = "yes", O = "no" } }
as_of = { path = "$.data.made", dates = "YYYYMMDD" }
"""


def mapping(text: str, name: str = "ferry") -> Mapping:
    found, findings = parse(f"{name}.toml", text.encode())
    assert found, findings
    return found


def reading(rows: str, text: str = SMALL, name: str = "ferry") -> Reading:
    return read("sent", rows.encode(), TODAY, mapping(text, name))


def told(read_: Reading, severity: Severity) -> list[tuple[str, str, str]]:
    return [(found.where, found.field, found.value) for found in read_.findings if found.severity is severity]


def test_the_shipped_example_is_read_as_its_carrier_means_it() -> None:
    seen = read("x", (SHIPPED / "border-ferry.csv").read_bytes(), TODAY, read_mapping(SHIPPED / "border-ferry.toml"))

    out, back = seen.manifests
    assert (seen.format, seen.encoding, out.format) == ("mapping:border-ferry", "cp1252", "mapping:border-ferry")
    assert (out.voyage.carrier, out.voyage.number, out.voyage.mode) == ("BFL", "112", Mode.SEA)
    assert (out.voyage.direction, back.voyage.direction) == (Direction.OUTBOUND, Direction.INBOUND)
    (leg,) = out.voyage.legs
    assert (leg.departure, leg.arrival, leg.departs) == ("USPHE", "CASID", "2026-03-29T09:15")
    assert leg.departs_at
    assert leg.departs_at.isoformat() == "2026-03-29T16:15:00+00:00"
    begay, quinonez, rockwood = out.travellers
    assert (begay.surname, begay.given_names, str(begay.birth_date), begay.sex) == (
        "BEGAY",
        "LEONARD",
        "1969-07-22",
        "M",
    )
    assert [(str(paper), str(paper.expires)) for paper in begay.documents] == [("P:USA:Z80034417", "2034-03")]
    assert begay.references == {"unique": "F100041", "plate": "AZ:ZZ35558"}
    assert (quinonez.surname, quinonez.given_names, str(quinonez.birth_date)) == ("QUIÑONEZ", "MARÍA", "1958")
    assert quinonez.nationality == "MEX"
    assert (rockwood.crew, rockwood.birth_date, rockwood.sex) == (True, None, "")
    assert told(seen, Severity.WARNING) == [("line 6", "sex", "CAPT")]
    assert told(seen, Severity.REJECT) == [("line 7", "surname", "")]
    assert told(seen, Severity.NOTE) == [("line 3", "deck", "deck")]


def test_rows_of_one_voyage_are_one_manifest_and_what_was_sent_is_kept() -> None:
    seen = reading("\n".join((HEADER, HOLLIS, MARROW, HOLLIS.replace("28.", "29."))))

    assert [len(one.travellers) for one in seen.manifests] == [2, 1]
    assert [one.raw for one in seen.manifests[0].travellers] == [HOLLIS, MARROW]
    assert [one.where for one in seen.manifests[0].travellers] == ["line 2", "line 3"]
    assert seen.manifests[0].list is ListKind.PASSENGER
    assert seen.manifests[0].voyage.legs[0].departs == "2026-03-28"


def test_a_mapping_can_be_handed_to_another_process() -> None:
    sent = f"{HEADER}\n{HOLLIS}"
    there = pickle.loads(pickle.dumps(mapping(SMALL)))  # noqa: S301  our own

    assert read("sent", sent.encode(), TODAY, there).manifests == reading(sent).manifests


def test_a_list_sent_again_has_its_key_and_another_list_has_not() -> None:
    keys = [
        reading("\n".join((HEADER, *rows))).manifests[0].key
        for rows in ((HOLLIS, MARROW), (MARROW, HOLLIS), (HOLLIS,), (HOLLIS.replace("28.", "29."),))
    ]

    assert keys[0] == keys[1]
    assert len(set(keys)) == 3


def test_a_bad_row_is_set_aside_and_the_others_go_on() -> None:
    rows = (HOLLIS.replace("28.03", "30.02"), HOLLIS.replace("Port Hale", "Port Hail"), HOLLIS + ";x;y", MARROW)
    seen = reading("\n".join((HEADER, *rows)))

    assert [one.surname for one in seen.manifests[0].travellers] == ["MARROW"]
    rejects = {found.where: found for found in seen.findings if found.severity is Severity.REJECT}
    assert {where: found.field for where, found in rejects.items()} == {
        "line 2": "departs",
        "line 3": "departure",
        "line 4": "row",
    }
    assert rejects["line 2"].reason == "Date: the calendar has no such day"
    assert rejects["line 3"].value == "Port Hail"
    assert all(found.reason and found.cure for found in rejects.values())


def test_a_missing_required_column_makes_the_file_unusable_and_another_is_warned_of() -> None:
    seen = reading("From;To;Date;Sex\nPort Hale;Sidney BC;28.03.2026;H")
    assert not seen.readable
    (fatal,) = seen.findings
    assert (fatal.severity, fatal.field) == (Severity.FATAL, "name")
    assert "ferry.toml" in fatal.cure

    seen = reading("From;To;Date;Name\nPort Hale;Sidney BC;28.03.2026;HOLLIS")
    assert seen.manifests[0].travellers[0].sex == ""
    assert told(seen, Severity.WARNING) == [("line 1", "sex", "sex")]


def test_the_surname_na_and_a_cell_that_means_nothing_are_told_apart() -> None:
    text = changed('surname = "Name"', 'surname = "Name"\nbirth_date = { column = "Born", empty = ["n/a"] }')
    seen = reading(f"{HEADER};Born\n{HOLLIS.replace('HOLLIS', 'NA')};N/A", text)

    (traveller,) = seen.manifests[0].travellers
    assert (traveller.surname, traveller.birth_date) == ("NA", None)
    assert seen.findings == ()


def test_a_default_stands_for_an_empty_cell_and_never_for_an_unknown_one() -> None:
    text = changed('D = "F" } }', 'D = "F" }, default = "X" }')
    seen = reading("\n".join((HEADER, HOLLIS, HOLLIS[:-1], HOLLIS[:-1] + "?", HOLLIS[:-1] + "X")), text)

    assert [one.sex for one in seen.manifests[0].travellers] == ["M", "X", "", ""]
    assert told(seen, Severity.WARNING) == [("line 4", "sex", "?"), ("line 5", "sex", "X")]


def test_a_time_with_an_offset_is_brought_to_the_place() -> None:
    text = changed(', dates = "DD.MM.YYYY" }', " }").replace(
        "[fields]", 'departure_zone = { value = "America/Vancouver" }\n\n[fields]'
    )
    seen = reading(f"{HEADER}\n{HOLLIS.replace('28.03.2026', '2026-03-28T20:05:00Z')}", text)

    assert seen.manifests[0].voyage.legs[0].departs == "2026-03-28T13:05"


def test_an_unknown_zone_or_place_is_warned_of_and_the_person_is_kept() -> None:
    text = changed('codes = { "Port Hale" = "USPHE", "Sidney BC" = "CASID" } }\narrival', "}\narrival").replace(
        'column = "From", }', 'column = "From" }'
    ).replace("[fields]", 'departure_zone = "Zone"\n\n[fields]')  # fmt: skip
    seen = reading(f"{HEADER};Zone\n{HOLLIS};Mars/Olympus", text)

    assert seen.manifests[0].travellers[0].surname == "HOLLIS"
    assert seen.manifests[0].voyage.legs[0].departs_at is None
    assert seen.manifests[0].voyage.direction is Direction.UNKNOWN
    assert told(seen, Severity.WARNING) == [("line 2", "departure_zone", "Mars/Olympus")]
    assert {found.code for found in seen.manifests[0].findings} == {"unknown-place", "unknown-direction"}


def test_a_flight_number_in_one_column_is_divided() -> None:
    text = changed('value = "BFL" }', 'column = "Flight" }\nnumber = "Flight"').replace('"sea"', '"air"')
    voyage = reading(f"{HEADER};Flight\n{HOLLIS};QZ0514", text).manifests[0].voyage

    assert (voyage.carrier, voyage.number) == ("QZ", "0514")


def test_a_file_in_another_encoding_than_the_mapping_names_is_still_read() -> None:
    text = changed("[file]", '[file]\nencoding = "utf-8"')
    data = f"{HEADER}\n{HOLLIS.replace('HOLLIS', 'MUÑOZ')}".encode("cp1252")
    seen = read("x", data, TODAY, mapping(text))

    assert seen.manifests[0].travellers[0].surname == "MUÑOZ"
    assert [found.code for found in seen.findings] == ["other-encoding"]


def test_crossings_without_a_header_are_crossings() -> None:
    seen = reading(
        '# bridge log\n7,N,3/28/2026,2:05 PM,"HOLLIS, MARTEN",710309\n8,E,3/28/2026,2:06 PM,"MARROW, LEV",800101\n'
        "7,N,3/28/2026,2:07 PM,\"O'SHEA, ORLA\",880229\n",
        CROSSINGS,
        "bridge",
    )  # fmt: skip

    (one,) = seen.manifests
    assert (one.format, one.list, one.voyage.number) == ("mapping:bridge", ListKind.CROSSING, "3801")
    (hollis,) = one.travellers
    assert hollis.crossed_at
    assert hollis.crossed_at.isoformat() == "2026-03-28T18:05:00+00:00"
    assert (hollis.surname, hollis.given_names, str(hollis.birth_date)) == ("HOLLIS", "MARTEN", "1971-03-09")
    assert told(seen, Severity.REJECT) == [("line 3", "direction", "E"), ("line 4", "crossing_id", "7")]


ROW = {
    "id": "N-1",
    "name": {"last": "BEGAY", "first": "Leonard"},
    "aka": "BEGAY, Leo; BEGAY, Len",
    "born": ["07/22/1969", "1968"],
    "tier": "II",
    "sealed": "O",
    "photo": "x",
}


def _rows(*rows: object) -> Reading:
    return reading(json.dumps({"data": {"made": 20260315, "rows": rows}}), REGISTRY, "tribe")


def test_json_records_are_found_by_their_paths() -> None:
    seen = _rows(ROW)

    (record,) = seen.registry
    assert (record.registrant_id, record.jurisdiction, record.federal_tier) == ("N-1", "T-NAVAJO", 2)
    assert [(str(name), name.kind) for name in record.identity.names] == [
        ("BEGAY, Leonard", NameKind.PRIMARY),
        ("BEGAY, Leo", NameKind.ALIAS),
        ("BEGAY, Len", NameKind.ALIAS),
    ]
    assert [str(day) for day in record.identity.birth_dates] == ["1969-07-22", "1968"]
    assert record.identity.nationalities == ("USA",)
    assert str(record.as_of) == "2026-03-15"
    assert told(seen, Severity.NOTE) == [("record 1", "", "photo")]


@pytest.mark.parametrize(("sent", "protected"), [("S", True), ("O", False), ("?", True), ("", False)])
def test_a_mark_of_protection_that_is_not_understood_protects(sent: str, protected: bool) -> None:  # noqa: FBT001  a case
    assert _rows(ROW | {"sealed": sent}).registry[0].protected is protected


def test_a_column_that_protects_must_be_in_the_file() -> None:
    text = REGISTRY.replace('kind = "json"\nrecords = "data.rows"', "").replace("path", "column")
    seen = reading("id,name.last,name.first\nN-1,BEGAY,Leonard\n", text.replace("$.data.made", "made"), "tribe")

    assert not seen.readable
    assert told(seen, Severity.FATAL) == [("line 1", "sealed", "sealed")]


def test_json_that_is_not_as_the_mapping_says_is_told() -> None:
    seen = _rows(ROW, "x", {"id": "N-2"}, ROW | {"id": "N-3", "name": {"last": 1, "first": [{}]}})

    assert [record.registrant_id for record in seen.registry] == ["N-1", "N-3"]
    assert told(seen, Severity.REJECT) == [("record 2", "record", "x"), ("record 3", "name", "")]
    for text in ('{"data": {"rows": 3}}', "[]", "{", '"x"', "[" * 100_000):
        unread = reading(text, REGISTRY, "tribe")
        assert not unread.readable
        assert unread.findings[0].severity is Severity.FATAL
        assert unread.findings[0].cure


def test_a_file_without_rows_is_told() -> None:
    (_, finding) = reading(f"{HEADER};Deck\n").findings

    assert (finding.code, finding.severity) == ("no-rows", Severity.FATAL)


def test_a_format_that_names_no_mapping_is_told() -> None:
    (finding,) = read("x", HEADER.encode(), TODAY, "mapping:nowhere").findings

    assert finding.code == "unknown-format"
    assert "feeds check" in finding.cure


_CELLS = st.one_of(
    st.text(max_size=8), st.sampled_from(["28.03.2026", "Port Hale", "Sidney BC", '"', ";", "\n", "H", "#", "\0", "99"])
)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(_CELLS, max_size=8), max_size=6), st.booleans())
def test_no_rows_raise_and_no_file_passes_in_silence(rows: list[list[str]], with_header: bool) -> None:  # noqa: FBT001  a case
    text = "\n".join([HEADER] * with_header + [";".join(row) for row in rows])
    for form, name in ((SMALL, "ferry"), (CROSSINGS, "bridge"), (REGISTRY, "tribe")):
        seen = read("x", text.encode("utf-8", "surrogatepass"), TODAY, mapping(form, name))
        assert seen.readable or {found.severity for found in seen.findings} & {Severity.REJECT, Severity.FATAL}


_JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.floats(), st.integers(), st.text(max_size=8), st.just("07/22/1969")),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(["id", "name", "last", "first", "born", "aka", "tier", "sealed"]), inner),
    ),
    max_leaves=10,
)


@settings(max_examples=100, deadline=None)
@given(st.lists(_JSON, max_size=4), _JSON)
def test_no_json_raises(rows: list[object], made: object) -> None:
    text = json.dumps({"data": {"made": made, "rows": rows}})
    seen = read("x", text.encode(), TODAY, mapping(REGISTRY, "tribe"))

    assert seen.readable or seen.findings
