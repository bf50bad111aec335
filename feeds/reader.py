"""Reads any file the house knows: finds out what it is and hands it to the reader for it."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from feeds import json_values
from feeds.edifact import looks_like_edifact
from feeds.findings import Finding, Severity
from feeds.manifest.bounds import bounded
from feeds.manifest.crossings import COLUMNS as CROSSING_COLUMNS
from feeds.manifest.crossings import REQUIRED as CROSSING_REQUIRED
from feeds.manifest.crossings import read_crossings
from feeds.manifest.edifact_file import read_edifact
from feeds.notice import notice_csv, notice_json
from feeds.records import Manifest, Reading
from feeds.registry import extracts
from feeds.source_bytes import MOST_BYTES, SourceText, source_text
from feeds.tables import header

if TYPE_CHECKING:
    from datetime import date

    from feeds.notice.records import Notice
    from feeds.registry.records import RegistryRecord


class Format(StrEnum):
    """What a file can be."""

    PAXLST = "paxlst"
    CROSSINGS = "crossings"
    NOTICE_JSON = "notice-json"
    NOTICE_CSV = "notice-csv"
    REGISTRY_CSV = "registry-csv"
    REGISTRY_JSON = "registry-json"


_TABLES = {
    Format.CROSSINGS: (CROSSING_COLUMNS, CROSSING_REQUIRED),
    Format.NOTICE_CSV: (notice_csv.COLUMNS, notice_csv.REQUIRED),
    Format.REGISTRY_CSV: (extracts.COLUMNS, extracts.REQUIRED),
}
_FEWEST_COLUMNS = 3
"""Known columns that a header must have to be taken for one of ours."""


def read(name: str, data: bytes, today: date, format: str | None = None, most_bytes: int = MOST_BYTES) -> Reading:  # noqa: A002  the word the command line uses
    """Read a file of `format`, one of `Format`; None finds out by its content. Never raises on content.

    `today` settles two-digit years. A file that nothing could be made of has a FATAL finding.
    """
    source = source_text(data, most_bytes)
    if source.findings:
        return Reading(name, source.sha256, source.encoding, "", findings=source.findings)
    if format is not None and format not in list(Format):
        reason, cure = f"{format} is not a format", f"use one of {', '.join(Format)}"
        return _unread(name, source, "unknown-format", reason, cure)
    kind = Format(format) if format else sniff(source.text)
    if kind is None:
        reason = "neither EDIFACT, nor a known CSV header, nor a known JSON document"
        return _unread(name, source, "unknown-format", reason, "send one of the layouts of docs/formats.md")
    if kind in (Format.NOTICE_JSON, Format.REGISTRY_JSON):
        return _json(name, source, kind)
    manifests: tuple[Manifest, ...] = ()
    notices: tuple[Notice, ...] = ()
    registry: tuple[RegistryRecord, ...] = ()
    match kind:
        case Format.PAXLST:
            manifests, findings = read_edifact(source.text, today)
        case Format.CROSSINGS:
            manifests, findings = read_crossings(source.text)
        case Format.NOTICE_CSV:
            notices, findings = notice_csv.read_notices(source.text)
        case Format.REGISTRY_CSV:
            registry, findings = extracts.read_csv(source.text)
    manifests = tuple(map(bounded, manifests))
    return Reading(name, source.sha256, source.encoding, kind, manifests, notices, registry, findings)


def sniff(text: str) -> Format | None:
    """Tell the format by the content, never by the name; None when it is none of ours."""
    if text.lstrip()[:1] in ("{", "["):
        found = _sniff_json(text)
        if found:
            return found
    columns = set(header(text))
    shares = {kind: (len(columns & required), len(columns & known)) for kind, (known, required) in _TABLES.items()}
    best = max(shares, key=lambda kind: shares[kind])
    if shares[best][1] >= _FEWEST_COLUMNS and shares[best][0]:
        return best
    return Format.PAXLST if looks_like_edifact(text) else None


def _sniff_json(text: str) -> Format | None:
    try:
        value = json_values.document(text)
    except json_values.UnreadableJsonError:
        return None
    if isinstance(value, dict):
        if "notices" in value:
            return Format.NOTICE_JSON
        if "registrants" in value:
            return Format.REGISTRY_JSON
    first = next((item for item in json_values.records(value, "") if isinstance(item, dict)), {})
    if {"legs", "person"} & set(first):
        return Format.NOTICE_JSON
    return Format.REGISTRY_JSON if extracts.REQUIRED & set(first) else None


def _json(name: str, source: SourceText, kind: Format) -> Reading:
    try:
        value = json_values.document(source.text)
    except json_values.UnreadableJsonError:
        return _unread(name, source, "unreadable-json", "not a JSON document", "check the file with a JSON validator")
    if kind is Format.NOTICE_JSON:
        notices, findings = notice_json.read_notices(value)
        return Reading(name, source.sha256, source.encoding, kind, notices=notices, findings=findings)
    registry, findings = extracts.read_json(value)
    return Reading(name, source.sha256, source.encoding, kind, registry=registry, findings=findings)


def _unread(name: str, source: SourceText, code: str, reason: str, cure: str) -> Reading:
    finding = Finding(code, Severity.FATAL, "file", field="format", reason=reason, cure=cure)
    return Reading(name, source.sha256, source.encoding, "", findings=(finding,))
