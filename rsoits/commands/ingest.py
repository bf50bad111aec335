"""`rsoits ingest` and `rsoits registry load`: takes files into the store and reports on each."""

from __future__ import annotations

import errno
import json as json_text
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from feeds.mapping.mapping import Mapping
from rsoits.commands.formats import Format, chosen
from rsoits.commands.json_lines import printable
from rsoits.commands.opening import open_house
from rsoits.commands.outcome import STDERR, Exit, fail
from rsoits.commands.progress import progress_bar
from rsoits.house import House
from rsoits.services.ingest import Parcel, take_in
from rsoits.store.intakes import Intake, IntakeState, Reject, rejects_of

ACTOR = "command line"
_SHOWN = 10

registry = typer.Typer(no_args_is_help=True, help="Registry extracts.")
registry.callback()(lambda: None)

Paths = Annotated[list[Path], typer.Argument(metavar="PATH…", help="Files, or folders of files.", show_default=False)]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object a file.")]


def ingest(paths: Paths, file_format: Format = None, as_json: AsJson = False) -> None:  # noqa: FBT002  a flag
    """Read, store and screen files, and report what was accepted and what was set aside, with line, field and reason.

    Example: rsoits ingest sample_data/examples
    """
    _take_all(paths, file_format, as_json=as_json)


@registry.command()
def load(paths: Paths, as_json: AsJson = False) -> None:  # noqa: FBT002  a flag
    """Load registry extracts (CSV or JSON) into the store.

    Example: rsoits registry load sample_data/examples/registry.csv
    """
    _take_all(paths, None, as_json=as_json)


def _take_all(paths: list[Path], file_format: str | None, *, as_json: bool) -> None:
    form = chosen(file_format)
    house = open_house()
    files = list(_files(paths, house.settings.data.resolve()))
    if not files:
        fail("There is nothing to read here; name files, or folders that hold files.", Exit.UNUSABLE)
    usable = 0
    sizes = [_size(path) for path in files]
    read = travellers = 0
    with progress_bar("Ingesting", hidden=as_json) as bar:
        for number, (path, size) in enumerate(zip(files, sizes, strict=True)):
            bar.move(read, sum(sizes), number, travellers, path.name)
            read += size
            intake = _take(house, path, form)
            if intake is None:
                continue
            travellers += intake.travellers
            usable += intake.state is not IntakeState.QUARANTINED
            _report(house, path, intake, as_json=as_json)
        bar.move(read, read, len(files), travellers, "")
    if not usable:
        raise typer.Exit(Exit.UNUSABLE)


def _take(house: House, path: Path, form: str | Mapping | None) -> Intake | None:
    """Take one file in; None, and a sentence, for one that cannot be read."""
    try:
        data = _content(path, house.settings.largest_file_bytes)
    except OSError as error:
        told = f"{printable(str(path))}: cannot be read ({error.strerror}); check that it exists and is readable."
        STDERR.print(told, markup=False)
        return None
    return take_in(house, Parcel(path.name, data, format=form), ACTOR)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _content(path: Path, most: int) -> bytes:
    """Return the content, at most `most` bytes and one more, which makes the file too large; raises `OSError`."""
    if path.exists() and not path.is_file():
        raise OSError(errno.EINVAL, "not a file, but a folder, a pipe or a device")
    with path.open("rb") as file:
        return file.read(most + 1)


def _files(paths: list[Path], own: Path) -> Iterator[Path]:
    """Yield the files named and those in the folders named, without hidden ones and our own database and key."""
    for path in paths:
        if path.is_dir():
            found = (child for child in path.rglob("*") if child.is_file() and not child.name.startswith("."))
            yield from sorted(child for child in found if not child.resolve().is_relative_to(own))
        else:
            yield path


def _report(house: House, path: Path, intake: Intake, *, as_json: bool) -> None:
    with house.database.reading() as session:
        rejects = rejects_of(session, intake.id or 0)
    if as_json:
        told = intake.model_dump(mode="json", exclude={"id", "feed_run_id", "source_file_id"})
        told |= {"intake": intake.id, "file": str(path), "findings": [_told(row) for row in rejects]}
        typer.echo(json_text.dumps(told, ensure_ascii=False))
        return
    console = Console(soft_wrap=True, highlight=False, markup=False)
    console.print(
        f"{printable(str(path))}: {intake.state.value}. {intake.messages} messages, {intake.travellers} travellers, "
        f"{intake.notices} notices, {intake.registrants} registry records; {intake.matches} matches raised, "
        f"{intake.rejects} set aside, {intake.warnings} warnings.",
        markup=False,
    )
    serious = [row for row in rejects if row.severity in {"reject", "fatal"}]
    if serious:
        table = Table("Place", "Field", "Value", "Reason", "Cure")
        for row in serious[:_SHOWN]:
            table.add_row(*map(printable, (row.place, row.field, row.value, row.reason or row.code, row.cure)))
        console.print(table)
        if len(serious) > _SHOWN:
            console.print(f"… and {len(serious) - _SHOWN} more; see the feeds page, or use --json.", markup=False)


def _told(row: Reject) -> dict[str, str]:
    return row.model_dump(mode="json", exclude={"id", "intake_id"})
