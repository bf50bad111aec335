"""The alerts of one desk as it reads them: with their acknowledgement, unread and urgent ones first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, case
from sqlmodel import Session, col, func, select

from rsoits.store.accounts import Account
from rsoits.store.alerts import Acknowledgement, Alert
from rsoits.store.matches import Match
from rsoits.store.registrants import Registrant
from rsoits.store.trips import Trip

_URGENCIES = ("immediate", "priority", "routine")


@dataclass(frozen=True, slots=True)
class InboxRow:
    """One alert; `border_at` is when the border is crossed, if a crossing led to it."""

    alert: Alert
    border_at: datetime | None
    registered_in: str
    acknowledgement: Acknowledgement | None
    acknowledged_by: str | None


@dataclass(frozen=True, slots=True)
class Tally:
    """How many alerts a desk has, has not read, and has not acknowledged."""

    alerts: int
    unread: int
    unacknowledged: int


def inbox_rows(
    session: Session, ori: str, limit: int, offset: int = 0, *, by_border: bool = False, waiting_only: bool = False
) -> list[InboxRow]:
    """Return a desk's alerts: not acknowledged first, then by border time or by urgency and age."""
    found = _joined().where(col(Alert.recipient_ori) == ori)
    if waiting_only:
        found = found.where(col(Acknowledgement.id).is_(None))
    urgency = case({word: place for place, word in enumerate(_URGENCIES)}, value=col(Alert.urgency), else_=3)
    newest = col(Alert.id).desc()
    near = (col(Match.border_at).is_(None), col(Match.border_at), urgency, newest)
    read = (col(Alert.read_at).is_not(None), urgency, newest)
    found = found.order_by(col(Acknowledgement.id).is_not(None), *(near if by_border else read))
    return [InboxRow(*row) for row in session.execute(found.limit(limit).offset(offset))]


def inbox_row(session: Session, alert_id: int) -> InboxRow:
    """Return one alert with its acknowledgement."""
    return InboxRow(*session.execute(_joined().where(col(Alert.id) == alert_id)).one())


def tally(session: Session, ori: str) -> Tally:
    """Count a desk's alerts."""
    alerts, read = session.exec(
        select(func.count(col(Alert.id)), func.count(col(Alert.read_at))).where(Alert.recipient_ori == ori)
    ).one()
    done = session.exec(
        select(func.count(col(Acknowledgement.id)))
        .join(Alert, col(Alert.id) == Acknowledgement.alert_id)
        .where(Alert.recipient_ori == ori)
    ).one()
    return Tally(alerts, alerts - read, alerts - done)


def was_alerted(session: Session, trip_id: int, ori: str) -> bool:
    """Tell whether a desk was told of a trip."""
    found = select(Alert.id).where(Alert.trip_id == trip_id, Alert.recipient_ori == ori).limit(1)
    return bool(ori) and session.exec(found).first() is not None


def _joined() -> Select[Any]:
    joined: Select[Any] = (
        select(Alert, Match.border_at, Registrant.jurisdiction, Acknowledgement, Account.name)  # type: ignore[call-overload]  # more columns than its overloads know
        .join(Trip, col(Trip.id) == Alert.trip_id)
        .join(Registrant, col(Registrant.id) == Trip.registrant_id)
        .outerjoin(Match, col(Match.id) == Alert.match_id)
        .outerjoin(Acknowledgement, col(Acknowledgement.alert_id) == Alert.id)
        .outerjoin(Account, col(Account.id) == Acknowledgement.account_id)
    )
    return joined
