"""Innocent travellers who look like a registrant, and must not be linked to him."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from matchers.identity import PartialDate
from sample_data.chance import common_first, happens
from sample_data.names import CULTURES, on_the_wire
from sample_data.passports import passport
from sample_data.slips import other_digit, typo
from sample_data.travellers import clean

if TYPE_CHECKING:
    from random import Random

    from sample_data.recorded import Registrant
    from sample_data.travellers import Shown


class Twin(StrEnum):
    """How an innocent traveller resembles a registrant."""

    SAME_NAME = "same_name_other_birth_date"
    SAME_BIRTH_DATE = "same_birth_date_similar_name"
    SIBLING = "sibling"
    FATHER_SON = "father_or_son"
    PASSPORT_NEIGHBOUR = "same_surname_passport_one_off"


def look_alike(kind: Twin, rng: Random, person: Registrant, today: date) -> Shown:
    """Return an innocent person who resembles the registrant in the way named and shares no document with him."""
    shown = clean(rng, person, today)
    own = passport(rng, today, shown.nationality)
    culture = CULTURES[person.culture]
    other_given = on_the_wire(_other(rng, culture.female if person.sex == "F" else culture.male, person.given))
    match kind:
        case Twin.SAME_NAME:
            return replace(shown, born=_years_away(rng, person.born, 3, 20), document=own)
        case Twin.SAME_BIRTH_DATE:
            return replace(shown, given=other_given, extra="", surname=typo(rng, shown.surname), document=own)
        case Twin.SIBLING:
            born = PartialDate.of(person.born) if happens(rng, 0.3) else _years_away(rng, person.born, 1, 5)
            return replace(shown, given=other_given, extra="", born=born, document=own)
        case Twin.FATHER_SON:
            return replace(shown, born=_years_away(rng, person.born, 20, 34), document=own)
        case Twin.PASSPORT_NEIGHBOUR:
            near = shown.document and replace(shown.document, number=other_digit(rng, shown.document.number))
            born = _years_away(rng, person.born, 1, 12)
            return replace(shown, given=other_given, extra="", born=born, document=near)


def _other(rng: Random, names: tuple[str, ...], than: str) -> str:
    return common_first(rng, [name for name in names if name != than])


def _years_away(rng: Random, born: date, least: int, most: int) -> PartialDate:
    days = rng.randrange(least * 366, most * 366)
    return PartialDate.of(born + timedelta(days=-days if born.year > 1975 or happens(rng, 0.3) else days))  # noqa: PLR2004  so that nobody is born in the future
