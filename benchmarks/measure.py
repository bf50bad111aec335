"""Times a step several times and keeps the median."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table; times in seconds."""

    work: str
    ours: float
    peer: float
    remark: str


def pair(ours: Callable[[], object], peer: Callable[[], object], rounds: int = ROUNDS) -> tuple[float, float]:
    """Run the two in turn, A B A B, and return both medians in seconds; the first round of each does not count."""
    times: tuple[list[float], list[float]] = ([], [])
    for number in range(rounds + 1):
        for step, kept in zip((ours, peer), times, strict=True):
            began = time.perf_counter()
            step()
            if number:
                kept.append(time.perf_counter() - began)
    return statistics.median(times[0]), statistics.median(times[1])
