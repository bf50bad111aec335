"""Dates as manifests write them: two-digit years, missing parts, local times without a zone."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple

from matchers.identity import PartialDate, UnreadableIdentityError

YEARS = range(1900, 2101)
"""The years we deal in; others are slips, and the first and last of the calendar cannot change their time zone."""

OLDEST = 125
"""Years before the flight that a four-digit birth year may lie."""

_EXPIRY_PAST, _EXPIRY_AHEAD = 10, 20
_LONGEST = 40
"""Characters of a text that may be a date; no spelling needs more."""

_KNOWN = 100_000
"""Dates kept once read: all that the living were born on, and when their passports expire."""

_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_SHORT = re.compile(r"(\d\d)(\d\d|XX)(\d\d|XX)(?:\d{4})?")
_LONG = re.compile(r"(\d{4})(\d\d|XX)(\d\d|XX)(?:\d{4}(?:\d\d)?)?")
_YEAR_MONTH = re.compile(r"(\d\d)(\d\d|XX)()")
_SPOKEN = re.compile(r"(\d\d?)(" + "|".join(_MONTHS) + r")(\d{4}|\d\d)")
_NOTHING = re.compile(r"[0X]*")


class Reading(NamedTuple):
    """A date understood or not; `problem` is a finding code, `reason` its words, both empty when all is well."""

    date: PartialDate | None
    problem: str = ""
    reason: str = ""


class Moment(NamedTuple):
    """A local time `YYYY-MM-DDTHH:MM`, or `YYYY-MM-DD` when no time of day came; empty when unreadable."""

    text: str
    problem: str = ""
    reason: str = ""


def birth_date(written: str, flight: date) -> Reading:
    """Read a birth date; a two-digit year is the latest one that is not after `flight`.

    Unknown parts (`00`, `XX`, `<<`) stay unknown. A date the calendar does not have gives None and a problem;
    it is never swapped or mended.
    """
    if len(written) > _LONGEST:
        return _no_form()
    read = _born_by(written, flight.year)
    return read if read.date is None or read.date.year < flight.year else _birth_date(written, flight)


@lru_cache(_KNOWN)
def _born_by(written: str, year: int) -> Reading:
    """Read a birth date for a flight on the last day of the year, which holds for any other when it lies before it."""
    return _birth_date(written, date(year, 12, 31))


def _birth_date(written: str, flight: date) -> Reading:
    parts = _split(written)
    if isinstance(parts, Reading):
        return parts
    year, month, day = parts
    short = len(year) == 2  # noqa: PLR2004  digits of a year without its century
    found = _latest_century(int(year), month, day, flight) if short else _partial(int(year), month, day)
    if found is None:
        return _impossible()
    if found.earliest > flight:
        return Reading(found, "birth-after-flight", "the birth date is after the flight")
    if found.year < flight.year - OLDEST:
        return Reading(None, "impossible-date", f"the birth year is more than {OLDEST} years before the flight")
    return Reading(found)


def document_date(written: str, flight: date) -> Reading:
    """Read a date of expiry or issue: a two-digit year falls 10 years before to 20 years after `flight`.

    `99` alone or `991231` far from the flight means no expiry: None and a problem of its own.
    """
    if written.strip() == "99":
        return Reading(None, "no-expiry", "99 says that the document does not expire")
    return _document_date(written, flight.year) if len(written) <= _LONGEST else _no_form()


@lru_cache(_KNOWN)
def _document_date(written: str, flight: int) -> Reading:
    parts = _split(written)
    if isinstance(parts, Reading):
        return parts
    year, month, day = parts
    if len(year) == 4:  # noqa: PLR2004  digits of a full year
        found = _partial(int(year), month, day)
        if found and found.year not in YEARS:
            return Reading(None, "impossible-date", f"the year is not one of {YEARS[0]} to {YEARS[-1]}")
        return Reading(found) if found else _impossible()
    return _nearest_century(year, month, day, flight)


def travel_time(components: tuple[str, ...], today: date) -> Moment:
    """Read the value, format and possibly a time apart: `("2107131100", "201")`, `("210713", "1100")`.

    The number of digits decides, since formats are often wrong or missing. A two-digit year is the one
    nearest to `today`.
    """
    written = re.sub(r"[\sT:-]", "", "".join(components[:1]).upper())
    if len(components) > 1 and re.fullmatch(r"\d{4}", components[1].strip()):
        written += components[1].strip()
    if not written:
        return Moment("", "missing-time", "the time is empty")
    found = re.fullmatch(r"(\d{6}|\d{8})(\d{4})?(?:\d\d)?", written)
    full_year = written[:2] in ("19", "20") and len(written) in (8, 12, 14)
    if not found or (len(written) in (8, 14) and not full_year):
        return Moment("", "impossible-time", "not a date and time of the form YYMMDDHHMM or CCYYMMDDHHMM")
    digits = written if full_year else _with_century(written, today)
    return _moment(digits[:8], digits[8:12])


def iso_date(written: str) -> Reading:
    """Read ISO 8601, possibly partial; empty is no date and no problem."""
    if not written.strip():
        return Reading(None)
    try:
        return Reading(PartialDate.read(written))
    except UnreadableIdentityError:
        return Reading(None, "impossible-date", "not a date of the form YYYY-MM-DD, YYYY-MM or YYYY")


def _split(written: str) -> tuple[str, str, str] | Reading:
    """Split into year (2 or 4 digits), month and day (2 digits, or `XX` for unknown)."""
    text = re.sub(r"[\s./-]", "", written.upper()).replace("<", "X")
    if not text:
        return Reading(None, "missing-date", "the date is empty")
    if _NOTHING.fullmatch(text):
        return Reading(None, "unknown-date", "the date is all unknown")
    spoken = _SPOKEN.fullmatch(text)
    if spoken:
        return spoken[3], f"{_MONTHS.index(spoken[2]) + 1:02}", spoken[1].zfill(2)
    if re.fullmatch(r"(19|20)\d\d", text):
        return text, "XX", "XX"
    found = _SHORT.fullmatch(text) or _LONG.fullmatch(text) or _YEAR_MONTH.fullmatch(text)
    if found:
        return found[1], found[2], found[3] or "XX"
    return _no_form()


def _no_form() -> Reading:
    return Reading(None, "impossible-date", "not a date of the form YYMMDD or CCYYMMDD")


@lru_cache(_KNOWN)
def _partial(year: int, month: str, day: str) -> PartialDate | None:
    known_month = None if month in ("00", "XX") else int(month)
    known_day = None if day in ("00", "XX") or known_month is None else int(day)
    try:
        return PartialDate(year, known_month, known_day)
    except UnreadableIdentityError:
        return None


def _latest_century(year: int, month: str, day: str, flight: date) -> PartialDate | None:
    century = flight.year // 100 * 100
    for base in (century, century - 100):
        found = _partial(base + year, month, day)
        if found and found.earliest <= flight:
            return found
    return None


def _nearest_century(year: str, month: str, day: str, flight: int) -> Reading:
    century = flight // 100 * 100 + int(year)
    years = (century - 100, century, century + 100)
    for candidate in years:
        if -_EXPIRY_PAST <= candidate - flight <= _EXPIRY_AHEAD:
            found = _partial(candidate, month, day)
            if found:
                return Reading(found)
    dates = [found for candidate in years if (found := _partial(candidate, month, day))]
    if not dates:
        return _impossible()
    if year == "99":
        return Reading(None, "no-expiry", "99 says that the document does not expire")
    nearest = min(dates, key=lambda found: abs(found.year - flight))
    return Reading(nearest, "unlikely-date", "the document date is far from the flight; the nearest century is taken")


def _impossible() -> Reading:
    return Reading(None, "impossible-date", "the calendar has no such date")


def _with_century(written: str, today: date) -> str:
    base = today.year // 100 * 100
    years = (base - 100 + int(written[:2]), base + int(written[:2]), base + 100 + int(written[:2]))
    return f"{min(years, key=lambda year: abs(year - today.year))}{written[2:]}"


def _moment(day: str, time: str) -> Moment:
    try:
        moment = datetime.strptime(day + (time or "0000"), "%Y%m%d%H%M")  # noqa: DTZ007  a local time, zone unknown here
    except ValueError:
        try:
            whole = datetime.strptime(day, "%Y%m%d").date()  # noqa: DTZ007  a local day
        except ValueError:
            return Moment("", "impossible-time", "the calendar has no such day")
        return Moment(whole.isoformat(), "impossible-time", "the clock has no such time of day; the day is kept")
    if not time:
        return Moment(moment.date().isoformat(), "no-time-of-day", "only the day was sent")
    return Moment(f"{moment:%Y-%m-%dT%H:%M}")
