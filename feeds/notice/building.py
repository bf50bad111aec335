"""The fields of a notice, whatever file they came in, to a notice; or to the reason why not."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from feeds.dates import YEARS
from feeds.findings import Severity
from feeds.identifiers import LONGEST, fits, shortened
from feeds.mrz_beside import completed
from feeds.notice.completeness import warn_of_missing
from feeds.notice.particulars import particulars
from feeds.notice.records import Notice, NoticeKind, NoticeLeg
from feeds.people import identity, iso_country, iso_day
from feeds.reporting import Report

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feeds.findings import Finding
    from feeds.mrz import Mrz
    from feeds.notice.attachments import Attachment
    from matchers.identity import PartialDate

MOST_LEGS = 100
_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)(?::[0-5]\d)?", re.ASCII)

_Objection = tuple[str, str, str, str]
"""Code, field, value and reason of what makes a notice unusable."""


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
    mrz: Mrz | None = None
    """The machine-readable zone of the traveller's document, if it came too."""
    attachments: tuple[Attachment, ...] = ()
    findings: tuple[Finding, ...] = ()
    """What was noticed while the fields were taken apart."""


def notice(fields: NoticeFields, report: Report) -> Notice | None:
    """Build the notice with its own findings.

    None when it cannot be used; then all of them are in `report`, so that the sender can cure everything at once.
    """
    own = Report()
    for finding in fields.findings:
        own.take(finding)
    kind = _kind(fields, own)
    legs = tuple(_leg(leg, f"{fields.where}, leg {n}", own) for n, leg in enumerate(fields.legs[:MOST_LEGS], 1))
    if len(fields.legs) > MOST_LEGS:
        reason, cure = f"more than {MOST_LEGS} legs; the rest was left out", "send the further legs as another notice"
        own.warn("too-many-legs", f"{fields.where}, leg {MOST_LEGS + 1}", field="legs", reason=reason, cure=cure)
    submitted_at = _moment(fields, own)
    returns = iso_day(_text(fields, "returns"), "returns", fields.where, own)
    objections = [*_missing(fields, legs), *_too_long(fields), *_out_of_time(submitted_at, returns, legs)]
    for code, name, value, reason in objections:
        report.add(
            Severity.REJECT, code, fields.where, value, field=name, reason=reason,
            cure="complete the notice and send it again",
        )  # fmt: skip
    if kind is NoticeKind.INTENDED_TRAVEL:
        warn_of_missing(fields.texts, legs, fields.legs, fields.where, own)
    further = particulars(fields.texts, fields.where, own)
    person = identity(
        fields.names,
        fields.birth_dates,
        _text(fields, "sex"),
        fields.nationalities,
        fields.documents,
        fields.where,
        own,
    )
    person = completed(person, fields.mrz, fields.where, own)
    if objections:
        for finding in own.findings:
            report.take(finding)
        return None
    return Notice(
        kind=kind,
        reference=_text(fields, "reference"),
        identity=person,
        legs=legs,
        version=_version(fields, own),
        registrant_id=_reference(fields, "registrant_id", own),
        jurisdiction=_text(fields, "jurisdiction").upper(),
        submitting_ori=_reference(fields, "submitting_ori", own),
        submitted_at=submitted_at.astimezone(UTC) if submitted_at else None,
        returns=returns,
        purpose=_text(fields, "purpose"),
        destination_address=_text(fields, "destination_address"),
        contact=_text(fields, "contact"),
        emergency=_flag(_text(fields, "emergency"), "emergency", fields.where, own),
        late_reason=_text(fields, "late_reason"),
        conviction=_text(fields, "conviction"),
        particulars=further,
        attachments=fields.attachments,
        findings=own.findings,
        where=fields.where,
    )


def _text(fields: NoticeFields, name: str) -> str:
    return fields.texts.get(name, "")


def _reference(fields: NoticeFields, name: str, report: Report) -> str:
    """Return what names something else than the notice, cut with a WARNING when it is too long."""
    written = _text(fields, name)
    if not fits(written):
        report.warn(
            "long-identifier", fields.where, written, field=name, reason=f"longer than {LONGEST} characters; cut",
            cure="send it as issued",
        )  # fmt: skip
    return shortened(written)


def _missing(fields: NoticeFields, legs: tuple[NoticeLeg, ...]) -> Iterator[_Objection]:
    reference = _text(fields, "reference")
    required = {
        "reference": bool(reference),
        "jurisdiction": bool(_text(fields, "jurisdiction")),
        "names": bool(fields.names or (fields.mrz and fields.mrz.name)),
        "legs": any(leg.arrival_country for leg in legs),
    }
    for name, present in required.items():
        if not present:
            reason = "no leg has a known arrival country" if name == "legs" else "missing or empty"
            yield f"missing-{name}", name, reference, reason


def _too_long(fields: NoticeFields) -> Iterator[_Objection]:
    for name in ("reference", "jurisdiction"):
        if not fits(_text(fields, name)):
            yield f"bad-{name}", name, _text(fields, name), f"longer than {LONGEST} characters"


def _out_of_time(
    submitted_at: datetime | None, returns: PartialDate | None, legs: tuple[NoticeLeg, ...]
) -> Iterator[_Objection]:
    days = [("submitted_at", submitted_at), ("returns", returns)]
    days += [(name, day) for leg in legs for name, day in (("departs", leg.departs), ("arrives", leg.arrives))]
    for name, day in days:
        if day and day.year not in YEARS:
            reason = f"the year is not one of {YEARS[0]} to {YEARS[-1]}"
            yield f"bad-{name.replace('_', '-')}", name, str(day), reason


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
    report.warn(
        "bad-version", fields.where, written, field="version", reason="not a number from 1 to 999999; taken for 1",
        cure="number the versions from 1 on",
    )  # fmt: skip
    return 1


def _moment(fields: NoticeFields, report: Report) -> datetime | None:
    written = _text(fields, "submitted_at")
    if not written:
        return None
    try:
        moment = datetime.fromisoformat(written)
        if moment.tzinfo is not None:
            return moment
        reason = "the time has no offset, so it is not known when it was"
    except ValueError:
        reason = "not an ISO 8601 time"
    cure = "write for instance 2026-03-01T15:04:00+00:00"
    report.warn("bad-submitted-at", fields.where, written, field="submitted_at", reason=reason, cure=cure)
    return None


def _flag(written: str, name: str, where: str, report: Report) -> bool:
    if written.lower() not in ("yes", "true", "1", "no", "false", "0", ""):
        report.warn(f"bad-{name}", where, written, field=name, reason="taken for no", cure="write yes or no")
    return written.lower() in ("yes", "true", "1")


def _time(written: str, name: str, where: str, report: Report) -> str:
    """Read a time of day; empty, with a warning, when it is none."""
    found = _TIME.fullmatch(written)
    if written and not found:
        report.warn("bad-time", where, written, field=name, reason="not a time of day", cure="write HH:MM, local time")
    return f"{int(found[1]):02}:{found[2]}" if found else ""


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
        departs_time=_time(leg.get("departs_time", ""), "departs_time", where, report),
        arrives_time=_time(leg.get("arrives_time", ""), "arrives_time", where, report),
        transit=_flag(leg.get("transit", ""), "transit", where, report),
    )
