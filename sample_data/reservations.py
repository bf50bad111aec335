"""Writes reservations as IATA/WCO PNRGOV 11.1 has them, sharing no code with the reader."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sample_data.manifest import Segments, Style

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from matchers.identity import PartialDate
    from sample_data.manifest import Flight, FlightLeg
    from sample_data.travellers import Shown

_HAND = Style(delimiters=":+.?*'")
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")


@dataclass(frozen=True, slots=True)
class Booked:
    """One passenger of a reservation; without `documented` only the name is sent."""

    shown: Shown
    documented: bool = True


@dataclass(frozen=True, slots=True)
class Booking:
    """One reservation: its locator, the day it was made, its passengers; a cancelled one gives up its seats."""

    locator: str
    made: date
    passengers: tuple[Booked, ...]
    cancelled: bool = False


def write_pnrgov(flight: Flight, bookings: Sequence[Booking], *, sent: datetime, changes: bool = False) -> bytes:
    """Return one interchange with all reservations of a flight, or with those that changed."""
    leg = flight.legs[flight.border]
    lines = Segments(_HAND)
    stamp, interchange = f"{sent:%y%m%d}:{sent:%H%M}", f"{flight.carrier}{flight.number}{sent:%m%d%H%M}"
    lines.add(f"UNB+IATA:1+{flight.carrier}+USCBP+{stamp}+{interchange}++PNRGOV")
    access = f"{leg.departs:%d%m%y}/{leg.departs:%H%M}/{flight.carrier}/{flight.number}"
    lines.add(f"UNH+1+PNRGOV:11:1:IA+{access}+01:F")
    lines.add(f"MSG+:{141 if changes else 22}")
    lines.add(f"ORG+{flight.carrier}:{leg.departure}")
    lines.add(_travels(flight, leg))
    lines.add(f"EQN+{len(bookings)}")
    for booking in bookings:
        _write_booking(lines, flight, leg, booking, sent)
    lines.add(f"UNT+{len(lines.written)}+1")
    lines.add(f"UNZ+1+{interchange}")
    return lines.encode()


def _write_booking(lines: Segments, flight: Flight, leg: FlightLeg, booking: Booking, sent: datetime) -> None:
    lines.add("SRC")
    lines.add(f"RCI+{flight.carrier}:{booking.locator}::{booking.made:%d%m%y}")
    lines.add(f"DAT+700:{sent:%d%m%y}:{sent:%H%M}")
    for number, booked in enumerate(booking.passengers, start=1):
        shown = booked.shown
        surname, given = _together(shown.surname), _letters(shown.given_names)
        lines.add(f"TIF+{lines.value(surname)}:I+{lines.value(given)}:A:{number}")
    lines.add(f"{_travels(flight, leg)}:Y")
    lines.add(f"RPI+{len(booking.passengers)}+{'HX' if booking.cancelled else 'HK'}")
    for number, booked in enumerate(booking.passengers, start=1):
        if booked.documented:
            text = lines.value(_document(booked.shown))
            places = f"{leg.departure}:{leg.arrival}"
            lines.add(f"SSR+DOCS:HK:1:{flight.carrier}:::{places}:{text}+::{number}")


def _travels(flight: Flight, leg: FlightLeg) -> str:
    times = f"{leg.departs:%d%m%y}:{leg.departs:%H%M}:{leg.arrives:%d%m%y}:{leg.arrives:%H%M}"
    return f"TVL+{times}+{leg.departure}+{leg.arrival}+{flight.carrier}+{flight.number}"


def _document(shown: Shown) -> str:
    """Return the free text of a DOCS; a birth date that is not whole has no place in it."""
    document = shown.document
    parts = (
        document.type if document else "", document.issuer if document else "", document.number if document else "",
        shown.nationality, _date(shown.born), shown.sex, _date(document.expires if document else None),
        _letters(shown.surname), _letters(shown.given_names),
    )  # fmt: skip
    return "/" + "/".join(parts)


def _date(day: PartialDate | None) -> str:
    return f"{day.day:02}{_MONTHS[day.month - 1]}{day.year % 100:02}" if day and day.day and day.month else ""


def _together(name: str) -> str:
    """Write a surname as booking systems do, in one word."""
    return "".join(sign for sign in name if sign.isalpha())


def _letters(name: str) -> str:
    return " ".join("".join(sign if sign.isalpha() else " " for sign in name).split())
