"""Reading manifests, against pydifact: tokens only on both sides, then our whole reading."""

from __future__ import annotations

from datetime import date

from pydifact.parser import Parser

from benchmarks.manifests import manifest
from benchmarks.measure import Row, pair
from feeds.edifact import interchanges
from feeds.reader import read

SIZES = (300, 5_000)
TODAY = date(2031, 5, 1)
ROUNDS = 3


def measure() -> list[Row]:
    """Read one list of 300 passengers, and one of 5,000."""
    return [row for persons in SIZES for row in _rows(persons, manifest(persons))]


def _rows(persons: int, data: bytes) -> list[Row]:
    text = data.decode()

    def peer() -> object:
        return list(Parser().parse(text))

    ours, theirs = pair(lambda: [list(one.segments()) for one in interchanges(text)], peer, ROUNDS)
    whole, again = pair(lambda: read("list.edi", data, TODAY), peer, ROUNDS)
    return [
        Row(f"tokens of {persons} passengers", ours, theirs, "peer: pydifact"),
        Row(f"{persons} passengers, everything understood", whole, again, "peer: pydifact, tokens only"),
    ]
