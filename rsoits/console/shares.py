"""The geometry of horizontal bars: how many of how many, each below its label so that a phone has room for both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_PLOT, _FIGURES, _ROW = 260, 90, 40
_SHORTEST = 2.0
_LONGEST_LABEL = 48


@dataclass(frozen=True, slots=True)
class Share:
    """One bar; `y` is the top of its label, `width` how far it goes and `whole` how far it could, in SVG units."""

    label: str
    part: int
    of: int | None
    y: int
    width: float
    whole: float


@dataclass(frozen=True, slots=True)
class Shares:
    """The whole chart."""

    rows: tuple[Share, ...]
    width: int
    height: int


def shares(values: Sequence[tuple[str, int, int | None]]) -> Shares:
    """Lay out (label, part, whole); without a whole, bars are as long as they are to the longest."""
    longest = max((part for _, part, _ in values), default=0)

    def length(part: int, of: int | None) -> float:
        whole = longest if of is None else of
        return max(round(part / whole * _PLOT, 1), _SHORTEST) if part and whole else 0.0

    rows = tuple(
        Share(_cut(label), part, of, place * _ROW, length(part, of), 0.0 if of is None else float(_PLOT))
        for place, (label, part, of) in enumerate(values)
    )
    return Shares(rows, _PLOT + _FIGURES, len(rows) * _ROW)


def _cut(label: str) -> str:
    return label if len(label) <= _LONGEST_LABEL else label[: _LONGEST_LABEL - 1] + "…"
