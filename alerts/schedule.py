"""When to try again: the schedule Standard Webhooks recommends, spread a little, and never sooner than asked."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

DELAYS = (
    timedelta(0),
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
"""The wait before each attempt, counted from the one before; ten attempts in a little over three days."""
LONGEST = timedelta(hours=24)
SPREAD = 0.2


def next_attempt_at(
    failed_attempt: int, at: datetime, jitter: float, retry_after: timedelta | None = None
) -> datetime | None:
    """Return when to try again after attempt `failed_attempt` (from 1) failed at `at`; None when it was the last.

    `jitter` in 0..1 lengthens the wait by up to a fifth. The other side's `retry_after` is honoured up to a day.
    """
    if failed_attempt >= len(DELAYS):
        return None
    wait = DELAYS[failed_attempt] * (1 + SPREAD * jitter)
    asked = min(retry_after or timedelta(0), LONGEST)
    return at + max(wait, asked)
