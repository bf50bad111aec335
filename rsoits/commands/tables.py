"""Reads and writes the tables of the bulk commands, CSV or Parquet, every cell a text."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import pandas as pd

from rsoits.commands.outcome import STDERR, Exit, fail

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

_PARQUET = {".parquet", ".pq"}
_SHOWN = 10


def read_table(path: Path, required: Sequence[str]) -> pd.DataFrame:
    """Read a table with these columns at least; ends the command with one sentence when there is none."""
    try:
        table = _parquet(path) if path.suffix.lower() in _PARQUET else _csv(path)
    except (OSError, ValueError, ArithmeticError, RuntimeError) as error:
        fail(
            f"{path} is not a table ({type(error).__name__}); give a CSV file with a header row, or Parquet.",
            Exit.UNUSABLE,
        )
    table.columns = [str(column).strip().lower() for column in table.columns]
    missing = [column for column in required if column not in table.columns]
    if missing:
        fail(f"{path} has no column {', '.join(missing)}; add it to the header row.", Exit.UNUSABLE)
    return table.loc[:, ~table.columns.duplicated()]


def write_table(table: pd.DataFrame, path: Path) -> None:
    """Write CSV, or Parquet when the name says so; ends the command when the place cannot be written."""
    try:
        if path.suffix.lower() in _PARQUET:
            table.to_parquet(path, index=False)
        else:
            table.to_csv(path, index=False, lineterminator="\n")
    except OSError as error:
        fail(f"{path} cannot be written ({error.strerror}); name a file in a folder you may write to.", Exit.USAGE)


def warn(findings: Sequence[str], what: str) -> None:
    """Say on standard error what was left out, the first few by place."""
    for finding in findings[:_SHOWN]:
        STDERR.print(finding, markup=False)
    if len(findings) > _SHOWN:
        STDERR.print(f"… {len(findings)} {what} in all.", markup=False)


def _csv(path: Path) -> pd.DataFrame:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        table = pd.read_csv(
            path,
            dtype=str,
            keep_default_na=False,
            encoding="utf-8-sig",
            encoding_errors="replace",
            on_bad_lines="warn",
            index_col=False,
        )
    warn([line for each in caught for line in _told(str(each.message))], "rows were left out")
    return table.fillna("")


def _told(message: str) -> Iterable[str]:
    return (line.strip() for line in message.splitlines() if line.strip())


def _parquet(path: Path) -> pd.DataFrame:
    table = pd.read_parquet(path)
    return table.astype(object).where(table.notna(), "").map(str)
