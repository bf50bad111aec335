"""The vocabulary the whole house shares: a name, a birth date, a travel document, an identity."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Self

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


class UnreadableIdentityError(ValueError):
    """The text is not a person, a date or a document as described in `rsoits compare --help`."""


class NameKind(StrEnum):
    """What a source says of a name; an alias may share nothing with the primary name."""

    PRIMARY = "primary"
    ALIAS = "alias"


@dataclass(frozen=True, slots=True)
class Name:
    """One name as its source wrote it; `whole` holds it when the source did not say which part is the surname."""

    surname: str = ""
    given_names: str = ""
    whole: str = ""
    kind: NameKind = NameKind.PRIMARY

    @classmethod
    def read(cls, text: str, kind: NameKind = NameKind.PRIMARY) -> Self:
        """Read `SURNAME, Given`, the machine-readable `SURNAME<<GIVEN`, or a name in unknown order."""
        text = " ".join(text.split())
        for separator in ("<<", ","):
            surname, found, given = text.partition(separator)
            if found:
                return cls(surname.replace("<", " ").strip(), given.replace("<", " ").strip(), kind=kind)
        return cls(whole=text, kind=kind)

    def __str__(self) -> str:
        """Write the name as `SURNAME, Given`, or as it came when its parts are unknown."""
        if self.whole:
            return self.whole
        return f"{self.surname}, {self.given_names}" if self.given_names else f"{self.surname},"


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date of which the month, or the month and the day, may be unknown. A year alone is never 1 January."""

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        """Refuse a day without a month and a date the calendar does not have."""
        if self.month is None and self.day is not None:
            raise UnreadableIdentityError
        try:
            date(self.year, self.month or 1, self.day or 1)
        except ValueError as error:
            raise UnreadableIdentityError from error

    @classmethod
    def read(cls, text: str) -> Self:
        """Read ISO 8601 `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; raises `UnreadableIdentityError` for anything else."""
        found = _DATE.fullmatch(text.strip())
        if not found:
            raise UnreadableIdentityError(text)
        year, month, day = (int(part) if part else None for part in found.groups())
        return cls(year or 0, month, day)

    @classmethod
    def of(cls, day: date) -> Self:
        """Return a whole date as a `PartialDate`."""
        return cls(day.year, day.month, day.day)

    @property
    def earliest(self) -> date:
        """The first day it can mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> date:
        """The last day it can mean."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def __str__(self) -> str:
        """Write the known parts, ISO 8601."""
        month = "" if self.month is None else f"-{self.month:02}"
        day = "" if self.day is None else f"-{self.day:02}"
        return f"{self.year:04}{month}{day}"


@dataclass(frozen=True, slots=True)
class TravelDocument:
    """A passport or other travel document; `type` and `issuer` are codes of ICAO Doc 9303 where known, else empty."""

    number: str
    type: str = ""
    issuer: str = ""
    expires: PartialDate | None = None

    @classmethod
    def read(cls, text: str) -> Self:
        """Read `type:issuer:number`, for instance `P:USA:123456789`; a bare number without a colon is accepted."""
        parts = [part.strip() for part in text.split(":", 2)]
        if len(parts) == 1 and parts[0]:
            return cls(parts[0])
        if len(parts) == 3 and parts[2]:  # noqa: PLR2004  the three parts the docstring names
            return cls(parts[2], parts[0], parts[1])
        raise UnreadableIdentityError(text)

    def __str__(self) -> str:
        """Write `type:issuer:number`."""
        return f"{self.type}:{self.issuer}:{self.number}"


@dataclass(frozen=True, slots=True)
class Identity:
    """All that one side says of a person. Empty means not stated, which neither agrees nor disagrees.

    `sex` is `M`, `F`, `X` or empty; `nationalities` are codes as ICAO Doc 9303 part 3 section 5 lists them.
    """

    names: tuple[Name, ...]
    birth_dates: tuple[PartialDate, ...] = ()
    sex: str = ""
    nationalities: tuple[str, ...] = ()
    documents: tuple[TravelDocument, ...] = ()

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Self:
        """Build from `{"names": [...], "birth_dates": [...], "sex", "nationalities": [...], "documents": [...]}`.

        The first name is the primary one, the others are aliases. Raises `UnreadableIdentityError`.
        """
        lists: dict[str, list[str]] = {}
        for key in ("names", "birth_dates", "nationalities", "documents"):
            given = value.get(key) or []
            given = [given] if isinstance(given, str) else given
            if not isinstance(given, list) or not all(isinstance(item, str) for item in given):
                raise UnreadableIdentityError(key)
            lists[key] = [item for item in given if item.strip()]
        sex = value.get("sex") or ""
        if not isinstance(sex, str):
            raise UnreadableIdentityError("sex")
        return cls(
            names=tuple(
                Name.read(text, NameKind.ALIAS if position else NameKind.PRIMARY)
                for position, text in enumerate(lists["names"])
            ),
            birth_dates=tuple(PartialDate.read(text) for text in lists["birth_dates"]),
            sex=sex.strip().upper(),
            nationalities=tuple(code.strip().upper() for code in lists["nationalities"]),
            documents=tuple(TravelDocument.read(text) for text in lists["documents"]),
        )

    def to_json(self) -> dict[str, Any]:
        """Return what `from_json` reads."""
        return {
            "names": [str(name) for name in self.names],
            "birth_dates": [str(day) for day in self.birth_dates],
            "sex": self.sex,
            "nationalities": list(self.nationalities),
            "documents": [str(document) for document in self.documents],
        }
