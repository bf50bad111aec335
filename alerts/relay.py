"""The relay: claims what is due, sends it, and records each attempt before the next.

A crash between sending and recording means the message goes out again under the same id: at least once, and once in
effect for a receiver that knows the ids it has seen.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from alerts.channels.port import PermanentFailure, TransientFailure
from alerts.outbox import Attempt, DeliveryState, Dispatch, Outbox, Outcome
from alerts.schedule import next_attempt_at

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from alerts.channels.port import Channel

LEASE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class RelayReport:
    """What one round did, in deliveries; `lapsed` ones were left to another worker because their lease ran out."""

    delivered: int = 0
    waiting: int = 0
    dead: int = 0
    lapsed: int = 0


def relay_once(
    outbox: Outbox,
    channels: Mapping[str, Channel],
    clock: Callable[[], datetime],
    worker: str,
    limit: int,
    *,
    jitter: Callable[[], float],
    lease: timedelta = LEASE,
) -> RelayReport:
    """Work through one batch of at most `limit` due deliveries; `clock` gives aware time, `jitter` numbers in 0..1."""
    states: Counter[DeliveryState] = Counter()
    lapsed = 0
    for dispatch in outbox.claim(clock(), limit, lease, worker):
        if clock() >= dispatch.leased_until:
            lapsed += 1
            continue
        attempt = _attempt(dispatch, channels, clock, jitter)
        outbox.record(dispatch, attempt)
        states[attempt.state] += 1
    return RelayReport(
        delivered=states[DeliveryState.DELIVERED],
        waiting=states[DeliveryState.WAITING],
        dead=states[DeliveryState.DEAD],
        lapsed=lapsed,
    )


def _attempt(
    dispatch: Dispatch, channels: Mapping[str, Channel], clock: Callable[[], datetime], jitter: Callable[[], float]
) -> Attempt:
    channel = channels.get(dispatch.channel)
    if channel is None:
        return _failed(dispatch, clock(), jitter(), f"The channel {dispatch.channel} is not configured.")
    try:
        receipt = channel.send(dispatch.message, dispatch.address, clock())
    except PermanentFailure as failure:
        return Attempt(clock(), Outcome.FAILED_PERMANENT, DeliveryState.DEAD, error=str(failure))
    except TransientFailure as failure:
        return _failed(dispatch, clock(), jitter(), str(failure), failure.retry_after)
    except Exception as error:  # noqa: BLE001  one channel's defect must not stop the others
        return _failed(dispatch, clock(), jitter(), type(error).__name__)
    return Attempt(clock(), Outcome.DELIVERED, DeliveryState.DELIVERED, receipt=receipt)


def _failed(
    dispatch: Dispatch, at: datetime, jitter: float, error: str, retry_after: timedelta | None = None
) -> Attempt:
    again = next_attempt_at(dispatch.attempt_number, at, jitter, retry_after)
    state = DeliveryState.WAITING if again else DeliveryState.DEAD
    return Attempt(at, Outcome.FAILED_TRANSIENT, state, error=error, next_attempt_at=again)
