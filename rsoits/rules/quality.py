"""How well a registry record can be found and acted on: points for what it says, and what it lacks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Protocol

from matchers.features.documents import plain_number
from rsoits.rules import provisions

if TYPE_CHECKING:
    from matchers.identity import Identity

STALE_AFTER: Final = timedelta(days=90)
"""34 U.S.C. 20918(3): who is in tier III appears every three months, so an older record has missed an appearance."""
POOR_BELOW: Final = 60
"""House rule: a record with fewer points goes on the worklist."""
_LIFE_TIER: Final = 3


class Lack(StrEnum):
    """What a record can lack; the value is its code."""

    FULL_NAME = "full_name"
    BIRTH_DATE = "birth_date"
    WHOLE_BIRTH_DATE = "whole_birth_date"
    SEX = "sex"
    NATIONALITY = "nationality"
    PASSPORT = "passport"
    FBI_NUMBER = "fbi_number"
    TIER = "tier"
    OFFENCE = "offence"
    AGAINST_MINOR = "against_minor"
    DUTY_END = "duty_end"
    RESIDENCE = "residence"
    FRESH = "fresh"


WORDS: Final[dict[Lack, str]] = {
    Lack.FULL_NAME: "given name and surname",
    Lack.BIRTH_DATE: "birth date",
    Lack.WHOLE_BIRTH_DATE: "day and month of birth",
    Lack.SEX: "sex",
    Lack.NATIONALITY: "nationality",
    Lack.PASSPORT: "passport number with its country",
    Lack.FBI_NUMBER: "FBI number",
    Lack.TIER: "federal tier",
    Lack.OFFENCE: "offence",
    Lack.AGAINST_MINOR: "whether the offence was against a minor",
    Lack.DUTY_END: "end of the duty",
    Lack.RESIDENCE: "jurisdiction of residence",
    Lack.FRESH: "an as-of date of the last 90 days",
}


@dataclass(frozen=True, slots=True)
class Weight:
    """The points for one thing a record says, and why a traveller's list or a rule asks for it."""

    points: int
    provision: str
    sentence: str


_GUIDELINES: Final = "34 U.S.C. 20914(a)(8); SORNA Guidelines part VI"
WEIGHTS: Final[dict[Lack, Weight]] = {
    Lack.BIRTH_DATE: Weight(10, _GUIDELINES, "Every list names it; with the name it is the strongest evidence."),
    Lack.WHOLE_BIRTH_DATE: Weight(10, provisions.HOUSE_RULE, "A year alone hardly tells two people apart."),
    Lack.PASSPORT: Weight(20, _GUIDELINES, "A second identifier; without one no word leaves the country."),
    Lack.FULL_NAME: Weight(10, "34 U.S.C. 20914(a)(1)", "One word fits too many travellers."),
    Lack.FRESH: Weight(10, provisions.VERIFICATION, "A record older than an appearance may no longer be true."),
    Lack.SEX: Weight(5, provisions.HOUSE_RULE, "Supports a match or speaks against it."),
    Lack.NATIONALITY: Weight(5, provisions.HOUSE_RULE, "Supports a match or speaks against it."),
    Lack.FBI_NUMBER: Weight(5, provisions.HOUSE_RULE, "Ties the records of several jurisdictions together."),
    Lack.TIER: Weight(5, "34 U.S.C. 20911(2)-(4)", "Says how long the duty lasts and how often to appear."),
    Lack.OFFENCE: Weight(5, "34 U.S.C. 20914(b)(2)", "An alert names what somebody is registered for."),
    Lack.AGAINST_MINOR: Weight(5, provisions.ANGEL_WATCH, "Decides whether Angel Watch is told."),
    Lack.DUTY_END: Weight(5, provisions.DURATION, "Nobody may be named abroad whose duty has ended."),
    Lack.RESIDENCE: Weight(5, provisions.WHERE_TO_REGISTER, "Says who is told, and told of a return."),
}
"""All thirteen add up to a hundred."""


class Stated(Protocol):
    """What the rule reads of a record; `rsoits.store.registrants.Registrant` fits."""

    federal_tier: int | None
    offence: str
    offence_against_minor: bool
    duty_ends: str
    residence_jurisdiction: str
    fbi_number: str
    victim_age: str


@dataclass(frozen=True, slots=True)
class Assessment:
    """The points of what a record says, 0 to 90, what it lacks, and whether a traveller can be told from namesakes."""

    points: int
    missing: tuple[Lack, ...]
    unmatchable: bool


def assess(who: Identity, record: Stated, *, minor_stated: bool) -> Assessment:
    """Weigh what a record says. How fresh it is depends on the day and is added by `score`.

    `minor_stated`: the record says whether the offence was against a minor. A record with neither a birth date nor a
    document is unmatchable: nothing but the name could ever speak for it.
    """
    born, papers = who.birth_dates, [each for each in who.documents if plain_number(each.number)]
    has = {
        Lack.FULL_NAME: any((name.surname and name.given_names) or " " in name.whole for name in who.names),
        Lack.BIRTH_DATE: bool(born),
        Lack.WHOLE_BIRTH_DATE: any(day.day is not None for day in born),
        Lack.PASSPORT: any(each.type.upper().startswith("P") and each.issuer for each in papers),
        Lack.SEX: bool(who.sex),
        Lack.NATIONALITY: bool(who.nationalities),
        Lack.FBI_NUMBER: bool(record.fbi_number),
        Lack.TIER: record.federal_tier is not None,
        Lack.OFFENCE: bool(record.offence),
        Lack.AGAINST_MINOR: minor_stated or record.offence_against_minor or bool(record.victim_age),
        Lack.DUTY_END: bool(record.duty_ends) or record.federal_tier == _LIFE_TIER,
        Lack.RESIDENCE: bool(record.residence_jurisdiction),
    }
    missing = [lack for lack in WEIGHTS if not has.get(lack, True)]
    if Lack.BIRTH_DATE in missing:
        missing.remove(Lack.WHOLE_BIRTH_DATE)
    points = sum(WEIGHTS[lack].points for lack, there in has.items() if there)
    return Assessment(points, tuple(missing), unmatchable=not born and not papers)


def stale_before(today: date) -> str:
    """Return the first day that is still fresh, as ISO 8601, which sorts as text."""
    return (today - STALE_AFTER).isoformat()


def is_stale(as_of: str, today: date) -> bool:
    """Tell whether a record was last true too long ago, or does not say when."""
    return as_of < stale_before(today)


def score(points: int, as_of: str, today: date) -> int:
    """Return 0 to 100: the points of what it says, and those for being fresh."""
    return points + (0 if is_stale(as_of, today) else WEIGHTS[Lack.FRESH].points)
