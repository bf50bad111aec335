"""The journey as a table: files, travellers, rejects, matches, decisions, alerts, acknowledgements."""

from __future__ import annotations

from rich.table import Table

from rsoits.services.figures import Figures
from rsoits.store.matches import MatchState


def journey_table(figures: Figures) -> Table:
    """Lay the figures out in the order of the journey."""
    table = Table(title="From file to acknowledgement", show_header=True)
    table.add_column("Step")
    table.add_column("What")
    table.add_column("Count", justify="right")
    rows: list[tuple[str, dict[str, int]]] = [
        ("Files", figures.files),
        ("Registry", {"records": figures.registrants, "too little known to match": figures.unmatchable}),
        ("Records of one person", figures.record_links),
        ("Notices", {"on file": figures.notices}),
        ("Messages", {"read": figures.messages}),
        ("Travellers", {"listed": figures.travellers}),
        ("Vessel notices", {"read": figures.vessel_notices, "persons told of": figures.at_sea}),
        ("Reservations", _reservations(figures)),
        ("Set aside", {"rejects, each with its reason": figures.rejects}),
        ("Matches by band", figures.matches_by_band),
        ("Matches by state", figures.matches_by_state),
        ("Decisions", figures.decisions),
        ("Trips", figures.trips),
        ("Alerts by kind", {kind.replace("_", " "): count for kind, count in figures.alerts_by_kind.items()}),
        ("Alerts by recipient and channel", _most(figures.alerts_by_recipient)),
        ("Deliveries", {f"{channel}: {state}": count for (channel, state), count in figures.deliveries.items()}),
        ("Acknowledgements", {"recorded": figures.acknowledgements}),
    ]
    for step, counts in rows:
        for position, (what, count) in enumerate((counts or {"none": 0}).items()):
            table.add_row(step if position == 0 else "", what, f"{count:,}")
        table.add_section()
    return table


def _reservations(figures: Figures) -> dict[str, int]:
    """Name what only booked people led to: a confirmed match of them is evidence, and nobody is told."""
    evidence = {
        "confirmed, evidence" if state == MatchState.CONFIRMED else state: count
        for state, count in figures.reservation_matches.items()
    }
    return {"passengers booked": figures.reserved} | {f"matches: {words}": count for words, count in evidence.items()}


def _most(counts: dict[tuple[str, str], int], shown: int = 12) -> dict[str, int]:
    """Name the busiest recipients and add up the others, so that the total stays true."""
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    rest = ordered[shown:]
    told = {f"{recipient}, {channel}": count for (recipient, channel), count in ordered[:shown]}
    return told | ({f"{len(rest)} others": sum(count for _, count in rest)} if rest else {})
