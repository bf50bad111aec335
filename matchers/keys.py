"""The keys under which a person is filed and looked for: one damaged field spoils some of them, never all.

A key is a pair of 64-bit numbers in no order. What is filed and what is asked for differ only where a slip has a
direction: a year is filed once and asked for with its neighbours.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b
from itertools import combinations, product
from typing import TYPE_CHECKING

from matchers.features.documents import folded, plain_number
from matchers.names import Role
from matchers.phonetics import skeletons

if TYPE_CHECKING:
    from matchers.compare import Person
    from matchers.identity import PartialDate
    from matchers.names import PreparedName, Token

Key = tuple[int, int]

_SOUNDS = 3
_LONG = 5
_JOINED = 6


def name_keys(person: Person) -> list[Key]:
    """Return the keys of all names: two words by sound or nickname, a long word less one letter, all run together."""
    keys: list[Key] = []
    for name in person.names:
        for one, other in combinations(name.tokens, 2):
            keys.extend(product(_codes(one), _codes(other)))
            if not one.role is other.role is Role.GIVEN:
                keys.extend(product(_slips(one.forms[0]), _beside(other)))
                keys.extend(product(_slips(other.forms[0]), _beside(one)))
        keys.extend(_run_together(name))
    return keys


def dated_keys(person: Person, *, filed: bool) -> list[Key]:
    """Return the keys that hold a birth date: alone, and its year or its day and month with each word of a name."""
    codes = {code for name in person.names for token in name.tokens for code in _codes(token)}
    keys: list[Key] = []
    for day in person.identity.birth_dates:
        near = (day.year,) if filed else (day.year - 1, day.year, day.year + 1)
        stamps = [_digest(f"Y{year}") for year in near]
        if day.day is not None:
            stamps.append(_day_and_month(day))
            keys.append((_day_and_month(day), _digest(f"Y{day.year}")))
        keys.extend(product(codes, stamps))
    return keys


def document_keys(person: Person) -> list[Key]:
    """Return the keys of all documents: the number with misread signs made one, and with each sign gone."""
    keys: list[Key] = []
    for document in person.identity.documents:
        number = folded(plain_number(document.number))
        if number:
            kept = {number} | {number[:place] + number[place + 1 :] for place in range(len(number))}
            keys.extend((_digest(f"D{each}"), 0) for each in kept)
    return keys


@lru_cache(maxsize=200_000)
def _codes(token: Token) -> tuple[int, ...]:
    sounds = tuple(_digest(f"S{sound}") for sound in token.skeletons[:_SOUNDS])
    return sounds + tuple(_digest(f"N{number}") for number in token.classes)


@lru_cache(maxsize=200_000)
def _slips(form: str) -> tuple[int, ...]:
    if len(form) < _LONG:
        return ()
    return tuple(_digest(f"L{slip}") for slip in {form, *(form[:at] + form[at + 1 :] for at in range(len(form)))})


def _beside(token: Token) -> tuple[int]:
    return (_digest(f"B{token.skeletons[0]}"),)


def _run_together(name: PreparedName) -> list[Key]:
    sounds = (skeletons(form)[0] for form in name.joined)
    return [(_digest(f"R{sound[:_JOINED]}"), 0) for sound in sounds if len(sound) >= _JOINED]


@lru_cache(maxsize=1000)
def _day_and_month(day: PartialDate) -> int:
    low, high = sorted((day.month or 0, day.day or 0))
    return _digest(f"M{low}-{high}")


@lru_cache(maxsize=300_000)
def _digest(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "little")
