"""When a feed is due: every so often, or at the times of a cron line; always in UTC, so that everybody agrees."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EVERY = re.compile(r"every (?:(\d{1,6}(?:\.\d{1,3})?) ?)?(s|sec|seconds?|min|minutes?|h|hours?|days?)", re.ASCII)
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
_PART = re.compile(r"(?:\*|(\w+)(?:-(\w+))?)(?:/(\d{1,2}))?", re.ASCII)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_LONGEST = 200
_SHORTEST = timedelta(milliseconds=50)
_SEARCHED = 366 * 8 + 2
"""Days that hold every date of the calendar, also a 29 February around 2100."""


class UnusableScheduleError(ValueError):
    """Write `every 5 s`, `every 15 min`, or the five fields of cron in UTC, for instance `30 2 * * mon-fri`."""

    def __str__(self) -> str:
        """Say the docstring; the schedule is known to whoever wrote it."""
        return self.__doc__ or ""


@dataclass(frozen=True, slots=True)
class Every:
    """Every `interval`, counted from 1970, so that two workers come to the same times."""

    interval: timedelta

    def __str__(self) -> str:
        """Write it as it is declared."""
        seconds = self.interval.total_seconds()
        for size, word in ((86_400, "days"), (3600, "h"), (60, "min")):
            if seconds % size == 0:
                return f"every {seconds / size:g} {word}"
        return f"every {seconds:g} s"

    def last(self, now: datetime) -> datetime:
        """Return the latest due time up to `now`."""
        return _EPOCH + (now - _EPOCH) // self.interval * self.interval

    def after(self, moment: datetime) -> datetime:
        """Return the first due time later than `moment`."""
        return self.last(moment) + self.interval


@dataclass(frozen=True, slots=True)
class Cron:
    """The minutes, hours, days, months and weekdays (0 is Sunday) of a cron line.

    As crontab(5) has it, a day counts when the day or the weekday fits if both are restricted, else when both do.
    """

    minutes: tuple[int, ...]
    hours: tuple[int, ...]
    days: tuple[int, ...]
    months: tuple[int, ...]
    weekdays: tuple[int, ...]
    either: bool = False
    written: str = ""

    def __str__(self) -> str:
        """Write it as it is declared."""
        return f"{self.written} (UTC)"

    def last(self, now: datetime) -> datetime:
        """Return the latest due time up to `now`; raises `UnusableScheduleError` when no day ever fits."""
        return self._found(now, -1)

    def after(self, moment: datetime) -> datetime:
        """Return the first due time later than `moment`; raises `UnusableScheduleError` when no day ever fits."""
        return self._found(moment.replace(second=0, microsecond=0) + timedelta(minutes=1), 1)

    def _found(self, start: datetime, step: int) -> datetime:
        limit = start.astimezone(UTC)
        midnight = limit.replace(hour=0, minute=0, second=0, microsecond=0)
        for passed in range(_SEARCHED):
            day = midnight + timedelta(days=step * passed)
            if not self._fits(day):
                continue
            for moment in self._times(day)[::step]:
                if (limit - moment) * step <= timedelta(0):
                    return moment
        raise UnusableScheduleError

    def _times(self, day: datetime) -> list[datetime]:
        return [day.replace(hour=hour, minute=minute) for hour in self.hours for minute in self.minutes]

    def _fits(self, day: datetime) -> bool:
        in_month, in_week = day.day in self.days, day.isoweekday() % 7 in self.weekdays
        return day.month in self.months and ((in_month or in_week) if self.either else (in_month and in_week))


Schedule = Every | Cron


def read_schedule(written: str) -> Schedule:
    """Read `every 5 s`, `every 15 min`, `every hour`, or a cron line; raises `UnusableScheduleError`."""
    plain = " ".join(written[:_LONGEST].lower().split())
    if found := _EVERY.fullmatch(plain):
        interval = timedelta(seconds=float(found[1] or 1) * _SECONDS[found[2][0]])
        if interval < _SHORTEST:
            raise UnusableScheduleError
        return Every(interval)
    fields = plain.split()
    if len(fields) != 5:  # noqa: PLR2004  the five fields of cron
        raise UnusableScheduleError
    minutes, hours = _numbers(fields[0], 0, 59), _numbers(fields[1], 0, 23)
    days, months = _numbers(fields[2], 1, 31), _numbers(fields[3], 1, 12, _MONTHS, named_from=1)
    weekdays = tuple(sorted({number % 7 for number in _numbers(fields[4], 0, 7, _WEEKDAYS)}))
    either = not fields[2].startswith("*") and not fields[4].startswith("*")
    read = Cron(minutes, hours, days, months, weekdays, either, plain)
    read.after(_EPOCH)
    return read


def _numbers(
    field: str, lowest: int, highest: int, names: tuple[str, ...] = (), named_from: int = 0
) -> tuple[int, ...]:
    """Return the numbers of one cron field, in order."""
    known = {name: number for number, name in enumerate(names, named_from)}
    chosen: set[int] = set()
    for part in field.split(","):
        found = _PART.fullmatch(part)
        if found is None:
            raise UnusableScheduleError
        first = _number(found[1], known) if found[1] else lowest
        last = _number(found[2], known) if found[2] else first if found[1] and not found[3] else highest
        step = int(found[3] or 1)
        if not lowest <= first <= last <= highest or not step:
            raise UnusableScheduleError
        chosen.update(range(first, last + 1, step))
    return tuple(sorted(chosen))


def _number(written: str, known: dict[str, int]) -> int:
    if written in known:
        return known[written]
    if not written.isascii() or not written.isdigit():
        raise UnusableScheduleError
    return int(written)
