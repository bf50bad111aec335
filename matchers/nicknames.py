"""Nicknames and diminutives: which words are everyday forms of one name."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


def nickname_classes(form: str) -> frozenset[int]:
    """Return the numbers of the names a Latin form in capitals is an everyday form of; empty when it is in no list."""
    return _table().get(form, frozenset())


@cache
def _table() -> dict[str, frozenset[int]]:
    lines = files("matchers").joinpath("data/nicknames.txt").read_text(encoding="utf-8").splitlines()
    found: dict[str, set[int]] = {}
    for number, line in enumerate(line for line in lines if not line.startswith("#")):
        for form in line.split():
            found.setdefault(form, set()).add(number)
    return {form: frozenset(numbers) for form, numbers in found.items()}
