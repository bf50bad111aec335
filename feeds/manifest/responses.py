"""Answers and requests of border authorities: recognised and filed, never taken for a list of persons."""

from __future__ import annotations

from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING

from feeds.manifest.bearing import bearing
from feeds.manifest.itinerary import Transport, flight_number, voyage
from feeds.manifest.pnrgov import flight
from feeds.records import ListKind, Manifest, Voyage
from feeds.reporting import Report

if TYPE_CHECKING:
    from datetime import date

    from feeds.manifest.messages import Message

_TYPES = frozenset({"CUSRES", "CONTRL", "ACKRES", "GOVREQ"})
"""Replies to PAXLST, syntax reports, replies to PNRGOV, and requests for a PNRGOV."""

_CODES = frozenset({"962", "132", "312"})
"""BGM codes of a response, an unsolicited change of status, and an acknowledgement of one."""


def is_response(message: Message) -> bool:
    """Tell a response by its type, or by its BGM code when the header is lost."""
    if message.type:
        return message.type in _TYPES
    return any(
        segment.tag in ("ERP", "UCI") or _is_answer(segment.tag, segment.value(1)) for segment in message.segments
    )


def manifest(message: Message, today: date) -> Manifest:
    """File a response under its code, transaction and flight."""
    code = reference = document = ""
    report = Report()
    journey = _journey(message, today, report)
    for segment in message.segments:
        if segment.tag == "BGM":
            code, document = segment.value(1), segment.value(2)
        elif segment.tag == "RFF" and segment.value(1).upper() == "TN":
            reference = reference or segment.value(1, 1)
        elif segment.tag == "RFF" and segment.value(1).upper() == "AF" and not journey.number:
            carrier, number = flight_number(segment.value(1, 1))
            journey = replace(journey, carrier=carrier, number=number)
        elif segment.tag == "MSG":
            code = code or segment.value(1, 1)
        elif segment.tag == "TVL" and not journey.number:
            carrier, number, leg = flight(segment, today, report)
            journey = Voyage(carrier, number, (leg,), bearing((leg,)))
        elif segment.tag == "UCI":
            reference = reference or segment.value(1)
    return Manifest(
        format=(message.type or "CUSRES").lower(),
        list=ListKind.RESPONSE,
        voyage=journey,
        findings=report.findings,
        message=code,
        document=document,
        sender=message.envelope.sender,
        reference=reference or message.access,
        key=message.key,
        delimiters=message.envelope.delimiters,
        part=message.part,
    )


def _journey(message: Message, today: date, report: Report) -> Voyage:
    """Read the places and times before the first person; here the times of a leg precede its places."""
    head = takewhile(lambda segment: segment.tag != "ERP", message.segments)
    details = [segment for segment in head if segment.tag in ("LOC", "DTM")]
    return voyage([Transport(None, details)], today, report) if details else Voyage()


def _is_answer(tag: str, code: str) -> bool:
    return tag == "BGM" and code in _CODES
