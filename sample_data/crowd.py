"""Mixes the cast among strangers, so that a list has as many people as it should."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sample_data.chance import happens
from sample_data.travellers import stranger
from sample_data.truth import Traveller

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from random import Random


def fill(rng: Random, today: date, wanted: Sequence[Traveller], size: int, cultures: Sequence[str]) -> list[Traveller]:
    """Return the wanted people and strangers of these cultures in any order; some strangers travel as families."""
    people = list(wanted)
    while len(people) < size:
        culture = rng.choice(cultures) if happens(rng, 0.8) else "english"
        first = stranger(rng, culture, today)
        people.append(Traveller(first))
        for _ in range(rng.randrange(1, 4) if happens(rng, 0.15) else 0):
            if len(people) < size:
                member = stranger(rng, culture, today, first.surname, child=happens(rng, 0.6))
                people.append(Traveller(member))
    rng.shuffle(people)
    return people
