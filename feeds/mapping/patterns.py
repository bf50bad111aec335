"""Date formats of a mapping, such as `DD.MM.YYYY hh:mm`: letters stand for parts, everything else for itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

LONGEST = 40
"""Characters of a format."""

UNKNOWN = "XX"
"""A month or a day that is not said."""

_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_PARTS = {
    "YYYY": r"(?P<year>\d{4})",
    "YY": r"(?P<year>\d\d)",
    "MMM": rf"(?P<name>{'|'.join(_MONTHS)})",
    "MM": r"(?P<month>\d\d|XX)",
    "M": r"(?P<month>\d\d?)",
    "DD": r"(?P<day>\d\d|XX)",
    "D": r"(?P<day>\d\d?)",
    "hh": r"(?P<hour>\d\d)",
    "h": r"(?P<hour>\d\d?)",
    "mm": r"(?P<minute>\d\d)",
    "ss": r"(?P<second>\d\d)",
    "AM": r"(?P<half>AM|PM)",
}
_MEANS = {"YYYY": "year", "YY": "year", "MMM": "month", "MM": "month", "M": "month", "DD": "day", "D": "day",
          "hh": "hour", "h": "hour", "mm": "minute", "ss": "second", "AM": "half"}  # fmt: skip
_OF_ANY_LENGTH = frozenset({"M", "D", "h"})
_TOKEN = re.compile("|".join(_PARTS) + r"|T|[^A-Za-z0-9%]")
_NOON = 12


class UnreadablePatternError(ValueError):
    """The format cannot be read; the message says why."""


class Parts(NamedTuple):
    """A date taken apart: 2 or 4 digits of the year, month and day of 2 digits or `XX`, `hhmm` or empty."""

    year: str
    month: str = UNKNOWN
    day: str = UNKNOWN
    time: str = ""


@dataclass(frozen=True, slots=True)
class Pattern:
    """One format, as written and as it is looked for."""

    written: str
    expression: re.Pattern[str]
    has_time: bool = False

    def parts(self, text: str) -> Parts | None:
        """Take a text apart; None when it is not written so."""
        found = self.expression.fullmatch(text.upper())
        return _parts(found.groupdict()) if found else None


def pattern(written: str) -> Pattern:
    """Read a format; raises `UnreadablePatternError`."""
    if len(written) > LONGEST:
        raise UnreadablePatternError(f"longer than {LONGEST} characters")
    tokens = _tokens(written)
    parts = [token for token in tokens if token in _PARTS]
    _check(parts)
    for one, other in pairwise(tokens):
        if {one, other} & _OF_ANY_LENGTH and {one, other} <= set(_PARTS) - {"AM", "MMM"}:
            raise UnreadablePatternError(f"{one}{other} cannot be told apart; write two digits or put a mark between")
    expression = "".join(_PARTS.get(token, re.escape(token)) for token in tokens)
    return Pattern(written, re.compile(expression, re.ASCII), has_time="mm" in parts)


def _tokens(written: str) -> list[str]:
    tokens: list[str] = []
    place = 0
    while place < len(written):
        found = _TOKEN.match(written, place)
        if not found:
            raise UnreadablePatternError(f"{written[place]} is no part of a date")
        tokens.append(found[0])
        place = found.end()
    return tokens


def _check(parts: list[str]) -> None:
    """Refuse what names no day of any calendar."""
    meanings = [_MEANS[part] for part in parts]
    for meaning in meanings:
        if meanings.count(meaning) > 1:
            raise UnreadablePatternError(f"the {meaning} stands in it twice")
    needs = {"day": "month", "hour": "day", "minute": "hour", "second": "minute", "half": "hour"}
    if "year" not in meanings:
        raise UnreadablePatternError("it has no year")
    for meaning in meanings:
        if meaning in needs and needs[meaning] not in meanings:
            raise UnreadablePatternError(f"it has the {meaning}, but not the {needs[meaning]}")
    if "hour" in meanings and "minute" not in meanings:
        raise UnreadablePatternError("it has the hour, but not the minute")


def _parts(found: dict[str, str | None]) -> Parts | None:
    name = found.get("name")
    month = f"{_MONTHS.index(name) + 1:02}" if name else found.get("month") or UNKNOWN
    hour, half = found.get("hour") or "", found.get("half")
    if half:
        if not 1 <= int(hour) <= _NOON:
            return None
        hour = str(int(hour) % _NOON + (_NOON if half == "PM" else 0))
    time = f"{hour:0>2}{found.get('minute') or '00'}" if hour else ""
    return Parts(found["year"] or "", f"{month:0>2}", f"{found.get('day') or UNKNOWN:0>2}", time)
