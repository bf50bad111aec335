"""Notices in JSON: one, a list, or `{"notices": [...]}`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feeds.findings import Severity
from feeds.json_values import records, text, texts
from feeds.mrz import read_mrz
from feeds.notice.attachments import attachments
from feeds.notice.building import MOST_LEGS, NoticeFields, notice
from feeds.notice.particulars import NAMES
from feeds.reporting import Report

if TYPE_CHECKING:
    from datetime import date

    from feeds.findings import Finding
    from feeds.notice.records import Notice

_KEYS = frozenset(
    {
        "kind", "reference", "version", "submitting_ori", "jurisdiction", "submitted_at", "registrant_id", "person",
        "legs", "returns", "purpose", "destination_address", "contact", "emergency", "late_reason", "conviction",
        "attachments", *NAMES,
    }
)  # fmt: skip


def read_notices(value: object, today: date) -> tuple[tuple[Notice, ...], tuple[Finding, ...]]:
    """Return the notices of a parsed document, and the findings of those that could not be used."""
    report = Report()
    notices: list[Notice] = []
    for number, item in enumerate(records(value, "notices"), 1):
        where = f"notice {number}"
        if not isinstance(item, dict):
            report.add(
                Severity.REJECT, "not-an-object", where, text(item), field="notice", reason="not a JSON object",
                cure="write each notice as docs/formats.md shows",
            )  # fmt: skip
            continue
        read = notice(_fields(item, where, today), report)
        if read:
            notices.append(read)
    return tuple(notices), report.findings


def _fields(item: dict[str, object], where: str, today: date) -> NoticeFields:
    own = Report()
    for key in sorted(set(item) - _KEYS)[:20]:
        own.note("unknown-key", where, text(key), field=text(key), reason="the key is not used")
    person = item.get("person")
    person = person if isinstance(person, dict) else {}
    zone = "|".join(texts(person.get("mrz")))
    legs = item.get("legs")
    legs = legs[: MOST_LEGS + 1] if isinstance(legs, list) else []
    return NoticeFields(
        where,
        {key: text(value) for key, value in item.items() if key in _KEYS} | {"sex": text(person.get("sex"))},
        names=texts(person.get("names")),
        birth_dates=texts(person.get("birth_dates")),
        nationalities=texts(person.get("nationalities")),
        documents=texts(person.get("documents")),
        legs=[{key: text(value) for key, value in leg.items()} for leg in legs if isinstance(leg, dict)],
        mrz=read_mrz(zone, today, where) if zone else None,
        attachments=attachments(item.get("attachments"), where, own),
        findings=own.findings,
    )
