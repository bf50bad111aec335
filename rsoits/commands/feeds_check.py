"""`rsoits feeds check`: tells what is wrong with mapping files, and what a file would be read as."""

from __future__ import annotations

import json as json_text
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from feeds.findings import Severity
from feeds.mapping import shelf
from feeds.mapping.mapped_file import first_rows
from feeds.reader import read
from rsoits.commands.feeds_declared import check_declarations
from rsoits.commands.json_lines import printable
from rsoits.commands.opening import read_settings
from rsoits.commands.outcome import STDERR, Exit, fail

if TYPE_CHECKING:
    from feeds.findings import Finding
    from feeds.mapping.mapped_file import Seen
    from feeds.mapping.mapping import Mapping
    from feeds.records import Reading

_ROWS = 3
"""Rows shown as they are understood."""

_FINDINGS = 20
"""Findings of a data file that are shown; `--json` has them all."""

Mappings = Annotated[
    list[Path] | None,
    typer.Argument(metavar="MAPPING.toml…", help="Mapping files; all of the installation by default."),
]
With = Annotated[Path | None, typer.Option("--with", metavar="FILE", help="A sender's file to try the mapping on.")]
AsJson = Annotated[bool, typer.Option("--json", help="JSON lines: one object a mapping file.")]


@dataclass(frozen=True, slots=True)
class _Tried:
    """What a mapping makes of a sender's file."""

    reading: Reading
    rows: list[list[Seen]]

    @property
    def accepted(self) -> int:
        persons = sum(len(manifest.travellers) for manifest in self.reading.manifests)
        return persons + len(self.reading.registry)

    @property
    def rejected(self) -> int:
        return sum(finding.severity is Severity.REJECT for finding in self.findings)

    @property
    def unknown(self) -> list[str]:
        return [finding.value for finding in self.reading.findings if finding.code == "unknown-column"]

    @property
    def findings(self) -> list[Finding]:
        """Those of the file, of each voyage and of each record."""
        groups = (self.reading.manifests, self.reading.registry)
        return [*self.reading.findings, *(one for group in groups for record in group for one in record.findings)]


def check(mappings: Mappings = None, data: With = None, as_json: AsJson = False) -> None:  # noqa: FBT002  a flag
    """Tell every fault of mapping files, and show what a sender's file would be read as; nothing is stored.

    Example: rsoits feeds check sample_data/mappings/border-ferry.toml --with sample_data/mappings/border-ferry.csv
    """
    settings = read_settings()
    paths = mappings or shelf.files(settings.mappings)
    if data and len(paths) != 1:
        fail("Name the one mapping file that the file is to be read by.", Exit.USAGE)
    if not paths and not as_json:
        typer.echo(f"There are no mapping files in {settings.mappings}.")
    usable = bool(mappings) or check_declarations(settings, as_json=as_json)
    for path in paths:
        checked = shelf.check(path)
        tried = _try(data, checked.mapping, settings.largest_file_bytes) if data and checked.mapping else None
        usable = usable and bool(checked.mapping) and (tried is None or tried.reading.readable)
        if as_json:
            typer.echo(json_text.dumps(_told(checked, tried)))
        else:
            _show(checked, tried)
    if not usable:
        raise typer.Exit(Exit.UNUSABLE)


def _try(path: Path, mapping: Mapping, most: int) -> _Tried:
    try:
        data = shelf.content(path, most)
    except OSError as error:
        fail(f"{path}: cannot be read ({error.strerror}); check that it exists and is readable.", Exit.UNUSABLE)
    today = datetime.now(UTC).date()
    reading = read(path.name, data, today, mapping, most)
    return _Tried(reading, first_rows(data, mapping, today, _ROWS) if reading.readable else [])


def _told(checked: shelf.Checked, tried: _Tried | None) -> dict[str, Any]:
    told: dict[str, Any] = {
        "file": str(checked.path),
        "name": checked.mapping.name if checked.mapping else None,
        "usable": checked.mapping is not None,
        "findings": [finding.to_json() for finding in checked.findings],
    }
    if tried:
        told["data"] = {
            "file": tried.reading.name,
            "encoding": tried.reading.encoding,
            "accepted": tried.accepted,
            "rejected": tried.rejected,
            "unknown_columns": tried.unknown,
            "rows": [[seen._asdict() for seen in row] for row in tried.rows],
            "findings": [finding.to_json() for finding in tried.findings],
        }
    return told


def _show(checked: shelf.Checked, tried: _Tried | None) -> None:
    console = Console(highlight=False, soft_wrap=True)
    if checked.mapping:
        console.print(f"{checked.path}: right ({checked.mapping.title}; {checked.mapping.yields}).", markup=False)
    else:
        STDERR.print(f"{checked.path}: cannot be used.", markup=False)
        _list(STDERR, checked.findings)
    if tried:
        _show_trial(console, tried)


def _show_trial(console: Console, tried: _Tried) -> None:
    reading = tried.reading
    if not reading.readable:
        STDERR.print(f"{reading.name}: nothing could be read.", markup=False)
    console.print(f"{reading.name}: {tried.accepted} accepted, {tried.rejected} rejected.", markup=False)
    if tried.unknown:
        console.print(f"Columns that are kept and not used: {printable(', '.join(tried.unknown))}.", markup=False)
    for row in tried.rows:
        table = Table("Column", "As sent", "Field", "Understood as", title=row[0].where, title_justify="left")
        for seen in row:
            cells = (seen.columns or "(constant)", seen.written, seen.field, seen.value)
            table.add_row(*(escape(printable(cell)) for cell in cells))
        console.print(table)
    serious = [finding for finding in tried.findings if finding.severity is not Severity.NOTE]
    _list(console, serious[:_FINDINGS])
    if len(serious) > _FINDINGS:
        console.print(f"  … {len(serious) - _FINDINGS} more findings; --json shows them all")


def _list(console: Console, findings: list[Finding] | tuple[Finding, ...]) -> None:
    for finding in findings:
        value = f"“{finding.value}”" if finding.value else ""
        place = "" if finding.severity is Severity.FATAL else f"{finding.severity} · {finding.where}"
        parts = (place, finding.field, value, finding.reason, finding.cure)
        console.print("  " + printable(" · ".join(filter(None, parts))), markup=False)
