"""Labelled pairs in; precision and recall at every threshold, and by kind of difference, out."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

import numpy as np

from matchers.model import default_model

if TYPE_CHECKING:
    from collections.abc import Sequence

THRESHOLDS = (0.0001, 0.001, 0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999)
"""Probabilities at which the curve is told."""

KINDS = 30
"""The most kinds listed by name; the rest are put together."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One labelled pair: what the matcher said, whether it is one person, and the kind of difference."""

    bits: float
    probability: float
    same: bool
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """Precision and recall when pairs from `threshold` (a probability) are shown; None where nothing was to count."""

    threshold: float
    precision: float | None
    recall: float | None
    false_positives: int


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of difference: its pairs, how many of them are one person, how many reach an analyst."""

    name: str
    pairs: int
    same: int
    shown: int
    median_bits: float


@dataclass(frozen=True, slots=True)
class Report:
    """All that was counted; `auc` is the chance that a pair of one person has more bits than one of two."""

    same: int
    different: int
    auc: float | None
    curve: tuple[Point, ...]
    kinds: tuple[Kind, ...]


def report(judged: Sequence[Judged]) -> Report:
    """Count labelled pairs."""
    same = [each.bits for each in judged if each.same]
    different = [each.bits for each in judged if not each.same]
    curve = tuple(_point(judged, threshold) for threshold in THRESHOLDS)
    return Report(len(same), len(different), area(same, different), curve, _kinds(judged))


def area(same: Sequence[float], different: Sequence[float]) -> float | None:
    """Return the area under the ROC curve, ties counting half; None unless there are pairs of both labels."""
    if not same or not different:
        return None
    ordered = np.sort(np.array(different))
    below = np.searchsorted(ordered, same, side="left") + np.searchsorted(ordered, same, side="right")
    return float(below.sum() / (2 * len(same) * len(different)))


def _point(judged: Sequence[Judged], threshold: float) -> Point:
    shown = [each.same for each in judged if each.probability >= threshold]
    same = sum(each.same for each in judged)
    return Point(
        threshold,
        sum(shown) / len(shown) if shown else None,
        sum(shown) / same if same else None,
        len(shown) - sum(shown),
    )


def _kinds(judged: Sequence[Judged]) -> tuple[Kind, ...]:
    review = default_model().review
    by_name: dict[str, list[Judged]] = defaultdict(list)
    for each in judged:
        by_name[each.kind].append(each)
    largest = sorted(by_name, key=lambda name: (-len(by_name[name]), name))
    named = [(name, by_name[name]) for name in largest[:KINDS]]
    rest = [each for name in largest[KINDS:] for each in by_name[name]]
    return tuple(
        Kind(
            name,
            len(pairs),
            sum(each.same for each in pairs),
            sum(each.probability >= review for each in pairs),
            median(each.bits for each in pairs),
        )
        for name, pairs in [*named, *([("all other kinds", rest)] if rest else [])]
    )
