"""Streams of chance that a seed fixes, so that the same seed always makes the same world."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def stream(seed: int, purpose: int, number: int = 0) -> random.Random:
    """Return the stream of one purpose (0 to 255) and one numbered thing; equal arguments give equal streams."""
    return random.Random((seed << 48) | (purpose << 40) | number)  # noqa: S311  a repeatable world, not a secret


def happens(rng: random.Random, share: float) -> bool:
    """Return true in that share (0 to 1) of the calls."""
    return rng.random() < share


def code(rng: random.Random, pattern: str) -> str:
    """Fill `#` with digits and `@` with letters (no I, O or Q, as many states do); the rest stays."""
    return "".join(
        _ONE_OF[sign][int(rng.random() * len(_ONE_OF[sign]))] if sign in _ONE_OF else sign for sign in pattern
    )


_ONE_OF = {"#": "0123456789", "@": "ABCDEFGHJKLMNPRSTUVWXYZ"}


def common_first(rng: random.Random, items: Sequence[str]) -> str:
    """Draw one item, the earlier ones more often."""
    return items[int(len(items) * rng.random() ** 1.7)]
