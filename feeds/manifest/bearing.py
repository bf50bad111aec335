"""Which way a voyage goes, seen from home, by the countries of its legs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feeds.records import HOME, Direction

if TYPE_CHECKING:
    from collections.abc import Sequence

    from feeds.records import Leg


def bearing(legs: Sequence[Leg]) -> Direction:
    """Return the direction of the first leg with one end at home; unknown when a country that would decide it is."""
    for leg in legs:
        if leg.departure_country and leg.arrival_country:
            leaves, enters = leg.departure_country in HOME, leg.arrival_country in HOME
            if leaves != enters:
                return Direction.OUTBOUND if leaves else Direction.INBOUND
    countries = [country for leg in legs for country in (leg.departure_country, leg.arrival_country)]
    if not countries or not all(countries):
        return Direction.UNKNOWN
    return Direction.DOMESTIC if countries[0] in HOME else Direction.FOREIGN
