"""Who among the travellers matters: registrants with damaged data, and their innocent near-twins."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from sample_data.chance import happens, stream
from sample_data.damage import OF_THE_BIRTH_DATE, OF_THE_NAME, Damage, damaged
from sample_data.registrants import POOR, registrant, twin_record
from sample_data.travellers import clean
from sample_data.truth import Traveller
from sample_data.twins import Twin, look_alike

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date
    from random import Random

    from sample_data.recorded import Registrant
    from sample_data.travellers import Shown

PURPOSE = 2
RARE_STANDINGS = ("protected", "deceased", "duty_ended", "absconder")
_TRIES = 3000


@dataclass(frozen=True, slots=True)
class Role:
    """A traveller of the cast and the registrant he is, or resembles."""

    traveller: Traveller
    about: Registrant


@dataclass(slots=True)
class Casting:
    """Draws registrants at random, nobody twice, and gives them roles.

    Those of whom hardly anything is on record stay at home: nobody could find them.
    """

    seed: int
    today: date
    registrants: int
    rng: Random = field(init=False)
    taken: set[int] = field(init=False, default_factory=set)

    def __post_init__(self) -> None:
        """Open the stream of chance."""
        self.rng = stream(self.seed, PURPOSE)

    def all(self, travellers: int) -> Iterator[Role]:
        """Yield the roles of a world: one traveller in twenty is a registrant, one in forty a near-twin.

        However few travellers there are, every kind of damage, of near-twin and of standing appears, provided the
        registry has somebody fit for it.
        """
        kinds = list(Damage)
        for number in range(max(len(kinds), travellers // 20)):
            kind = None if number >= len(kinds) and happens(self.rng, 0.3) else kinds[number % len(kinds)]
            yield from self._role(partial(self._registered, kind=kind))
        for standing in RARE_STANDINGS:
            for _ in range(max(2, travellers // 900)):
                yield from self._role(partial(self._standing, wanted=standing))
        for _ in range(max(2, travellers // 600)):
            yield from self._role(self._registered_twice)
        twins = list(Twin)
        for number in range(max(len(twins), travellers // 40)):
            yield from self._role(partial(self._twin, kind=twins[number % len(twins)]))
        for standing in RARE_STANDINGS:
            yield from self._role(partial(self._twin_of, wanted=standing))

    def registered(self) -> Iterator[Role]:
        """Yield one registrant who shows true data."""
        return self._role(partial(self._registered, kind=None))

    def _role(self, give: Callable[[Registrant], Traveller | None]) -> Iterator[Role]:
        for _ in range(min(_TRIES, self.registrants * 3)):
            person = self._drawn()
            if person.jurisdiction != POOR and person.person not in self.taken and (traveller := give(person)):
                self.taken.add(person.person)
                yield Role(traveller, person)
                return

    def _drawn(self) -> Registrant:
        """Draw anybody; of a person with two records the first, which has the name of the passport."""
        number = self.rng.randrange(self.registrants)
        other = twin_record(number)
        return registrant(self.seed, self.today, number if other is None else min(number, other))

    def _registered(self, person: Registrant, kind: Damage | None) -> Traveller | None:
        if person.standing != "registered":
            return None
        shown = clean(self.rng, person, self.today)
        if kind is None:
            return self._known(person, shown)
        hurt = damaged(kind, self.rng, person, shown, self.today)
        if hurt is None:
            return None
        second = self._second_kind(kind)
        worse = second and damaged(second, self.rng, person, hurt, self.today)
        return self._known(person, worse, kind, second) if second and worse else self._known(person, hurt, kind)

    def _registered_twice(self, person: Registrant) -> Traveller | None:
        traveller = self._registered(person, None)
        return traveller if traveller and len(traveller.registrant_ids) > 1 else None

    def _second_kind(self, first: Damage) -> Damage | None:
        if not happens(self.rng, 0.3):
            return None
        group = OF_THE_BIRTH_DATE if first in OF_THE_NAME else OF_THE_NAME
        return self.rng.choice(sorted(group))

    def _known(self, person: Registrant, shown: Shown, *kinds: Damage) -> Traveller:
        if person.protected:
            return Traveller(shown, status="protected", withheld_id=person.registrant_id)
        return Traveller(shown, self._records(person), kinds, status=person.status)

    def _records(self, person: Registrant) -> tuple[str, ...]:
        own = int(person.registrant_id.rpartition("-")[2]) - 1
        other = twin_record(own)
        if other is None or other >= self.registrants:
            return (person.registrant_id,)
        return tuple(sorted((person.registrant_id, registrant(self.seed, self.today, other).registrant_id)))

    def _standing(self, person: Registrant, wanted: str) -> Traveller | None:
        return self._known(person, clean(self.rng, person, self.today)) if person.standing == wanted else None

    def _twin(self, person: Registrant, kind: Twin) -> Traveller | None:
        if person.standing != "registered" or (kind is Twin.PASSPORT_NEIGHBOUR and not person.documents):
            return None
        return self._look_alike(person, kind)

    def _twin_of(self, person: Registrant, wanted: str) -> Traveller | None:
        return self._look_alike(person, Twin.SAME_NAME) if person.standing == wanted else None

    def _look_alike(self, person: Registrant, kind: Twin) -> Traveller | None:
        shown = look_alike(kind, self.rng, person, self.today)
        if shown.born in person.birth_dates and kind is not Twin.SAME_BIRTH_DATE:
            return None
        return Traveller(shown, twin=kind, twin_of=person.registrant_id)
