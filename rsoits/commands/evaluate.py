"""`rsoits evaluate`: how well the weights tell labelled pairs apart."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import track
from rich.table import Table

from matchers.curve import draw
from matchers.evaluation import Judged, Report, report
from rsoits.commands.outcome import STDERR, Exit, fail
from rsoits.commands.score import explain_all
from rsoits.commands.tables import read_table

_TRUE = {"true", "1", "yes", "y", "t"}
_FALSE = {"false", "0", "no", "n", "f"}


def evaluate(
    pairs: Annotated[
        Path,
        typer.Argument(help="CSV or Parquet: left,right,is_match and optionally notes.", exists=True, dir_okay=False),
    ],
    out: Annotated[Path | None, typer.Option(help="Folder for the drawn curve; beside the pairs if not given.")] = None,
) -> None:
    """Compare labelled pairs and tell precision and recall at every threshold, and recall by kind of difference.

    The kind is what `notes` says up to its first `|` or `;`. The curve is drawn into PAIRS.curve.svg.

    Example: rsoits evaluate labelled.csv --out evaluation
    """
    table = read_table(pairs, ("left", "right", "is_match"))
    rows = zip(table["left"], table["right"], strict=True)
    explained = explain_all(track(rows, "Comparing", total=len(table), console=STDERR, transient=True))
    noted = table["notes"] if "notes" in table.columns else [""] * len(table)
    judged = [
        Judged(each.bits, each.probability, label.strip().lower() in _TRUE, _kind(notes))
        for each, label, notes in zip(explained, table["is_match"], noted, strict=True)
        if each and label.strip().lower() in _TRUE | _FALSE
    ]
    if not judged:
        fail(f"{pairs} has no labelled pair; write true or false in the column is_match.", Exit.UNUSABLE)
    found = report(judged)
    _print(found)
    folder = out or pairs.parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
        drawn = folder / f"{pairs.stem}.curve.svg"
        drawn.write_text(draw(found.curve, f"Precision and recall on {pairs.name}"), encoding="utf-8")
    except OSError as error:
        fail(f"{folder} cannot be written to ({error.strerror}); name another folder with --out.", Exit.USAGE)
    typer.echo(f"Curve drawn into {drawn}.")


def _kind(notes: str) -> str:
    return notes.replace(";", "|").partition("|")[0].strip()


def _print(found: Report) -> None:
    console = Console(soft_wrap=True, highlight=False, markup=False)
    area = "needs pairs of both labels" if found.auc is None else f"{found.auc:.4f}"
    console.print(f"{found.same} pairs of one person, {found.different} of two. Area under the ROC curve: {area}.")
    table = Table("Probability from", "Precision", "Recall", "False positives")
    for point in found.curve:
        precision = "-" if point.precision is None else f"{point.precision:.3f}"
        recall = "-" if point.recall is None else f"{point.recall:.3f}"
        table.add_row(f"{point.threshold:g}", precision, recall, str(point.false_positives))
    console.print(table)
    kinds = Table("Kind", "Pairs", "Labelled same", "In review or strong", "Median bits")
    for kind in found.kinds:
        kinds.add_row(kind.name or "-", str(kind.pairs), str(kind.same), str(kind.shown), f"{kind.median_bits:.1f}")
    console.print(kinds)
