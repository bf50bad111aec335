"""`rsoits score`: every pair of a table compared."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import track

from matchers.compare import compare
from matchers.identity import UnreadableIdentityError
from matchers.model import default_model
from rsoits.commands.outcome import STDERR
from rsoits.commands.people import read_person
from rsoits.commands.tables import read_table, warn, write_table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from matchers.evidence import Explanation

_HEADER_LINES = 2


def score(
    pairs: Annotated[Path, typer.Argument(help="CSV or Parquet with columns left,right.", exists=True, dir_okay=False)],
    out: Annotated[Path, typer.Option(help="The table to write: the same rows plus probability, bits, band.")],
) -> None:
    """Compare the two people of every row; both are written as for `rsoits compare`, or as a bare birth date.

    Example: rsoits score pairs.csv --out scored.csv
    """
    table = read_table(pairs, ("left", "right"))
    rows = zip(table["left"], table["right"], strict=True)
    explained = explain_all(track(rows, "Comparing", total=len(table), console=STDERR, transient=True))
    table["probability"] = [f"{each.probability:.6g}" if each else "" for each in explained]
    table["bits"] = [f"{each.bits:.2f}" if each else "" for each in explained]
    table["band"] = [str(each.band) if each else "" for each in explained]
    write_table(table, out)
    typer.echo(f"{sum(map(bool, explained))} of {len(table)} pairs compared, written to {out}.")


def explain_all(rows: Iterable[tuple[str, str]]) -> list[Explanation | None]:
    """Compare the people of each row; None where one cannot be read, which is warned of."""
    model = default_model()
    explained: list[Explanation | None] = []
    unread: list[str] = []
    for line, (left, right) in enumerate(rows, start=_HEADER_LINES):
        try:
            explained.append(compare(read_person(left), read_person(right), model))
        except UnreadableIdentityError:
            explained.append(None)
            unread.append(f"Row {line}: a person cannot be read; write a name, a date or JSON. Left empty.")
    warn(unread, "rows could not be read")
    return explained
