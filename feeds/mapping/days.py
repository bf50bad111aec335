"""Dates of a mapped column to ISO 8601: the formats of the mapping, the centuries of `feeds.dates`."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from feeds.dates import YEARS, birth_date, document_date, iso_date, travel_time
from feeds.mapping.patterns import UNKNOWN, Parts
from feeds.mapping.targets import Kind

if TYPE_CHECKING:
    from datetime import date

    from feeds.dates import Reading
    from feeds.mapping.patterns import Pattern

_SHORT = 2
"""Digits of a year without its century."""

_NOTHING_SAID = frozenset({"unknown-date", "no-expiry"})
"""Problems that are no mistake of the sender."""


class Understood(NamedTuple):
    """A text in our terms, empty when there is none; `problem` is a finding code, `reason` its words."""

    text: str = ""
    problem: str = ""
    reason: str = ""

    @property
    def harmless(self) -> bool:
        """Whether there is nothing in it that the sender should cure."""
        return not self.problem or self.problem in _NOTHING_SAID


def understood_date(written: str, kind: Kind, patterns: tuple[Pattern, ...], reference: date) -> Understood:
    """Read a date in the first format it is written in; without formats ISO 8601. Unknown parts stay unknown.

    A two-digit year is settled by `reference`, the day of the journey or today: a birth date and a date in the past
    are the latest not after it, an expiry lies near it, a moment is the nearest.
    """
    if not patterns:
        return _iso(written, kind)
    parts = next((found for each in patterns if (found := each.parts(written))), None)
    if parts is None:
        formats = " or ".join(each.written for each in patterns)
        return Understood("", "impossible-date", f"not a date of the form {formats}")
    if len(parts.year) > _SHORT and int(parts.year) not in YEARS and kind is not Kind.BIRTH:
        return Understood("", "impossible-date", f"the year is not one of {YEARS[0]} to {YEARS[-1]}")
    if kind is Kind.MOMENT:
        return _moment(parts, reference)
    return _day(parts, kind, reference)


def _iso(written: str, kind: Kind) -> Understood:
    if kind is not Kind.MOMENT:
        return _told(iso_date(written))
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return Understood("", "impossible-time", "not a date and time of the form YYYY-MM-DDTHH:MM")
    if moment.year not in YEARS:
        return Understood("", "impossible-time", f"the year is not one of {YEARS[0]} to {YEARS[-1]}")
    if len(written) <= len("2026-01-01"):
        return Understood(moment.date().isoformat())
    return Understood(moment.isoformat(timespec="minutes" if moment.second == 0 else "seconds"))


def _moment(parts: Parts, reference: date) -> Understood:
    if UNKNOWN in (parts.month, parts.day):
        return Understood("", "impossible-time", "the day is not known")
    moment = travel_time(("".join(parts),), reference)
    if moment.problem == "no-time-of-day":
        return Understood(moment.text)
    return Understood(moment.text, moment.problem, moment.reason)


def _day(parts: Parts, kind: Kind, reference: date) -> Understood:
    whole = parts.year + parts.month + parts.day
    if kind is Kind.EXPIRY:
        return _told(document_date(whole, reference))
    read = birth_date(whole, reference)
    if kind is Kind.PAST and read.date:
        return Understood(str(read.date))
    return _told(read)


def _told(read: Reading) -> Understood:
    return Understood(str(read.date or ""), read.problem, read.reason)
