"""`rsoits read`: parses files and prints what is in them, without a database."""

from __future__ import annotations

import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from rsoits.commands.file_reading import Outcome, Task
from rsoits.commands.formats import Format, chosen
from rsoits.commands.json_lines import printable
from rsoits.commands.many_files import each_outcome, files_below
from rsoits.commands.outcome import STDERR, Exit

Files = Annotated[
    list[Path], typer.Argument(metavar="PATH…", help="Files to read, or folders of them.", show_default=False)
]
AsJson = Annotated[bool, typer.Option("--json", help="JSON lines: one object a message or record.")]


def read(files: Files, file_format: Format = None, as_json: AsJson = False) -> None:  # noqa: FBT002  a flag
    """Parse files and print what they hold; nothing is stored. Ends with 3 when nothing could be read.

    A folder stands for every file below it. Many files are read on all cores; the order is that of the files.

    Example: rsoits read sample_data/examples/passengers.edi --json
    """
    task = Task(chosen(file_format), datetime.now(UTC).date(), as_json)
    paths = [file for path in files for file in files_below(path)]
    readable = False
    outcomes = each_outcome(paths, task, sys.stdout.write)
    with _progress(len(paths)) as progress, closing(outcomes):
        bar = progress.add_task("", total=len(paths))
        for outcome in outcomes:
            _tell(outcome)
            readable = readable or outcome.readable
            progress.advance(bar)
    if not paths:
        STDERR.print("There is no file in there; name a file, or a folder that holds some.", markup=False)
    if not readable:
        raise typer.Exit(Exit.UNUSABLE)


def _tell(outcome: Outcome) -> None:
    if outcome.complaint:
        STDERR.print(f"{printable(str(outcome.path))}: {outcome.complaint}.", markup=False)
    if outcome.summary and (outcome.readable or outcome.summary.findings > 1):
        outcome.summary.show()


def _progress(files: int) -> Progress:
    """Return a bar on standard error, unseen where it would come between lines of the output."""
    columns = TextColumn("Reading"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    unseen = files < 2 or not STDERR.is_terminal or sys.stdout.isatty()  # noqa: PLR2004  more than one
    return Progress(
        *columns, console=STDERR, transient=True, disable=unseen, redirect_stdout=False, redirect_stderr=False
    )
