"""Reads a file by a mapping, through the same records as every other reader."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from feeds.findings import Severity
from feeds.manifest.bounds import bounded
from feeds.manifest.crossings import crossings
from feeds.mapping.sent import sent
from feeds.mapping.targets import Yields
from feeds.mapping.understanding import in_order, understand
from feeds.mapping.voyages import manifests
from feeds.mrz import read_mrz
from feeds.records import Reading
from feeds.registry.extracts import LISTS, registry_record
from feeds.reporting import Report
from feeds.source_bytes import MOST_BYTES, source_text
from feeds.tables import Row

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from feeds.mapping.mapping import Mapping
    from feeds.mapping.sent import Sent
    from feeds.mapping.understanding import Fields
    from feeds.records import Manifest
    from feeds.registry.records import RegistryRecord


class Seen(NamedTuple):
    """One field of one row: the columns it comes from, what stands in them, and what is understood of it."""

    where: str
    columns: str
    written: str
    field: str
    value: str


def read_mapped(name: str, data: bytes, mapping: Mapping, today: date, most_bytes: int = MOST_BYTES) -> Reading:
    """Read a file as the mapping says; `today` settles two-digit years of what belongs to no journey.

    Never raises on content. A file that nothing could be made of has a FATAL finding.
    """
    source = source_text(data, most_bytes)
    if source.findings:
        return Reading(name, source.sha256, source.encoding, mapping.format, findings=source.findings)
    report = Report()
    text, encoding = _decoded(data, mapping, report) or (source.text, source.encoding)
    rules = in_order(mapping)
    read = filter(None, (understand(row, rules, today, report) for row in sent(text, mapping, report)))
    found: tuple[Manifest, ...] = ()
    registry: tuple[RegistryRecord, ...] = ()
    match mapping.yields:
        case Yields.MANIFEST:
            found = manifests(read, mapping, report)
        case Yields.CROSSINGS:
            found = tuple(replace(one, format=mapping.format) for one in crossings(map(_row, read), report))
        case Yields.REGISTRY:
            seen: set[str] = set()
            registry = tuple(filter(None, (_registered(each, seen, today, report) for each in read)))
    found = tuple(map(bounded, found))
    told = any(finding.severity in (Severity.REJECT, Severity.FATAL) for finding in report.findings)
    if not (found or registry or told):
        report.add(Severity.FATAL, "no-rows", "file", reason="there are no rows in the file", cure="send it again")
    return Reading(name, source.sha256, encoding, mapping.format, found, registry=registry, findings=report.findings)


def first_rows(data: bytes, mapping: Mapping, today: date, most: int) -> list[list[Seen]]:
    """Return what the first `most` usable rows of a file say, for somebody who tries a mapping out."""
    source, report = source_text(data), Report()
    text, _ = _decoded(data, mapping, report) or (source.text, source.encoding)
    rules = in_order(mapping)
    pairs = ((row, understand(row, rules, today, report)) for row in sent(text, mapping, report))
    usable = ((row, fields) for row, fields in pairs if fields)
    return [list(_seen(row, fields, mapping)) for row, fields in islice(usable, most)]


def _seen(row: Sent, fields: Fields, mapping: Mapping) -> Iterator[Seen]:
    for rule in mapping.rules:
        columns = ", ".join(origin.written for origin in rule.origins)
        written = " ".join(text for origin in rule.origins for text in row.texts(origin))
        yield Seen(fields.where, columns, written, rule.name, "|".join(fields.texts.get(rule.name, ())))


def _decoded(data: bytes, mapping: Mapping, report: Report) -> tuple[str, str] | None:
    """Decode as the mapping says; None, with a warning when the file is not so encoded, to have it found out."""
    if not mapping.encoding:
        return None
    encoding = "utf-8-sig" if mapping.encoding == "utf-8" else mapping.encoding
    try:
        return data.decode(encoding), mapping.encoding
    except UnicodeDecodeError:
        report.warn(
            "other-encoding", "file", mapping.encoding, field="encoding",
            reason="the file is not in the encoding the mapping names; it was found out instead",
            cure=f"correct encoding in {mapping.name}.toml, or leave it out",
        )  # fmt: skip
        return None


def _row(fields: Fields) -> Row:
    return Row(fields.sent.number, fields.sent.raw, _cells(fields), fields.sent.unit)


def _registered(fields: Fields, seen: set[str], today: date, report: Report) -> RegistryRecord | None:
    lists = {name: fields.texts.get(name, []) for name in LISTS}
    mrz = read_mrz(fields["mrz"], today, fields.where) if fields["mrz"] else None
    return registry_record(_cells(fields), lists, fields.where, seen, report, mrz=mrz)


def _cells(fields: Fields) -> dict[str, str]:
    return {name: texts[0] for name, texts in fields.texts.items()}
