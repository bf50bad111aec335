"""Passenger lists of a ferry line in a layout of its own, which `mappings/border-ferry.toml` reads."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sample_data.chance import code, happens, stream
from sample_data.crowd import fill
from sample_data.output import Output
from sample_data.travellers import Shown
from sample_data.truth import Sighting, Traveller

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from random import Random

    from matchers.identity import PartialDate

PURPOSE = 10
FEED = "border-ferry"
FORMAT = "mapping:border-ferry"
_COLUMNS = "Ticket;Sailing;From;To;Date;Time;Passenger;Title;Born;Citizenship;Document;Valid until;Class;Vehicle;Deck"
_PORTS = ("Port Hale", "Sidney BC")
_ZONE = ZoneInfo("America/Vancouver")
_TITLES = {"M": "MR", "F": "MRS", "X": "MX"}
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_DAYS_AGO = (3, 1)
_HOUR = 9
_NOBODY = Traveller(Shown(surname=""))


def suits(traveller: Traveller) -> bool:
    """Tell whether the layout, which divides names by a slash, can hold the traveller's name."""
    return bool(traveller.shown.surname) and "/" not in traveller.shown.surname


def passenger_lists(seed: int, now: datetime, wanted: Sequence[Traveller], size: int) -> Output:
    """Write one file a day, each of a sailing there and one back; the last row of the first must be rejected."""
    rng = stream(seed, PURPOSE)
    output = Output(FEED, FORMAT)
    people = fill(rng, now.date(), wanted, size, ("english", "french", "chinese"))
    quarter = len(people) // 4
    sailings = [
        people[:quarter],
        people[quarter : 2 * quarter],
        people[2 * quarter : 3 * quarter],
        people[3 * quarter :],
    ]
    for number, ago in enumerate(_DAYS_AGO):
        day = (now - timedelta(days=ago)).astimezone(_ZONE).date()
        there, back = sailings[2 * number : 2 * number + 2]
        lists = [there, [*back, *([] if number else [_NOBODY])]]
        output.add(f"ferry-{day:%Y%m%d}.csv", *_file(rng, day, lists))
    return output


def _file(rng: Random, day: date, lists: Sequence[Sequence[Traveller]]) -> tuple[bytes, list[list[Sighting]]]:
    lines = [f"Border Ferry Line - passenger list - printed {day:%d.%m.%Y} 21:40", "# all times local", _COLUMNS]
    seen: list[list[Sighting]] = []
    ticket = 0
    for sailing, people in enumerate(lists):
        seen.append([])
        for position, traveller in enumerate(people, start=1):
            ticket += 1
            name = f"F{day:%y%m%d}{ticket:05}"
            lines.append(_line(rng, name, day, sailing, traveller.shown))
            seen[-1].append(Sighting(name, traveller, FEED, "", sailing + 1, position, traveller is _NOBODY))
    lines += [f"TOTAL;{ticket}", ""]
    return "\r\n".join(lines).encode("windows-1252"), seen


def _line(rng: Random, ticket: str, day: date, sailing: int, shown: Shown) -> str:
    start, end = _PORTS if sailing == 0 else _PORTS[::-1]
    document = shown.document
    expires = document.expires if document else None
    cells = (
        ticket, str(112 + sailing), start, end, f"{day:%d.%m.%Y}", f"{_HOUR + 5 * sailing:02}:15",
        f"{shown.surname}/{shown.given_names}", _TITLES.get(shown.sex, "DR"), _born(shown.born), shown.nationality,
        f"PP {document.number}" if document else "", f"{expires.month:02}/{expires.year % 100:02}" if expires else "",
        "PAX", code(rng, "WA:ZZ#555#") if happens(rng, 0.3) else "", rng.choice("AB"),
    )  # fmt: skip
    return ";".join(cells)


def _born(born: PartialDate | None) -> str:
    """Write `22JUL69`, or as much of it as is known."""
    if born is None:
        return "?"
    month = f"{_MONTHS[born.month - 1]}{born.year % 100:02}" if born.month else str(born.year)
    return f"{born.day:02}{month}" if born.day else month
