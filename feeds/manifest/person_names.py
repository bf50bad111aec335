"""The name in a NAD as sent, wherever its sender put it; marked where a reader should look twice."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from feeds.edifact import Segment
    from feeds.reporting import Report

_NAME, _LINES, _PARTY, _STREET = 4, 3, 2, 5
"""The elements of NAD: C080, where the name belongs; C058, lines of name and address; C082; C059."""

_NAME_PARTS = 5
"""Components of C080 that hold names; the sixth says how they are written."""

_FEWEST = 2
"""Parts of what stands in place of a street that make it a name one element too far."""

_PLACEHOLDERS = frozenset({"FNU", "LNU", "XXX", "-", "NMN", "UNKNOWN", "X"})
_TITLES = frozenset({"MR", "MRS", "MS", "MISS", "MSTR", "DR", "CHD", "INF", "JR", "SR"})


class SentName(NamedTuple):
    """A surname and given names, and the element behind the one that they stood in."""

    surname: str
    given: str
    behind: int


def sent_name(nad: Segment, report: Report) -> SentName:
    """Read the name of a person; a whole name in one component is divided only at a mark."""
    parts, place = _parts(nad)
    if place != _NAME:
        report.note("misplaced-name", nad.where, field="surname", reason="the name is not in the fourth element")
    surname, given = parts[0] if parts else "", " ".join(filter(None, parts[1:]))
    if not given or given.upper() in _TITLES:
        first, rest = split_name(surname)
        if rest:
            surname, given = first, f"{rest} {given}".rstrip()
            report.note(
                "whole-name", nad.where, field="surname",
                reason="the whole name came in one component; divided at its mark",
            )  # fmt: skip
    _mark(nad, surname, given, report)
    return SentName(surname, given, place + 1)


def split_name(whole: str) -> tuple[str, str]:
    """Split `SMITH/JOHN` or `SMITH<<JOHN`; the given part is empty when nothing divides the name."""
    for divider in ("<<", "/"):
        surname, found, given = whole.partition(divider)
        if found:
            return surname.strip(" <"), given.strip(" <")
    return whole, ""


def _parts(nad: Segment) -> tuple[list[str], int]:
    """Take C080; else, when nothing follows it, the last element before it that was filled, or the one behind it."""
    for place in (_NAME, _LINES, _PARTY):
        parts = _components(nad, place)
        if place == _LINES:
            parts = [*takewhile(_has_no_digit, parts)]
        if any(map(_has_letter, parts)):
            return parts, place
        if any(any(element) for element in nad.elements[place + 1 :]):
            break
    shifted = _components(nad, _STREET)
    if sum(map(_has_letter, shifted)) >= _FEWEST and all(map(_has_no_digit, shifted)) and not any(nad.element(_LINES)):
        return shifted, _STREET
    return _components(nad, _NAME), _NAME


def _components(nad: Segment, place: int) -> list[str]:
    return [part if part.isalpha() else " ".join(part.split()) for part in nad.element(place)[:_NAME_PARTS]]


def _has_letter(part: str) -> bool:
    return part.isalpha() or any(map(str.isalpha, part))


def _has_no_digit(part: str) -> bool:
    return part.isalpha() or not any(map(str.isdigit, part))


def _mark(nad: Segment, surname: str, given: str, report: Report) -> None:
    names = given.upper()
    last = names.rpartition(" ")[2]
    if last in _TITLES:
        report.note(
            "title-in-name", nad.where, last, field="given_names",
            reason="a title or suffix may stand among the names",
        )  # fmt: skip
    if names in _PLACEHOLDERS or surname.upper() in _PLACEHOLDERS:
        report.note("placeholder-name", nad.where, field="given_names", reason="a word stands where a name is unknown")
