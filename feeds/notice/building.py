"""The fields of a notice, whatever file they came in, to a notice; or to the reason why not."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from feeds.findings import Severity
from feeds.people import identity, iso_country, iso_day
from feeds.records import Notice, NoticeKind, NoticeLeg
from feeds.reporting import Report

if TYPE_CHECKING:
    from feeds.findings import Finding

MOST_LEGS = 100


@dataclass(frozen=True, slots=True)
class NoticeFields:
    """One notice as written: `texts` by field name, `legs` by the keys of the JSON layout."""

    where: str
    texts: dict[str, str]
    names: list[str] = field(default_factory=list)
    birth_dates: list[str] = field(default_factory=list)
    nationalities: list[str] = field(default_factory=list)
    documents: list[str] = field(default_factory=list)
    legs: list[dict[str, str]] = field(default_factory=list)
    findings: tuple[Finding, ...] = ()
    """What was noticed while the fields were taken apart."""


def notice(fields: NoticeFields, report: Report) -> Notice | None:
    """Build the notice with its own findings; None, with a REJECT finding in `report`, when a required field fails."""
    own = Report()
    for finding in fields.findings:
        own.take(finding)
    kind = _kind(fields, own)
    legs = tuple(_leg(leg, fields.where, own) for leg in fields.legs[:MOST_LEGS])
    required = {
        "reference": bool(_text(fields, "reference")),
        "jurisdiction": bool(_text(fields, "jurisdiction")),
        "names": bool(fields.names),
        "legs": any(leg.arrival_country for leg in legs),
    }
    for name, present in required.items():
        if not present:
            reason = "no leg has a known arrival country" if name == "legs" else "missing or empty"
            report.add(
                Severity.REJECT, f"missing-{name}", fields.where, _text(fields, "reference"), field=name, reason=reason,
                cure="complete the notice and send it again",
            )  # fmt: skip
    if not all(required.values()):
        return None
    return Notice(
        kind=kind,
        reference=_text(fields, "reference"),
        identity=identity(
            fields.names,
            fields.birth_dates,
            _text(fields, "sex"),
            fields.nationalities,
            fields.documents,
            fields.where,
            own,
        ),
        legs=legs,
        version=_version(fields, own),
        registrant_id=_text(fields, "registrant_id"),
        jurisdiction=_text(fields, "jurisdiction").upper(),
        submitting_ori=_text(fields, "submitting_ori"),
        submitted_at=_moment(fields, own),
        returns=iso_day(_text(fields, "returns"), "returns", fields.where, own),
        purpose=_text(fields, "purpose"),
        destination_address=_text(fields, "destination_address"),
        contact=_text(fields, "contact"),
        emergency=_flag(fields, own),
        late_reason=_text(fields, "late_reason"),
        conviction=_text(fields, "conviction"),
        findings=own.findings,
        where=fields.where,
    )


def _text(fields: NoticeFields, name: str) -> str:
    return fields.texts.get(name, "")


def _kind(fields: NoticeFields, report: Report) -> NoticeKind:
    written = _text(fields, "kind").lower() or NoticeKind.INTENDED_TRAVEL
    if written in list(NoticeKind):
        return NoticeKind(written)
    report.warn(
        "unknown-kind", fields.where, written, field="kind", reason="taken for a notice of intended travel",
        cure="write intended_travel or partner",
    )  # fmt: skip
    return NoticeKind.INTENDED_TRAVEL


def _version(fields: NoticeFields, report: Report) -> int:
    written = _text(fields, "version") or "1"
    if written.isascii() and written.isdigit() and 0 < int(written[:10]) < 10**6:
        return int(written[:10])
    report.warn("bad-version", fields.where, written, field="version", reason="not a number from 1 on; taken for 1")
    return 1


def _moment(fields: NoticeFields, report: Report) -> datetime | None:
    written = _text(fields, "submitted_at")
    if not written:
        return None
    try:
        moment = datetime.fromisoformat(written)
        if moment.tzinfo is not None:
            return moment.astimezone(UTC)
        reason = "the time has no offset, so it is not known when it was"
    except (ValueError, OverflowError):
        reason = "not an ISO 8601 time"
    cure = "write for instance 2026-03-01T15:04:00+00:00"
    report.warn("bad-submitted-at", fields.where, written, field="submitted_at", reason=reason, cure=cure)
    return None


def _flag(fields: NoticeFields, report: Report) -> bool:
    written = _text(fields, "emergency").lower()
    if written not in ("yes", "true", "1", "no", "false", "0", ""):
        report.warn(
            "bad-emergency", fields.where, written, field="emergency", reason="taken for no", cure="write yes or no"
        )
    return written in ("yes", "true", "1")


def _leg(leg: dict[str, str], where: str, report: Report) -> NoticeLeg:
    return NoticeLeg(
        departure_place=leg.get("departure_place", ""),
        departure_country=iso_country(leg.get("departure_country", ""), "departure_country", where, report),
        departs=iso_day(leg.get("departs", ""), "departs", where, report),
        arrival_place=leg.get("arrival_place", ""),
        arrival_country=iso_country(leg.get("arrival_country", ""), "arrival_country", where, report),
        arrives=iso_day(leg.get("arrives", ""), "arrives", where, report),
        carrier=leg.get("carrier", ""),
        number=leg.get("number", ""),
        means=leg.get("means", "").lower(),
    )
