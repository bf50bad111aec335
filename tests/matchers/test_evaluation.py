from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from matchers.curve import draw
from matchers.evaluation import KINDS, Judged, area, report
from matchers.model import probability


def _judged(bits: float, kind: str = "", *, same: bool) -> Judged:
    return Judged(bits, probability(bits), same, kind)


JUDGED = [
    _judged(8, "typo", same=True),
    _judged(-1, "swap", same=True),
    _judged(0, "twin", same=False),
    _judged(-9, same=False),
]


def test_precision_and_recall_at_a_half() -> None:
    [point] = [point for point in report(JUDGED).curve if point.threshold == 0.5]
    assert (point.precision, point.recall, point.false_positives) == (0.5, 0.5, 1)


def test_area_counts_ties_half() -> None:
    assert area([2, 1], [1, 0]) == pytest.approx(3.5 / 4)
    assert area([1], []) is None


def test_kinds_are_told_apart_and_the_long_tail_is_put_together() -> None:
    kinds = {kind.name: kind for kind in report(JUDGED).kinds}
    assert (kinds["swap"].pairs, kinds["swap"].same, kinds["swap"].shown, kinds["swap"].median_bits) == (1, 1, 1, -1)
    many = report([_judged(1, f"kind {number}", same=True) for number in range(KINDS + 5)]).kinds
    assert (len(many), many[-1].name, many[-1].pairs) == (KINDS + 1, "all other kinds", 5)


def test_the_picture_is_well_formed_and_escapes_its_title() -> None:
    root = ET.fromstring(draw(report(JUDGED).curve, "pairs <of> & co"))  # noqa: S314  our own text
    assert root.findtext("{http://www.w3.org/2000/svg}title") == "pairs <of> & co"
    assert len(root.findall("{http://www.w3.org/2000/svg}polyline")) == 2
