"""Reads any file the house knows: finds out what it is and hands it to the reader for it."""

from __future__ import annotations

import re
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
from feeds.manifest.i94 import COLUMNS as I94_COLUMNS
from feeds.manifest.i94 import REQUIRED as I94_REQUIRED
from feeds.manifest.i94 import STATISTICS, read_i94
from feeds.manifest.noad import read_noad
from feeds.mapping.mapped_file import read_mapped
from feeds.mapping.mapping import Mapping
from feeds.notice import notice_csv, notice_json
from feeds.records import Manifest, Reading
from feeds.registry import extracts
from feeds.source_bytes import MOST_BYTES, SourceText, source_text
from feeds.tables import header

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from feeds.notice.records import Notice
    from feeds.registry.records import RegistryRecord


class Format(StrEnum):
    """What a file can be."""

    PAXLST = "paxlst"
    PNRGOV = "pnrgov"
    NOAD = "noad"
    I94 = "i94"
    CROSSINGS = "crossings"
    NOTICE_JSON = "notice-json"
    NOTICE_CSV = "notice-csv"
    REGISTRY_CSV = "registry-csv"
    REGISTRY_JSON = "registry-json"


_TABLES = {
    Format.CROSSINGS: (CROSSING_COLUMNS, CROSSING_REQUIRED),
    Format.I94: (I94_COLUMNS | STATISTICS, I94_REQUIRED | STATISTICS),
    Format.NOTICE_CSV: (notice_csv.COLUMNS, notice_csv.REQUIRED),
    Format.REGISTRY_CSV: (extracts.COLUMNS, extracts.REQUIRED),
}
_UNKNOWN = "neither EDIFACT, nor a known CSV header, nor a known JSON or XML document"
_FEWEST_COLUMNS = 3
"""Known columns that a header must have to be taken for one of ours."""

_MANIFESTS: dict[Format, Callable[[str, date], tuple[tuple[Manifest, ...], tuple[Finding, ...]]]] = {
    Format.PAXLST: read_edifact,
    Format.PNRGOV: read_edifact,
    Format.NOAD: lambda text, _: read_noad(text),
    Format.I94: lambda text, _: read_i94(text),
    Format.CROSSINGS: lambda text, _: read_crossings(text),
}

_PNRGOV = re.compile(r"UN[GH]\s*[^A-Za-z0-9\s][^'\n]{0,60}?(?:PNRGOV|ACKRES|GOVREQ)", re.IGNORECASE)
_NOTICE = re.compile(r"<(?:[\w.-]+:)?NOTICE(?:[\s/>]|$)", re.IGNORECASE)
_BEGINNING = 100_000
"""Characters that are searched for a message's header."""


def read(
    name: str,
    data: bytes,
    today: date,
    format: str | Mapping | None = None,  # noqa: A002  the word the command line uses
    most_bytes: int = MOST_BYTES,
) -> Reading:
    """Read a file of `format`, one of `Format` or a mapping; None finds out by its content. Never raises on content.

    `today` settles two-digit years. A file that nothing could be made of has a FATAL finding.
    """
    if isinstance(format, Mapping):
        return read_mapped(name, data, format, today, most_bytes)
    source = source_text(data, most_bytes)
    if source.findings:
        return Reading(name, source.sha256, source.encoding, "", findings=source.findings)
    if format is not None and format not in list(Format):
        reason = f"{format} is not a format"
        cure = f"use one of {', '.join(Format)}, or mapping:NAME of a mapping that `rsoits feeds check` finds right"
        return _unread(name, source, "unknown-format", reason, cure)
    kind = Format(format) if format else sniff(source.text)
    if kind in (Format.NOTICE_JSON, Format.REGISTRY_JSON) or (kind is None and _opens_as_json(source.text)):
        return _json(name, source, kind, today)
    if kind is None:
        return _unread(name, source, "unknown-format", _UNKNOWN, "send one of the layouts of docs/formats.md")
    notices: tuple[Notice, ...] = ()
    registry: tuple[RegistryRecord, ...] = ()
    manifests: tuple[Manifest, ...] = ()
    if kind is Format.NOTICE_CSV:
        notices, findings = notice_csv.read_notices(source.text, today)
    elif kind is Format.REGISTRY_CSV:
        registry, findings = extracts.read_csv(source.text, today)
    else:
        manifests, findings = _MANIFESTS[kind](source.text, today)
    manifests = tuple(map(bounded, manifests))
    return Reading(name, source.sha256, source.encoding, kind, manifests, notices, registry, findings)


def sniff(text: str) -> Format | None:
    """Tell the format by the content, never by the name; None when it is none of ours."""
    if _opens_as_json(text):
        found = _sniff_json(text)
        if found:
            return found
    if text.lstrip()[:1] == "<" and _NOTICE.search(text):
        return Format.NOAD
    columns = set(header(text))
    shares = {kind: (len(columns & required), len(columns & known)) for kind, (known, required) in _TABLES.items()}
    best = max(shares, key=lambda kind: shares[kind])
    if shares[best][1] >= _FEWEST_COLUMNS and shares[best][0]:
        return best
    if not looks_like_edifact(text):
        return None
    return Format.PNRGOV if _names_pnrgov(text[:_BEGINNING]) else Format.PAXLST


def _names_pnrgov(beginning: str) -> bool:
    """Look for the words alone first, which is ten times as fast."""
    plain = beginning.casefold()
    return any(word in plain for word in ("pnrgov", "ackres", "govreq")) and bool(_PNRGOV.search(beginning))


def _opens_as_json(text: str) -> bool:
    return text.lstrip()[:1] in ("{", "[")


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


def _json(name: str, source: SourceText, kind: Format | None, today: date) -> Reading:
    """Read what looks like JSON; with no `kind` it is none of ours, or broken."""
    try:
        value = json_values.document(source.text)
    except json_values.UnreadableJsonError as error:
        where = f"line {error.line}" if error.line else "file"
        return _unread(name, source, "unreadable-json", error.reason, "check the file with a JSON validator", where)
    if kind is None:
        return _unread(name, source, "unknown-format", _UNKNOWN, "send one of the layouts of docs/formats.md")
    if kind is Format.NOTICE_JSON:
        notices, findings = notice_json.read_notices(value, today)
        findings += _too_many(value, "notices")
        return Reading(name, source.sha256, source.encoding, kind, notices=notices, findings=findings)
    registry, findings = extracts.read_json(value, today)
    findings += _too_many(value, "registrants")
    return Reading(name, source.sha256, source.encoding, kind, registry=registry, findings=findings)


def _too_many(value: object, key: str) -> tuple[Finding, ...]:
    left_out = json_values.left_out(value, key)
    if not left_out:
        return ()
    reason = f"more than {json_values.MOST_ITEMS} records; {left_out} were not read"
    where = f"record {json_values.MOST_ITEMS + 1}"
    return (Finding("too-many-records", Severity.REJECT, where, reason=reason, cure="send the rest in another file"),)


def _unread(name: str, source: SourceText, code: str, reason: str, cure: str, where: str = "file") -> Reading:
    finding = Finding(code, Severity.FATAL, where, field="format", reason=reason, cure=cure)
    return Reading(name, source.sha256, source.encoding, "", findings=(finding,))
