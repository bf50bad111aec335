"""What was read of a file, as a table for people: journeys and counts, and nobody's name."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from rsoits.commands.json_lines import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feeds.findings import Finding
    from feeds.records import Manifest, Reading

_SHOWN = 20
"""Findings shown for a file; `--json` has them all."""


@dataclass(slots=True)
class Summary:
    """A file's messages and its first findings, gathered reading by reading."""

    name: str
    rows: list[tuple[str, ...]] = field(default_factory=list)
    of_the_file: list[Finding] = field(default_factory=list)
    of_records: list[Finding] = field(default_factory=list)
    findings: int = 0

    def add(self, reading: Reading) -> None:
        """Take in a reading, or the next part of one."""
        self.rows += _rows(reading)
        groups = (reading.manifests, reading.notices, reading.registry)
        of_records = [finding for group in groups for record in group for finding in record.findings]
        self.findings += len(reading.findings) + len(of_records)
        self.of_the_file += reading.findings[: _SHOWN - len(self.of_the_file)]
        self.of_records += of_records[: _SHOWN - len(self.of_records)]

    def show(self) -> None:
        """Print the table, and the findings below it."""
        console = Console(soft_wrap=False)
        table = Table(title=escape(printable(self.name)), title_justify="left")
        for heading in ("what", "reference", "journey", "persons", "findings"):
            table.add_column(heading, justify="right" if heading in ("persons", "findings") else "left")
        for row in self.rows:
            table.add_row(*(escape(printable(cell)) for cell in row))
        if table.row_count:
            console.print(table)
        for finding in (self.of_the_file + self.of_records)[:_SHOWN]:
            parts = (finding.severity, finding.where, finding.field, finding.reason or finding.code, finding.cure)
            console.print(escape(printable("  " + " · ".join(filter(None, parts)))), highlight=False)
        if self.findings > _SHOWN:
            console.print(f"  … {self.findings - _SHOWN} more findings; --json shows them all")


def _rows(reading: Reading) -> Iterator[tuple[str, ...]]:
    for manifest in reading.manifests:
        persons = str(len(manifest.travellers))
        what = " ".join(filter(None, (manifest.list, manifest.message, manifest.function)))
        yield what, manifest.reference, _journey(manifest), persons, str(len(manifest.findings))
    for notice in reading.notices:
        journey = ", ".join(f"{leg.departure_country}-{leg.arrival_country}" for leg in notice.legs)
        yield f"notice {notice.kind}", notice.reference, journey, "1", str(len(notice.findings))
    if reading.registry:
        noticed = sum(len(record.findings) for record in reading.registry)
        yield "registry extract", "", "", str(len(reading.registry)), str(noticed)


def _journey(manifest: Manifest) -> str:
    voyage = manifest.voyage
    legs = ", ".join(f"{leg.departure}-{leg.arrival} {leg.departs}" for leg in voyage.legs)
    return " ".join(filter(None, (f"{voyage.carrier}{voyage.number}", legs, voyage.direction)))
