"""Trips as they are listed: with the registrant, and only those a desk was told of when it may see no others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select
from sqlmodel import Session, col, func, select

from rsoits.store.alerts import Alert
from rsoits.store.registrants import Registrant
from rsoits.store.trips import Trip, TripState


@dataclass(frozen=True, slots=True)
class Journey:
    """One line of the list of trips."""

    trip: Trip
    registrant: Registrant


def journeys(
    session: Session, limit: int, offset: int = 0, *, state: TripState | None = None, told: str | None = None
) -> list[Journey]:
    """Return trips, the last changed first; `told` is the ORI of the desk that must have been alerted."""
    found = _wanted(state, told).order_by(col(Trip.changed_at).desc(), col(Trip.id).desc())
    return [Journey(*row) for row in session.execute(found.limit(limit).offset(offset))]


def how_many(session: Session, *, state: TripState | None = None, told: str | None = None) -> int:
    """Count what `journeys` would list without a limit."""
    counted = select(func.count()).select_from(_wanted(state, told).with_only_columns(col(Trip.id)).subquery())
    return session.exec(counted).one()


def journey(session: Session, trip_id: int) -> Journey | None:
    """Return one trip with its registrant."""
    found = session.execute(_wanted(None, None).where(col(Trip.id) == trip_id)).first()
    return Journey(*found) if found else None


def _wanted(state: TripState | None, told: str | None) -> Select[Any]:
    found: Select[Any] = select(Trip, Registrant).join(Registrant, col(Registrant.id) == Trip.registrant_id)  # type: ignore[assignment]  # one of SQLModel's own
    if state:
        found = found.where(col(Trip.state) == state)
    if told is not None:
        found = found.where(col(Trip.id).in_(select(Alert.trip_id).where(Alert.recipient_ori == told)))
    return found
