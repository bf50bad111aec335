"""Puts a dead delivery back into the queue."""

from __future__ import annotations

from sqlmodel import Session

from alerts.outbox import DeliveryState
from rsoits.security.audit import Acting, record
from rsoits.store.alerts import Delivery


def replay(session: Session, acting: Acting, delivery_id: int) -> bool:
    """Queue a dead delivery anew, from the first step of the schedule; False when it is not dead."""
    delivery = session.get(Delivery, delivery_id)
    if delivery is None or delivery.state != DeliveryState.DEAD:
        return False
    delivery.state, delivery.attempts, delivery.due_at = DeliveryState.QUEUED.value, 0, acting.now
    session.add(delivery)
    record(session, acting, "delivery replayed", "delivery", delivery_id)
    return True
