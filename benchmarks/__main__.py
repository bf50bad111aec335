"""`make bench`: runs every measurement and prints one table of ratios."""

from __future__ import annotations

import resource
from collections.abc import Callable

from rich.console import Console
from rich.table import Table

from benchmarks import bulk_reading, reading, screening
from benchmarks.measure import Row

MEASUREMENTS: tuple[Callable[[], list[Row]], ...] = (reading.measure, bulk_reading.measure, screening.measure)


def main() -> None:
    """Run them in turn."""
    table = Table("Work", "Ours", "Peer", "Peer's time / ours", "Remark", title="Side by side, medians")
    for measurement in MEASUREMENTS:
        for row in measurement():
            table.add_row(
                row.work, f"{row.ours:.4f} s", f"{row.peer:.4f} s", f"{row.peer / row.ours:.1f} x", row.remark
            )
    console = Console()
    console.print(table)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    console.print(f"Peak memory of the whole run: {peak:.0f} MiB")


main()
