"""IATA/WCO PNRGOV: what a carrier's reservations say of a flight before it leaves, to a manifest of who booked."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from feeds.codes.places import place
from feeds.dates import travel_time
from feeds.findings import Severity
from feeds.manifest.bearing import bearing
from feeds.manifest.reservation import Reservation
from feeds.records import Direction, Leg, ListKind, Manifest, Voyage
from feeds.reporting import Report

if TYPE_CHECKING:
    from feeds.edifact import Segment
    from feeds.manifest.messages import Message

_TYPE = "PNRGOV"
_OPENERS = frozenset({"SRC", "TIF"})
"""Segments by which a message whose header is lost is told."""

_FUNCTIONS = {"22": "new", "141": "change"}
"""MSG: all reservations of the flight, only those that changed."""

_WHOLE = frozenset({"", "01:F", "1:F"})


def is_pnrgov(message: Message) -> bool:
    """Tell the message by its type, or by its segments when the header is lost."""
    if message.type:
        return message.type == _TYPE
    return any(segment.tag in _OPENERS for segment in message.segments)


def manifest(message: Message, today: date) -> Manifest:
    """Read one message; never raises, whatever is missing.

    Times of a TVL are local to its places. A message with neither a flight nor a reservation has a FATAL finding.
    """
    report = Report()
    header, bodies = _divided(message)
    journey = _voyage(header, today, report)
    sent = travel_time((message.envelope.sent,), today).text
    day = _flight_date(journey, sent, today)
    reservations = []
    for body in bodies:
        reservation = Reservation(body[0], day, report)
        for segment in body:
            reservation.take(segment)
        reservations.append(reservation)
    terminator = message.envelope.delimiters[5]
    travellers = [one for each in reservations for one in each.travellers(journey, terminator)]
    if not reservations and not journey.legs and not journey.number:
        report.add(
            Severity.FATAL, "empty-message", message.where, field="voyage",
            reason="the message names no flight and no reservation", cure="send the whole message again",
        )  # fmt: skip
    code = _code(header)
    _note_envelope(message, header, len(bodies), code, report)
    return Manifest(
        format="pnrgov",
        list=ListKind.RESERVATION,
        voyage=journey,
        travellers=tuple(travellers),
        findings=report.findings,
        message=code,
        function=_FUNCTIONS.get(code, "new"),
        sender=message.envelope.sender,
        reference=message.access,
        key=message.key,
        delimiters=message.envelope.delimiters,
        sent=sent if "T" in sent else "",
        part=message.part,
    )


def flight(tvl: Segment, today: date, report: Report) -> tuple[str, str, Leg]:
    """Read `TVL+280326:1205:280326:1430+IAH+MEX+QZ+514`: the carrier, the number and the leg."""
    departs = _time(tvl, 0, today, report)
    arrives = _time(tvl, 2, today, report)
    departure, arrival = tvl.value(2).upper(), tvl.value(3).upper()
    start, end = place(departure), place(arrival)
    leg = Leg(departure, arrival, departs, arrives, start.country, end.country, start.zone, end.zone)
    return tvl.value(4).upper(), tvl.value(5).upper(), leg


def _divided(message: Message) -> tuple[list[Segment], list[list[Segment]]]:
    """Divide into the header and one list for each reservation; a lost SRC is replaced by the first name."""
    header: list[Segment] = []
    bodies: list[list[Segment]] = []
    for segment in message.segments:
        if segment.tag == "SRC" or (segment.tag == "TIF" and not bodies):
            bodies.append([segment])
        elif bodies and segment.tag != "UNT":
            bodies[-1].append(segment)
        else:
            header.append(segment)
    return header, bodies


def _voyage(header: list[Segment], today: date, report: Report) -> Voyage:
    carrier = number = ""
    legs: list[Leg] = []
    for segment in header:
        if segment.tag != "TVL":
            continue
        flies, numbered, leg = flight(segment, today, report)
        carrier, number = carrier or flies, number or numbered
        legs.append(leg)
        for written, known in ((leg.departure, leg.departure_country), (leg.arrival, leg.arrival_country)):
            if not known:
                report.warn(
                    "unknown-place", segment.where, written, field="place",
                    reason="the place code is in no table, so its country and time zone are unknown",
                    cure="add it to feeds/codes/places.csv",
                )  # fmt: skip
    direction = bearing(legs)
    if direction is Direction.UNKNOWN:
        report.warn(
            "unknown-direction",
            "file",
            reason="no leg is known to cross the border",
            cure="name the places by IATA code",
        )
    return Voyage(carrier, number, tuple(legs), direction)


def _time(tvl: Segment, component: int, today: date, report: Report) -> str:
    """Read `DDMMYY:HHMM`; an empty one is no time and no problem."""
    day, clock = tvl.value(1, component), tvl.value(1, component + 1)
    if not day:
        return ""
    found = re.fullmatch(r"(\d\d)(\d\d)(\d{2}|\d{4})", day)
    moment = travel_time((f"{found[3]}{found[2]}{found[1]}" if found else "X", clock), today)
    if moment.problem:
        report.warn(
            moment.problem, tvl.where, f"{day}:{clock}", field="time",
            reason=moment.reason if found else "not a day of the form DDMMYY", cure="write DDMMYY:HHMM",
        )  # fmt: skip
    return moment.text


def _flight_date(journey: Voyage, sent: str, today: date) -> date:
    times = [time for leg in journey.legs for time in (leg.departs, leg.arrives) if time]
    text = next(filter(None, (*times, sent)), "")
    return date.fromisoformat(text[:10]) if text else today


def _code(header: list[Segment]) -> str:
    return next((segment.value(1, 1) for segment in header if segment.tag == "MSG"), "")


def _note_envelope(message: Message, header: list[Segment], reservations: int, code: str, report: Report) -> None:
    for tag in message.lost:
        report.note("missing-segment", message.where, tag, reason=f"the message has no {tag}")
    if code not in _FUNCTIONS:
        report.note(
            "unknown-function", message.where, code, field="message",
            reason="neither 22 (all reservations) nor 141 (changed ones); read as all",
        )  # fmt: skip
    for segment in header:
        stated = segment.value(1)
        if segment.tag == "EQN" and message.part in _WHOLE and stated.lstrip("0") != str(reservations or ""):
            report.note("reservation-count", segment.where, stated, reason=f"{reservations} reservations came")
    for segment in message.segments:
        if segment.tag == "UNT" and segment.value(1).lstrip("0") != str(len(message.segments)):
            reason = f"{len(message.segments)} segments came"
            report.note("segment-count", segment.where, segment.value(1), reason=reason)
        elif not segment.tag:
            report.note("unreadable-segment", segment.where, segment.raw.strip(), reason="no segment tag")
