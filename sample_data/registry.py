"""Registry extracts: each jurisdiction's file, and the one list that bulk screening reads."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any, TextIO

from sample_data.registrants import registered_twice, registrant
from sample_data.truth import PersonTruth

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

    from sample_data.recorded import Registrant

FEED = "registry-extracts"
COLUMNS = (
    "registrant_id", "jurisdiction", "name", "aliases", "birth_dates", "sex", "nationalities", "documents",
    "federal_tier", "local_class", "offence", "offence_against_minor", "conviction_jurisdiction", "conviction_date",
    "duty_ends", "status", "protected", "residence_jurisdiction", "residence_address", "work_jurisdiction",
    "school_jurisdiction", "fbi_number", "as_of",
)  # fmt: skip
SCREENING_COLUMNS = ("registrant_id", "name", "aliases", "birth_dates", "sex", "nationalities", "documents")
AS_JSON = frozenset({"FL", "VT", "GU", "T-NAVAJO"})
"""Jurisdictions whose extract is JSON; the others send CSV."""


def registry(seed: int, today: date, count: int) -> Iterator[Registrant]:
    """Yield all registrants, one at a time."""
    return (registrant(seed, today, number) for number in range(count))


def people_truths(seed: int, today: date, count: int) -> tuple[PersonTruth, ...]:
    """Return who among the first `count` records has two of them, and how the second differs from the first."""
    found = registered_twice(seed, today, count)
    return tuple(
        PersonTruth((one.registrant_id, two.registrant_id), tuple(_differences(one, two))) for one, two in found
    )


def _differences(first: Registrant, second: Registrant) -> Iterator[str]:
    names = (first.surname, first.given), (second.surname, second.given)
    if names[0] == names[1][::-1]:
        yield "names_exchanged"
    elif names[0] != names[1]:
        yield "goes_by_alias"
    if first.middle != second.middle:
        yield "middle_initial"
    if first.documents and not second.documents:
        yield "no_passport"
    if not second.fbi_number:
        yield "no_fbi_number"
    yield "older"


def extract_name(jurisdiction: str, today: date) -> str:
    """Return the file name of a jurisdiction's extract."""
    return f"{jurisdiction}-{today:%Y%m%d}.{'json' if jurisdiction in AS_JSON else 'csv'}"


def write_extracts(people: Iterable[Registrant], today: date, open_extract: Callable[[str], TextIO]) -> dict[str, int]:
    """Write each person to the extract of his jurisdiction as he comes; return the number of records by file name.

    `open_extract` opens a file by name for text, without newline translation; the caller closes them.
    """
    outputs: dict[str, _Extract] = {}
    for person in people:
        if person.jurisdiction not in outputs:
            name = extract_name(person.jurisdiction, today)
            outputs[person.jurisdiction] = _Extract(name, open_extract(name))
        outputs[person.jurisdiction].write(record(person))
    for output in outputs.values():
        output.finish()
    return {output.name: output.count for output in outputs.values()}


class _Extract:
    def __init__(self, name: str, stream: TextIO) -> None:
        self.name, self.stream, self.count = name, stream, 0
        self._csv = None if name.endswith(".json") else csv.writer(stream, lineterminator="\r\n")
        if self._csv:
            self._csv.writerow(COLUMNS)
        else:
            stream.write('{"registrants": [')

    def write(self, fields: dict[str, Any]) -> None:
        if self._csv:
            self._csv.writerow([as_cell(fields[column]) for column in COLUMNS])
        else:
            self.stream.write(",\n" if self.count else "\n")
            self.stream.write(json.dumps(fields, ensure_ascii=False))
        self.count += 1

    def finish(self) -> None:
        if not self._csv:
            self.stream.write("\n]}\n")


def record(person: Registrant) -> dict[str, Any]:
    """Return the record as JSON types, with the keys of `COLUMNS`."""
    return {
        "registrant_id": person.registrant_id,
        "jurisdiction": person.jurisdiction,
        "name": person.name,
        "aliases": [str(alias) for alias in person.aliases],
        "birth_dates": [str(born) for born in person.birth_dates],
        "sex": person.sex,
        "nationalities": list(person.nationalities),
        "documents": [str(document) for document in person.documents],
        "federal_tier": person.federal_tier,
        "local_class": person.local_class,
        "offence": person.offence,
        "offence_against_minor": person.offence_against_minor,
        "conviction_jurisdiction": person.conviction_jurisdiction,
        "conviction_date": person.conviction_date.isoformat(),
        "duty_ends": person.duty_ends.isoformat() if person.duty_ends else "",
        "status": person.status,
        "protected": person.protected,
        "residence_jurisdiction": person.residence_jurisdiction,
        "residence_address": person.residence_address,
        "work_jurisdiction": person.work_jurisdiction,
        "school_jurisdiction": person.school_jurisdiction,
        "fbi_number": person.fbi_number,
        "as_of": person.as_of.isoformat(),
    }


def as_cell(value: object) -> str:
    """Return a JSON value as a CSV cell: lists joined by `|`, booleans `yes` or `no`."""
    match value:
        case bool():
            return "yes" if value else "no"
        case list():
            return "|".join(map(str, value))
        case None:
            return ""
        case _:
            return str(value)


def screening_row(person: Registrant) -> list[str]:
    """Return `SCREENING_COLUMNS` of one person."""
    fields = record(person)
    return [as_cell(fields[column]) for column in SCREENING_COLUMNS]
