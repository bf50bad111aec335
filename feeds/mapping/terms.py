"""What a mapping writes itself, constants, defaults and the meanings of codes, must be in our own terms."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from feeds.codes.countries import country
from feeds.codes.places import place
from feeds.codes.sexes import sex
from feeds.mapping.days import understood_date
from feeds.mapping.faults import did_you_mean
from feeds.mapping.targets import DATES, Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from feeds.mapping.targets import Target

UNCLEAR = "unclear"
"""What a yes or no becomes that is neither; whoever reads the record decides for the safe side."""

_SAID = {"yes": "yes", "y": "yes", "true": "yes", "1": "yes", "no": "no", "n": "no", "false": "no", "0": "no", "": ""}
_FLAGS, _SEXES = frozenset({"yes", "no"}), frozenset({"M", "F", "X"})
_NO_DAY = date.min
"""ISO 8601 has its centuries, so that no reference settles any."""


def objection(written: str, target: Target) -> tuple[str, str] | None:
    """Return reason and cure when the field does not take the text; empty is taken, for it means not said."""
    if not written:
        return None
    if target.kind in DATES:
        problem = understood_date(written, target.kind, (), _NO_DAY).reason
        return (problem, "write it as ISO 8601, as 2026-03-28") if problem else None
    if target.kind is Kind.WORD and written not in target.words:
        words = sorted(target.words)
        return f"none of the words{did_you_mean(written, words)}", f"use one of {', '.join(words)}"
    takes, reason, cure = _TAKEN.get(target.kind, (bool, "", ""))
    return None if takes(written) else (reason, cure)


def understood(written: str, target: Target) -> str:
    """Return what a column holds in our terms where the tables know it, else as written, for the reader to judge."""
    match target.kind:
        case Kind.SEX:
            known = sex(written)
            return written if known is None else known
        case Kind.COUNTRY:
            return country(written) or written
        case Kind.PLACE:
            return written.upper()
        case Kind.FLAG:
            return _SAID.get(written.lower(), UNCLEAR)
        case Kind.WORD:
            return written.lower()
    return written


def settled(written: str, target: Target) -> str:
    """Return a text of the mapping's own, to which `objection` has none, in the one way it is written."""
    if written and target.kind in DATES:
        return understood_date(written, target.kind, (), _NO_DAY).text
    return understood(written, target)


@lru_cache(maxsize=256)
def is_zone(name: str) -> bool:
    """Tell whether it names a time zone."""
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        return False
    return True


_TAKEN: dict[Kind, tuple[Callable[[str], object], str, str]] = {
    Kind.SEX: (_SEXES.__contains__, "not M, F or X", "write M, F or X, or leave it empty for unknown"),
    Kind.COUNTRY: (country, "the country code is in no table", "use ISO 3166-1 alpha-3"),
    Kind.PLACE: (lambda code: place(code).country, "the place code is in no table", "use an IATA code or a UN/LOCODE"),
    Kind.ZONE: (is_zone, "not the name of a time zone", "write an IANA name, such as America/Vancouver"),
    Kind.FLAG: (_FLAGS.__contains__, "neither yes nor no", "write yes or no"),
}
"""For each kind, what takes a text, and the reason and cure when it does not."""
