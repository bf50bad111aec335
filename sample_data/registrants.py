"""Invented registrants: any one of them can be made again from the seed, the day and his number alone."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from matchers.identity import PartialDate
from sample_data.chance import code, common_first, happens, stream
from sample_data.names import CULTURES, NICKNAMES, SPELLINGS, any_culture, in_native_script, other_spelling
from sample_data.offices import poorly_kept, registered_again
from sample_data.passports import passport
from sample_data.places import CULTURES_OF, JURISDICTIONS
from sample_data.recorded import Alias, AliasKind, Registrant

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from matchers.identity import TravelDocument

PURPOSE = 1
_CODES = tuple(JURISDICTIONS)
_WEIGHTS = tuple(accumulate(JURISDICTIONS.values()))
_DUPLICATE_EVERY = 61
POOR = "MT"
"""The jurisdiction whose extract hardly says who its people are."""

OFFENCES = (
    ("indecent exposure", 1, False),
    ("possession of unlawful images", 1, True),
    ("abusive sexual contact, adult victim", 1, False),
    ("unlawful contact by computer with a minor", 2, True),
    ("abusive sexual contact with a minor", 2, True),
    ("production of unlawful images", 2, True),
    ("sexual assault", 3, False),
    ("aggravated sexual assault", 3, False),
    ("sexual assault of a minor", 3, True),
)
"""Generic words, the federal tier they mostly lead to, whether the victim was a minor."""

_YEARS_OF_DUTY = {1: 15, 2: 25}
_NOMS = ("Shorty", "Red", "Tex", "Flaco", "Doc", "Ghost", "Abu Karim", "Profesor", "Slim", "Big Ray", "El Güero", "Ace")
_STREETS = (
    "Alder",
    "Birch",
    "Cedar",
    "Dogwood",
    "Elm",
    "Foundry",
    "Harbor",
    "Juniper",
    "Mill",
    "Orchard",
    "Quarry",
    "Ridge",
)
_TOWNS = (
    "Averly",
    "Brantwick",
    "Coldbrook",
    "Dunmere",
    "Eastlow",
    "Fairhollow",
    "Grantwell",
    "Lindale Cross",
    "Norbury",
)


def twin_record(number: int) -> int | None:
    """Return the number of the other record of the same person, in another jurisdiction; None for most."""
    if number % _DUPLICATE_EVERY == _DUPLICATE_EVERY - 1 and number > len(_CODES):
        return number - 7
    if number % _DUPLICATE_EVERY == _DUPLICATE_EVERY - 8 and number + 7 > len(_CODES):
        return number + 7
    return None


def registered_twice(seed: int, today: date, count: int) -> Iterator[tuple[Registrant, Registrant]]:
    """Yield both records of every person who has two among the first `count`, the first one first."""
    for number in range(count):
        first = twin_record(number)
        if first is not None and first < number:
            yield registrant(seed, today, first), registrant(seed, today, number)


def registrant(seed: int, today: date, number: int) -> Registrant:
    """Make registrant `number`, from 0; the first ones go round all jurisdictions so that none is empty."""
    rng = stream(seed, PURPOSE, number)
    made = _registrant(rng, seed, today, number)
    return poorly_kept(rng, made) if made.jurisdiction == POOR else made


def _registrant(rng: Random, seed: int, today: date, number: int) -> Registrant:
    first_number = twin_record(number)
    if first_number is not None and first_number < number:
        return _elsewhere(rng, registrant(seed, today, first_number), number)
    where = _jurisdiction(rng, number)
    culture = CULTURES[rng.choice(CULTURES_OF[where]) if where in CULTURES_OF else any_culture(rng)]
    sex = "F" if happens(rng, 0.06) else "M"
    surname, given = culture.surname(rng), culture.given(rng, sex)
    middle = "" if happens(rng, 0.4) else culture.given(rng, sex)
    born = today - timedelta(days=int(rng.triangular(21, 86, 47) * 365.25))
    nationality = "USA" if happens(rng, 0.88) else rng.choice(culture.homes)
    tier_facts = _record(rng, today, born, where)
    return Registrant(
        registrant_id=f"{where}-{number + 1:06}",
        person=number,
        jurisdiction=where,
        culture=culture.name,
        sex=sex,
        surname=surname,
        given=given,
        middle="" if middle == given else middle,
        aliases=_aliases(rng, culture.name, sex, surname, given),
        born=born,
        birth_dates=_birth_dates(rng, born),
        nationalities=(nationality,),
        documents=_documents(rng, today, nationality, culture.homes),
        residence_address=f"{rng.randrange(1, 99)}00 block of {rng.choice(_STREETS)} Street, {rng.choice(_TOWNS)}",
        fbi_number=code(rng, "555####@@#"),
        as_of=today - timedelta(days=int(rng.random() ** 3 * 700) + 1),
        **tier_facts,
    )


def _jurisdiction(rng: Random, number: int) -> str:
    if number < len(_CODES):
        return _CODES[number]
    return rng.choices(_CODES, cum_weights=_WEIGHTS)[0]


def _elsewhere(rng: Random, first: Registrant, number: int) -> Registrant:
    where = _another_than(first.jurisdiction, rng)
    return registered_again(rng, first, where, f"{where}-{number + 1:06}")


def _another_than(jurisdiction: str, rng: Random) -> str:
    while (drawn := _jurisdiction(rng, len(_CODES))) in {jurisdiction, POOR}:
        pass
    return drawn


def _aliases(rng: Random, culture: str, sex: str, surname: str, given: str) -> tuple[Alias, ...]:
    found = []
    if given in NICKNAMES and happens(rng, 0.4):
        found.append(Alias(AliasKind.NICKNAME, surname, rng.choice(NICKNAMES[given])))
    if sex == "F" and happens(rng, 0.5):
        found.append(Alias(AliasKind.MAIDEN, CULTURES[culture].surname(rng), given))
    if (given in SPELLINGS or surname in SPELLINGS) and happens(rng, 0.4):
        found.append(Alias(AliasKind.SPELLING, other_spelling(rng, surname), other_spelling(rng, given)))
    native = in_native_script(surname, given)
    if native and happens(rng, 0.3):
        found.append(Alias(AliasKind.NATIVE, *native))
    if happens(rng, 0.12):
        found.append(Alias(AliasKind.OTHER, "", rng.choice(_NOMS)))
    if happens(rng, 0.1):
        other = CULTURES[any_culture(rng) if happens(rng, 0.3) else culture]
        found.append(Alias(AliasKind.OTHER, other.surname(rng), other.given(rng, sex)))
    return tuple(found)


def _birth_dates(rng: Random, born: date) -> tuple[PartialDate, ...]:
    if happens(rng, 0.02):
        return ()
    if happens(rng, 0.03):
        return (PartialDate(born.year, born.month if happens(rng, 0.3) else None),)
    dates = [PartialDate.of(born)]
    if happens(rng, 0.08):
        dates.append(PartialDate.of(born + timedelta(days=rng.choice((-1, 1)) * rng.randrange(200, 2500))))
    if happens(rng, 0.03):
        dates.append(PartialDate(born.year - rng.randrange(1, 6), 1, 1))
    return tuple(dict.fromkeys(dates))


def _documents(rng: Random, today: date, nationality: str, homes: tuple[str, ...]) -> tuple[TravelDocument, ...]:
    if not happens(rng, 0.7):
        return ()
    documents = [passport(rng, today, nationality)]
    if happens(rng, 0.08):
        documents.append(passport(rng, today, common_first(rng, homes)))
    return tuple(documents)


def _record(rng: Random, today: date, born: date, where: str) -> dict[str, Any]:
    """Make what the law asks of the record; duty lasts 15 or 25 years or for life, 34 U.S.C. 20915(a)."""
    offence, tier, minor = rng.choice(OFFENCES)
    age = (today - born).days
    convicted = today - timedelta(days=int(rng.random() ** 2.5 * max(0, age - 20 * 365)) + 720)
    years = _YEARS_OF_DUTY.get(tier)
    ends = convicted + timedelta(days=int(years * 365.25)) if years else None
    if happens(rng, 0.02):
        status = "deceased"
    elif ends and ends < today:
        status = "duty_ended"
    else:
        status = "absconder" if happens(rng, 0.015) else "registered"

    def elsewhere(share: float) -> str:
        return _jurisdiction(rng, len(_CODES)) if rng.random() < share else where

    return {
        "federal_tier": None if happens(rng, 0.05) else tier,
        "local_class": rng.choice((f"Level {tier}", f"Tier {tier}", f"Class {'CBA'[tier - 1]}", "")),
        "offence": offence,
        "offence_against_minor": minor,
        "conviction_jurisdiction": elsewhere(0.25),
        "conviction_date": convicted,
        "duty_ends": ends,
        "status": status,
        "protected": happens(rng, 0.004),
        "residence_jurisdiction": elsewhere(0.07),
        "work_jurisdiction": elsewhere(0.1) if happens(rng, 0.5) else "",
        "school_jurisdiction": elsewhere(0.2) if happens(rng, 0.03) else "",
    }
