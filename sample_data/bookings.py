"""Reservations of the invented world: who booked some of the flights, sent days before the lists, and what changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from sample_data.chance import happens, stream
from sample_data.output import Output
from sample_data.reservations import Booked, Booking, write_pnrgov
from sample_data.truth import Sighting, Traveller

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from random import Random

    from sample_data.flights import Planned

PURPOSE = 8
FEED = "reservations"
PUSHED_FEED = "carrier-reservations"
"""Where the one carrier sends its reservations that does so by itself."""

FORMAT = "pnrgov"
_PUSHES = "7W"
_EVERY = 3
_SHARE = 0.5
"""How many of a flight's passengers booked with the carrier; of the others it knows nothing before check-in."""

_BEFORE = timedelta(hours=72)
_CHANGED = timedelta(hours=24)
_SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def is_booked(number: int, planned: Planned, now: datetime) -> bool:
    """Tell whether the reservations of a flight, by its number in the timetable, are sent: of some still to leave."""
    return number % _EVERY == 0 and planned.departs > now


def bookings(seed: int, number: int, planned: Planned, passengers: Sequence[Traveller]) -> Output:
    """Write the reservations of one flight three days ahead, and a day ahead those that changed."""
    rng = stream(seed, PURPOSE, number)
    output = Output(PUSHED_FEED if planned.flight.carrier == _PUSHES else FEED, FORMAT)
    booked = [one for one in passengers if one.shown.surname and one.shown.given and _counts(rng, one)]
    made = _booked(rng, number, planned, booked)
    _write(output, planned, made, _BEFORE)
    strangers = [pair for pair in made if not any(one.registrant_ids for one in pair[1])]
    if strangers:
        booking, people = rng.choice(strangers)
        _write(output, planned, [(replace(booking, cancelled=True), people)], _CHANGED, "a reservation is cancelled")
    return output


_Made = tuple[Booking, list[Traveller]]


def _counts(rng: Random, traveller: Traveller) -> bool:
    return happens(rng, 0.9 if traveller.registrant_ids else _SHARE)


def _booked(rng: Random, flight: int, planned: Planned, people: list[Traveller]) -> list[_Made]:
    """Put families into one reservation; the others travel alone."""
    together: dict[str, list[Traveller]] = {}
    for traveller in people:
        together.setdefault(traveller.shown.surname, []).append(traveller)
    made: list[_Made] = []
    for family in together.values():
        booked = tuple(Booked(one.shown, happens(rng, 0.9)) for one in family[:9])
        day = (planned.departs - _BEFORE).date() - timedelta(days=rng.randrange(1, 90))
        made.append((Booking(_locator(flight, len(made)), day, booked), family[:9]))
    return made


def _write(output: Output, planned: Planned, made: Sequence[_Made], before: timedelta, note: str = "") -> None:
    sent = planned.departs - before
    seen, position = [], 0
    for booking, people in made:
        for number, traveller in enumerate(people, start=1):
            position += 1
            seen.append(Sighting(f"{booking.locator}/{number}", traveller, output.feed, "", 1, position))
    content = write_pnrgov(planned.flight, [booking for booking, _ in made], sent=sent, changes=bool(note))
    output.add(f"{planned.key}-PNR{'-CHANGED' if note else ''}.edi", content, [seen], note)


def _locator(flight: int, number: int) -> str:
    """Return six characters that no other reservation of the world has."""
    base = len(_SIGNS)
    return "".join(_SIGNS[value // base**place % base] for value in (flight, number) for place in (2, 1, 0))
