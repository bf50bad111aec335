"""Writes CSV, row by row, that no spreadsheet runs as a program."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from starlette.responses import StreamingResponse

_PIECE = 32 * 1024
"""Characters that are sent at once: sent row by row, a long file would take minutes."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001  some run the wide signs too


def attachment(name: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> StreamingResponse:
    """Return an answer that a browser saves as `name`; the rows are written as they come."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(_lines(columns, rows), media_type="text/csv", headers=headers)


def _lines(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Write the rows; a cell that a spreadsheet would run as a formula gets an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    for row in rows:
        cells = [str(cell) for cell in row]
        writer.writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in cells])
        if out.tell() > _PIECE:
            yield out.getvalue()
            out.seek(0)
            out.truncate()
    yield out.getvalue()
