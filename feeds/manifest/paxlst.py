"""UN/EDIFACT PAXLST, as the WCO/IATA/ICAO guide describes it and as senders write it, to a manifest."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from feeds.dates import travel_time
from feeds.findings import Severity
from feeds.manifest.itinerary import Transport, voyage
from feeds.manifest.persons import is_person, traveller
from feeds.records import ListKind, Manifest, Mode, Voyage
from feeds.reporting import Report

if TYPE_CHECKING:
    from feeds.edifact import Segment
    from feeds.manifest.messages import Message

_LISTS = {"250": ListKind.CREW, "336": ListKind.CREW, "266": ListKind.STATUS}
_TRUCK, _CREW_LIST, _MASTER_CREW, _STATUS = "10", "250", "336", "266"

_CLOSES = {"CL": "close", "CLNB": "close", "CLOB": "close"}
_FUNCTIONS = {
    "745": {"CP": "change", "RP": "change", "XR": "cancel"},
    _STATUS: {"XF": "cancel", "CF": "change", "DC": "close"} | _CLOSES,
    _CREW_LIST: {"CC": "change", "BC": "change", "D": "change", "EC": "change", "FC": "change"} | _CLOSES,
    _MASTER_CREW: {"G": "new", "H": "cancel", "I": "change"},
}
_GENERIC = {"1": "cancel", "3": "cancel", "4": "change", "5": "change"}
"""Codes of BGM's own function element, used by trucks and a few carriers."""

_NOTED = frozenset({"UNT", ""})
_COUNTS = frozenset({"42", "41"})
"""CNT qualifiers: passengers, crew."""

_PARTIES = frozenset({"MS", "BA", "AG"})
"""Who reports, and agents."""

_HEADER = frozenset({"UNH", "UNT", "BGM", "RFF", "DTM", "COM", "CNT", "FTX", "GEI", "CTA"})
_PERSON_ENDS = frozenset({"BGM", "CNT", "UNT"})
_TURNS = _PERSON_ENDS | {"NAD", "TDT"}


class _Sections:
    """The segments of a message by what they belong to."""

    def __init__(self, segments: list[Segment]) -> None:
        self.header: list[Segment] = []
        self.transports: list[Transport] = []
        self.persons: list[list[Segment]] = []
        self._home = self.header
        person: list[Segment] | None = None
        for segment in segments:
            if person is None or segment.tag in _TURNS:
                person = self._turn(segment)
            else:
                person.append(segment)

    def _turn(self, segment: Segment) -> list[Segment] | None:
        """Put the segment where it belongs, and return the person it opens."""
        if is_person(segment):
            self.persons.append([segment])
            self._home = self.persons[-1]
            return self._home
        if segment.tag == "TDT":
            self.transports.append(Transport(segment))
            self._home = self.transports[-1].details
        elif segment.tag in _PERSON_ENDS or segment.tag == "NAD":
            self._home = self.header
            self.header.append(segment)
        elif segment.tag == "LOC" and self._home is self.header and not self.persons:
            self.transports.append(Transport(None, [segment]))
            self._home = self.transports[-1].details
        elif self.transports and self._home is self.transports[-1].details and segment.tag not in ("LOC", "DTM"):
            self.header.append(segment)
        else:
            self._home.append(segment)
        return None


def manifest(message: Message, today: date) -> Manifest:
    """Read one message; never raises, whatever is missing or in the wrong order.

    A message with neither a flight nor a person comes back with a FATAL finding.
    """
    report = Report()
    sections = _Sections(message.segments)
    bgm = next((segment for segment in sections.header if segment.tag == "BGM"), None)
    code = bgm.value(1) if bgm else ""
    journey = voyage(sections.transports, today, report)
    if code == _TRUCK:
        journey = Voyage(journey.carrier, journey.number, journey.legs, journey.direction, Mode.LAND)
    flight = _flight_date(journey, message, today)
    terminator = message.envelope.delimiters[5]
    travellers = tuple(filter(None, [traveller(person, flight, terminator, report) for person in sections.persons]))
    if not sections.transports and not sections.persons:
        report.add(
            Severity.FATAL, "empty-message", message.where, field="voyage",
            reason="the message names no flight and no person", cure="send the whole message again",
        )  # fmt: skip
    _note_envelope(message, sections, report)
    reference, revision = _transaction(sections.header)
    document = ":".join(part.strip() for part in bgm.element(2)).strip(":") if bgm else ""
    return Manifest(
        format="paxlst",
        list=_LISTS.get(code, ListKind.PASSENGER),
        voyage=journey,
        travellers=travellers,
        findings=report.findings,
        message=code,
        document=document,
        function=_function(code, bgm),
        sender=message.envelope.sender,
        reference=reference or message.access,
        key=message.key,
        delimiters=message.envelope.delimiters,
        revision=revision,
        sent=_written(message, today),
        part=message.part,
    )


def _flight_date(journey: Voyage, message: Message, today: date) -> date:
    """Take the first time of the journey, else the day the message was sent, else today."""
    times = [time for leg in journey.legs for time in (leg.departs, leg.arrives) if time]
    sent = travel_time((message.envelope.sent,), today).text
    for text in (*times, sent):
        if text:
            return date.fromisoformat(text[:10])
    return today


def _written(message: Message, today: date) -> str:
    """Return when the interchange says it was written; empty unless it says the day and the time."""
    text = travel_time((message.envelope.sent,), today).text
    return text if "T" in text else ""


def _function(code: str, bgm: Segment | None) -> str:
    if bgm is None:
        return "new"
    document = bgm.value(2).upper()
    known = _FUNCTIONS.get(code, {})
    return known.get(document) or _GENERIC.get(bgm.value(3), "new")


def _transaction(header: list[Segment]) -> tuple[str, str]:
    """Return the transaction reference and its revision, which stands last in `TN:ref:::1` and `TN:ref:1`."""
    for segment in header:
        if segment.tag == "RFF" and segment.value(1).upper() == "TN":
            rest = [part.strip() for part in segment.element(1)[2:] if part.strip()]
            return segment.value(1, 1), rest[-1] if rest else ""
    return "", ""


def _note_envelope(message: Message, sections: _Sections, report: Report) -> None:
    for tag in message.lost:
        report.note("missing-segment", message.where, tag, reason=f"the message has no {tag}")
    if not message.has("BGM"):
        report.warn(
            "missing-segment", message.where, "BGM", field="message",
            reason="nothing says whom the message lists; it is read as a list of passengers",
            cure="send BGM behind UNH: 745 for passengers, 250 for crew",
        )  # fmt: skip
    for segment in [one for one in message.segments if one.tag in _NOTED]:
        if segment.tag == "UNT" and segment.value(1).lstrip("0") != str(len(message.segments)):
            reason = f"{len(message.segments)} segments came"
            report.note("segment-count", segment.where, segment.value(1), reason=reason)
        elif not segment.tag:
            report.note("unreadable-segment", segment.where, segment.raw.strip(), reason="no segment tag")
    for segment in sections.header:
        if segment.tag == "CNT":
            _compare_count(segment, message, sections, report)
        elif segment.tag == "NAD" and segment.value(1).upper() not in _PARTIES:
            report.once(
                "unknown-qualifier", segment.where, f"NAD+{segment.value(1)}", "a party of a kind not used here"
            )
        elif segment.tag not in _HEADER and segment.tag and segment.tag != "NAD":
            report.once("unknown-segment", segment.where, segment.tag, "a segment of a kind not used here")


def _compare_count(cnt: Segment, message: Message, sections: _Sections, report: Report) -> None:
    """Compare only a list that is whole: parts of a split one repeat the total of the flight."""
    if cnt.value(1) not in _COUNTS or message.part not in ("", "01:F", "1:F"):
        return
    stated = cnt.value(1, 1) or cnt.value(2)
    if stated.lstrip("0") != str(len(sections.persons) or ""):
        report.note("person-count", cnt.where, stated, reason=f"{len(sections.persons)} persons came")
