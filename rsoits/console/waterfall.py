"""The geometry of the evidence chart: each finding moves a running total left or right, in bits."""

from __future__ import annotations

from dataclasses import dataclass

from matchers.evidence import Explanation

_LABELS = 190
_PLOT = 470
_NUMBERS = 80
_ROW = 30
_TOP = 28
_SHORTEST = 2.0
_STEPS = (1, 2, 5, 10, 20, 50, 100)
_MOST_TICKS = 9


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of the chart. `bits` is what it adds, `total` the sum so far; x, width and y are in SVG units."""

    label: str
    bits: float
    total: float
    kind: str
    x: float
    width: float
    y: int


@dataclass(frozen=True, slots=True)
class Tick:
    """One line of the scale."""

    value: int
    x: float


@dataclass(frozen=True, slots=True)
class Waterfall:
    """The whole chart; `zero` is where the running total is nought, that is, where both answers are equally likely."""

    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    zero: float
    width: int
    height: int


def waterfall(explanation: Explanation) -> Waterfall:
    """Lay out the prior, every finding in the order given, and the sum."""
    steps = [("Before comparing", explanation.prior, "prior")]
    steps += [
        (row.feature.replace("_", " ").capitalize(), row.bits, "for" if row.bits >= 0 else "against")
        for row in explanation.evidence
    ]
    totals = [0.0]
    for _, bits, _ in steps:
        totals.append(totals[-1] + bits)
    low, high = min(0.0, *totals), max(0.0, *totals)
    scale = _PLOT / max(high - low, 1.0)

    def place(value: float) -> float:
        return round(_LABELS + (value - low) * scale, 1)

    def bar(position: int, label: str, kind: str, start: float, end: float) -> Bar:
        left, right = sorted((place(start), place(end)))
        return Bar(label, end - start, end, kind, left, max(right - left, _SHORTEST), _TOP + position * _ROW)

    bars = [
        bar(position, label, kind, totals[position], totals[position + 1])
        for position, (label, _, kind) in enumerate(steps)
    ]
    bars.append(bar(len(bars), "In sum", "sum", 0.0, totals[-1]))
    step = next((size for size in _STEPS if (high - low) / size <= _MOST_TICKS), _STEPS[-1])
    first = int(low // step) * step
    values = range(first, int(high) + 1, step)
    ticks = tuple(Tick(value, place(value)) for value in values if low <= value <= high)
    return Waterfall(tuple(bars), ticks, place(0.0), _LABELS + _PLOT + _NUMBERS, _TOP + len(bars) * _ROW + 10)
