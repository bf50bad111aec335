"""Registry extracts, CSV and JSON, to registry records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feeds.findings import Severity
from feeds.identifiers import LONGEST, fits
from feeds.json_values import records, text, texts
from feeds.mrz import read_mrz
from feeds.mrz_beside import completed
from feeds.people import MOST, identity, iso_day
from feeds.registry.records import RegistryRecord
from feeds.reporting import Report
from feeds.tables import rows

if TYPE_CHECKING:
    from datetime import date

    from feeds.findings import Finding
    from feeds.mrz import Mrz

REQUIRED = frozenset({"registrant_id", "jurisdiction", "name"})
LISTS = frozenset({"aliases", "birth_dates", "nationalities", "documents", "vehicles", "vessels"})
COLUMNS = REQUIRED | LISTS | {
    "sex", "federal_tier", "local_class", "offence", "offence_against_minor", "conviction_jurisdiction",
    "conviction_date", "duty_ends", "status", "protected", "residence_jurisdiction", "residence_address",
    "work_jurisdiction", "school_jurisdiction", "fbi_number", "as_of", "mrz", "state_id",
    "statute", "victim_age", "victim_sex", "supervision", "description", "photo",
}  # fmt: skip
STATUSES = frozenset({"registered", "duty_ended", "deceased", "absconder"})

_YES, _NO = frozenset({"yes", "true", "1", "y"}), frozenset({"no", "false", "0", "n", ""})


def read_csv(written: str, today: date) -> tuple[tuple[RegistryRecord, ...], tuple[Finding, ...]]:
    """Return the records, and the findings of the file and of rows that could not be used."""
    report = Report()
    seen: set[str] = set()
    read = (
        registry_record(
            row.cells,
            {name: row.items(name) for name in LISTS},
            row.where,
            seen,
            report,
            mrz=read_mrz(row["mrz"], today, row.where) if row["mrz"] else None,
        )
        for row in rows(written, COLUMNS, REQUIRED, report)
    )
    return tuple(filter(None, read)), report.findings


def read_json(value: object, today: date) -> tuple[tuple[RegistryRecord, ...], tuple[Finding, ...]]:
    """Return the records of a parsed document, and the findings of those that could not be used."""
    report = Report()
    seen: set[str] = set()
    read: list[RegistryRecord | None] = []
    for number, item in enumerate(records(value, "registrants"), 1):
        where = f"record {number}"
        if isinstance(item, dict):
            cells = {str(key): text(entry) for key, entry in item.items()}
            lists = {name: texts(item.get(name)) for name in LISTS}
            zone = "|".join(texts(item.get("mrz")))
            mrz = read_mrz(zone, today, where) if zone else None
            read.append(registry_record(cells, lists, where, seen, report, mrz=mrz))
        else:
            _reject(report, where, "record", text(item), "not a JSON object")
    return tuple(filter(None, read)), report.findings


def registry_record(
    cells: dict[str, str],
    lists: dict[str, list[str]],
    where: str,
    seen: set[str],
    report: Report,
    *,
    mrz: Mrz | None = None,
) -> RegistryRecord | None:
    """Build a record from texts as `docs/formats.md` writes them; None, with a REJECT finding, when it cannot be used.

    `seen` are the numbers that the file had so far. `mrz` is the zone of the person's document, if it came too.
    """
    named = bool(mrz and mrz.name)
    missing = [name for name in sorted(REQUIRED) if not cells.get(name) and not (name == "name" and named)]
    for name in missing:
        _reject(report, where, name, "", "missing or empty")
    if missing:
        return None
    long = [name for name in ("jurisdiction", "registrant_id") if not fits(cells[name])]
    for name in long:
        _reject(report, where, name, cells[name], f"longer than {LONGEST} characters")
    if long:
        return None
    number = cells["registrant_id"]
    if number in seen:
        _reject(report, where, "registrant_id", number, "the file has this record already")
        return None
    seen.add(number)
    own = Report()

    def flag(name: str, *, when_unclear: bool) -> bool:
        written = cells.get(name, "").lower()
        if written not in _YES | _NO:
            reason = f"neither yes nor no; taken for {'yes' if when_unclear else 'no'}"
            own.warn("bad-flag", where, written, field=name, reason=reason, cure="write yes or no")
            return when_unclear
        return written in _YES

    primary = cells.get("name") or str(mrz.name if mrz else "")
    person = identity(
        [primary, *lists["aliases"]], lists["birth_dates"], cells.get("sex", ""), lists["nationalities"],
        lists["documents"], where, own,
    )  # fmt: skip
    return RegistryRecord(
        registrant_id=number,
        jurisdiction=cells["jurisdiction"].upper(),
        identity=completed(person, mrz, where, own),
        federal_tier=_tier(cells.get("federal_tier", ""), where, own),
        local_class=cells.get("local_class", ""),
        offence=cells.get("offence", ""),
        offence_against_minor=flag("offence_against_minor", when_unclear=False),
        minor_stated=bool(cells.get("offence_against_minor")),
        conviction_jurisdiction=cells.get("conviction_jurisdiction", "").upper(),
        conviction_date=iso_day(cells.get("conviction_date", ""), "conviction_date", where, own),
        duty_ends=iso_day(cells.get("duty_ends", ""), "duty_ends", where, own),
        status=_status(cells.get("status", ""), where, own),
        protected=flag("protected", when_unclear=True),
        residence_jurisdiction=cells.get("residence_jurisdiction", "").upper(),
        residence_address=cells.get("residence_address", ""),
        work_jurisdiction=cells.get("work_jurisdiction", "").upper(),
        school_jurisdiction=cells.get("school_jurisdiction", "").upper(),
        fbi_number=cells.get("fbi_number", ""),
        state_id=cells.get("state_id", ""),
        statute=cells.get("statute", ""),
        victim_age=cells.get("victim_age", ""),
        victim_sex=cells.get("victim_sex", ""),
        supervision=cells.get("supervision", ""),
        description=cells.get("description", ""),
        photo=cells.get("photo", ""),
        vehicles=tuple(lists.get("vehicles", [])[:MOST]),
        vessels=tuple(lists.get("vessels", [])[:MOST]),
        as_of=iso_day(cells.get("as_of", ""), "as_of", where, own),
        findings=own.findings,
        where=where,
    )  # fmt: skip


def _tier(written: str, where: str, report: Report) -> int | None:
    if written in ("1", "2", "3"):
        return int(written)
    if written:
        report.warn(
            "bad-tier", where, written, field="federal_tier", reason="not 1, 2 or 3", cure="leave it empty if unknown"
        )
    return None


def _status(written: str, where: str, report: Report) -> str:
    status = written.lower() or "registered"
    if status in STATUSES:
        return status
    report.warn(
        "unknown-status", where, written, field="status", reason="taken for registered",
        cure=f"write one of {', '.join(sorted(STATUSES))}",
    )  # fmt: skip
    return "registered"


def _reject(report: Report, where: str, field: str, value: str, reason: str) -> None:
    report.add(
        Severity.REJECT, f"bad-{field.replace('_', '-')}", where, value, field=field, reason=reason,
        cure="complete the record and send it again",
    )  # fmt: skip
