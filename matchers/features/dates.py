"""Birth dates: whole, partial, swapped, misread or several; a year alone agrees with every day in it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from matchers.evidence import Evidence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matchers.identity import PartialDate
    from matchers.model import Model

_SENTENCES = {
    "equal": "same birth date",
    "swapped": "day and month swapped",
    "year off by one": "same day and month of birth, year off by one",
    "one digit": "birth date differs by one digit",
    "one part": "birth date differs in one part",
    "equal placeholder": "same birth date, but 1 January often stands for an unknown day",
    "placeholder": "same birth year, and 1 January often stands for an unknown day",
    "month known": "same year and month of birth, one day not known",
    "year known": "same birth year, one day not known",
    "year known, off by one": "birth years differ by one, one day not known",
    "same year": "same birth year, another day and month",
    "other": "different birth date",
}


def birth_dates(left: Sequence[PartialDate], right: Sequence[PartialDate], model: Model) -> list[Evidence]:
    """Birth dates agree, nearly agree or contradict; the best pair counts, less log2 of how many dates were tried.

    The first date of a record is tried for nothing, the others share the price.
    """
    best: Evidence | None = None
    for i, one in enumerate(left):
        for j, other in enumerate(right):
            level = date_level(one, other)
            bits = model.dates.levels[level]
            tried = max(len(left) if i else 1, len(right) if j else 1)
            if bits > 0:
                bits = max(0.0, round(bits - math.log2(tried), 2))
            if best is None or bits > best.bits:
                told = f"{_SENTENCES[level]} ({one} / {other})" if one != other else f"{_SENTENCES[level]} ({one})"
                best = Evidence("birth date", level, bits, str(one), str(other), told)
    return [best] if best else []


def date_level(one: PartialDate, other: PartialDate) -> str:
    """Name how two dates differ; the keys of `DateWeights.levels`."""
    if one.day is None or other.day is None:
        return _partial(one, other)
    placeholder = _placeholder(one) or _placeholder(other)
    if one == other:
        return "equal placeholder" if placeholder else "equal"
    same = (one.year == other.year, one.month == other.month, one.day == other.day)
    if same[0] and (one.month, one.day) == (other.day, other.month):
        return "swapped"
    if placeholder and same[0]:
        return "placeholder"
    if sum(same) == 2:  # noqa: PLR2004  two of the three parts agree
        return _one_part(one, other)
    return "same year" if same[0] else "other"


def _partial(one: PartialDate, other: PartialDate) -> str:
    if one.year != other.year:
        return "year known, off by one" if abs(one.year - other.year) == 1 else "other"
    if one.month is None or other.month is None:
        return "year known"
    if one.month == other.month:
        return "month known"
    return "year known" if _placeholder(one) or _placeholder(other) else "same year"


def _placeholder(day: PartialDate) -> bool:
    return day.month == 1 and day.day == 1


def _one_part(one: PartialDate, other: PartialDate) -> str:
    if abs(one.year - other.year) == 1:
        return "year off by one"
    left, right = str(one), str(other)
    differing = [k for k in range(len(left)) if left[k] != right[k]]
    first, last = differing[0], differing[-1]
    transposed = last == first + 1 and left[first] == right[last] and left[last] == right[first]
    return "one digit" if len(differing) == 1 or transposed else "one part"
