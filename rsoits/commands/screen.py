"""`rsoits screen`: a table of travellers against a registry extract, without a database."""

from __future__ import annotations

import resource
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import pandas as pd
import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from matchers.index import Index
from matchers.matcher import Matcher
from matchers.model import default_model
from rsoits.commands.engines import Done, Engine, Task, run
from rsoits.commands.outcome import STDERR
from rsoits.commands.rows import REGISTRY, TRAVELLERS, registrant, traveller
from rsoits.commands.tables import read_table, warn, write_table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from matchers.identity import Identity

HITS = ("traveller_id", "registrant_id", "probability", "bits", "band", "evidence")


def screen(
    travellers: Annotated[Path, typer.Argument(help="CSV or Parquet of travellers.", exists=True, dir_okay=False)],
    registry: Annotated[Path, typer.Option(help="CSV or Parquet of registrants.", exists=True, dir_okay=False)],
    out: Annotated[Path, typer.Option(help="The table of hits to write, CSV or Parquet.")],
    engine: Annotated[Engine, typer.Option(help="Where the work is done.")] = Engine.LOCAL,
    workers: Annotated[int, typer.Option(min=0, max=1024, help="Processes; 0 is one for each core.")] = 0,
) -> None:
    """Write every pair of a traveller and a registrant that an analyst should read.

    Travellers need the columns traveller_id,surname and may have given_names,birth_date,sex,nationality,
    document_type,document_issuer,document_number. The registry needs registrant_id,name and may have
    aliases,birth_dates,sex,nationalities,documents (lists joined by |, documents as type:issuer:number).

    Example: rsoits screen travellers.csv --registry registry.csv --out hits.csv
    """
    people = _people(read_table(travellers, TRAVELLERS[:2]), TRAVELLERS, traveller)
    records = _people(read_table(registry, REGISTRY[:2]), REGISTRY, registrant)
    started = time.perf_counter()
    matcher = Matcher(Index.build(records), default_model())
    built = time.perf_counter()
    done = _screen(Task(matcher, people), engine, workers)
    seconds = time.perf_counter() - built
    hits = pd.DataFrame([hit for each in done for hit in each.hits], columns=list(HITS), dtype=str)
    write_table(hits, out)
    pairs = sum(each.pairs for each in done)
    strong = int((hits["band"] == "strong").sum())
    typer.echo(
        f"{len(people)} travellers against {len(records)} registrants: {len(hits)} hits, {strong} of them strong,"
        f" written to {out}.\n"
        f"Index built in {built - started:.1f} s; {len(people) / max(seconds, 1e-9):.0f} travellers/s,"
        f" {pairs / max(1, len(people)):.1f} candidates/traveller, peak memory {_peak():.0f} MiB."
    )


def _people(
    table: pd.DataFrame,
    columns: Sequence[str],
    read: Callable[[tuple[str, ...], int, list[str]], tuple[str, Identity]],
) -> list[tuple[str, Identity]]:
    """Read each row; the line counts the header as the first."""
    findings: list[str] = []
    cells = [table[column].tolist() if column in table.columns else [""] * len(table) for column in columns]
    people = [read(row, line, findings) for line, row in enumerate(zip(*cells, strict=True), start=2)]
    warn(findings, "values were left out")
    return people


def _screen(task: Task, engine: Engine, workers: int) -> list[Done]:
    columns = TextColumn("Screening"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    work = run(task, engine, workers)
    done: list[Done] = []
    with Progress(*columns, console=STDERR, transient=True) as progress:
        bar = progress.add_task("", total=len(task.travellers))
        for each in work:
            done.append(each)
            progress.advance(bar, each.travellers)
    return done


def _peak() -> float:
    """Return the most memory this process and its largest worker have held, in MiB."""
    usage = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage) / 1024
