"""Interchanges to messages: the envelope, and where one message ends and the next begins, whatever was lost."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from feeds.identifiers import shortened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feeds.edifact import Interchange, Segment

_BODY_OPENERS = frozenset({"BGM", "TDT", "NAD", "ERP", "PDT", "UCI", "MSG", "TVL", "SRC", "TIF"})
_OUTSIDE = frozenset({"UNB", "UNG", "UNH", "UNE", "UNZ"})
"""Segments that end the message before them."""
_TURNS = _OUTSIDE | {"BGM", "UNT"}
"""Segments after which another message may begin; all others belong to the one that is open."""


@dataclass(slots=True)
class Envelope:
    """What UNB and UNG say; `sent` is the date and time as sent, YYMMDDHHMM."""

    sender: str = ""
    reference: str = ""
    sent: str = ""
    message_type: str = ""
    delimiters: str = ""


@dataclass(slots=True)
class Message:
    """One message with its segments in order, UNH to UNT; `lost` names service segments that should be there."""

    envelope: Envelope
    reference: str = ""
    type: str = ""
    version: str = ""
    access: str = ""
    part: str = ""
    segments: list[Segment] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)

    @property
    def where(self) -> str:
        """Name its first segment."""
        return self.segments[0].where if self.segments else "file"

    @property
    def key(self) -> str:
        """Name the message for its sender; a message without sender or references is named by its content."""
        parts = tuple(shortened(part) for part in (self.envelope.sender, self.envelope.reference, self.reference))
        if all(parts):
            return "|".join(parts)
        content = "".join(segment.raw.strip() for segment in self.segments)
        return "|".join((*parts, hashlib.sha256(content.encode("utf-8", "replace")).hexdigest()[:16]))

    def has(self, tag: str) -> bool:
        """Tell whether a segment of this kind came."""
        return any(segment.tag == tag for segment in self.segments)


def messages(interchange: Interchange) -> Iterator[Message]:
    """Yield every message; one may lack UNH, UNT or the whole envelope."""
    envelope = Envelope(delimiters=str(interchange.delimiters))
    current: Message | None = None
    for segment in interchange.segments():
        if current and segment.tag not in _TURNS:
            current.segments.append(segment)
            continue
        if current and (segment.tag in _OUTSIDE or (segment.tag == "BGM" and current.has("BGM"))):
            yield _ended(current)
            current = _next_part(current) if segment.tag == "BGM" else None
        if segment.tag == "UNH":
            current = _opened(segment, envelope)
        elif segment.tag in _OUTSIDE:
            envelope = _enveloped(segment, envelope)
        else:
            if current is None and segment.tag in _BODY_OPENERS:
                current = Message(envelope, type=envelope.message_type, lost=["UNH"])
            if current:
                current.segments.append(segment)
            if current and segment.tag == "UNT":
                yield current
                current = None
    if current:
        yield _ended(current)


def _next_part(before: Message) -> Message:
    """Open the message whose header was lost between two BGM."""
    return Message(before.envelope, before.reference, before.type, before.version, lost=["UNH"])


def _ended(message: Message) -> Message:
    message.lost.append("UNT")
    return message


def _opened(unh: Segment, envelope: Envelope) -> Message:
    part = ":".join(filter(None, (unh.value(4), unh.value(4, 1))))
    kind = unh.value(2).upper() or envelope.message_type
    version = ":".join(filter(None, (unh.value(2, 1), unh.value(2, 2))))
    return Message(envelope, unh.value(1), kind, version, unh.value(3), part, [unh])


def _stamp(segment: Segment) -> str:
    return segment.value(4) + segment.value(4, 1)


def _enveloped(segment: Segment, envelope: Envelope) -> Envelope:
    if segment.tag == "UNB":
        return Envelope(segment.value(2), segment.value(5), _stamp(segment), delimiters=envelope.delimiters)
    if segment.tag == "UNG":
        return Envelope(
            envelope.sender or segment.value(2),
            envelope.reference or segment.value(5),
            envelope.sent or _stamp(segment),
            segment.value(1).upper(),
            envelope.delimiters,
        )
    return envelope
