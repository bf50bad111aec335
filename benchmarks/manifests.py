"""Lists of invented passengers, as varied as those of carriers, for the measurements to read."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from matchers.identity import PartialDate, TravelDocument
from sample_data.manifest import Aboard, Flight, FlightLeg, Style, write_paxlst

_FIRST_DAY = datetime(2031, 4, 1)  # noqa: DTZ001  a local time of the airport
_SURNAMES = ("OYELARAN", "MARROW", "GARCIA LOPEZ", "NGUYEN", "O'SHEA", "MUELLER", "DE LA CRUZ", "AL-HASSAN", "SILVA")
_GIVEN = ("FOLASADE", "SIMON", "MARIA JOSE", "THI HOA", "ORLA", "HANS", "JUAN", "OMAR", "JOAO", "YUKI", "OLGA")
_COUNTRIES = ("NGA", "USA", "MEX", "VNM", "IRL", "DEU", "POL", "JOR", "BRA", "JPN", "GBR", "PHL")
_HOME, _ABROAD = ("IAH", "JFK", "LAX", "MIA", "ORD", "SEA"), ("MEX", "LHR", "CDG", "FRA", "NRT", "GRU", "LOS")
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def manifest(persons: int, number: int = 0) -> bytes:
    """Write the list of one flight; flights of different numbers carry different people, at the times they leave."""
    chance = random.Random(number)  # noqa: S311  invented people, no secrets
    departs = _FIRST_DAY + timedelta(minutes=7 * number % 43_200)
    ends = [chance.choice(_HOME), chance.choice(_ABROAD)]
    arriving = chance.random() < 0.5  # noqa: PLR2004  as many come as go
    start, end = reversed(ends) if arriving else ends
    leg = FlightLeg(start, departs, end, departs + timedelta(minutes=chance.randrange(120, 800)))
    flight = Flight("QZ", str(100 + number % 9_000), (leg,), arriving=arriving)
    people = [_person(chance, seat) for seat in range(persons)]
    style = Style(line_per_segment=bool(number % 2))
    return write_paxlst(flight, people, sent=departs, reference=f"QZ{number:08}", style=style)


def _person(chance: random.Random, seat: int) -> Aboard:
    nationality = chance.choice(_COUNTRIES)
    expires = _day(chance, 2031, 2041)
    return Aboard(
        surname=chance.choice(_SURNAMES) + "".join(chance.choices(_LETTERS[:24], k=2)),
        given=chance.choice(_GIVEN),
        extra=chance.choice(("", "", "", "LEE", "MR")),
        born=_day(chance, 1945, 2025),
        sex=chance.choice("FM"),
        nationality=nationality,
        document=TravelDocument(f"{nationality[0]}{chance.randrange(10**8):08}", "P", nationality, expires),
        reference=f"QZ{seat:05}",
        record_locator="".join(chance.choices(_LETTERS, k=6)),
        seat=f"{seat // 6 + 1}{'ABCDEF'[seat % 6]}",
        residence=chance.choice(_COUNTRIES),
    )


def _day(chance: random.Random, first: int, behind: int) -> PartialDate:
    return PartialDate(chance.randrange(first, behind), chance.randrange(1, 13), chance.randrange(1, 29))
