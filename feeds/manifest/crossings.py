"""Land-border crossings in CSV to manifests: one for each port, direction and local day."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from feeds.codes.sexes import sex
from feeds.findings import Severity
from feeds.identifiers import LONGEST, LONGEST_CODE, fits, shortened
from feeds.mrz import read_mrz
from feeds.mrz_beside import completed
from feeds.people import iso_country, iso_day
from feeds.records import Direction, Leg, ListKind, Manifest, Mode, Traveller, Voyage
from feeds.reporting import Report
from feeds.tables import rows
from matchers.identity import Identity, Name, TravelDocument

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from feeds.findings import Finding
    from feeds.mrz import Mrz
    from feeds.tables import Row

REQUIRED = frozenset({"crossing_id", "direction", "crossed_at", "surname"})
COLUMNS = REQUIRED | {
    "port_code", "port_name", "time_zone", "mode", "other_country", "given_names", "birth_date", "sex", "nationality",
    "document_type", "document_issuer", "document_number", "document_expires", "mrz", "plate",
}  # fmt: skip

_HOME = "USA"
_YEARS = range(1990, 2101)


@dataclass(frozen=True, slots=True)
class _Crossing:
    """One accepted row; `local` is the time at the port."""

    traveller: Traveller
    local: datetime
    zone: str
    port: str
    port_name: str
    direction: Direction
    mode: Mode
    other_country: str


def read_crossings(text: str) -> tuple[tuple[Manifest, ...], tuple[Finding, ...]]:
    """Return the manifests in order of their first row, and the findings of rows, each with its line."""
    report = Report()
    return crossings(rows(text, COLUMNS, REQUIRED, report), report), report.findings


def crossings(sent: Iterable[Row], report: Report) -> tuple[Manifest, ...]:
    """Group rows that have the columns of `COLUMNS`; what is wrong with them is added to the report."""
    groups: dict[tuple[str, ...], list[_Crossing]] = {}
    seen: set[str] = set()
    for row in sent:
        crossing = _crossing(row, seen, report)
        if crossing:
            day = crossing.local.date().isoformat()
            group = (crossing.port, crossing.direction, day, crossing.mode, crossing.other_country)
            groups.setdefault(group, []).append(crossing)
    return tuple(_manifest(group) for group in groups.values())


def _manifest(group: list[_Crossing]) -> Manifest:
    first = min(group, key=lambda crossing: crossing.traveller.crossed_at or datetime.max.replace(tzinfo=UTC))
    ids = "\n".join(sorted(crossing.traveller.references["crossing_id"] for crossing in group))
    name = "|".join((shortened(first.port, LONGEST_CODE), first.direction, first.local.date().isoformat()))
    return Manifest(
        format="crossings",
        list=ListKind.CROSSING,
        voyage=Voyage(number=first.port, legs=(_leg(first),), direction=first.direction, mode=first.mode),
        travellers=tuple(crossing.traveller for crossing in group),
        sender=first.port_name or first.port,
        reference=name,
        key=f"{name}|{hashlib.sha256(ids.encode()).hexdigest()[:16]}",
    )


def _leg(first: _Crossing) -> Leg:
    time = f"{first.local:%Y-%m-%dT%H:%M}"
    if first.direction is Direction.OUTBOUND:
        return Leg(first.port, first.other_country, time, time, _HOME, first.other_country, first.zone, first.zone)
    return Leg(first.other_country, first.port, time, time, first.other_country, _HOME, first.zone, first.zone)


def _crossing(row: Row, seen: set[str], report: Report) -> _Crossing | None:
    time = _time(row["crossed_at"], row["time_zone"])
    mrz = None if isinstance(time, str) or not row["mrz"] else read_mrz(row["mrz"], time[0].date(), row.where)
    for field, reason, cure in _objections(row, seen, time, mrz):
        code = f"bad-{field.replace('_', '-')}"
        report.add(Severity.REJECT, code, row.where, row[field], field=field, reason=reason, cure=cure)
        return None
    if isinstance(time, str):
        return None
    seen.add(row["crossing_id"])
    local, zone = time
    other = iso_country(row["other_country"], "other_country", row.where, report)
    return _Crossing(
        _traveller(row, local.astimezone(UTC), mrz, report), local, zone, row["port_code"], row["port_name"],
        Direction(row["direction"].lower()), _mode(row, report), other,
    )  # fmt: skip


def _objections(
    row: Row, seen: set[str], time: tuple[datetime, str] | str, mrz: Mrz | None
) -> Iterator[tuple[str, str, str]]:
    """Yield field, reason and cure of whatever makes the row unusable."""
    for column in ("crossing_id", "surname"):
        if not row[column] and not (column == "surname" and mrz and mrz.name):
            yield column, "the cell is empty", "fill it"
    if not fits(row["crossing_id"]):
        yield "crossing_id", f"longer than {LONGEST} characters", "send the port's own number"
    if row["crossing_id"] in seen:
        yield "crossing_id", "the file has this crossing already", "give each crossing its own"
    if row["direction"].lower() not in ("inbound", "outbound"):
        yield "direction", "neither inbound nor outbound", "write inbound or outbound"
    if isinstance(time, str):
        yield "crossed_at", time, "write 2026-03-28T14:05:00-06:00, or the local time and an IANA time_zone"


def _traveller(row: Row, crossed_at: datetime, mrz: Mrz | None, report: Report) -> Traveller:
    code = sex(row["sex"])
    if code is None:
        report.warn(
            "unknown-sex", row.where, row["sex"], field="sex", reason="not M, F, X or empty", cure="use M, F or X"
        )
    references = {name: row[name] for name in ("crossing_id", "plate", "port_name", "mrz") if row[name]}
    extra = {name: value for name, value in row.cells.items() if name not in COLUMNS and value}
    born = iso_day(row["birth_date"], "birth_date", row.where, report)
    nationality = iso_country(row["nationality"], "nationality", row.where, report)
    sent = Identity(
        names=(Name(row["surname"], row["given_names"]),) if row["surname"] else (),
        birth_dates=(born,) if born else (),
        sex=code or "",
        nationalities=(nationality,) if nationality else (),
        documents=_documents(row, report),
    )
    person = completed(sent, mrz, row.where, report)
    return Traveller(
        surname=person.names[0].surname,
        given_names=person.names[0].given_names,
        birth_date=next(iter(person.birth_dates), None),
        sex=person.sex,
        nationality=next(iter(person.nationalities), ""),
        documents=person.documents,
        crossed_at=crossed_at,
        references=references | extra,
        raw=row.raw,
        where=row.where,
    )


def _documents(row: Row, report: Report) -> tuple[TravelDocument, ...]:
    if not row["document_number"]:
        return ()
    issuer = iso_country(row["document_issuer"], "document_issuer", row.where, report)
    expires = iso_day(row["document_expires"], "document_expires", row.where, report)
    return (TravelDocument(row["document_number"], row["document_type"].upper(), issuer, expires),)


def _mode(row: Row, report: Report) -> Mode:
    written = row["mode"].lower() or Mode.LAND
    if written in list(Mode):
        return Mode(written)
    report.warn(
        "unknown-mode", row.where, row["mode"], field="mode", reason="taken for land", cure="write land, sea or air"
    )
    return Mode.LAND


def _time(written: str, zone: str) -> tuple[datetime, str] | str:
    """Return the local time with its zone, and an IANA name for it where there is one; or what is wrong."""
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return "not an ISO 8601 time"
    if moment.year not in _YEARS or len(written) <= len("2026-01-01"):
        return "not a time of day of this century"
    place = _zone(zone) if zone else None
    if zone and place is None:
        return "time_zone is no IANA name"
    offset = moment.utcoffset()
    if offset is None:
        return (moment.replace(tzinfo=place), zone) if place else "neither an offset nor a time_zone"
    return moment, zone or _fixed_zone(offset)


def _fixed_zone(offset: timedelta) -> str:
    """Name a whole-hour offset as IANA does, where the sign is turned round."""
    hours, rest = divmod(int(offset.total_seconds()), 3600)
    return "" if rest or abs(hours) > 12 else f"Etc/GMT{-hours:+d}"  # noqa: PLR2004  the names IANA has on both sides


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        return None
