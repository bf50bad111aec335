from __future__ import annotations

import json

import pytest

from feeds.findings import Severity
from feeds.identifiers import LONGEST, LONGEST_CODE, shortened
from feeds.records import Manifest, Reading
from tests.feeds.messages import FILE, LEGACY, RESPONSE, codes, manifest, reading
from tests.feeds.test_crossings import HEADER, HOLLIS, MARROW
from tests.feeds.test_notices import NOTICE, PARTNER
from tests.feeds.test_registry import RECORD

LONG = "Z9" * 4500


def _warned(one: Manifest) -> set[tuple[str, str]]:
    return {(finding.where, finding.field) for finding in one.findings if finding.code == "long-identifier"}


def _rejected(read: Reading) -> list[tuple[str, str]]:
    return [(finding.where, finding.field) for finding in read.findings if finding.severity is Severity.REJECT]


def _longest(one: Manifest) -> int:
    """Return the length of the longest text of a manifest that a database would index."""
    texts = [one.sender, one.reference, one.voyage.number]
    texts += [place for leg in one.voyage.legs for place in (leg.departure, leg.arrival)]
    for person in one.travellers:
        texts += [person.surname, person.given_names, person.references.get("unique", ""), *map(str, person.documents)]
    return max(map(len, texts))


@pytest.mark.parametrize(
    ("old", "field", "where"),
    [
        ("ABO:QZ0001", "unique", "segment 13"),
        ("ABC123", "pnr", "segment 13"),
        ("561204937", "documents", "segment 13"),
        ("+HOLLIS", "surname", "segment 13"),
        ("MARTEN", "given_names", "segment 13"),
        ("QZ514TX", "reference", "file"),
        ("+QZAIR", "sender", "file"),
        ("TDT+20+QZ514", "number", "file"),
        ("LOC+125+IAH", "place", "file"),
    ],
)
def test_a_reference_of_any_length_is_cut_and_the_manifest_kept(old: str, field: str, where: str) -> None:
    one = manifest(FILE.replace(old, old + LONG, 1))

    assert _warned(one) == {(where, field)}
    assert len(one.travellers) == 2
    assert _longest(one) <= LONGEST + 2 * LONGEST_CODE
    assert LONG in one.travellers[0].raw or where == "file"


@pytest.mark.parametrize("reference", ["000000042", "PAX001"])
def test_messages_that_differ_behind_the_cut_keep_keys_of_their_own(reference: str) -> None:
    keys = {manifest(FILE.replace(reference, reference + LONG + last)).key for last in "AB"}

    assert len(keys) == 2
    assert max(map(len, keys)) <= 3 * LONGEST + 2


def test_the_older_dialect_and_answers_are_bounded_too() -> None:
    assert len(manifest(LEGACY.replace("182345345", LONG)).travellers[0].documents[0].number) == LONGEST
    assert len(manifest(RESPONSE.replace("0000100", LONG)).reference) == LONGEST


def test_what_is_short_enough_stays_as_sent() -> None:
    written = "A" * LONGEST
    assert shortened(written) == written
    assert manifest(FILE.replace("ABO:QZ0001", f"ABO:{written}")).travellers[0].references["unique"] == written
    assert not _warned(manifest(FILE))


def test_a_crossing_with_a_number_of_any_length_is_rejected_by_line_and_the_others_kept() -> None:
    read = reading("\n".join((HEADER, HOLLIS.replace("C1", LONG, 1), MARROW)))

    assert _rejected(read) == [("line 2", "crossing_id")]
    assert [one.surname for one in read.manifests[0].travellers] == ["MARROW"]


def test_ports_of_any_length_are_cut_and_stay_apart() -> None:
    first, second = (row.replace("2304", LONG + row[:2], 1) for row in (HOLLIS, MARROW))
    read = reading(f"{HEADER}\n{first}\n{second}")

    assert len({one.key for one in read.manifests}) == len({one.voyage.number for one in read.manifests}) == 2
    assert all(_longest(one) <= LONGEST and len(one.key) <= LONGEST for one in read.manifests)
    assert all(_warned(one) >= {("file", "number"), ("file", "place")} for one in read.manifests)


@pytest.mark.parametrize("field", ["reference", "jurisdiction"])
def test_a_notice_with_a_name_of_any_length_is_rejected_and_the_next_kept(field: str) -> None:
    read = reading(json.dumps([NOTICE | {field: LONG}, PARTNER]))

    assert _rejected(read) == [("notice 1", field)]
    assert [one.reference for one in read.notices] == ["NZ-77"]


@pytest.mark.parametrize("field", ["registrant_id", "submitting_ori"])
def test_what_a_notice_refers_to_is_cut(field: str) -> None:
    (one,) = reading(json.dumps(NOTICE | {field: LONG})).notices

    assert len(getattr(one, field)) == LONGEST
    assert "long-identifier" in {finding.code for finding in one.findings}


@pytest.mark.parametrize("field", ["registrant_id", "jurisdiction"])
def test_a_registry_record_with_a_name_of_any_length_is_rejected_and_the_next_kept(field: str) -> None:
    read = reading(json.dumps([RECORD | {field: LONG}, RECORD]))

    assert _rejected(read) == [("record 1", field)]
    assert [one.registrant_id for one in read.registry] == ["TX-000042"]
    assert codes(read) == {f"bad-{field.replace('_', '-')}"}


@pytest.mark.parametrize("year", ["0001", "1899", "2101", "9999"])
@pytest.mark.parametrize("field", ["submitted_at", "returns", "departs", "arrives"])
def test_a_notice_of_another_age_is_rejected_with_its_place_and_field(year: str, field: str) -> None:
    written = f"{year}-01-01T00:00:00+10:00" if field == "submitted_at" else f"{year}-12-31"
    odd = NOTICE | ({field: written} if field in NOTICE else {"legs": [NOTICE["legs"][0] | {field: written}]})
    read = reading(json.dumps([odd, PARTNER]))

    assert _rejected(read) == [("notice 1", field)]
    assert [one.reference for one in read.notices] == ["NZ-77"]


@pytest.mark.parametrize(
    "written", ["0001-01-01T00:00:00+00:00", "1899-12-31T23:59:00+00:00", "2101-01-01T00:00:00-05:00"]
)
def test_a_crossing_of_another_age_is_rejected_with_its_line(written: str) -> None:
    read = reading("\n".join((HEADER, HOLLIS.replace("2026-03-28T14:05:00-05:00", written), MARROW)))

    assert _rejected(read) == [("line 2", "crossed_at")]
    assert len(read.manifests) == 1
