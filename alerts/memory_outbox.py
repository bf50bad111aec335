"""The outbox in memory: the twin of the tables, for tests and for use without a database."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

from alerts.outbox import OPEN, TRANSITIONS, Attempt, DeliveryState, Dispatch, Outcome

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from alerts.message import Message


@dataclass(slots=True)
class _Delivery:
    id: int
    message: Message
    channel: str
    address: str
    due_at: datetime
    state: DeliveryState = DeliveryState.QUEUED
    attempts: list[Attempt] = field(default_factory=list)
    leased_by: str = ""
    leased_until: datetime | None = None

    def claimable(self, now: datetime) -> bool:
        free = self.leased_until is None or self.leased_until <= now
        return self.state in OPEN and self.due_at <= now and free


class MemoryOutbox:
    """Keeps deliveries in a list; safe for several threads."""

    def __init__(self) -> None:
        self._deliveries: list[_Delivery] = []
        self._lock = Lock()

    def put(self, message: Message, channel: str, address: str, due_at: datetime) -> int:
        """Queue a message over a channel and return the delivery's id."""
        with self._lock:
            delivery = _Delivery(len(self._deliveries), message, channel, address, due_at)
            self._deliveries.append(delivery)
            return delivery.id

    def claim(self, now: datetime, limit: int, lease: timedelta, worker: str) -> list[Dispatch]:
        """Lease what is due, as the port says."""
        with self._lock:
            due = sorted(
                (delivery for delivery in self._deliveries if delivery.claimable(now)),
                key=lambda delivery: (delivery.due_at, delivery.id),
            )
            return [self._lease(delivery, now + lease, worker) for delivery in due[:limit]]

    def record(self, dispatch: Dispatch, attempt: Attempt) -> None:
        """Append the attempt, as the port says."""
        with self._lock:
            delivery = self._deliveries[dispatch.id]
            delivery.attempts.append(attempt)
            ours = (delivery.leased_by, delivery.leased_until) == (dispatch.leased_by, dispatch.leased_until)
            heard = ours or attempt.outcome is Outcome.DELIVERED
            if not heard or attempt.state not in TRANSITIONS[delivery.state]:
                return
            delivery.state = attempt.state
            delivery.due_at = attempt.next_attempt_at or delivery.due_at
            delivery.leased_by, delivery.leased_until = "", None

    def state(self, delivery_id: int) -> DeliveryState:
        """Return where a delivery stands."""
        return self._deliveries[delivery_id].state

    def attempts(self, delivery_id: int) -> tuple[Attempt, ...]:
        """Return every attempt at a delivery, oldest first."""
        return tuple(self._deliveries[delivery_id].attempts)

    @staticmethod
    def _lease(delivery: _Delivery, until: datetime, worker: str) -> Dispatch:
        delivery.leased_by, delivery.leased_until = worker, until
        return Dispatch(
            id=delivery.id,
            message=delivery.message,
            channel=delivery.channel,
            address=delivery.address,
            attempt_number=len(delivery.attempts) + 1,
            leased_by=worker,
            leased_until=until,
        )
