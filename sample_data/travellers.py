"""What a traveller shows at a counter, a gate or a land port."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from matchers.identity import PartialDate
from sample_data.chance import happens
from sample_data.names import CULTURES, on_the_wire
from sample_data.passports import passport

if TYPE_CHECKING:
    from datetime import date
    from random import Random

    from matchers.identity import TravelDocument
    from sample_data.recorded import Registrant


@dataclass(frozen=True, slots=True)
class Shown:
    """A person as a carrier or a port sends him; `extra` is the third part of the name: a middle name or a title."""

    surname: str
    given: str = ""
    extra: str = ""
    born: PartialDate | None = None
    sex: str = ""
    nationality: str = ""
    document: TravelDocument | None = None

    @property
    def given_names(self) -> str:
        """The given and the third part together."""
        return f"{self.given} {self.extra}".strip()


def clean(rng: Random, person: Registrant, today: date) -> Shown:
    """Return what the registrant would show if nothing went wrong; a passport not on record is made for him."""
    nationality = person.nationalities[0]
    document = person.documents[0] if person.documents else passport(rng, today, nationality)
    return Shown(
        surname=on_the_wire(person.surname),
        given=on_the_wire(person.given),
        extra=on_the_wire(person.middle),
        born=PartialDate.of(person.born),
        sex=person.sex,
        nationality=nationality,
        document=document,
    )


def stranger(rng: Random, culture_name: str, today: date, surname: str = "", *, child: bool = False) -> Shown:
    """Return a traveller who has nothing to do with the registry."""
    culture = CULTURES[culture_name]
    sex = rng.choice("MF")
    age = rng.uniform(1, 17) if child else rng.triangular(18, 88, 39)
    nationality = "USA" if happens(rng, 0.4) else rng.choice(culture.homes)
    middle = on_the_wire(culture.given(rng, sex)) if happens(rng, 0.35) else ""
    return Shown(
        surname=surname or on_the_wire(culture.surname(rng)),
        given=on_the_wire(culture.given(rng, sex)),
        extra=rng.choice(("MR", "MRS") if sex == "F" else ("MR", "MSTR")) if happens(rng, 0.02) else middle,
        born=PartialDate.of(today - timedelta(days=int(age * 365.25))),
        sex=sex,
        nationality=nationality,
        document=passport(rng, today, nationality) if happens(rng, 0.97) else None,
    )
