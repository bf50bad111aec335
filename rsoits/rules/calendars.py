"""The business days of a jurisdiction.

SORNA counts in business days without defining them. House rule: Saturdays, Sundays and the jurisdiction's own legal
holidays do not count. Tribes and federal desks keep the federal holidays, foreign authorities none; the rows of
`calendar_overrides.csv` close or open single days on top.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Protocol

import holidays

from rsoits.rules.jurisdictions import JurisdictionKind, find
from rsoits.rules.tables import rows

if TYPE_CHECKING:
    from collections.abc import Mapping

_SATURDAY: Final = 5
_OF_A_STATE: Final = frozenset({JurisdictionKind.STATE, JurisdictionKind.DISTRICT, JurisdictionKind.TERRITORY})


class NotAheadError(ValueError):
    """Business days are counted forward, from zero up."""


class Calendar(Protocol):
    """When a jurisdiction's offices are closed."""

    def holiday(self, day: date, jurisdiction: str) -> str:
        """Return the name of the holiday a jurisdiction keeps that day, or an empty string."""


@dataclass(frozen=True, slots=True)
class FixedCalendar:
    """A calendar written down: `closed` maps jurisdiction and day to the holiday's name."""

    closed: Mapping[tuple[str, date], str] = field(default_factory=dict)

    def holiday(self, day: date, jurisdiction: str) -> str:
        """Return the name written down, or an empty string."""
        return self.closed.get((jurisdiction, day), "")


@dataclass(frozen=True, slots=True)
class PublishedCalendar:
    """Federal and state holidays as published; `overrides` maps jurisdiction and day to a name, empty if open."""

    overrides: Mapping[tuple[str, date], str] = field(default_factory=dict)

    def holiday(self, day: date, jurisdiction: str) -> str:
        """Return the name of the override or of the published holiday; an unknown code keeps the federal ones."""
        code = jurisdiction.strip().upper()
        override = self.overrides.get((code, day))
        if override is not None:
            return override
        known = find(code)
        if known and known.kind is JurisdictionKind.FOREIGN:
            return ""
        return _published(known.code if known and known.kind in _OF_A_STATE else None, day.year).get(day, "")


@lru_cache(maxsize=1024)
def _published(subdivision: str | None, year: int) -> Mapping[date, str]:
    return MappingProxyType(dict(holidays.country_holidays("US", subdiv=subdivision, years=year, expand=False)))


def _overrides() -> Mapping[tuple[str, date], str]:
    return {
        (row["jurisdiction"], date.fromisoformat(row["day"])): row["name"] if row["closed"] == "yes" else ""
        for row in rows("calendar_overrides.csv")
    }


PUBLISHED: Final = PublishedCalendar(_overrides())


def is_business_day(day: date, jurisdiction: str, calendar: Calendar = PUBLISHED) -> bool:
    """Say whether a day counts in a jurisdiction (house rule: not on weekends, not on its legal holidays)."""
    return day.weekday() < _SATURDAY and not calendar.holiday(day, jurisdiction)


def add_business_days(day: date, count: int, jurisdiction: str, calendar: Calendar = PUBLISHED) -> date:
    """Return the `count`-th business day after `day`, which itself does not count; raises `NotAheadError`.

    With a count of 0 it is the day itself, business day or not.
    """
    if count < 0:
        raise NotAheadError(count)
    while count:
        day += timedelta(days=1)
        count -= is_business_day(day, jurisdiction, calendar)
    return day
