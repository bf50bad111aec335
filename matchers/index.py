"""The registry made ready to be searched: records beside the keys they are filed under."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from matchers.compare import Person
from matchers.keys import dated_keys, document_keys, name_keys
from matchers.postings import Postings, pairs_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from matchers.identity import Identity


@dataclass(frozen=True, slots=True)
class DateColumn:
    """All birth dates of many people: those of person i are rows `starts[i]` to `starts[i + 1]` of `parts`.

    `parts` has shape (n, 3): year, month, day, with 0 for what is not known.
    """

    starts: NDArray[np.int64]
    parts: NDArray[np.int16]

    @classmethod
    def of(cls, people: Sequence[Person]) -> DateColumn:
        """Collect the birth dates of people, in their order."""
        sizes = [len(person.identity.birth_dates) for person in people]
        days = [day for person in people for day in person.identity.birth_dates]
        parts = [(day.year, day.month or 0, day.day or 0) for day in days]
        starts = np.concatenate(([0], np.cumsum(sizes))).astype(np.int64)
        return cls(starts, np.array(parts, dtype=np.int16).reshape(-1, 3))


@dataclass(frozen=True, slots=True)
class Candidates:
    """Pairs (traveller, record), shape (n, 2), ascending; `named` and `documented` say which keys brought them."""

    pairs: NDArray[np.int64]
    named: NDArray[np.int64]
    documented: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Index:
    """A registry's people and where each of their keys is filed."""

    ids: tuple[str, ...]
    people: tuple[Person, ...]
    names: Postings
    dated: Postings
    documents: Postings
    birth_dates: DateColumn

    @classmethod
    def build(cls, records: Iterable[tuple[str, Identity]]) -> Index:
        """File every record, each under (registrant id, identity); ids are unique."""
        listed = sorted(records, key=lambda record: record[0])
        people = tuple(Person(identity) for _, identity in listed)
        return cls(
            ids=tuple(registrant_id for registrant_id, _ in listed),
            people=people,
            names=Postings.of(name_keys(person) for person in people),
            dated=Postings.of(dated_keys(person, filed=True) for person in people),
            documents=Postings.of(document_keys(person) for person in people),
            birth_dates=DateColumn.of(people),
        )

    def candidates(self, travellers: Sequence[Person]) -> Candidates:
        """Return every pair of a traveller and a record that share a key; nothing is cut off."""
        named = self.names.find([name_keys(person) for person in travellers])
        dated = self.dated.find([dated_keys(person, filed=False) for person in travellers])
        documented = self.documents.find([document_keys(person) for person in travellers])
        every = np.concatenate((named, dated, documented))
        pairs = pairs_of(every[:, 0].astype(np.int32), every[:, 1].astype(np.int32))
        return Candidates(pairs, named, np.isin(_packed(pairs), _packed(documented)))


def _packed(pairs: NDArray[np.int64]) -> NDArray[np.int64]:
    return pairs[:, 0] << 32 | pairs[:, 1]
