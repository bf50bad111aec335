"""Where a notice stands, for its sender: what became of it here, and what came of the journey."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlmodel import Session, col, select

from matchers.identity import PartialDate
from rsoits.rules.itinerary import TOLERANCE
from rsoits.store.notices import Notice, NoticeState
from rsoits.store.trips import Trip, TripState


class Standing(StrEnum):
    """What a sender is told in a word."""

    RECEIVED = "received"
    WAITING = "waiting for the registry record"
    RETURNED = "returned for correction"
    AMENDED = "amended"
    CANCELLED = "cancelled"
    DEPARTED = "departed"
    ENTERED = "entered"
    CAME_BACK = "returned"
    NOT_SEEN = "departure not seen"
    EXPIRED = "expired"


_SENTENCES = {
    Standing.RECEIVED: "The notice is on file and belongs to a trip.",
    Standing.WAITING: "The notice is on file; it joins a trip as soon as the registry record it names is known here.",
    Standing.RETURNED: "A reviewer asks for a correction. The notice counts as it is until you amend it.",
    Standing.AMENDED: "A later version has taken its place.",
    Standing.CANCELLED: "The notice was cancelled, and its trip with it.",
    Standing.DEPARTED: "The person was seen leaving the country.",
    Standing.ENTERED: "The person was seen entering the country.",
    Standing.CAME_BACK: "The person was seen leaving and coming back.",
    Standing.NOT_SEEN: "The announced day of departure has passed, and no list showed the person.",
    Standing.EXPIRED: "The announced dates have passed, and no list showed the person.",
}
_OF_NOTICES = {
    NoticeState.CANCELLED: Standing.CANCELLED,
    NoticeState.AMENDED: Standing.AMENDED,
    NoticeState.RETURNED: Standing.RETURNED,
}
_OF_TRIPS = {
    TripState.DEPARTED: Standing.DEPARTED,
    TripState.ENTERED: Standing.ENTERED,
    TripState.RETURNED: Standing.CAME_BACK,
}


@dataclass(frozen=True, slots=True)
class Status:
    """A word, and a sentence that says what it means."""

    word: Standing
    sentence: str


def status_of(notice: Notice, trip: Trip | None, today: date) -> Status:
    """Return where a notice stands; `trip` is the one it belongs to, if any."""
    word = _word(notice, trip, today)
    return Status(word, _SENTENCES[word])


def trip_of(session: Session, notice: Notice) -> Trip | None:
    """Return the trip a notice belongs to; of those it was taken from again, none."""
    found = select(Trip).where(Trip.notice_id == notice.id).order_by(col(Trip.id).desc())
    return session.exec(found).first()


def _word(notice: Notice, trip: Trip | None, today: date) -> Standing:
    if notice.state in _OF_NOTICES or notice.replaced:
        return _OF_NOTICES.get(notice.state, Standing.AMENDED)
    if trip and trip.state in _OF_TRIPS:
        return _OF_TRIPS[trip.state]
    if _passed(notice.returns_on or notice.departs_on, today):
        return Standing.EXPIRED
    if _passed(notice.departs_on, today):
        return Standing.NOT_SEEN
    return Standing.RECEIVED if trip else Standing.WAITING


def _passed(written: str, today: date) -> bool:
    return bool(written) and PartialDate.read(written).latest + TOLERANCE < today
