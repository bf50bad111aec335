"""The outbox as a table: workers claim due deliveries under a lease, with SKIP LOCKED where the database has it."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import col, or_, select, update

from alerts.message import Message
from alerts.outbox import OPEN, Attempt, DeliveryState, Dispatch
from rsoits.store.alerts import Alert, Delivery
from rsoits.store.alerts import Attempt as StoredAttempt
from rsoits.store.database import Database


class SqlOutbox:
    """The `Outbox` port on SQLite and PostgreSQL; every call is a transaction of its own."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def claim(self, now: datetime, limit: int, lease: timedelta, worker: str) -> list[Dispatch]:
        """Lease due deliveries that nobody holds, in due order."""
        free = or_(col(Delivery.leased_until).is_(None), col(Delivery.leased_until) <= now)
        due = (
            select(Delivery.id)
            .where(col(Delivery.state).in_([state.value for state in OPEN]), Delivery.due_at <= now, free)
            .order_by(col(Delivery.due_at), col(Delivery.id))
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        until = now + lease
        with self._database.writing() as session:
            ids = session.exec(due).all()
            session.execute(
                update(Delivery).where(col(Delivery.id).in_(ids)).values(leased_by=worker, leased_until=until)
            )
            rows = session.exec(
                select(Delivery, Alert)
                .join(Alert, col(Delivery.alert_id) == col(Alert.id))
                .where(col(Delivery.id).in_(ids))
                .order_by(col(Delivery.due_at), col(Delivery.id))
            ).all()
            return [
                Dispatch(
                    id=delivery.id or 0,
                    message=Message.from_json(alert.message),
                    channel=delivery.channel,
                    address=delivery.address,
                    attempt_number=delivery.attempts + 1,
                    leased_by=worker,
                    leased_until=until,
                )
                for delivery, alert in rows
            ]

    def record(self, dispatch: Dispatch, attempt: Attempt) -> None:
        """Append the attempt; change the delivery only if the lease is still the worker's, or if it was delivered."""
        with self._database.writing() as session:
            delivery = session.get_one(Delivery, dispatch.id, with_for_update=True)
            session.add(
                StoredAttempt(
                    delivery_id=dispatch.id, at=attempt.at, outcome=attempt.outcome.value, detail=attempt.detail[:500]
                )
            )
            delivery.attempts += 1
            held = delivery.leased_by == dispatch.leased_by and delivery.leased_until == dispatch.leased_until
            delivered = attempt.state is DeliveryState.DELIVERED
            if delivery.state != DeliveryState.DELIVERED and (held or delivered):
                delivery.state = attempt.state.value
                delivery.due_at = attempt.next_attempt_at or delivery.due_at
                delivery.delivered_at = attempt.at if delivered else None
            if held:
                delivery.leased_by, delivery.leased_until = "", None
            session.add(delivery)
