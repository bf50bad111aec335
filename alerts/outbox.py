"""The outbox as the relay sees it: deliveries claimed under a lease, every attempt kept, nothing ever dropped."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime, timedelta

    from alerts.channels.port import Receipt
    from alerts.message import Message


class DeliveryState(StrEnum):
    """Where one message over one channel stands."""

    QUEUED = "queued"
    """Not tried yet."""
    WAITING = "waiting"
    """Tried in vain; it will be tried again."""
    DELIVERED = "delivered"
    """The receipt is there."""
    DEAD = "dead"
    """Refused for good or tried too often; a person must act."""


TRANSITIONS: Mapping[DeliveryState, frozenset[DeliveryState]] = {
    DeliveryState.QUEUED: frozenset({DeliveryState.DELIVERED, DeliveryState.WAITING, DeliveryState.DEAD}),
    DeliveryState.WAITING: frozenset({DeliveryState.DELIVERED, DeliveryState.WAITING, DeliveryState.DEAD}),
    DeliveryState.DEAD: frozenset({DeliveryState.DELIVERED, DeliveryState.QUEUED}),
    DeliveryState.DELIVERED: frozenset(),
}
"""What may follow what; a dead delivery is delivered when a receipt comes late, and queued when a person replays it."""
OPEN = frozenset({DeliveryState.QUEUED, DeliveryState.WAITING})
"""The states a worker claims from."""


class Outcome(StrEnum):
    """How one attempt ended."""

    DELIVERED = "delivered"
    FAILED_TRANSIENT = "failed_transient"
    FAILED_PERMANENT = "failed_permanent"


@dataclass(frozen=True, slots=True)
class Dispatch:
    """One claimed delivery. `attempt_number` counts from 1; the lease is this worker's until `leased_until`."""

    id: int
    message: Message
    channel: str
    address: str
    attempt_number: int
    leased_by: str
    leased_until: datetime


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try, kept for good: it holds a receipt or an error, and the state and time that follow from it."""

    at: datetime
    outcome: Outcome
    state: DeliveryState
    receipt: Receipt | None = None
    error: str = ""
    next_attempt_at: datetime | None = None

    @property
    def detail(self) -> str:
        """What to show of it in one line."""
        return f"{self.receipt.reference} {self.receipt.detail}".strip() if self.receipt else self.error


class Outbox(Protocol):
    """Where deliveries wait. Every adapter passes `tests/contracts/test_outbox.py`."""

    def claim(self, now: datetime, limit: int, lease: timedelta, worker: str) -> list[Dispatch]:
        """Lease up to `limit` open deliveries that are due and unleased, by due time and then id.

        A lease that ran out (`leased_until <= now`) is no lease. No delivery is leased to two workers at a time.
        """
        ...

    def record(self, dispatch: Dispatch, attempt: Attempt) -> None:
        """Append the attempt, and take over its state and next time, and end the lease, if it still is the worker's.

        An attempt recorded after its lease went to somebody else is kept but changes nothing, save that a delivery
        always becomes delivered. A delivered one stays so.
        """
        ...
