"""The registry's quality as a table: one row a jurisdiction, the lowest mean score first."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table

from rsoits.rules.quality import POOR_BELOW
from rsoits.store.registry_quality import Quality


def registry_table(rows: Sequence[Quality]) -> Table:
    """Lay the figures out."""
    table = Table(title="How good the registry is", caption="" if rows else "No record yet.")
    table.add_column("Jurisdiction")
    for title in (
        "Mean score", "Records", "No birth date", "No passport", "Unmatchable", f"Below {POOR_BELOW}", "Stale",
    ):  # fmt: skip
        table.add_column(title, justify="right")
    for row in rows:
        shares = (row.share(row.without_birth_date), row.share(row.without_passport))
        counts = (row.unmatchable, row.poor, row.stale)
        table.add_row(
            row.jurisdiction, f"{row.mean:.1f}", f"{row.records:,}", *(f"{share:.0%}" for share in shares),
            *(f"{count:,}" for count in counts),
        )  # fmt: skip
    return table
