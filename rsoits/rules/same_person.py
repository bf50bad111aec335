"""Which records of several jurisdictions are of one person: by a shared number, or as a suggestion to a person."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from matchers.compare import Person, weigh
from matchers.evidence import Band
from matchers.features.documents import plain_number
from matchers.scripts import words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from matchers.compare import Weighed
    from matchers.evidence import Explanation
    from matchers.identity import Identity
    from matchers.model import Model

MOST_SHARING: Final = 10
"""House rule: a number that more records give stands for nobody, such as a filler somebody typed."""
MOST_ALIKE: Final = 50
"""Records looked at together because they share a birth date and the beginning of a name."""
_FBI_NUMBER: Final = re.compile(r"(?=.*\d)[A-Z0-9]{4,10}")
_FEWEST_KINDS: Final = 3
_REFUTED: Final = -2.0
"""Birth date bits from which the dates contradict; those of `matchers.compare`."""
_BEGINNING: Final = 3


@dataclass(frozen=True)
class Record:
    """What is compared of one record; `number` is the store's."""

    number: int
    identity: Identity
    fbi_number: str = ""

    @cached_property
    def person(self) -> Person:
        """The identity with its names made ready."""
        return Person(self.identity)

    @cached_property
    def keys(self) -> frozenset[str]:
        """What it may share with another record: numbers, and birth dates with the beginning of a word of a name."""
        who = self.identity
        beginnings = {
            word[:_BEGINNING]
            for name in who.names
            for part in (name.surname, name.given_names, name.whole)
            for word in words(part)
            if len(word) > 1
        }
        keys = {f"B{day}:{start}" for day in who.birth_dates if day.day is not None for start in beginnings}
        number = fbi_key(self.fbi_number)
        return frozenset(keys | _passports(who) | ({f"F{number}"} if number else set()))


@dataclass(frozen=True, slots=True)
class Judgement:
    """Two records that are one person (`certain`) or may be, because of what, and how they compare."""

    certain: bool
    because: str
    explanation: Explanation


def judge(one: Record, other: Record, model: Model) -> Judgement | None:
    """Say whether two records are one person; None when there is no reason to think so.

    An FBI number or a passport that both give is certain unless name or birth date contradicts; with such a
    contradiction, or with a strong match but no such number, a person has to decide.
    """
    shared = _shared(one, other)
    weighed = weigh(one.person, other.person, model)
    if not shared and weighed.most(model.population) < model.strong_bits:
        return None
    explanation = weighed.explain(model.population, None)
    if shared:
        against = _against(weighed)
        return Judgement(not against, f"{shared}{against}", explanation)
    if explanation.band is Band.STRONG:
        return Judgement(certain=False, because="a strong match without a shared number", explanation=explanation)
    return None


def pairs(sharing: Mapping[str, Collection[int]], fresh: Collection[int]) -> set[tuple[int, int]]:
    """Return the pairs, lower number first, that share a key and of which at least one record is fresh.

    A key that too many share is passed over, so that a hostile file costs no more than an honest one.
    """
    found: set[tuple[int, int]] = set()
    for key, numbers in sharing.items():
        if len(numbers) > (MOST_ALIKE if key.startswith("B") else MOST_SHARING):
            continue
        for number in numbers:
            if number in fresh:
                found |= {(min(number, each), max(number, each)) for each in numbers if each != number}
    return found


def groups(linked: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Return for every record of a chain of links the lowest number in that chain."""
    parent: dict[int, int] = {}

    def root(number: int) -> int:
        parent.setdefault(number, number)
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    for one, other in linked:
        low, high = sorted((root(one), root(other)))
        parent[high] = low
    return {number: root(number) for number in parent}


def fbi_key(written: str) -> str:
    """Return an FBI number as it is compared; empty when it is none, such as UNKNOWN or 000000."""
    plain = "".join(sign for sign in written.upper() if sign.isalnum())
    return plain if _FBI_NUMBER.fullmatch(plain) and len(set(plain)) >= _FEWEST_KINDS else ""


def _passports(identity: Identity) -> set[str]:
    return {
        f"P{each.issuer.upper()}:{number}"
        for each in identity.documents
        if each.type.upper().startswith("P") and each.issuer and (number := plain_number(each.number))
    }


def _shared(one: Record, other: Record) -> str:
    number = fbi_key(one.fbi_number)
    if number and number == fbi_key(other.fbi_number):
        return f"FBI number {number}"
    both = sorted(_passports(one.identity) & _passports(other.identity))
    return f"passport {both[0][1:].replace(':', ' ')}" if both else ""


def _against(weighed: Weighed) -> str:
    """Say what contradicts; empty when nothing does."""
    name = weighed.name is not None and weighed.name[0].contradicts
    dates = any(row.bits <= _REFUTED for row in weighed.dates)
    told = [word for word, contradicts in (("name", name), ("birth date", dates)) if contradicts]
    return f", but the {' and the '.join(told)} contradict{'s' if len(told) == 1 else ''}" if told else ""
