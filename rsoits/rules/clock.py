"""Moments in time: the rules count only from moments whose zone is known."""

from datetime import UTC, datetime


class NoZoneError(ValueError):
    """A time without a zone cannot start or stop a clock; give it an offset."""


def on_the_clock(moment: datetime) -> datetime:
    """Return the moment in UTC; raises `NoZoneError` when it has no zone."""
    if moment.tzinfo is None:
        raise NoZoneError(moment.isoformat())
    return moment.astimezone(UTC)
