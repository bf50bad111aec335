"""The sample world's codes are those the rules know."""

from __future__ import annotations

import csv
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import rsoits
from sample_data.places import AIRPORTS, JURISDICTIONS, LAND_PORTS, ROUTES, ori

RULES = Path(rsoits.__file__).parent / "rules"


def table(name: str) -> dict[str, dict[str, str]]:
    with (RULES / name).open(encoding="utf-8", newline="") as stream:
        return {row["code"]: row for row in csv.DictReader(stream)}


def test_every_jurisdiction_and_its_office_are_in_the_rules() -> None:
    known = table("jurisdictions.csv")
    assert {code: ori(code) for code in JURISDICTIONS} == {code: known[code]["ori"] for code in JURISDICTIONS}


def test_every_home_airport_and_land_port_is_in_the_rules() -> None:
    known = table("ports.csv")
    home = [airport for airport in AIRPORTS.values() if airport.country in {"USA", "PRI", "GUM"}]
    used = {airport.code: airport.zone for airport in home} | {port.code: port.zone for port in LAND_PORTS}
    assert used == {code: known[code]["time_zone"] for code in used}


def test_every_route_crosses_the_border_once_between_known_airports() -> None:
    for route in ROUTES:
        home = [AIRPORTS[stop].country in {"USA", "PRI", "GUM"} for stop in route.stops]
        assert sum(before != after for before, after in pairwise(home)) == 1
        assert len(route.hours) == len(route.stops) - 1
        assert all(ZoneInfo(AIRPORTS[stop].zone) for stop in route.stops)
