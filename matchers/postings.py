"""Which records bear which key: two parallel sorted arrays, asked for many keys at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from matchers.keys import Key

_LOW, _HIGH = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)
_SHIFT = np.uint64(29)


@dataclass(frozen=True, slots=True)
class Postings:
    """`keys` ascending (uint64) and, beside each, the `rows` (int32) that bear it."""

    keys: NDArray[np.uint64]
    rows: NDArray[np.int32]

    @classmethod
    def of(cls, borne: Iterable[list[Key]]) -> Postings:
        """File the keys that each row bears, rows counted from 0."""
        keys, rows = flatten(borne)
        order = np.lexsort((rows, keys))
        return cls(keys[order], rows[order])

    def find(self, asked: Sequence[list[Key]]) -> NDArray[np.int64]:
        """Return the distinct pairs (asker, row) that share a key, shape (n, 2), ascending."""
        keys, askers = flatten(asked)
        first = np.searchsorted(self.keys, keys, side="left")
        counts = np.searchsorted(self.keys, keys, side="right") - first
        places = np.repeat(first - np.cumsum(counts) + counts, counts) + np.arange(counts.sum())
        return pairs_of(np.repeat(askers, counts), self.rows[places])


def flatten(borne: Iterable[list[Key]]) -> tuple[NDArray[np.uint64], NDArray[np.int32]]:
    """Return all keys of all bearers, the two numbers of each mixed into one, and beside each its bearer's number."""
    lists = list(borne)
    sizes = np.fromiter((len(keys) for keys in lists), dtype=np.int64, count=len(lists))
    numbers = (number for keys in lists for key in keys for number in key)
    halves = np.fromiter(numbers, dtype=np.uint64, count=2 * int(sizes.sum())).reshape(-1, 2)
    mixed = halves.min(axis=1) * _LOW + halves.max(axis=1) * _HIGH
    return mixed ^ (mixed >> _SHIFT), np.repeat(np.arange(len(lists), dtype=np.int32), sizes)


def pairs_of(askers: NDArray[np.int32], rows: NDArray[np.int32]) -> NDArray[np.int64]:
    """Return the distinct pairs (asker, row), shape (n, 2), ascending."""
    packed = np.unique(askers.astype(np.int64) << 32 | rows)
    return np.stack((packed >> 32, packed & 0xFFFFFFFF), axis=1)
