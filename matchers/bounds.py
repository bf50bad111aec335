"""The most a pair could still reach, for millions of pairs at once, so that only hopeful ones are compared in full."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matchers.alignment import ceiling
from matchers.index import DateColumn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from matchers.compare import Person
    from matchers.index import Candidates, Index
    from matchers.model import Model


def hopeful(travellers: Sequence[Person], found: Candidates, index: Index, model: Model) -> NDArray[np.int64]:
    """Return the pairs, shape (n, 2), whose bits may reach the review threshold; a shared document always may."""
    population = len(index.ids)
    most = model.prior(population) + max(0.0, model.same_sex) + max(0.0, model.same_nationality)
    names = np.array([_name_ceiling(person, population, model) for person in travellers])
    dates = _date_ceilings(DateColumn.of(travellers), index.birth_dates, found.pairs, model)
    bits = most + names[found.pairs[:, 0]] + dates
    return found.pairs[found.documented | (bits >= model.review_bits)]


def _name_ceiling(person: Person, population: int, model: Model) -> float:
    most = max((ceiling(name, model) for name in person.names), default=0.0)
    return max(0.0, min(most, model.name_cap(population, 0)))


def _date_ceilings(left: DateColumn, right: DateColumn, pairs: NDArray[np.int64], model: Model) -> NDArray[np.float64]:
    """Return what the birth dates of each pair can say at most, 0 where one side states none."""
    tries = np.diff(left.starts)[pairs[:, 0]], np.diff(right.starts)[pairs[:, 1]]
    combinations = tries[0] * tries[1]
    owner = np.repeat(np.arange(len(pairs)), combinations)
    turn = np.arange(len(owner)) - np.repeat(np.cumsum(combinations) - combinations, combinations)
    one = left.parts[left.starts[pairs[owner, 0]] + turn // tries[1][owner]]
    other = right.parts[right.starts[pairs[owner, 1]] + turn % tries[1][owner]]
    most = np.zeros(len(pairs))
    stated = np.flatnonzero(combinations)
    if len(stated):
        begins = (np.cumsum(combinations) - combinations)[stated]
        most[stated] = np.maximum.reduceat(_date_bits(one, other, model), begins)
    return most


def _date_bits(one: NDArray[np.int16], other: NDArray[np.int16], model: Model) -> NDArray[np.float64]:
    levels = model.dates.levels
    same = one == other
    parts = same.sum(axis=1)
    same_year = same[:, 0]
    swapped = same_year & (one[:, 1] == other[:, 2]) & (one[:, 2] == other[:, 1])
    placeholder = (one[:, 1:] == 1).all(axis=1) | (other[:, 1:] == 1).all(axis=1)
    slip = max(levels["year off by one"], levels["one digit"], levels["one part"])
    whole = np.select(
        [parts == 3, swapped, parts == 2, same_year & placeholder, same_year],  # noqa: PLR2004  year, month and day
        [levels["equal"], levels["swapped"], slip, levels["placeholder"], levels["same year"]],
        levels["other"],
    )
    beside = np.abs(one[:, 0] - other[:, 0]) == 1
    partial = np.select([same_year, beside], [levels["month known"], levels["year known, off by one"]], levels["other"])
    return np.where((one[:, 2] > 0) & (other[:, 2] > 0), whole, partial)
