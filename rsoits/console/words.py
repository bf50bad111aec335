"""How times, spans and states are said on a page."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

import iso3166

from feeds.schedule import Every, Schedule

_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)
_MINUTE = timedelta(minutes=1)
_WHOLE_DATE = 10
_MONTH = 7
_ABBREVIATION = 3
_LABELS = {"status": "Booking status", "unique": "Passenger id", "id_type": "Kind of document"}


class Nearness(StrEnum):
    """How near the border is; 48 and 24 hours are the marks of 34 U.S.C. 21503(e) and 21504."""

    PAST = "past the border"
    URGENT = "under 6 h"
    DAY = "under 24 h"
    TWO_DAYS = "under 48 h"
    LATER = "later"
    UNKNOWN = "time unknown"


_MARKS = (
    (timedelta(0), Nearness.PAST),
    (6 * _HOUR, Nearness.URGENT),
    (_DAY, Nearness.DAY),
    (2 * _DAY, Nearness.TWO_DAYS),
)


def nearness(at: datetime | None, now: datetime) -> Nearness:
    """Return how near a moment is."""
    if at is None:
        return Nearness.UNKNOWN
    left = at - now
    return next((name for limit, name in _MARKS if left < limit), Nearness.LATER)


def span(length: timedelta) -> str:
    """Say a length of time in its two largest units: `2 days 4 h`, `3 h 20 min`, `12 min`."""
    minutes = int(abs(length).total_seconds() // 60)
    days, hours = divmod(minutes // 60, 24)
    minutes %= 60
    if days:
        return f"{days} {'day' if days == 1 else 'days'}" + (f" {hours} h" if hours else "")
    if hours:
        return f"{hours} h" + (f" {minutes} min" if minutes else "")
    return f"{minutes} min" if minutes else "less than a minute"


def countdown(at: datetime | None, now: datetime, direction: str = "outbound") -> str:
    """Say how far the border is: `departs in 3 h 20 min`, `arrived 2 h ago`."""
    if at is None:
        return "time not known"
    to_come, gone = ("arrives", "arrived") if direction == "inbound" else ("departs", "departed")
    return f"{to_come} in {span(at - now)}" if at > now else f"{gone} {span(now - at)} ago"


def ahead(at: datetime, now: datetime) -> str:
    """Say how far away a moment is: `in 3 h`, `2 h ago`."""
    return f"in {span(at - now)}" if at > now else f"{span(now - at)} ago"


def utc(at: datetime | None) -> str:
    """Say a moment in UTC: `28 Mar 2026, 16:30 UTC`."""
    if at is None:
        return "not known"
    at = at.astimezone(UTC)
    return f"{at.day} {at:%b %Y, %H:%M} UTC"


def clocks(sent: str, at: datetime | None) -> str:
    """Say a moment by both clocks, without the year: `21 Nov 20:28 local · 22 Nov 02:28 UTC`."""
    told = []
    try:
        here = datetime.fromisoformat(sent)
        told.append(f"{here.day} {here:%b}" + (f" {here:%H:%M}" if len(sent) > _WHOLE_DATE else "") + " local")
    except ValueError:
        told += [f"{sent} local"] if sent else []
    if at is not None:
        at = at.astimezone(UTC)
        told.append(f"{at.day} {at:%b %H:%M} UTC")
    return " · ".join(told)


def cadence(minutes: int) -> str:
    """Say how often something is expected: `every hour`, `every 15 min`, `at no fixed time`."""
    named = {0: "at no fixed time", 60: "every hour", 24 * 60: "every day"}
    return named.get(minutes) or f"every {span(timedelta(minutes=minutes))}"


def took(length: timedelta) -> str:
    """Say how long something took, to the second when it was short: `under 1 s`, `12 s`, `3 min`."""
    seconds = int(length.total_seconds())
    if seconds < _MINUTE.total_seconds():
        return f"{seconds} s" if seconds > 0 else "under 1 s"
    return span(length)


def day(at: date) -> str:
    """Say a day without its year: `28 Mar`."""
    return f"{at.day} {at:%b}"


def schedule(times: Schedule) -> str:
    """Say when a feed is looked at: `every 5 s`, `every 15 min`, `at set times`."""
    return f"every {took(times.interval)}" if isinstance(times, Every) else "at set times"


def label(key: str) -> str:
    """Say a field's name: `seat` as `Seat`, `pnr` as `PNR`."""
    if key in _LABELS:
        return _LABELS[key]
    return key.upper() if len(key) <= _ABBREVIATION else key.replace("_", " ").capitalize()


def local(text: str) -> str:
    """Say a local time as it was sent, `2026-03-28T10:30`, as `28 Mar 2026, 10:30`; anything else stays as it is.

    A date without its day, `2026-03`, is `Mar 2026`.
    """
    try:
        if len(text) == _MONTH:
            return f"{date.fromisoformat(text + '-01'):%b %Y}"
        if len(text) == _WHOLE_DATE:
            day = date.fromisoformat(text)
            return f"{day.day} {day:%b %Y}"
        at = datetime.fromisoformat(text)
    except ValueError:
        return text
    return f"{at.day} {at:%b %Y, %H:%M}"


def bits(value: float) -> str:
    """Say a weight with its sign: `+7.2`, with a true minus sign when negative."""
    rounded = f"{abs(value):.1f}"
    if rounded == "0.0":
        return rounded
    return f"+{rounded}" if value > 0 else f"\N{MINUS SIGN}{rounded}"


def probability(value: float) -> str:
    """Say a probability without claiming more than it knows: `97.4 %`, `over 99.9 %`, `under 0.1 %`."""
    percent = value * 100
    if percent > 99.9:  # noqa: PLR2004  beyond this a figure would promise more than a model can know
        return "over 99.9 %"
    return f"{percent:.1f} %" if percent >= 0.1 else "under 0.1 %"  # noqa: PLR2004  the same at the other end


def sentence(text: str) -> str:
    """Begin a finding's words with a capital, `the file is empty` as `The file is empty`; the rest stays as it is."""
    return text[:1].upper() + text[1:]


def country(code: str) -> str:
    """Say a country by its name: `MEX` as `Mexico`; a code of no country stays as it is."""
    found = iso3166.countries_by_alpha3.get(code)
    return found.apolitical_name if found else code


def count(number: int, one: str, many: str = "") -> str:
    """Say a number with its noun: `1 alert`, `5 alerts`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
