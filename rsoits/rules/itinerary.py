"""What differs between a notice of intended travel and the border crossing that was observed.

34 U.S.C. 20914(a)(7) has the registrant state dates, places, carrier and flight numbers; a journey made otherwise is
worth a question, and whether it is a violation is for a person to say.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from feeds.notice.records import NoticeLeg
from feeds.records import HOME, Direction
from rsoits.rules import provisions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matchers.identity import PartialDate

"""The country whose border the house watches."""
TOLERANCE: Final = timedelta(days=1)
"""House rule: a day either way is no discrepancy (night flights, the date line)."""
_CARRIER_CODE = re.compile(r"[A-Z0-9]{2,3}")
_FLIGHT = re.compile(r"(?P<carrier>[A-Z][A-Z0-9]{1,2}?|[0-9][A-Z])?0*(?P<number>[0-9]+[A-Z]?)")


class Aspect(StrEnum):
    """What of an itinerary can differ."""

    DATE = "date"
    COUNTRY = "country"
    CARRIER = "carrier"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Observed:
    """One observed crossing of the home border; what is not known is empty.

    `day` is the local day at the home border, `countries` (alpha-3) the one on the other side first, then any further
    one this traveller is known to be going to or coming from.
    """

    direction: Direction
    day: date | None = None
    countries: tuple[str, ...] = ()
    carrier: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing announced otherwise than observed."""

    aspect: Aspect
    announced: str
    observed: str
    sentence: str
    provision: str = provisions.TRAVEL_INFORMATION


def compare_itinerary(
    legs: Sequence[NoticeLeg], returns: PartialDate | None, observed: Observed
) -> tuple[Difference, ...]:
    """Return what differs between the announced leg that fits best and the crossing (34 U.S.C. 20914(a)(7)).

    A departure is held against the announced legs out of the country, an entry against those back into it, or against
    `returns` when no such leg was announced. What either side leaves out never differs; a day either way is no
    difference (house rule).
    """
    chosen = _announced(legs, returns, observed.direction)
    return min((_compare(leg, beyond, observed) for leg, beyond in chosen), key=len, default=())


def destination(legs: Sequence[NoticeLeg]) -> str:
    """Return the country a journey abroad leads to: the last that is not only passed through; empty when none is known.

    A country of transit is one of destination by law (34 U.S.C. 21502(4)), and `routing` tells it too; what a journey
    is called by is where it ends. When every country abroad is marked as transit it is the last of them.
    """
    abroad = [leg for leg in legs if leg.arrival_country and leg.arrival_country not in HOME]
    ends = [leg for leg in abroad if not leg.transit] or abroad
    return ends[-1].arrival_country if ends else ""


def _announced(
    legs: Sequence[NoticeLeg], returns: PartialDate | None, direction: Direction
) -> list[tuple[NoticeLeg, tuple[str, ...]]]:
    """Return the legs to hold against the crossing, each with the countries beyond the border it was announced for."""
    if direction is Direction.OUTBOUND:
        out = [
            place for place, leg in enumerate(legs) if leg.departure_country in HOME and leg.arrival_country not in HOME
        ]
        return [(legs[place], _onward(legs[place:])) for place in out or range(len(legs[:1]))]
    if direction is Direction.INBOUND:
        back = [
            place for place, leg in enumerate(legs) if leg.arrival_country in HOME and leg.departure_country not in HOME
        ]
        return [(legs[place], _before(legs[: place + 1])) for place in back] or [(NoticeLeg(arrives=returns), ())]
    return []


def _onward(legs: Sequence[NoticeLeg]) -> tuple[str, ...]:
    """Return where a leg leads: its arrival and, where that is only passed through, the next one, and so on."""
    countries = []
    for leg in legs:
        countries.append(leg.arrival_country)
        if not leg.transit:
            break
    return tuple(countries)


def _before(legs: Sequence[NoticeLeg]) -> tuple[str, ...]:
    """Return where the last of these legs comes from, back through the places that were only passed through."""
    countries = [legs[-1].departure_country]
    for leg in reversed(legs[:-1]):
        if not leg.transit:
            break
        countries.append(leg.departure_country)
    return tuple(countries)


def _compare(leg: NoticeLeg, beyond: tuple[str, ...], observed: Observed) -> tuple[Difference, ...]:
    outbound = observed.direction is Direction.OUTBOUND
    return (
        *_date(leg.departs or leg.arrives if outbound else leg.arrives or leg.departs, observed.day),
        *_country(beyond, observed.countries, outbound=outbound),
        *_flight(leg, observed),
    )


def _date(announced: PartialDate | None, day: date | None) -> tuple[Difference, ...]:
    if announced is None or day is None or announced.earliest - TOLERANCE <= day <= announced.latest + TOLERANCE:
        return ()
    sentence = f"Announced for {announced}, crossed on {day}."
    return (Difference(Aspect.DATE, str(announced), str(day), sentence),)


def _country(beyond: tuple[str, ...], countries: tuple[str, ...], *, outbound: bool) -> tuple[Difference, ...]:
    announced = [country for country in beyond if country]
    known = [country for country in countries if country]
    if not announced or not known or set(announced) & set(known):
        return ()
    preposition = "to" if outbound else "from"
    sentence = f"Announced travel {preposition} {announced[0]}, crossed {preposition} {known[0]}."
    return (Difference(Aspect.COUNTRY, announced[0], known[0], sentence),)


def _flight(leg: NoticeLeg, observed: Observed) -> tuple[Difference, ...]:
    carrier, number = _code(leg.carrier, leg.number)
    seen_carrier, seen_number = _code(observed.carrier, observed.number)
    found = []
    if carrier and seen_carrier and len(carrier) == len(seen_carrier) and carrier != seen_carrier:
        sentence = f"Announced carrier {carrier}, travelled with {seen_carrier}."
        found.append(Difference(Aspect.CARRIER, carrier, seen_carrier, sentence))
    if number and seen_number and number != seen_number:
        sentence = f"Announced number {number}, travelled on {seen_number}."
        found.append(Difference(Aspect.NUMBER, number, seen_number, sentence))
    return tuple(found)


def _code(carrier: str, number: str) -> tuple[str, str]:
    """Bring `QZ`, `QZ 0514` and `qz`, `514` to one form; a carrier given by name is not compared with a code."""
    carrier = carrier.strip().upper()
    number = re.sub(r"[^A-Z0-9]", "", number.upper())
    parts = _FLIGHT.fullmatch(number)
    if parts:
        number = parts["number"]
        carrier = carrier or parts["carrier"] or ""
    return carrier if _CARRIER_CODE.fullmatch(carrier) else "", number
