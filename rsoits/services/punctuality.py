"""Tells whether a feed keeps the time it is expected to keep."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from feeds.feed import Feed
from rsoits.store.intakes import FeedState

_LATE, _SILENT = 1.5, 3.0
"""How many times its cadence may pass without a file before a feed is late, and before it is silent."""


class Punctuality(StrEnum):
    """How a feed stands to what is expected of it."""

    ON_TIME = "on time"
    LATE = "late"
    SILENT = "silent"
    NEVER = "nothing yet"
    AS_NEEDED = "as needed"
    UNREACHABLE = "unreachable"
    PAUSED = "paused"


def punctuality(feed: Feed, state: FeedState | None, now: datetime) -> Punctuality:
    """Judge a feed by its last delivery; one that people paused or that cannot be reached is called so first."""
    if state and state.paused_at:
        return Punctuality.PAUSED
    if state and state.failure:
        return Punctuality.UNREACHABLE
    if not feed.cadence_minutes:
        return Punctuality.AS_NEEDED
    if state is None or state.delivered_at is None:
        return Punctuality.NEVER
    waited = now - state.delivered_at
    cadence = timedelta(minutes=feed.cadence_minutes)
    if waited > cadence * _SILENT:
        return Punctuality.SILENT
    return Punctuality.LATE if waited > cadence * _LATE else Punctuality.ON_TIME
