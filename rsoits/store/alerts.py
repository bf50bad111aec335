"""Alerts: one message to one recipient, its deliveries by channel, every attempt, and the acknowledgement."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import JSON, Field, Session, SQLModel, UniqueConstraint, col, select


class Alert(SQLModel, table=True):
    """What one agency was told about one trip, exactly as composed; `reference` is the id every channel uses."""

    __tablename__ = "alert"

    id: int | None = Field(default=None, primary_key=True)
    reference: str = Field(unique=True)
    trip_id: int = Field(foreign_key="trip.id", index=True)
    match_id: int | None = Field(default=None, foreign_key="match.id", index=True)
    kind: str = Field(index=True)
    audience: str
    recipient_ori: str = Field(index=True)
    recipient: str
    jurisdiction: str = Field(index=True)
    urgency: str
    message: dict[str, Any] = Field(sa_type=JSON)
    due_at: datetime | None = None
    raised_at: datetime = Field(index=True)
    read_at: datetime | None = None
    read_by: int | None = Field(default=None, foreign_key="account.id")


class Delivery(SQLModel, table=True):
    """One alert over one channel: the outbox's row, claimed by one worker at a time under a lease."""

    __tablename__ = "delivery"
    __table_args__ = (UniqueConstraint("alert_id", "channel", "address"),)

    id: int | None = Field(default=None, primary_key=True)
    alert_id: int = Field(foreign_key="alert.id", index=True)
    channel: str
    address: str
    state: str = Field(index=True)
    attempts: int = 0
    due_at: datetime = Field(index=True)
    leased_by: str = ""
    leased_until: datetime | None = None
    delivered_at: datetime | None = None


class Attempt(SQLModel, table=True):
    """One try to deliver, kept for good."""

    __tablename__ = "attempt"

    id: int | None = Field(default=None, primary_key=True)
    delivery_id: int = Field(foreign_key="delivery.id", index=True)
    at: datetime
    outcome: str
    detail: str = ""


class Acknowledgement(SQLModel, table=True):
    """A recipient's word that the alert was read and is acted on."""

    __tablename__ = "acknowledgement"
    __table_args__ = (UniqueConstraint("alert_id"),)

    id: int | None = Field(default=None, primary_key=True)
    alert_id: int = Field(foreign_key="alert.id")
    account_id: int = Field(foreign_key="account.id")
    note: str = ""
    at: datetime


def alert_with_reference(session: Session, reference: str) -> Alert | None:
    """Return the alert with this id."""
    return session.exec(select(Alert).where(Alert.reference == reference)).first()


def alerts_of_trip(session: Session, trip_id: int) -> Sequence[Alert]:
    """Return a trip's alerts, oldest first."""
    return session.exec(select(Alert).where(Alert.trip_id == trip_id).order_by(col(Alert.id))).all()


def alerts_of_match(session: Session, match_id: int) -> Sequence[Alert]:
    """Return the alerts a match led to, oldest first."""
    return session.exec(select(Alert).where(Alert.match_id == match_id).order_by(col(Alert.id))).all()


def deliveries_of(session: Session, alert_ids: Sequence[int]) -> Sequence[Delivery]:
    """Return the deliveries of these alerts, in order."""
    return session.exec(select(Delivery).where(col(Delivery.alert_id).in_(alert_ids)).order_by(col(Delivery.id))).all()


def acknowledgements_of(session: Session, alert_ids: Sequence[int]) -> dict[int, Acknowledgement]:
    """Return the acknowledgements of these alerts, by alert id."""
    rows = session.exec(select(Acknowledgement).where(col(Acknowledgement.alert_id).in_(alert_ids)))
    return {row.alert_id: row for row in rows}


def attempts_of(session: Session, delivery_ids: Sequence[int]) -> Sequence[Attempt]:
    """Return every attempt at these deliveries, oldest first."""
    return session.exec(
        select(Attempt).where(col(Attempt.delivery_id).in_(delivery_ids)).order_by(col(Attempt.id))
    ).all()
