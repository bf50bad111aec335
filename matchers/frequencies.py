"""How common a word is as a name: a rare name that agrees says more than a common one."""

from __future__ import annotations

import math
from functools import cache
from importlib.resources import files

_UNSEEN = {1: 2000, 2: 60, 3: 20, 4: 10}
_UNSEEN_LONG = 5
"""Bearers per 100,000 of a name in no table, by its length: short words collide more."""


@cache
def rarity(form: str) -> float:
    """Return log2 of one over the share of people who bear this word in their name, in bits."""
    bearers = _table().get(form) or _UNSEEN.get(len(form), _UNSEEN_LONG)
    return math.log2(100_000 / bearers)


@cache
def _table() -> dict[str, int]:
    lines = files("matchers").joinpath("data/frequencies.txt").read_text(encoding="utf-8").splitlines()
    table: dict[str, int] = {}
    for line in lines:
        if not line.startswith("#"):
            bearers, *forms = line.split()
            table.update((form, max(int(bearers), table.get(form, 0))) for form in forms)
    return table
