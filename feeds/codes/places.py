"""An airport, city, port or country code to its country and time zone."""

from __future__ import annotations

import csv
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

import airportsdata

from feeds.codes.countries import country

_ICAO, _LOCODE = 4, 5
_LONGEST = 80
"""Characters looked at; no code is longer."""


class Place(NamedTuple):
    """Where a code lies: an ISO alpha-3 country and an IANA zone, each empty if unknown."""

    country: str = ""
    zone: str = ""


def place(code: str) -> Place:
    """Look up an IATA airport or city code, a closed or rail one, an ICAO code, a UN/LOCODE or, last, a country code.

    Returns an empty `Place` when the code is unknown.
    """
    return _place(code[:_LONGEST])


@lru_cache(maxsize=8192)
def _place(code: str) -> Place:
    code = "".join(code.upper().split())
    found = _by_iata().get(code)
    if found:
        return found
    if len(code) == _ICAO:
        return _by_icao().get(code) or Place()
    if len(code) == _LOCODE and code.isalnum():
        return _by_locode(code)
    return Place(country(code)) if code.isascii() else Place()


def _by_locode(code: str) -> Place:
    land = country(code[:2])
    airport = _by_iata().get(code[2:])
    return airport if airport and airport.country == land else Place(land)


@cache
def _by_iata() -> dict[str, Place]:
    table = {code: Place(country(row["country"]), row["tz"]) for code, row in airportsdata.load("IATA").items()}
    for code, city in airportsdata.load_iata_macs().items():
        airport = next(iter(city["airports"].values()))
        table.setdefault(code, Place(country(city["country"]), airport["tz"]))
    with (files("feeds.codes") / "places.csv").open(encoding="utf-8") as overlay:
        for row in csv.DictReader(overlay):
            table.setdefault(row["code"], Place(row["country"], row["zone"]))
    return table


@cache
def _by_icao() -> dict[str, Place]:
    return {code: Place(country(row["country"]), row["tz"]) for code, row in airportsdata.load("ICAO").items()}
