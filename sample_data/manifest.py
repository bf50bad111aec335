"""Writes UN/EDIFACT PAXLST interchanges as carriers do (WCO/IATA/ICAO guide), sharing no code with the reader."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from matchers.identity import PartialDate, TravelDocument


class MessageKind(StrEnum):
    """The message code (BGM) and, where it has one, its document id."""

    PASSENGERS = "745"
    CHANGE = "745+CP"
    CANCEL = "745+XR"
    CREW = "250+C"
    CLOSE = "266+CL"


@dataclass(frozen=True, slots=True)
class FlightLeg:
    """One hop between IATA airports; `departs` and `arrives` are local times of the airports."""

    departure: str
    departs: datetime
    arrival: str
    arrives: datetime


@dataclass(frozen=True, slots=True)
class Flight:
    """A flight; `border` is the position of the leg that crosses the United States border."""

    carrier: str
    number: str
    legs: tuple[FlightLeg, ...]
    border: int = 0
    arriving: bool = False
    """Whether it comes into the United States."""


@dataclass(frozen=True, slots=True)
class Aboard:
    """One person as sent. `reference` is the carrier's unique reference (RFF+ABO); `extra` a middle name or a title."""

    surname: str
    given: str = ""
    extra: str = ""
    born: PartialDate | None = None
    sex: str = ""
    nationality: str = ""
    document: TravelDocument | None = None
    reference: str = ""
    record_locator: str = ""
    seat: str = ""
    residence: str = ""


@dataclass(frozen=True, slots=True)
class Style:
    """How a sender writes. `delimiters` are component, element, decimal, release, reserved and terminator.

    `wrap` breaks lines at that column as telex networks do, between the lines of `heading` and `footing`.
    """

    delimiters: str = ":+.? '"
    una: bool = True
    group: bool = True
    one_transport_group: bool = False
    foreign_pairs_only: bool = False
    century: bool = False
    line_per_segment: bool = True
    wrap: int = 0
    heading: tuple[str, ...] = ()
    footing: tuple[str, ...] = ()
    encoding: str = "ascii"
    count_error: int = 0
    """Added to the declared counts of persons and segments."""


@dataclass(frozen=True, slots=True)
class Part:
    """One message: its persons and its place in a split transmission, for instance `01:C` then `02:F`."""

    persons: tuple[Aboard, ...]
    sequence: str = "01:F"


PLAIN = Style()


def write_paxlst(
    flight: Flight,
    persons: Iterable[Aboard],
    *,
    sent: datetime,
    reference: str,
    kind: MessageKind = MessageKind.PASSENGERS,
    style: Style = PLAIN,
) -> bytes:
    """Return one interchange with one message; `reference` (up to 14 letters and digits) names both."""
    return write_parts(flight, [Part(tuple(persons))], sent=sent, reference=reference, kind=kind, style=style)


def write_parts(
    flight: Flight,
    parts: Sequence[Part],
    *,
    sent: datetime,
    reference: str,
    kind: MessageKind = MessageKind.PASSENGERS,
    style: Style = PLAIN,
    total: int | None = None,
    interchange: str = "",
    revision: int = 1,
) -> bytes:
    """Return one interchange with a message for each part; every part declares the total of persons of the flight.

    When the parts go out in several interchanges, `total` says how many persons there are in all and `interchange`
    is each one's own reference, while `reference` stays the same. A later `revision` of it corrects the earlier ones.
    """
    sender = f"{flight.carrier}AIR"
    stamp = f"{sent:%y%m%d}:{sent:%H%M}"
    total = sum(len(part.persons) for part in parts) if total is None else total
    interchange = interchange or reference
    lines = Segments(style)
    lines.add(f"UNB+UNOA:4+{sender}:ZZ+USCSAPIS:ZZ+{stamp}+{interchange}++APIS")
    if style.group:
        lines.add(f"UNG+PAXLST+{sender}:ZZ+USCSAPIS:ZZ+{stamp}+{interchange}+UN+D:05B")
    transaction = f"{reference}:::{revision}"
    for number, part in enumerate(parts, start=1):
        _write_message(lines, flight, part, number=f"{number:03}", transaction=transaction, kind=kind, total=total)
    if style.group:
        lines.add(f"UNE+{len(parts)}+{interchange}")
    lines.add(f"UNZ+{1 if style.group else len(parts)}+{interchange}")
    return lines.encode()


@dataclass(slots=True)
class Segments:
    """Collects segments written with `+`, `:` and `?`, and puts them on the wire with the sender's delimiters."""

    style: Style
    written: list[str] = field(default_factory=list)

    def add(self, segment: str) -> None:
        """Add a segment; its own texts come from `value`."""
        self.written.append(segment)

    def add_known(self, start: str, value: str) -> None:
        """Add a segment that ends in a value, unless that is empty."""
        if value:
            self.written.append(start + value)

    def value(self, text: str) -> str:
        """Return text in which the sender's delimiters are released, in signs that `encode` understands."""
        component, element, _, release, _, end = tuple(self.style.delimiters)
        special = {component, element, end} | ({release} if release != " " else set())
        return "".join((_RELEASED if sign in special else "") + sign.translate(_SAFE) for sign in text)

    def encode(self) -> bytes:
        """Return the interchange."""
        style = self.style
        component, element, _, release, _, end = tuple(style.delimiters)
        table = str.maketrans({":": component, "+": element, **_UNSAFE, _RELEASED: release})
        body = [segment.translate(table) + end for segment in self.written]
        text = ("UNA" + style.delimiters if style.una else "") + (
            "\r\n" if style.line_per_segment and style.una else ""
        )
        text += ("\r\n" if style.line_per_segment else "").join(body)
        if style.wrap:
            text = text.replace("\r\n", "")
            text = "\r\n".join(text[start : start + style.wrap] for start in range(0, len(text), style.wrap))
        return "\r\n".join((*style.heading, text, *style.footing, "")).encode(style.encoding)


_RELEASED = "\ue000"
_SAFE = str.maketrans({":": "\ue001", "+": "\ue002"})
_UNSAFE = {"\ue001": ":", "\ue002": "+"}


def _write_message(
    lines: Segments, flight: Flight, part: Part, *, number: str, transaction: str, kind: MessageKind, total: int
) -> None:
    style = lines.style
    start = len(lines.written)
    lines.add(f"UNH+{number}+PAXLST:D:05B:UN:IATA+{transaction.partition(':')[0]}+{part.sequence}")
    lines.add(f"BGM+{kind}")
    lines.add(f"RFF+TN:{transaction}")
    lines.add(f"NAD+MS+++{lines.value(flight.carrier + ' AIR PASSENGER SYSTEMS')}")
    lines.add("COM+202-555-0143:TE+202-555-0144:FX")
    _write_legs(lines, flight)
    crew = kind is MessageKind.CREW
    for person in part.persons:
        _write_person(lines, flight, person, crew=crew)
    lines.add(f"CNT+{41 if crew else 42}:{total + style.count_error}")
    lines.add(f"UNT+{len(lines.written) - start + 1 + style.count_error}+{number}")


def _write_legs(lines: Segments, flight: Flight) -> None:
    for position, leg in enumerate(flight.legs):
        if position == 0 or not lines.style.one_transport_group:
            lines.add(f"TDT+20+{flight.carrier}{flight.number}+++{flight.carrier}")
        at_border = position == flight.border and not lines.style.foreign_pairs_only
        lines.add(f"LOC+{125 if at_border else 92}+{leg.departure}")
        lines.add(f"DTM+189:{leg.departs:%y%m%d%H%M}:201")
        lines.add(f"LOC+{87 if at_border else 92}+{leg.arrival}")
        lines.add(f"DTM+232:{leg.arrives:%y%m%d%H%M}:201")


def _write_person(lines: Segments, flight: Flight, person: Aboard, *, crew: bool) -> None:
    name = ":".join(map(lines.value, _without_trailing_blanks(person.surname, person.given, person.extra)))
    lines.add(f"NAD+{'FM' if crew else 'FL'}+++{name}")
    born = _date(person.born, century=lines.style.century) if person.born else ""
    border_airport = flight.legs[flight.border].arrival if flight.arriving else ""
    lines.add_known("ATT+2++", person.sex)
    lines.add_known("DTM+329:", born)
    lines.add_known("LOC+22+", border_airport)
    lines.add_known("LOC+174+", _icao(person.residence))
    lines.add(f"LOC+178+{flight.legs[0].departure}")
    lines.add(f"LOC+179+{flight.legs[-1].arrival}")
    lines.add_known("EMP+1+", "CR2:110:111" if crew else "")
    lines.add_known("NAT+2+", _icao(person.nationality))
    lines.add_known("RFF+AVF:", lines.value(person.record_locator))
    lines.add_known("RFF+ABO:", lines.value(person.reference))
    lines.add_known("RFF+SEA:", lines.value(person.seat))
    if person.document:
        lines.add(f"DOC+{person.document.type or 'P'}:110:111+{lines.value(person.document.number)}")
        expires = person.document.expires
        lines.add_known("DTM+36:", _date(expires, century=False) if expires else "")
        lines.add_known("LOC+91+", _icao(person.document.issuer))


def _without_trailing_blanks(*parts: str) -> tuple[str, ...]:
    while parts and not parts[-1]:
        parts = parts[:-1]
    return parts


def _date(day: PartialDate, *, century: bool) -> str:
    text = f"{day.year:04}{day.month or 0:02}{day.day or 0:02}"
    return f"{text}:102" if century else text[2:]


def _icao(country: str) -> str:
    """Germany's code in travel documents is the one letter `D` (ICAO Doc 9303-3, section 5)."""
    return "D" if country == "DEU" else country
