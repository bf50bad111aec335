"""The geometry of a feed's daily volume: a bar a day, over the band of what an ordinary day brings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from feeds.feed import Band
from rsoits.services.volumes import Against, Day

_STEPS = (1, 2, 5)
_LINES = 3
_EVERY = 7
_WIDEST = 4
"""How many times the largest value the band may reach; one that goes beyond is cut off at the top."""


@dataclass(frozen=True, slots=True)
class Plot:
    """The measures of a chart in SVG units: its size, and what is left free on each side."""

    width: int
    height: int
    left: int = 0
    top: int = 8
    below: int = 8
    right: int = 0


LARGE, SPARK = Plot(720, 190, 52, 16, 36, 16), Plot(168, 44)


@dataclass(frozen=True, slots=True)
class Column:
    """One day's bar; `middle` is where its mark stands, above a bar that is too high, below one that is too low."""

    day: Day
    value: int
    x: float
    y: float
    width: float
    height: float
    middle: float
    is_last: bool


@dataclass(frozen=True, slots=True)
class VolumeChart:
    """The chart; `band` is the y of its upper edge and its height, None when nothing is expected."""

    columns: tuple[Column, ...]
    lines: tuple[tuple[int, float], ...]
    dates: tuple[tuple[date, float], ...]
    band: tuple[float, float] | None
    plot: Plot
    foot: float


def volume_chart(days: Sequence[Day], band: Band | None, plot: Plot) -> VolumeChart:
    """Lay out the days in their order, in the unit of the band, in files without one; today, the last, is not over."""
    values = [day.count if band else day.files for day in days]
    foot, room = plot.height - plot.below, plot.height - plot.below - plot.top
    reach = max([*values, band.fewest if band else 0, 1])
    if band:
        reach = min(max(reach, band.most), reach * _WIDEST)
    step = _step(reach)
    top = step * -(-reach // step)
    slot = (plot.width - plot.left - plot.right) / max(len(days), 1)

    def y_of(value: int) -> float:
        return round(foot - min(value, top) / top * room, 1)

    columns = tuple(
        Column(
            day,
            value,
            round(plot.left + place * slot + slot * 0.15, 1),
            y_of(value),
            round(slot * 0.7, 1),
            round(foot - y_of(value), 1),
            round(plot.left + (place + 0.5) * slot, 1),
            place == len(days) - 1,
        )
        for place, (day, value) in enumerate(zip(days, values, strict=True))
    )
    lines = tuple((value, y_of(value)) for value in range(0, top + 1, step))
    dates = tuple((column.day.day, column.middle) for column in columns[::-1][::_EVERY])
    shaded = (y_of(band.most), round(y_of(band.fewest) - y_of(band.most), 1)) if band else None
    return VolumeChart(columns, lines, dates, shaded, plot, foot)


def unit_of(band: Band | None) -> str:
    """Say what the chart counts."""
    return band.of.value if band else "files"


def said(days: Sequence[Day]) -> str:
    """Say how the days were against what is expected."""
    below, above = (sum(day.against is word for day in days) for word in (Against.BELOW, Against.ABOVE))
    if all(day.against is Against.UNJUDGED for day in days):
        return "no expectation is declared"
    if not below and not above:
        return "every day as expected"
    return ", ".join(f"{number} {word}" for number, word in ((below, "below"), (above, "above")) if number)


def _step(most: int) -> int:
    """Return a round step that cuts the scale into a few lines."""
    size = 1
    while True:
        for factor in _STEPS:
            if most <= size * factor * _LINES:
                return size * factor
        size *= 10
