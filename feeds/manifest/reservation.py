"""One reservation (PNR) of a PNRGOV message to its travellers."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from feeds.findings import Severity
from feeds.manifest.passengers import Passenger, title_of
from feeds.manifest.person_names import split_name
from feeds.manifest.special_requests import request
from feeds.manifest.tying import Sent, tie

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from feeds.edifact import Segment
    from feeds.records import Traveller, Voyage
    from feeds.reporting import Report

MOST_FLIGHTS = 12
"""Flights of a reservation that `itinerary` lists."""

_NO_PERSON = frozenset({"G", "C"})
"""Name types of a group and of a company."""


class Reservation:
    """The segments of one SRC in their order, read one after the other."""

    def __init__(self, src: Segment, flight: date, report: Report) -> None:
        self.src = src
        self._flight = flight
        self._report = report
        self._locators: list[str] = []
        self._flights: dict[str, None] = {}
        self._legs: list[Segment] = []
        self._statuses: dict[int, str] = {}
        self._passengers: list[Passenger] = []
        self._named: defaultdict[tuple[str, str], list[Passenger]] = defaultdict(list)
        self._numbered: dict[str, Passenger] = {}
        self._requests: list[Sent] = []
        self._current: Passenger | None = None
        self._other_service = False
        self._readers: dict[str, Callable[[Segment], None]] = {
            "RCI": self._rci, "TIF": self._tif, "SSR": self._ssr, "TVL": self._tvl, "MSG": self._msg,
            "RPI": self._rpi, "TRI": self._tri, "SSD": self._ssd, "TKT": self._tkt, "FTI": self._fti, "ADD": self._add,
        }  # fmt: skip

    def take(self, segment: Segment) -> None:
        """Read the next segment."""
        reader = self._readers.get(segment.tag)
        if reader:
            reader(segment)

    def travellers(self, journey: Voyage, terminator: str) -> list[Traveller]:
        """Tie what names a passenger to that passenger, and return every person of the reservation."""
        self._passengers += tie(self._passengers, self._requests, self._flight, self._report)
        if not self._passengers:
            self._report.note(
                "reservation-without-passengers", self.src.where, ", ".join(self._locators), field="travellers",
                reason="a cancelled reservation, or one whose names are not sent",
            )  # fmt: skip
        boards, leaves, status = self._on(journey)
        locator, itinerary = ", ".join(self._locators), self._itinerary()
        for passenger in self._passengers:
            passenger.remember("pnr", locator)
            passenger.remember("itinerary", itinerary)
            passenger.remember("status", status)
            if self._locators and passenger.number:
                passenger.references["unique"] = f"{self._locators[0]}/{passenger.number}"
        return [passenger.traveller(terminator, boards, leaves) for passenger in self._passengers]

    def _rci(self, segment: Segment) -> None:
        for element in segment.elements[1:]:
            locator = element[1].strip().upper() if len(element) > 1 else ""
            if locator and locator not in self._locators and len(self._locators) < MOST_FLIGHTS:
                self._locators.append(locator)

    def _tif(self, segment: Segment) -> None:
        name_type, kind = segment.value(1, 1).upper(), segment.value(2, 1).upper()
        surname, given = " ".join(segment.value(1).split()), " ".join(segment.value(2).split())
        if name_type in _NO_PERSON or kind == "G":
            self._report.note("group-name", segment.where, surname, field="surname", reason="names a group, no person")
            self._current = None
            return
        if not given:
            surname, given = split_name(surname)
        if not surname and not given:
            self._report.add(
                Severity.REJECT, "unusable-person", segment.where, segment.raw.strip(), field="surname",
                reason="the passenger has no name", cure="send the reservation again, complete",
            )  # fmt: skip
            self._current = None
            return
        passenger = Passenger(segment, surname, given, segment.value(2, 2).lstrip("0"), kind, segments=[segment])
        booked = self._named.get((surname, given), []) if self._legs else []
        if booked:
            self._current = self._checked_in(passenger, booked)
        else:
            self._introduce(passenger)
            self._current = passenger

    def _checked_in(self, again: Passenger, booked: list[Passenger]) -> Passenger | None:
        """Find whom a check-in speaks of, which repeats the names of the booking; None among namesakes."""
        numbered = self._numbered.get(again.number)
        if numbered and (numbered.surname, numbered.given) == (again.surname, again.given):
            return numbered
        return booked[0] if len(booked) == 1 else None

    def _introduce(self, passenger: Passenger) -> None:
        self._passengers.append(passenger)
        self._named[passenger.surname, passenger.given].append(passenger)
        if passenger.number:
            self._numbered.setdefault(passenger.number, passenger)
        passenger.remember("passenger_type", passenger.kind)
        title = title_of(passenger.given)
        if title:
            self._report.once("title-in-name", passenger.segment.where, title, "a title may stand among the names")
        if self._legs:
            self._report.note(
                "name-after-flights", passenger.segment.where, field="surname",
                reason="a check-in names somebody whom the booking does not",
            )  # fmt: skip

    def _ssr(self, segment: Segment) -> None:
        self._requests.append(Sent(request(segment), None if self._legs else self._current))

    def _tvl(self, segment: Segment) -> None:
        self._legs.append(segment)
        self._current = None
        places, carrier, number = segment.value(2), segment.value(4).upper(), segment.value(5)
        if self._other_service or not places:
            return
        day = re.fullmatch(r"(\d\d)(\d\d)(\d\d)", segment.value(1))
        told = f"20{day[3]}-{day[2]}-{day[1]}" if day else segment.value(1)
        line = " ".join(filter(None, (carrier + number, f"{places}-{segment.value(3)}".upper(), told)))
        self._flights.setdefault(line)

    def _msg(self, _segment: Segment) -> None:
        """From here the reservation tells of hotels, cars and trains."""
        self._other_service = True

    def _rpi(self, segment: Segment) -> None:
        """Take the status of the flight before: `HK` is held, `HX` and `XX` are cancelled."""
        if self._legs:
            self._statuses.setdefault(len(self._legs) - 1, segment.value(2).upper())

    def _tri(self, segment: Segment) -> None:
        """Open a check-in of the passenger it numbers."""
        number = segment.value(2, 3).lstrip("0")
        self._current = self._numbered.get(number)
        if self._current:
            self._current.remember("check_in", segment.value(2))

    def _ssd(self, segment: Segment) -> None:
        if self._current:
            self._current.remember("seat", segment.value(1))

    def _tkt(self, segment: Segment) -> None:
        if self._current:
            self._current.remember("ticket", segment.value(1))

    def _fti(self, segment: Segment) -> None:
        if self._current:
            for element in segment.elements[1:]:
                self._current.remember("frequent_flyer", _compact(element))

    def _add(self, segment: Segment) -> None:
        if self._current and not self._legs:
            parts = (part.strip() for element in segment.elements[2:] for part in element[1:])
            self._current.remember("contact_address", ", ".join(filter(None, parts)))

    def _on(self, journey: Voyage) -> tuple[str, str, str]:
        """Return where the party boards and leaves the reported flight, and the status of its seats."""
        number = journey.number.lstrip("0")
        for place, leg in enumerate(self._legs):
            if (leg.value(4).upper(), leg.value(5).lstrip("0").upper()) == (journey.carrier, number):
                return leg.value(2).upper(), leg.value(3).upper(), self._statuses.get(place, "")
        return (journey.legs[0].departure, journey.legs[-1].arrival, "") if journey.legs else ("", "", "")

    def _itinerary(self) -> str:
        rest = len(self._flights) - MOST_FLIGHTS
        return "; ".join([*list(self._flights)[:MOST_FLIGHTS], *([f"{rest} more"] if rest > 0 else [])])


def _compact(element: tuple[str, ...]) -> str:
    return " ".join(filter(None, (part.strip() for part in element[:2])))
