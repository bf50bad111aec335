"""Transport groups to a voyage: places in pairs, times by qualifier, the border leg by country."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from feeds.codes.countries import country
from feeds.codes.places import place
from feeds.dates import travel_time
from feeds.records import HOME, Direction, Leg, Mode, Voyage

if TYPE_CHECKING:
    from datetime import date

    from feeds.edifact import Segment
    from feeds.reporting import Report

_FLIGHT = re.compile(r"(?=.{0,2}[A-Z])([A-Z0-9]{2}|[A-Z]{3})(\d{1,5}(?:[A-Z]?|MCL))")
_NOT_ON_THE_WAY = frozenset({"188", "172", "91"})
"""Filing and reporting places of a master crew list, and the gate of a gate pass."""

_LAST_FOREIGN, _FIRST_HERE = "125", "87"
_PLACE_OR_COUNTRY = "22"
"""Some senders put the departure under it, others the country."""

_DEPARTS, _ARRIVES = frozenset({"189", "133", "136"}), frozenset({"232", "132"})
_MODES = {"1": Mode.SEA, "2": Mode.LAND, "3": Mode.LAND, "4": Mode.AIR}
_ROAD_STAGE = "11"
_CLOCK, _DAY = re.compile(r"(?:[01]\d|2[0-3])[0-5]\d"), len("YYYY-MM-DD")


@dataclass(slots=True)
class _Hop:
    departure: Segment | None = None
    arrival: Segment | None = None
    departs: str = ""
    arrives: str = ""
    early: bool = False
    """Whether the arrival was told before the place of arrival."""

    def set(self, time: str, *, departing: bool) -> bool:
        """Put the time where its qualifier says, or at the place it follows when that is taken or told otherwise."""
        if departing and not self.departs and self.early and self.arrival:
            self.departs, self.arrives = self.arrives, time
        elif departing and not self.departs:
            self.departs = time
        elif not self.arrives and (self.arrival or not departing):
            self.arrives, self.early = time, self.arrival is None
        else:
            return False
        return True

    def complete(self, clock: str, *, departing: bool) -> bool:
        """Add a time of day sent apart from its day."""
        day = self.departs if departing else self.arrives
        if not _CLOCK.fullmatch(clock) or len(day) != _DAY:
            return False
        time = f"{day}T{clock[:2]}:{clock[2:]}"
        self.departs, self.arrives = (time, self.arrives) if departing else (self.departs, time)
        return True


@dataclass(slots=True)
class Transport:
    """A TDT, and the LOC and DTM behind it in their order."""

    tdt: Segment | None
    details: list[Segment] = field(default_factory=list)


def flight_number(written: str, carrier: str = "") -> tuple[str, str]:
    """Split `DL123` into carrier and number; `carrier` is used when the text names none."""
    text = "".join(written.upper().split())
    found = _FLIGHT.fullmatch(text)
    if found:
        return found[1], found[2]
    carrier = carrier.upper()
    return carrier, text.removeprefix(carrier)


def voyage(transports: list[Transport], today: date, report: Report) -> Voyage:
    """Build the voyage; one TDT with all places and one TDT for each leg give the same legs."""
    hops = _hops(transports, today, report)
    legs = tuple(_leg(hop) for hop in hops)
    carrier, number = _name(transports, report)
    for hop in hops:
        for loc in filter(None, (hop.departure, hop.arrival)):
            lies = place(loc.value(2)).country
            if loc.value(1) == _PLACE_OR_COUNTRY and country(loc.value(2)) not in ("", lies):
                report.warn(
                    "ambiguous-place", loc.where, loc.value(2), field="place",
                    reason="the code of a country and of an airport elsewhere; read as the airport",
                    cure="name the airport under 125 or 87",
                )  # fmt: skip
            if not lies:
                report.warn(
                    "unknown-place", loc.where, loc.value(2), field="place",
                    reason="the place code is in no table, so its country and time zone are unknown",
                    cure="add it to feeds/codes/places.csv",
                )  # fmt: skip
    return Voyage(carrier, number, legs, _direction(hops, legs, report), _mode(transports))


def _hops(transports: list[Transport], today: date, report: Report) -> list[_Hop]:
    hops: list[_Hop] = []
    for transport in transports:
        _follow(transport, hops, today, report)
    if hops and hops[-1].arrival is None and hops[-1].departure and hops[-1].departure.value(1) == _FIRST_HERE:
        hops[-1].departure, hops[-1].arrival = None, hops[-1].departure
    return hops


def _follow(transport: Transport, hops: list[_Hop], today: date, report: Report) -> None:
    waiting: list[Segment] = []
    met = 0
    for segment in transport.details:
        if segment.tag == "DTM":
            if not met or not _timed(hops[-1], segment, today, report):
                waiting.append(segment)
        elif segment.value(1) not in _NOT_ON_THE_WAY:
            _visit(hops, segment)
            met += 1
            if met == 1 or hops[-1].arrival is None:
                _note_surplus([dtm for dtm in waiting if not _timed(hops[-1], dtm, today, report)], report)
                waiting = []
    if met:
        _note_surplus(waiting, report)
    for dtm in waiting if not met else ():
        report.note("time-without-place", dtm.where, dtm.raw.strip(), field="time", reason="no place goes with it")
    if met > 1 and hops[-1].arrival is None:
        _chain(hops, report)


def _visit(hops: list[_Hop], loc: Segment) -> None:
    if hops and hops[-1].arrival is None:
        hops[-1].arrival = loc
    else:
        hops.append(_Hop(loc))


def _chain(hops: list[_Hop], report: Report) -> None:
    """Read a last place without a partner as the end of one more leg."""
    last, before = hops[-1], hops[-2]
    if last.departure:
        report.note("odd-places", last.departure.where, last.departure.value(2), reason="places do not come in pairs")
    last.departure, last.arrival = before.arrival, last.departure


def _timed(hop: _Hop, dtm: Segment, today: date, report: Report) -> bool:
    """Give the leg a time; False when it has that one already, so that it is of the next leg or of none."""
    qualifier = dtm.value(1)
    if qualifier not in _DEPARTS | _ARRIVES:
        report.once("unknown-qualifier", dtm.where, f"DTM+{qualifier}", "a time of a kind not used here")
        return True
    departing = qualifier in _DEPARTS
    if hop.complete(dtm.value(1, 1), departing=departing):
        return True
    moment = travel_time(dtm.element(1)[1:], today)
    taken = not moment.text or hop.set(moment.text, departing=departing)
    if taken and moment.problem:
        report.warn(moment.problem, dtm.where, dtm.raw.strip(), field="time", reason=moment.reason)
    return taken


def _note_surplus(dtms: list[Segment], report: Report) -> None:
    for dtm in dtms:
        report.note("surplus-time", dtm.where, dtm.raw.strip(), field="time", reason="the leg has this time already")


def _leg(hop: _Hop) -> Leg:
    departure = hop.departure.value(2).upper() if hop.departure else ""
    arrival = hop.arrival.value(2).upper() if hop.arrival else ""
    start, end = place(departure), place(arrival)
    return Leg(departure, arrival, hop.departs, hop.arrives, start.country, end.country, start.zone, end.zone)


def _direction(hops: list[_Hop], legs: tuple[Leg, ...], report: Report) -> Direction:
    """Find the leg with one end at home; where there are several, the one marked 125 and 87 decides."""
    marked = [_is_marked(hop) for hop in hops]
    crossing = [
        (not mark, leg)
        for mark, leg in zip(marked, legs, strict=True)
        if leg.departure_country
        and leg.arrival_country
        and _at_home(leg.departure_country) != _at_home(leg.arrival_country)
    ]
    if crossing:
        leg = min(crossing, key=lambda pair: pair[0])[1]
        return Direction.OUTBOUND if _at_home(leg.departure_country) else Direction.INBOUND
    countries = [country for leg in legs for country in (leg.departure_country, leg.arrival_country)]
    if countries and all(countries):
        return Direction.DOMESTIC if _at_home(countries[0]) else Direction.FOREIGN
    for mark, leg in zip(marked, legs, strict=True):
        if mark and _at_home(leg.departure_country):
            return Direction.OUTBOUND
        if mark and _at_home(leg.arrival_country):
            return Direction.INBOUND
    if legs:
        report.warn(
            "unknown-direction",
            "file",
            reason="no leg is known to cross the border",
            cure="name the places by IATA code",
        )
    return Direction.UNKNOWN


def _is_marked(hop: _Hop) -> bool:
    ends = (hop.departure, hop.arrival)
    return any(loc and loc.value(1) == mark for loc, mark in zip(ends, (_LAST_FOREIGN, _FIRST_HERE), strict=True))


def _at_home(country: str) -> bool:
    return country in HOME


def _name(transports: list[Transport], report: Report) -> tuple[str, str]:
    named: list[tuple[str, str]] = []
    for tdt in (transport.tdt for transport in transports if transport.tdt):
        carrier, number = flight_number(tdt.value(2), tdt.value(5))
        if tdt.value(5) and carrier != tdt.value(5).upper():
            report.note(
                "carriers-differ",
                tdt.where,
                tdt.raw.strip(),
                field="carrier",
                reason="the flight's and the carrier's code differ",
            )
        if (carrier, number) not in named:
            named.append((carrier, number))
    if len(named) > 1:
        flights = " ".join("".join(name) for name in named)
        report.note("several-flights", "file", flights, field="number", reason="the legs have different flight numbers")
    return next((name for name in named if name[1]), next((name for name in named if name[0]), ("", "")))


def _mode(transports: list[Transport]) -> Mode:
    for tdt in (transport.tdt for transport in transports if transport.tdt):
        stated = _MODES.get(tdt.value(3).lstrip("0")[:1])
        if stated:
            return stated
        if tdt.value(1) == _ROAD_STAGE:
            return Mode.LAND
    return Mode.AIR
