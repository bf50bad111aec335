"""The SSR elements of a reservation that say who a passenger is: DOCS, DOCO and DOCA, as AIRIMP divides them by `/`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from feeds.edifact import Segment

_DATE = re.compile(r"\d{1,2}[A-Z]{3}(?:\d{2}|\d{4})")
_SEX = re.compile(r"[MFUX]I?")
_TYPE = re.compile(r"[A-Z]{1,2}")
_NAME_MARK = re.compile(r"-\d+[A-Z]")
"""Where a system repeats whose element it is: `ILIR-1DOE/ILIR`."""

_TEXT = 8
"""The component of SSR in which the free text begins; what follows it was divided by an unreleased separator."""

_BIRTH = 5
"""The part of a DOCS that holds the birth date when none is lost before it."""

_FEWEST = 12
"""Parts of a DOCS when all are sent."""

_HOLDER = "H"


class Request(NamedTuple):
    """One SSR: its code, the passenger number it is tied to (empty if none), and its free text."""

    segment: Segment
    code: str
    passenger: str
    text: str


@dataclass(frozen=True, slots=True)
class DocumentRequest:
    """A DOCS: dates, codes and names as sent. `odd` says that its parts are not where they belong.

    What stands before the birth date of an odd one is left unread.
    """

    type: str = ""
    issuer: str = ""
    number: str = ""
    nationality: str = ""
    birth: str = ""
    sex: str = ""
    expires: str = ""
    surname: str = ""
    given: str = ""
    odd: bool = False

    @property
    def infant(self) -> bool:
        """Whether the sex code is one of an infant: `FI`, `MI`."""
        return self.sex.endswith("I")


class OtherDocument(NamedTuple):
    """A DOCO: `type` is V for a visa, R for a redress number, K for a known traveller's."""

    birth_place: str
    type: str
    number: str
    issued_at: str
    issued: str
    country: str


class Address(NamedTuple):
    """A DOCA: `type` is D for the destination, R for the residence."""

    type: str
    country: str
    lines: str


def request(ssr: Segment) -> Request:
    """Read `SSR+DOCS:HK:1:QZ:::JFK:MEX:text+seat::passenger`."""
    text = ":".join(part.strip() for part in ssr.element(1)[_TEXT:]).strip()
    return Request(ssr, ssr.value(1).upper(), ssr.value(2, 2).lstrip("0"), text)


def document(text: str) -> DocumentRequest:
    """Read `/P/GBR/512731999/GBR/20SEP12/FI/25OCT17/DOE/ANNA/MAY/H`; a class and day may stand before the first `/`."""
    parts = [*_parts(text), *[""] * _FEWEST]
    birth = _birth(parts)
    if birth is None:
        return DocumentRequest(odd=True)
    before = parts[1:birth] if birth == _BIRTH else [""] * 4
    behind = parts[birth:]
    return DocumentRequest(
        type=before[0], issuer=before[1], number=before[2], nationality=before[3],
        birth=behind[0], sex=behind[1], expires=behind[2], surname=_unmarked(behind[3]), given=_given(*behind[4:7]),
        odd=birth != _BIRTH,
    )  # fmt: skip


def other_document(text: str) -> OtherDocument:
    """Read `/HOUSTON USA/V/17317323/LONDON GBR/01JAN98/USA`."""
    return OtherDocument(*[*text.upper().split("/")[1:], "", "", "", "", "", ""][:6])


def address(text: str) -> Address:
    """Read `/D/USA/13 SHORE AVENUE/GALVESTON/TX/77550`."""
    parts = [part.strip() for part in text.split("/")]
    kind, country, *lines = [*(parts[1:] if len(parts[0]) != 1 else parts), "", ""]
    return Address(kind.upper(), country.upper(), ", ".join(line for line in lines if line and line != "I"))


def electronic(text: str) -> str:
    """Read `//` as `@` and `..` as `_`, which reservation systems write for what telex lacks."""
    return text.strip("/ ").replace("//", "@").replace("..", "_")


def _parts(text: str) -> list[str]:
    """Split, and add the empty part before the first mark where a sender left the mark out."""
    parts = [part.strip().upper() for part in text.split("/")]
    return ["", *parts] if _TYPE.fullmatch(parts[0]) else parts


def _birth(parts: list[str]) -> int | None:
    """Find the birth date: where it belongs, else the nearest date that a sex follows."""
    in_place = not parts[_BIRTH] or _DATE.fullmatch(parts[_BIRTH])
    if in_place and (not parts[_BIRTH + 1] or _SEX.fullmatch(parts[_BIRTH + 1])):
        return _BIRTH
    found = (
        place for place in range(len(parts) - 1) if _DATE.fullmatch(parts[place]) and _SEX.fullmatch(parts[place + 1])
    )
    return min(found, key=lambda place: abs(place - _BIRTH), default=None)


def _given(given: str, middle: str, holder: str) -> str:
    """Join given and middle name; the mark of the document's primary holder is no name."""
    if _NAME_MARK.search(given) or (middle == _HOLDER and not holder):
        middle = ""
    return " ".join(filter(None, (_unmarked(given), _unmarked(middle))))


def _unmarked(name: str) -> str:
    found = _NAME_MARK.search(name)
    return name[: found.start()].strip() if found else name
