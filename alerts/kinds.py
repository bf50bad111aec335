"""The kinds of alert: what each one tells its reader, and how fast it wants to be read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class Urgency(StrEnum):
    """How soon a message wants to be read: now, today, or in the ordinary round."""

    IMMEDIATE = "immediate"
    PRIORITY = "priority"
    ROUTINE = "routine"


class AlertKind(StrEnum):
    """What happened; each kind has a headline, one sentence of meaning and a least urgency."""

    NOTICE_RECEIVED = "notice_received"
    NOTICE_LATE = "notice_late"
    DEPARTURE_CONFIRMED = "departure_confirmed"
    DEPARTURE_NO_NOTICE = "departure_no_notice"
    ITINERARY_DISCREPANCY = "itinerary_discrepancy"
    RETURN_INBOUND = "return_inbound"
    FOREIGN_CONVICTION_ENTRY = "foreign_conviction_entry"
    CORRECTION = "correction"
    RETRACTION = "retraction"

    @property
    def title(self) -> str:  # type: ignore[override]  # a kind has a headline; nobody title-cases it
        """The headline, fit for a subject line: it names no person."""
        return _WORDING[self].title

    @property
    def meaning(self) -> str:
        """One sentence that says what happened."""
        return _WORDING[self].meaning

    @property
    def urgency(self) -> Urgency:
        """The least urgency; a near deadline raises it."""
        return _WORDING[self].urgency


@dataclass(frozen=True, slots=True)
class _Wording:
    title: str
    urgency: Urgency
    meaning: str


_WORDING: Mapping[AlertKind, _Wording] = {
    AlertKind.NOTICE_RECEIVED: _Wording(
        "Travel notice received",
        Urgency.ROUTINE,
        "A registrant has announced a journey abroad in good time.",
    ),
    AlertKind.NOTICE_LATE: _Wording(
        "Travel notice received late",
        Urgency.PRIORITY,
        "A registrant has announced a journey abroad later than the law asks.",
    ),
    AlertKind.DEPARTURE_CONFIRMED: _Wording(
        "Announced departure confirmed",
        Urgency.PRIORITY,
        "A registrant is leaving or has left the country as announced.",
    ),
    AlertKind.DEPARTURE_NO_NOTICE: _Wording(
        "Departure without travel notice",
        Urgency.IMMEDIATE,
        "A registrant is leaving or has left the country, and no notice of the journey is on record.",
    ),
    AlertKind.ITINERARY_DISCREPANCY: _Wording(
        "Journey differs from its notice",
        Urgency.PRIORITY,
        "A registrant travels otherwise than announced.",
    ),
    AlertKind.RETURN_INBOUND: _Wording(
        "Registrant returning to the country",
        Urgency.PRIORITY,
        "A registrant is on the way into the country or has entered it.",
    ),
    AlertKind.FOREIGN_CONVICTION_ENTRY: _Wording(
        "Entry of a person with a foreign conviction",
        Urgency.IMMEDIATE,
        "A person with a foreign conviction that may have to be registered is entering or has entered the country.",
    ),
    AlertKind.CORRECTION: _Wording(
        "Correction of an earlier alert",
        Urgency.IMMEDIATE,
        "Something an earlier alert said was wrong, and this message puts it right.",
    ),
    AlertKind.RETRACTION: _Wording(
        "Earlier alert withdrawn",
        Urgency.IMMEDIATE,
        "An earlier alert should not have been sent and is withdrawn.",
    ),
}
