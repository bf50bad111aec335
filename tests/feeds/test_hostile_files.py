"""Files that nobody sends in good faith: each ends at once, with a finding that says where, why and what cures it."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from feeds import hardened_xml, json_values, tables
from feeds.findings import Finding, Severity
from feeds.manifest.bounds import MOST_DOCUMENTS
from feeds.notice.building import MOST_LEGS
from feeds.people import MOST
from feeds.reader import read
from feeds.records import Reading
from tests.feeds.messages import FILE, TODAY
from tests.feeds.test_crossings import HEADER, HOLLIS, MARROW
from tests.feeds.test_notices import NOTICE, PARTNER
from tests.feeds.test_registry import RECORD

PATIENCE = 10.0
"""Seconds for one file, on a machine that is busy with others; on a free one each takes a fraction of one."""

MUCH = 100_000
TEN_MB = 10_000_000
EXAMPLES = Path(__file__).parents[2] / "sample_data" / "examples"
RESERVATIONS = (EXAMPLES / "reservations.edi").read_text()
ARRIVAL = (EXAMPLES / "notice-of-arrival.xml").read_text()
ENTITIES = "".join(
    f'<!ENTITY {after} "{f"&{before};" * 10}">' for before, after in zip("abcdefgh", "bcdefghi", strict=True)
)


def _read(data: bytes | str) -> Reading:
    started = time.perf_counter()
    found = read("file", data.encode() if isinstance(data, str) else data, TODAY)
    assert time.perf_counter() - started < PATIENCE
    return found


def _findings(found: Reading) -> list[Finding]:
    return [*found.findings, *(finding for manifest in found.manifests for finding in manifest.findings)]


@pytest.mark.parametrize(
    ("data", "code", "where"),
    [
        (b"\0" * TEN_MB, "unknown-format", "file"),
        (b"A" * TEN_MB, "unknown-format", "file"),
        (b"UNA:+.? '" + b"\xff" * MUCH, "unknown-format", "file"),
        ("," * MUCH, "unknown-format", "file"),
        (",".join(map(str, range(1_000_000))), "unknown-format", "file"),
        (f"{HEADER},{','.join(map(str, range(MUCH)))}\n{HOLLIS}", "unknown-format", "file"),
        ("[" * MUCH, "unreadable-json", "file"),
        ('{"legs":' * MUCH, "unreadable-json", "file"),
        (json.dumps([NOTICE])[:-1] + ',{"deep":' + "[" * MUCH, "unreadable-json", "file"),
        ('{"legs": [],\n"version": ' + "9" * MUCH + "}", "unreadable-json", "file"),
        ('{"legs": [],\n"version": }', "unreadable-json", "line 2"),
        (f'<!DOCTYPE n [<!ENTITY a "lol">{ENTITIES}]><NOTICE>&i;</NOTICE>', "forbidden-xml", "line 1"),
        ('<!DOCTYPE n [<!ENTITY a SYSTEM "file:///etc/passwd">]>\n<NOTICE>&a;</NOTICE>', "forbidden-xml", "line 1"),
        ('<!DOCTYPE n SYSTEM "http://127.0.0.1:1/n.dtd">\n<NOTICE/>', "forbidden-xml", "line 1"),
        ("<NOTICE>" * MUCH, "too-deep", "line 1"),
        (b"PK\x03\x04" + b"\0" * MUCH, "packed-file", "file"),
        (b"\x1f\x8b\x08" + b"\0" * MUCH, "packed-file", "file"),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 20 else "",
)
def test_the_whole_file_is_set_aside_at_once(data: bytes | str, code: str, where: str) -> None:
    found = _read(data)
    [fatal] = [finding for finding in found.findings if finding.severity is Severity.FATAL]
    assert (fatal.code, fatal.where) == (code, where)
    assert fatal.reason
    assert fatal.cure
    assert (found.manifests, found.notices, found.registry) == ((), (), ())


@pytest.mark.parametrize("bad", ["A" * TEN_MB, "A," * MUCH, '"' + "a\n" * 5_000, 'a"b"' * MUCH], ids=range(4))
def test_a_row_without_end_costs_itself_only(bad: str) -> None:
    found = _read(f"{HEADER}\n{HOLLIS}\n{bad}\n{MARROW}")
    assert ("broken-row", "line 3") in {(finding.code, finding.where) for finding in found.findings}
    assert {one.surname for trip in found.manifests for one in trip.travellers} == {"HOLLIS", "MARROW"}


def test_rows_beyond_the_most_are_told_of_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MOST_ROWS", 11_000)
    found = _read(f"{HEADER}\n" + "x\n" * MUCH)
    assert (found.findings[0].code, found.findings[0].where) == ("too-many-rows", "line 11002")
    assert found.findings[0].severity is Severity.REJECT
    assert len(found.findings) < 10_100


def test_elements_beyond_the_most_set_the_document_aside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hardened_xml, "MOST_ELEMENTS", 1_000)
    [fatal] = _read("<NOTICE>" + "<a/>\n" * 1_001).findings
    assert (fatal.code, fatal.where) == ("too-many-elements", "line 1000")


@pytest.mark.parametrize("document", ["{}", '{"registrants": []}'])
def test_records_beyond_the_most_are_told_of(document: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_values, "MOST_ITEMS", 2)
    sent = [RECORD | {"registrant_id": f"R-{number}"} for number in range(5)]
    wrapped = {"registrants": sent} if "registrants" in document else sent
    found = _read(json.dumps(wrapped))
    assert len(found.registry) == 2
    [told] = [finding for finding in found.findings if finding.code == "too-many-records"]
    assert (told.where, told.severity) == ("record 3", Severity.REJECT)
    assert "3 were not read" in told.reason


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"legs": NOTICE["legs"] * MUCH}, "too-many-legs"),
        ({"person": {"names": ["HOLLIS, Marten"] * MUCH}}, "too-many-values"),
        ({"person": {"names": ["HOLLIS, " + "M" * MUCH]}}, "long-identifier"),
        ({"person": NOTICE["person"] | {"documents": ["P:USA:1"] * MUCH}}, "too-many-values"),
        ({"attachments": [{"name": "a", "content": "QQ=="}] * 20_000}, "attachment-refused"),
        ({"version": 10**4000}, "bad-version"),
    ],
)
def test_a_notice_with_too_much_of_something_keeps_the_first_and_says_so(change: dict[str, object], code: str) -> None:
    found = _read(json.dumps([NOTICE | change, PARTNER]))
    [first, second] = found.notices
    [told] = [finding for finding in first.findings if finding.code == code]
    assert told.reason
    assert told.cure
    assert len(first.legs) <= MOST_LEGS
    assert len(first.identity.names) <= MOST
    assert max(len(str(name)) for name in first.identity.names) < 500
    assert second.reference == "NZ-77"


def test_a_record_with_too_many_aliases_keeps_the_first_and_says_so() -> None:
    [record] = _read(json.dumps([RECORD | {"aliases": ["A, B"] * MUCH}])).registry
    assert len(record.identity.names) == MOST
    assert "too-many-values" in {finding.code for finding in record.findings}


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        (FILE, "MARTEN", "M" * TEN_MB),
        (FILE, "MARTEN", "+" * MUCH),
        (FILE, "MARTEN", ":" * MUCH),
        (FILE, "MARTEN", "?" * MUCH),
        (RESERVATIONS, "SSR+", "SSR+" + ":" * MUCH),
        (RESERVATIONS, "SSR+", "SSR+" + "+" * MUCH),
    ],
    ids=range(6),
)
def test_a_segment_without_end_costs_itself_only(text: str, old: str, new: str) -> None:
    found = _read(text.replace(old, new, 1))
    whole = len(_read(text).manifests[0].travellers)
    assert len(found.manifests[0].travellers) == whole
    assert "long-segment" in {finding.code for finding in _findings(found)}


@pytest.mark.parametrize("segment", ["DOC+P:110:111+A1'", "NAT+2+USA'", "LOC+178+IAH'", "FTX+BAG+++X'", "GEI+4+Z'"])
def test_a_person_with_any_number_of_segments_is_one_person(segment: str) -> None:
    found = _read(FILE.replace("DOC+P", segment * 20_000 + "DOC+P", 1))
    [one] = found.manifests
    assert len(one.travellers) == 2
    assert len(one.travellers[0].documents) <= MOST_DOCUMENTS
    was_cut = "too-many-values" in {finding.code for finding in one.findings}
    assert was_cut == segment.startswith("DOC")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16"])
@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (FILE, "paxlst"),
        (f"{HEADER}\n{HOLLIS}", "crossings"),
        (json.dumps([NOTICE]), "notice-json"),
        (ARRIVAL.partition("?>")[2], "noad"),
    ],
    ids=["paxlst", "crossings", "notice", "noad"],
)
def test_utf_16_is_read_with_its_mark_and_without(text: str, kind: str, encoding: str) -> None:
    sent, plain = _read(text.encode(encoding)), _read(text)
    assert (sent.format, sent.encoding.partition("-le")[0][:6]) == (kind, "utf-16")
    people = [[(one.surname, one.raw) for one in trip.travellers] for trip in sent.manifests]
    assert people == [[(one.surname, one.raw) for one in trip.travellers] for trip in plain.manifests]
    assert sent.notices == plain.notices


@pytest.mark.parametrize("text", [FILE, f"{HEADER}\n{HOLLIS}"])
def test_a_zero_byte_in_a_name_is_dropped_and_the_person_kept(text: str) -> None:
    found = _read(text.replace("HOLLIS", "HOL\0LIS"))
    assert found.manifests[0].travellers[0].surname == "HOLLIS"
    assert "\0" not in repr(found.manifests)
