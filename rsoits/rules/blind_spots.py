"""The ways across the border that no list tells of; the table is `blind_spots.csv`."""

from __future__ import annotations

from dataclasses import dataclass

from feeds.records import Direction, Mode
from rsoits.rules.tables import rows


@dataclass(frozen=True, slots=True)
class BlindSpot:
    """One way of travelling that stays unobserved, why, and who says so."""

    way: str
    mode: Mode
    direction: Direction
    why: str
    source: str


BLIND_SPOTS = tuple(
    BlindSpot(row["way"], Mode(row["mode"]), Direction(row["direction"]), row["why"], row["source"])
    for row in rows("blind_spots.csv")
)
