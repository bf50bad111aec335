"""Answers of border authorities, CUSRES and CONTRL: recognised and filed, never taken for a list of persons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feeds.manifest.itinerary import flight_number
from feeds.records import ListKind, Manifest, Voyage

if TYPE_CHECKING:
    from feeds.manifest.messages import Message

_TYPES = frozenset({"CUSRES", "CONTRL"})
_CODES = frozenset({"962", "132", "312"})
"""BGM codes of a response, an unsolicited change of status, and an acknowledgement of one."""


def is_response(message: Message) -> bool:
    """Tell a response by its type, or by its BGM code when the header is lost."""
    if message.type:
        return message.type in _TYPES
    return any(
        segment.tag in ("ERP", "UCI") or _is_answer(segment.tag, segment.value(1)) for segment in message.segments
    )


def manifest(message: Message) -> Manifest:
    """File a response under its code, transaction and flight."""
    code = reference = document = ""
    journey = Voyage()
    for segment in message.segments:
        if segment.tag == "BGM":
            code, document = segment.value(1), segment.value(2)
        elif segment.tag == "RFF" and segment.value(1).upper() == "TN":
            reference = reference or segment.value(1, 1)
        elif segment.tag == "RFF" and segment.value(1).upper() == "AF" and not journey.number:
            journey = Voyage(*flight_number(segment.value(1, 1)))
        elif segment.tag == "UCI":
            reference = reference or segment.value(1)
    return Manifest(
        format=(message.type or "CUSRES").lower(),
        list=ListKind.RESPONSE,
        voyage=journey,
        message=code,
        document=document,
        sender=message.envelope.sender,
        reference=reference or message.access,
        key=message.key,
        delimiters=message.envelope.delimiters,
        part=message.part,
    )


def _is_answer(tag: str, code: str) -> bool:
    return tag == "BGM" and code in _CODES
