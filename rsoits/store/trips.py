"""Trips: one registrant's one journey, to which notices, crossings and alerts belong."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlmodel import JSON, Field, Session, SQLModel, UniqueConstraint, col, select

from rsoits.store.columns import word


class TripState(StrEnum):
    """Where a trip stands; `LEGAL` says where it can go. A crossing is seen on a list, perhaps before it happens."""

    ANNOUNCED = "announced"
    DEPARTED = "departure seen"
    ENTERED = "entry seen"
    RETURNED = "return seen"
    WITHDRAWN = "withdrawn"


LEGAL: dict[TripState, frozenset[TripState]] = {
    TripState.ANNOUNCED: frozenset({TripState.DEPARTED, TripState.ENTERED, TripState.WITHDRAWN}),
    TripState.DEPARTED: frozenset({TripState.RETURNED, TripState.ANNOUNCED, TripState.WITHDRAWN}),
    TripState.ENTERED: frozenset({TripState.RETURNED, TripState.ANNOUNCED, TripState.WITHDRAWN}),
    TripState.RETURNED: frozenset({TripState.DEPARTED, TripState.ENTERED, TripState.WITHDRAWN}),
    TripState.WITHDRAWN: frozenset(),
}


class Trip(SQLModel, table=True):
    """One journey out of or into the country. `direction` is that of its first known movement."""

    __tablename__ = "trip"

    id: int | None = Field(default=None, primary_key=True)
    registrant_id: int = Field(foreign_key="registrant.id", index=True)
    notice_id: int | None = Field(default=None, foreign_key="notice.id", index=True)
    direction: str
    state: TripState = Field(sa_column=word(TripState, index=True))
    departs_on: str = ""
    returns_on: str = ""
    destination: str = ""
    opened_at: datetime
    changed_at: datetime = Field(index=True)


class Crossing(SQLModel, table=True):
    """A confirmed border crossing of a trip: the match that established it, and how it differs from the notice."""

    __tablename__ = "crossing"
    __table_args__ = (UniqueConstraint("match_id"),)

    id: int | None = Field(default=None, primary_key=True)
    trip_id: int = Field(foreign_key="trip.id", index=True)
    match_id: int = Field(foreign_key="match.id")
    voyage_id: int = Field(foreign_key="voyage.id")
    direction: str
    at: datetime | None = None
    noticed: bool = False
    differences: list[str] = Field(default_factory=list, sa_type=JSON)


def trips_of(session: Session, registrant_ids: Sequence[int]) -> Sequence[Trip]:
    """Return the trips of a person, whose records these are, that were not withdrawn, newest first."""
    return session.exec(
        select(Trip)
        .where(col(Trip.registrant_id).in_(registrant_ids), Trip.state != TripState.WITHDRAWN)
        .order_by(col(Trip.id).desc())
    ).all()


def crossings_of(session: Session, trip_id: int) -> Sequence[Crossing]:
    """Return a trip's crossings in the order they happened."""
    return session.exec(
        select(Crossing).where(Crossing.trip_id == trip_id).order_by(col(Crossing.at), col(Crossing.id))
    ).all()


def crossing_of_match(session: Session, match_id: int) -> Crossing | None:
    """Return the crossing a match established."""
    return session.exec(select(Crossing).where(Crossing.match_id == match_id)).first()
