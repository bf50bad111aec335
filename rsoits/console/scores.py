"""The geometry of a chart of scores: one bar from 0 to 100 a row, the part that is missing left open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_LABELS, _PLOT, _NUMBERS = 190, 500, 60
_LONGEST_LABEL = 28
_ROW, _TOP = 24, 24
_SCALE = (0, 20, 40, 60, 80, 100)


@dataclass(frozen=True, slots=True)
class ScoreBar:
    """One row: `width` is that of the score in SVG units, `y` the upper edge of the row."""

    label: str
    score: float
    width: float
    y: int


@dataclass(frozen=True, slots=True)
class ScoreChart:
    """The whole chart; `ticks` are the scale's values with their places."""

    bars: tuple[ScoreBar, ...]
    ticks: tuple[tuple[int, float], ...]
    left: int
    plot: int
    width: int
    height: int
    row: int


def scores(rows: Sequence[tuple[str, float]]) -> ScoreChart:
    """Lay out (label, score from 0 to 100), in the order given."""
    bars = tuple(
        ScoreBar(_cut(label), score, round(score / 100 * _PLOT, 1), _TOP + place * _ROW)
        for place, (label, score) in enumerate(rows)
    )
    ticks = tuple((value, _LABELS + value / 100 * _PLOT) for value in _SCALE)
    return ScoreChart(bars, ticks, _LABELS, _PLOT, _LABELS + _PLOT + _NUMBERS, _TOP + len(bars) * _ROW + 6, _ROW)


def _cut(label: str) -> str:
    return label if len(label) <= _LONGEST_LABEL else label[: _LONGEST_LABEL - 1] + "…"
