"""US-EDIFACT PAXLST:001:000, the dialect before UN/EDIFACT: persons in PDT, times in elements of their own."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from feeds.codes.countries import country
from feeds.codes.sexes import sex
from feeds.dates import birth_date, document_date, travel_time
from feeds.findings import Severity
from feeds.manifest.itinerary import Transport, voyage
from feeds.manifest.papers import note_dates
from feeds.records import ListKind, Manifest, Traveller
from feeds.reporting import Report
from matchers.identity import TravelDocument

if TYPE_CHECKING:
    from feeds.edifact import Segment
    from feeds.manifest.messages import Message

_PAPER, _PAPER_PARTS = re.compile(r"\s*[A-Z]{0,2}/.*\d", re.IGNORECASE), 3
"""A document: type and number divided by a stroke, expiry, state."""


def is_legacy(message: Message) -> bool:
    """Tell the dialect by its version, or by its person segments when the header is lost."""
    return message.version.startswith(("001", "1:")) or message.has("PDT")


def manifest(message: Message, today: date) -> Manifest:
    """Read one message; never raises."""
    report = Report()
    journey = voyage(_transports(message), today, report)
    sent = travel_time((message.envelope.sent,), today).text
    departs = next((leg.departs for leg in journey.legs if leg.departs), sent)
    flight = date.fromisoformat(departs[:10]) if departs else today
    persons = [segment for segment in message.segments if segment.tag == "PDT"]
    travellers = tuple(filter(None, (_traveller(pdt, flight, message, report) for pdt in persons)))
    if not persons and not journey.number:
        report.add(
            Severity.FATAL, "empty-message", message.where, field="voyage",
            reason="the message names no flight and no person", cure="send the whole message again",
        )  # fmt: skip
    crew = bool(travellers) and all(one.crew for one in travellers)
    return Manifest(
        format="legacy",
        list=ListKind.CREW if crew else ListKind.PASSENGER,
        voyage=journey,
        travellers=travellers,
        findings=report.findings,
        sender=message.envelope.sender,
        reference=message.access,
        key=message.key,
        delimiters=message.envelope.delimiters,
    )


def _transports(message: Message) -> list[Transport]:
    """Put carrier and times where UN/EDIFACT has them."""
    transports: list[Transport] = []
    for segment in message.segments:
        if segment.tag == "TDT":
            elements = (*(segment.element(place) for place in range(4)), (), segment.element(4))
            transports.append(Transport(segment._replace(elements=elements)))
        elif segment.tag == "DTM" and transports:
            moment = (*segment.element(1)[:1], segment.value(2), segment.value(3))
            transports[-1].details.append(segment._replace(elements=(("DTM",), moment)))
        elif segment.tag == "LOC" and transports:
            transports[-1].details.append(segment)
        elif segment.tag == "PDT":
            break
    return transports


def _traveller(pdt: Segment, flight: date, message: Message, report: Report) -> Traveller | None:
    papers, pdt = _divided(pdt)
    surname = " ".join(pdt.value(2).split())
    given = " ".join(f"{pdt.value(2, 1)} {pdt.value(2, 2)}".split())
    documents = tuple(filter(None, (_document(paper, pdt.where, flight, report) for paper in papers)))
    if not (surname or given or documents):
        report.add(
            Severity.REJECT, "unusable-person", pdt.where, pdt.raw.strip(), field="surname",
            reason="the person has no surname, no given name and no document", cure="send the person again, complete",
        )  # fmt: skip
        return None
    birth = birth_date(pdt.value(2, 3), flight)
    if birth.problem:
        report.warn(birth.problem, pdt.where, pdt.value(2, 3), field="birth_date", reason=birth.reason)
    read = sex(pdt.value(2, 4))
    if read is None:
        report.warn("unknown-sex", pdt.where, pdt.value(2, 4), field="sex", reason="not M, F, U or X")
    return Traveller(
        surname=surname,
        given_names=given,
        birth_date=birth.date,
        sex=read or "",
        crew=pdt.value(3).upper().startswith("CR"),
        documents=documents,
        embarkation=pdt.value(4).upper(),
        debarkation=pdt.value(4, 1).upper(),
        raw=pdt.raw + message.envelope.delimiters[5],
        where=pdt.where,
    )


def _divided(pdt: Segment) -> tuple[list[tuple[str, ...]], Segment]:
    """Return every document, three components each, and the PDT with the name behind the first element."""
    if len(pdt.element(1)) > _PAPER_PARTS and "/" not in pdt.value(1):
        return [], pdt._replace(elements=(pdt.elements[0], (), *pdt.elements[1:]))
    last = 1
    while _PAPER.match(pdt.value(last + 1)):
        last += 1
    parts = [
        element[start : start + _PAPER_PARTS]
        for element in pdt.elements[1 : last + 1]
        for start in range(0, len(element), _PAPER_PARTS)
        if start == 0 or _PAPER.match(element[start])
    ]
    return parts, pdt._replace(elements=(pdt.elements[0], *pdt.elements[last:]))


def _document(paper: tuple[str, ...], where: str, flight: date, report: Report) -> TravelDocument | None:
    written, expiry, state = (part.strip() for part in (*paper, "", "", "")[:_PAPER_PARTS])
    kind, divided, number = written.partition("/")
    if not divided:
        kind, number = "", kind
    if not number.strip():
        return None
    expires = document_date(expiry, flight) if expiry else None
    if expires and expires.problem:
        report.warn(expires.problem, where, expiry, field="expires", reason=expires.reason)
    note_dates(expires.date if expires else None, None, flight, where, report)
    issuer = country(state)
    if state and not issuer:
        report.warn("unknown-country", where, state, field="issuer", reason="the country code is in no table")
    return TravelDocument(number.strip(), kind.strip().upper(), issuer, expires.date if expires else None)
