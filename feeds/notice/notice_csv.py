"""Notices in CSV: one row a notice, its legs in one cell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from feeds.mrz import read_mrz
from feeds.notice.building import NoticeFields, notice
from feeds.notice.particulars import NAMES
from feeds.reporting import Report
from feeds.tables import rows

if TYPE_CHECKING:
    from datetime import date

    from feeds.findings import Finding
    from feeds.notice.records import Notice
    from feeds.tables import Row

REQUIRED = frozenset({"reference", "jurisdiction", "names", "legs"})
COLUMNS = REQUIRED | {
    "kind", "version", "submitting_ori", "submitted_at", "registrant_id", "birth_dates", "sex", "nationalities",
    "documents", "returns", "purpose", "destination_address", "contact", "emergency", "late_reason", "conviction",
    "mrz", *NAMES,
}  # fmt: skip

_END = r"([^/>]*)/([^/>]*)/([0-9-]*)(?:T([0-9:]+))?"
_LEG = re.compile(rf"\s*{_END}\s*>\s*{_END}(?:\s+(\S+))?(?:\s+(\S+))?(?:\s+(\S+))?\s*")
_TRANSIT = re.compile(r"\s+transit\s*$", re.IGNORECASE)
_KEYS = (
    "departure_place", "departure_country", "departs", "departs_time",
    "arrival_place", "arrival_country", "arrives", "arrives_time",
    "carrier", "number", "means",
)  # fmt: skip
_MEANS = frozenset({"air", "sea", "land"})


def read_notices(text: str, today: date) -> tuple[tuple[Notice, ...], tuple[Finding, ...]]:
    """Return the notices, and the findings of the file and of rows that could not be used."""
    report = Report()
    notices = [read for row in rows(text, COLUMNS, REQUIRED, report) if (read := notice(_fields(row, today), report))]
    return tuple(notices), report.findings


def _fields(row: Row, today: date) -> NoticeFields:
    own = Report()
    legs = [leg for written in row.items("legs") if (leg := _leg(written, row.where, own))]
    return NoticeFields(
        row.where,
        row.cells,
        names=row.items("names"),
        birth_dates=row.items("birth_dates"),
        nationalities=row.items("nationalities"),
        documents=row.items("documents"),
        legs=legs,
        mrz=read_mrz(row["mrz"], today, row.where) if row["mrz"] else None,
        findings=own.findings,
    )


def _leg(written: str, where: str, report: Report) -> dict[str, str] | None:
    """Read `IAH/USA/2026-03-28T10:30>MEX/MEX/2026-03-28 QZ 514 air transit`; times and the last four may be missing."""
    transit = _TRANSIT.search(written)
    found = _LEG.fullmatch(written[: transit.start()] if transit else written)
    if not found:
        report.warn(
            "unreadable-leg", where, written, field="legs",
            reason="not PLACE/COUNTRY/DATE>PLACE/COUNTRY/DATE carrier number means transit",
            cure="write for instance IAH/USA/2026-03-28>MEX/MEX/2026-03-28 QZ 514 air",
        )  # fmt: skip
        return None
    leg = {key: (value or "").strip() for key, value in zip(_KEYS, found.groups(), strict=True)}
    if leg["carrier"].lower() in _MEANS and not leg["number"]:
        leg["carrier"], leg["means"] = "", leg["carrier"]
    leg["transit"] = "yes" if transit else ""
    return leg
