"""The timetable of the invented world: which flights leave when, seen from a given moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sample_data.chance import stream
from sample_data.manifest import Flight, FlightLeg
from sample_data.places import AIRPORTS, ROUTES, Route

if TYPE_CHECKING:
    from collections.abc import Iterator

PURPOSE = 3
_FIRST_HOURS = (-140, -30, -118, 5, 20, -75, 2.5, -9, 40, 9, -52, 58, 66, -20)
"""Departures of the first flights in hours from now: over, within hours, in two or three days."""
_ON_THE_GROUND = timedelta(minutes=95)
_LONGEST_PAST, _LONGEST_AHEAD = -142.0, 70.0
_PEOPLE_PER_FLIGHT = 150


@dataclass(frozen=True, slots=True)
class Planned:
    """A flight of the timetable with its UTC times and the moment its manifest was sent."""

    flight: Flight
    route: Route
    departs: datetime
    arrives: datetime
    sent: datetime
    key: str
    """For instance `QZ514-260901`."""


def timetable(seed: int, now: datetime, passengers: int) -> list[Planned]:
    """Return at least 14 flights between six days ago and three days ahead, more with more passengers."""
    return list(_flights(seed, now, max(len(_FIRST_HOURS), round(passengers / _PEOPLE_PER_FLIGHT))))


def _flights(seed: int, now: datetime, count: int) -> Iterator[Planned]:
    rng = stream(seed, PURPOSE)
    keys: set[str] = set()
    number = 0
    while len(keys) < count:
        first = number < len(_FIRST_HOURS)
        hours = _FIRST_HOURS[number] if first else rng.uniform(_LONGEST_PAST, _LONGEST_AHEAD)
        planned = _planned(ROUTES[number % len(ROUTES)], now, now + timedelta(hours=hours))
        number += 1
        if planned.key not in keys:
            keys.add(planned.key)
            yield planned
        elif number > count * 20:
            return


def _planned(route: Route, now: datetime, departs: datetime) -> Planned:
    departs = departs.astimezone(UTC).replace(minute=departs.minute // 5 * 5, second=0, microsecond=0)
    legs = []
    leaves = departs
    for origin, target, hours in zip(route.stops, route.stops[1:], route.hours, strict=False):
        lands = leaves + timedelta(hours=hours)
        legs.append(FlightLeg(origin, _local(leaves, origin), target, _local(lands, target)))
        leaves = lands + _ON_THE_GROUND
    border = next(
        spot for spot, leg in enumerate(legs) if _home(leg.departure) != _home(leg.arrival)
    )  # every route crosses the border once
    return Planned(
        flight=Flight(route.carrier, route.number, tuple(legs), border, arriving=not route.outbound),
        route=route,
        departs=departs,
        arrives=leaves - _ON_THE_GROUND,
        sent=min(departs - timedelta(minutes=35), now - timedelta(minutes=50)),
        key=f"{route.carrier}{route.number}-{legs[0].departs:%y%m%d}",
    )


def _home(airport: str) -> bool:
    return AIRPORTS[airport].country in {"USA", "PRI", "GUM"}


def _local(moment: datetime, airport: str) -> datetime:
    return moment.astimezone(ZoneInfo(AIRPORTS[airport].zone)).replace(tzinfo=None)
