"""The geometry of a bar chart: how many travellers each file brought, and how many of its records were set aside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_WIDTH, _PLOT, _TOP, _LEFT = 720, 120, 14, 48
_STEPS = (1, 2, 5)
_LINES = 3


@dataclass(frozen=True, slots=True)
class Bar:
    """One file's bar; the second height is that of its rejects, at the foot of the same bar."""

    label: str
    value: int
    rejects: int
    x: float
    width: float
    y: float
    height: float
    rejects_height: float


@dataclass(frozen=True, slots=True)
class Chart:
    """The whole chart with the lines of its scale."""

    bars: tuple[Bar, ...]
    lines: tuple[tuple[int, float], ...]
    left: int
    width: int
    height: int
    foot: int


def bars(values: Sequence[tuple[str, int, int]]) -> Chart:
    """Lay out (label, value, rejects), in the order given."""
    most = max((value + rejects for _, value, rejects in values), default=0)
    step = _step(most)
    top = max(step * -(-most // step), step)
    slot = (_WIDTH - _LEFT) / max(len(values), 8)
    foot = _TOP + _PLOT

    def height(value: int) -> float:
        return round(value / top * _PLOT, 1)

    drawn = tuple(
        Bar(
            label,
            value,
            rejects,
            round(_LEFT + place * slot + slot * 0.15, 1),
            round(slot * 0.7, 1),
            round(foot - height(value + rejects), 1),
            height(value + rejects),
            height(rejects),
        )
        for place, (label, value, rejects) in enumerate(values)
    )
    lines = tuple((value, round(foot - height(value), 1)) for value in range(0, top + 1, step))
    return Chart(drawn, lines, _LEFT, _WIDTH, foot + 12, foot)


def _step(most: int) -> int:
    """Return a round step that cuts the scale into a few lines."""
    size = 1
    while True:
        for factor in _STEPS:
            if most <= size * factor * _LINES:
                return size * factor
        size *= 10
