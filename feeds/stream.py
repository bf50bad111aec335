"""Reads a file message by message, so that the records of a large one are never all held."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feeds.manifest.bounds import bounded
from feeds.manifest.edifact_file import each_manifest
from feeds.mapping.mapping import Mapping
from feeds.reader import Format, read, sniff
from feeds.records import Reading
from feeds.reporting import Report
from feeds.source_bytes import source_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

_EDIFACT = (Format.PAXLST, Format.PNRGOV)


def readings(
    name: str,
    data: bytes,
    today: date,
    format: str | Mapping | None = None,  # noqa: A002  the word the command line uses
) -> Iterator[Reading]:
    """Yield what `feeds.reader.read` returns in one piece: a reading for each message, then one of the file's findings.

    Only EDIFACT comes in several readings; any other file is one.
    """
    source = source_text(data)
    kind = sniff(source.text) if format is None and not source.findings else format
    if source.findings or isinstance(kind, Mapping) or kind not in _EDIFACT:
        yield read(name, data, today, kind)
        return
    del data
    strays = Report()
    for manifest in each_manifest(source.text, today, strays):
        yield Reading(name, source.sha256, source.encoding, str(kind), (bounded(manifest),))
    yield Reading(name, source.sha256, source.encoding, str(kind), findings=strays.findings)
