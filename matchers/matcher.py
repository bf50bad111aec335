"""Travellers in, registrants who may be they out: one person, one manifest and a bulk file take this path."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from matchers.bounds import hopeful
from matchers.compare import Person, weigh
from matchers.evidence import Band
from matchers.features.names import best_fit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from matchers.compare import Weighed
    from matchers.evidence import Explanation
    from matchers.identity import Identity
    from matchers.index import Index
    from matchers.model import Model

BATCH = 1000
"""Travellers looked up together; bounds memory, changes no answer."""

_AS_WELL = 0.01
"""Bits by which a rival's name may fit worse and still fit as well: the last digit kept."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A registrant a traveller may be, and why."""

    registrant_id: str
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class Screening:
    """The candidates of each traveller, best first, and how many pairs were looked at to find them."""

    candidates: list[list[Candidate]]
    pairs: int


@dataclass(frozen=True, slots=True)
class Matcher:
    """Screens travellers against an index with a model."""

    index: Index
    model: Model

    def screen(self, travellers: Sequence[Identity]) -> list[list[Candidate]]:
        """Return for each traveller the candidates in band review or strong, best first, ties by registrant id."""
        return self.examine(travellers).candidates

    def examine(self, travellers: Sequence[Identity]) -> Screening:
        """Do as `screen` and count the pairs that shared a key."""
        found: list[list[Candidate]] = []
        pairs = 0
        for start in range(0, len(travellers), BATCH):
            people = [Person(identity) for identity in travellers[start : start + BATCH]]
            candidates = self.index.candidates(people)
            pairs += len(candidates.pairs)
            chosen = hopeful(people, candidates, self.index, self.model)
            of_each = _by_traveller(chosen, len(people))
            named = _by_traveller(candidates.named, len(people))
            found += [self._examine(*each) for each in zip(people, of_each, named, strict=True)]
        return Screening(found, pairs)

    def _examine(self, traveller: Person, rows: NDArray[np.int64], named: NDArray[np.int64]) -> list[Candidate]:
        population = len(self.index.ids)
        candidates = []
        for row in rows.tolist():
            weighed = weigh(traveller, self.index.people[row], self.model)
            if not weighed.conflict and weighed.most(population) < self.model.review_bits:
                continue
            explanation = weighed.explain(population, self._rivals(weighed, traveller, row, named))
            if explanation.band is not Band.BELOW:
                candidates.append(Candidate(self.index.ids[row], explanation))
        return sorted(candidates, key=lambda each: (-each.explanation.bits, each.registrant_id))

    def _rivals(self, weighed: Weighed, traveller: Person, row: int, named: NDArray[np.int64]) -> int:
        """Count the other registrants whose name fits as well; born on the same day, they count as the same person."""
        if not weighed.name or weighed.name[0].bits <= 0:
            return 0
        people, least = self.index.people, weighed.name[0].bits - _AS_WELL
        born = {day for day in people[row].identity.birth_dates if day.day is not None}
        return sum(
            1
            for rival in named.tolist()
            if rival != row
            and born.isdisjoint(people[rival].identity.birth_dates)
            and (other := best_fit(traveller.names, people[rival].names, self.model))
            and other[0].bits >= least
        )


def _by_traveller(pairs: NDArray[np.int64], travellers: int) -> list[NDArray[np.int64]]:
    ends = np.searchsorted(pairs[:, 0], np.arange(1, travellers))
    return np.split(pairs[:, 1], ends)
