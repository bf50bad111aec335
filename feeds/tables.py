"""A CSV text to rows that know their line: everything a string, one bad row never costs another."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

from feeds.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feeds.reporting import Report

CHUNK = 5_000
"""Rows that pandas reads at a time."""

MOST_COLUMNS = 200
MOST_LINES_A_ROW = 50
"""Lines that one quoted cell may run over; more means that a quotation mark was left open."""

LONGEST_ROW = 100_000
"""Characters of a row."""

MOST_ROWS = 1_000_000
"""Rows of a table."""

_DIVIDERS = ",;\t"


@dataclass(frozen=True, slots=True)
class Shape:
    """How a sender writes a table, where it is not as docs/formats.md says.

    An empty `divider` is found out. Without a header the columns are called 1, 2, 3 …. The first `skip` lines are no
    rows, nor are those that begin with one of `comments`. It is warned of `wanted` columns that are not there;
    `described_in` is where their sender finds their names.
    """

    divider: str = ""
    header: bool = True
    skip: int = 0
    comments: tuple[str, ...] = ()
    wanted: frozenset[str] = frozenset()
    described_in: str = "docs/formats.md"


_OURS = Shape()


@dataclass(frozen=True, slots=True)
class Row:
    """One data row: its line number in the file, its text verbatim, its cells by column, without blanks around them.

    `unit` is what `line` counts where the row is none of a text.
    """

    line: int
    raw: str
    cells: dict[str, str]
    unit: str = "line"

    @property
    def where(self) -> str:
        """Name the row in findings."""
        return f"{self.unit} {self.line}"

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def items(self, column: str) -> list[str]:
        """Return the parts of a cell joined by `|`."""
        return [part.strip() for part in self[column].split("|") if part.strip()]


def header(text: str) -> list[str]:
    """Return the column names, in small letters; empty when the first line is no CSV header."""
    first = text.lstrip("\r\n ")[:LONGEST_ROW].replace("\r", "\n").partition("\n")[0]
    divider = _divider(first)
    names = [name.strip().lower() for name in _cells(first, divider)]
    return names if 1 < len(names) <= MOST_COLUMNS else []


def rows(
    text: str, known: frozenset[str], required: frozenset[str], report: Report, shape: Shape = _OURS
) -> Iterator[Row]:
    """Yield the rows in order.

    A missing required column is a FATAL finding, and there are no rows; an unknown column is kept and noted; a row
    with too many cells, or one that cannot be divided, is a REJECT finding.
    """
    records = _records(text, shape, report)
    line, first = next(records, (1, ""))
    top = f"line {line}"
    divider = shape.divider or _divider(first)
    columns = _columns(first, divider, shape)
    if not shape.header:
        records = chain([(line, first)], records)
    missing = sorted(required - set(columns))
    if missing:
        names = ", ".join(missing)
        report.add(
            Severity.FATAL, "missing-column", top, names, field=names, reason="a required column is missing",
            cure=f"name the columns in the first line as {shape.described_in} does",
        )  # fmt: skip
        return
    for name in columns:
        if name not in known:
            report.note("unknown-column", top, name, field=name, reason="the column is kept and not used")
        elif columns.count(name) > 1:
            report.once("doubled-column", top, name, "several columns have this name; the last of them is used")
    for name in sorted(shape.wanted - set(columns)):
        reason, cure = (
            "the column is not there; its field stays empty",
            f"send it, or take it out of {shape.described_in}",
        )
        report.warn("missing-column", top, name, field=name, reason=reason, cure=cure)
    batch: list[_Record] = []
    for line, raw in _bounded(records, report):
        cells = _checked(raw, divider, columns, line, report)
        if cells is not None:
            batch.append(_Record(line, raw, cells))
        if len(batch) == CHUNK:
            yield from _read(batch, columns, divider)
            batch = []
    yield from _read(batch, columns, divider)


def _bounded(records: Iterator[tuple[int, str]], report: Report) -> Iterator[tuple[int, str]]:
    yield from islice(records, MOST_ROWS)
    for line, _ in islice(records, 1):
        report.foremost(
            Severity.REJECT, "too-many-rows", f"line {line}", field="row",
            reason=f"more than {MOST_ROWS} rows; the rest was not read", cure="send the rest in another file",
        )  # fmt: skip


class _Record(NamedTuple):
    """A row as sent, and the same written so that any CSV reader divides it alike."""

    line: int
    raw: str
    safe: str


def _read(batch: list[_Record], columns: list[str], divider: str) -> Iterator[Row]:
    if not batch:
        return
    import pandas as pd  # noqa: PLC0415  80 MB that only tables need, and every reading process would hold

    frame = pd.read_csv(
        io.StringIO("\n".join(record.safe for record in batch)),
        sep=divider,
        header=None,
        names=list(range(len(columns))),
        index_col=False,
        dtype=str,
        keep_default_na=False,
        skip_blank_lines=False,
    )
    for record, values in zip(batch, frame.itertuples(index=False, name=None), strict=True):
        cells = {name: _plain(value) for name, value in zip(columns, values, strict=True)}
        yield Row(record.line, record.raw, cells)


def _plain(value: object) -> str:
    """Return the cell without blanks; cells that a short row lacks come as NaN."""
    return " ".join(value.split()) if isinstance(value, str) else ""


def _columns(first: str, divider: str, shape: Shape) -> list[str]:
    if shape is _OURS:
        return header(first)
    cells = _cells(first[:LONGEST_ROW], divider)[:MOST_COLUMNS]
    if not shape.header:
        return [str(number) for number in range(1, len(cells) + 1)]
    return [name.strip().lower() for name in cells]


def _records(text: str, shape: Shape, report: Report) -> Iterator[tuple[int, str]]:
    """Join the lines of a quoted cell; a quotation mark left open costs its own line only."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").split("\n")
    place = shape.skip
    while place < len(lines):
        if shape.comments and lines[place].startswith(shape.comments):
            place += 1
            continue
        end = place + 1
        if lines[place].count('"') % 2:
            within = range(place + 1, min(place + MOST_LINES_A_ROW, len(lines)))
            end = next((other + 1 for other in within if lines[other].count('"') % 2), 0)
        if not end:
            _reject(report, place + 1, lines[place], "a quotation mark is not closed")
            place += 1
            continue
        if lines[place].strip():
            yield place + 1, "\n".join(lines[place:end])
        place = end


def _checked(record: str, divider: str, columns: list[str], line: int, report: Report) -> str | None:
    """Return the row written safely; None, with a REJECT finding, when it has too many cells or cannot be divided."""
    if len(record) > LONGEST_ROW:
        _reject(report, line, record, f"the row is longer than {LONGEST_ROW} characters")
        return None
    if '"' not in record and record.count(divider) < len(columns):
        return record
    cells = _cells(record, divider)
    if not cells or any(cells[len(columns) :]):
        _reject(report, line, record, f"{len(cells)} cells, but {len(columns)} columns")
        return None
    safe = io.StringIO()
    csv.writer(safe, delimiter=divider, quoting=csv.QUOTE_ALL, lineterminator="").writerow(cells[: len(columns)])
    return safe.getvalue()


def _reject(report: Report, line: int, record: str, reason: str) -> None:
    report.add(
        Severity.REJECT, "broken-row", f"line {line}", record, field="row", reason=reason,
        cure="quote cells that hold the divider, and send the row again",
    )  # fmt: skip


def _cells(record: str, divider: str) -> list[str]:
    """Divide one record; none when it is not exactly one."""
    try:
        found = list(csv.reader(io.StringIO(record), delimiter=divider))
    except csv.Error:
        return []
    return found[0] if len(found) == 1 else []


def _divider(first: str) -> str:
    return max(_DIVIDERS, key=first.count)
