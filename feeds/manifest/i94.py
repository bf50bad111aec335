"""Entries and exits as the I-94 records them, in CSV, to manifests: one for each port, direction, day and mode."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from feeds.codes.sexes import sex
from feeds.dates import YEARS, iso_date
from feeds.findings import Severity
from feeds.identifiers import LONGEST, LONGEST_CODE, fits, shortened
from feeds.people import iso_country, iso_day
from feeds.records import Direction, Leg, ListKind, Manifest, Mode, Traveller, Voyage
from feeds.reporting import Report
from feeds.tables import header, rows
from matchers.identity import TravelDocument

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from feeds.findings import Finding
    from feeds.tables import Row

REQUIRED = frozenset({"admission_number", "surname"})
COLUMNS = REQUIRED | {
    "given_names", "birth_date", "sex", "nationality", "residence", "document_type", "document_issuer",
    "document_number", "document_expires", "class_of_admission", "admit_until", "port_of_entry", "entry_date", "mode",
    "carrier", "flight", "exit_port", "exit_date", "exit_mode", "exit_carrier", "exit_flight",
}  # fmt: skip

STATISTICS = frozenset({"cicid", "i94yr", "i94mon", "i94cit", "i94res", "i94port", "i94mode", "i94visa", "arrdate"})
"""Columns of the I-94 extract that is published for statistics; it has no names."""

_FEWEST = 3
_HOME = "USA"
_KEPT = ("class_of_admission", "admit_until")


@dataclass(frozen=True, slots=True)
class _End:
    """The columns that tell one end of a stay."""

    direction: Direction
    port: str
    date: str
    mode: str
    carrier: str
    flight: str


_ENTRY = _End(Direction.INBOUND, "port_of_entry", "entry_date", "mode", "carrier", "flight")
_EXIT = _End(Direction.OUTBOUND, "exit_port", "exit_date", "exit_mode", "exit_carrier", "exit_flight")
_EXIT_ALONE = _End(Direction.OUTBOUND, "exit_port", "exit_date", "mode", "carrier", "flight")


@dataclass(frozen=True, slots=True)
class _Crossing:
    """One end of a stay; `day` is the local day at the port, ISO 8601."""

    traveller: Traveller
    direction: Direction
    port: str
    day: str
    mode: Mode


def read_i94(text: str) -> tuple[tuple[Manifest, ...], tuple[Finding, ...]]:
    """Return the manifests in order of their first row, and the findings of rows, each with its line.

    The extract for statistics is refused: it lists journeys without persons.
    """
    report = Report()
    columns = set(header(text))
    if len(columns & STATISTICS) >= _FEWEST and not columns & REQUIRED:
        names = ", ".join(sorted(columns & STATISTICS))
        report.add(
            Severity.FATAL, "no-persons", "line 1", names, field="surname",
            reason="this is the I-94 extract for statistics, which names nobody",
            cure="ask for records with names, and send the columns of docs/formats.md",
        )  # fmt: skip
        return (), report.findings
    return admissions(rows(text, COLUMNS, REQUIRED, report), report), report.findings


def admissions(sent: Iterable[Row], report: Report) -> tuple[Manifest, ...]:
    """Group rows that have the columns of `COLUMNS`; what is wrong with them is added to the report."""
    groups: dict[tuple[str, ...], list[_Crossing]] = {}
    seen: set[tuple[str, ...]] = set()
    for row in sent:
        for crossing in _crossings(row, report):
            name = (crossing.traveller.references["unique"], crossing.direction, crossing.port, crossing.day)
            if name in seen:
                report.warn(
                    "repeated-crossing", row.where, name[0], field="admission_number",
                    reason="the file has this crossing already; it counts once", cure="send each crossing once",
                )  # fmt: skip
                continue
            seen.add(name)
            group = (crossing.port, crossing.direction, crossing.day, crossing.mode)
            groups.setdefault(group, []).append(crossing)
    return tuple(map(_manifest, groups.values()))


def _manifest(group: list[_Crossing]) -> Manifest:
    first = group[0]
    numbers = "\n".join(sorted(crossing.traveller.references["unique"] for crossing in group))
    name = "|".join(("i94", shortened(first.port, LONGEST_CODE), first.direction, first.day, first.mode))
    return Manifest(
        format="i94",
        list=ListKind.CROSSING,
        voyage=Voyage(number=first.port, legs=(_leg(first),), direction=first.direction, mode=first.mode),
        travellers=tuple(crossing.traveller for crossing in group),
        sender=first.port,
        reference=name,
        key=f"{name}|{hashlib.sha256(numbers.encode('utf-8', 'replace')).hexdigest()[:16]}",
    )


def _leg(first: _Crossing) -> Leg:
    """Only the home side is known: the record does not say where the traveller came from or went."""
    if first.direction is Direction.OUTBOUND:
        return Leg(first.port, "", first.day, first.day, departure_country=_HOME)
    return Leg("", first.port, first.day, first.day, arrival_country=_HOME)


def _crossings(row: Row, report: Report) -> Iterator[_Crossing]:
    """Yield the entry, the exit or both."""
    for field, value, reason, cure in _objections(row):
        code = f"bad-{field.replace('_', '-')}"
        report.add(Severity.REJECT, code, row.where, value, field=field, reason=reason, cure=cure)
        return
    if row["entry_date"] and row["exit_date"] and row["exit_date"] < row["entry_date"]:
        report.warn(
            "exit-before-entry", row.where, row["exit_date"], field="exit_date",
            reason="the exit is before the entry; both are kept as sent", cure="check the two dates",
        )  # fmt: skip
    person = _traveller(row, report)
    if row["entry_date"]:
        yield _crossing(row, person, _ENTRY, report)
    if row["exit_date"]:
        yield _crossing(row, person, _EXIT if row["entry_date"] else _EXIT_ALONE, report)


def _objections(row: Row) -> Iterator[tuple[str, str, str, str]]:
    """Yield field, value, reason and cure of whatever makes the row unusable."""
    for column in ("admission_number", "surname"):
        if not row[column]:
            yield column, "", "the cell is empty", "fill it"
    if not fits(row["admission_number"]):
        yield "admission_number", row["admission_number"], f"longer than {LONGEST} characters", "send the I-94 number"
    if not row["entry_date"] and not row["exit_date"]:
        yield "entry_date", "", "neither an entry nor an exit", "send entry_date, exit_date or both"
    for column, port in (("entry_date", "port_of_entry"), ("exit_date", "exit_port")):
        read = iso_date(row[column])
        if row[column] and (read.date is None or read.date.day is None or read.date.year not in YEARS):
            yield column, row[column], "not a day of the form YYYY-MM-DD between 1900 and 2100", "write YYYY-MM-DD"
        if row[column] and not row[port]:
            yield port, "", f"{column} is sent, but no port", "send the port code"


def _crossing(row: Row, person: Traveller, end: _End, report: Report) -> _Crossing:
    references = {"carrier": row[end.carrier], "flight": row[end.flight]}
    traveller = Traveller(
        surname=person.surname,
        given_names=person.given_names,
        birth_date=person.birth_date,
        sex=person.sex,
        nationality=person.nationality,
        residence=person.residence,
        documents=person.documents,
        references=person.references | {name: value for name, value in references.items() if value},
        raw=person.raw,
        where=person.where,
    )
    day = str(iso_date(row[end.date]).date)
    return _Crossing(traveller, end.direction, row[end.port].upper(), day, _mode(row, end, report))


def _traveller(row: Row, report: Report) -> Traveller:
    code = sex(row["sex"])
    if code is None:
        report.warn(
            "unknown-sex", row.where, row["sex"], field="sex", reason="not M, F, X or empty", cure="use M, F or X"
        )
    kept = {name: value for name, value in row.cells.items() if value and (name in _KEPT or name not in COLUMNS)}
    return Traveller(
        surname=row["surname"],
        given_names=row["given_names"],
        birth_date=iso_day(row["birth_date"], "birth_date", row.where, report),
        sex=code or "",
        nationality=iso_country(row["nationality"], "nationality", row.where, report),
        residence=iso_country(row["residence"], "residence", row.where, report),
        documents=_documents(row, report),
        references={"unique": row["admission_number"].upper()} | kept,
        raw=row.raw,
        where=row.where,
    )


def _documents(row: Row, report: Report) -> tuple[TravelDocument, ...]:
    if not row["document_number"]:
        return ()
    issuer = iso_country(row["document_issuer"], "document_issuer", row.where, report)
    expires = iso_day(row["document_expires"], "document_expires", row.where, report)
    return (TravelDocument(row["document_number"], row["document_type"].upper(), issuer, expires),)


def _mode(row: Row, end: _End, report: Report) -> Mode:
    """Read the mode, for an exit that of the entry if it has none; else a flight speaks for air, nothing for land."""
    written = (row[end.mode] or row["mode"]).lower()
    if written in list(Mode):
        return Mode(written)
    taken = Mode.AIR if row[end.flight] else Mode.LAND
    if written:
        report.warn(
            "unknown-mode", row.where, written, field=end.mode, reason=f"taken for {taken}",
            cure="write air, sea or land",
        )  # fmt: skip
    return taken
