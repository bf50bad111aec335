"""What a registry has on record of an invented person."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from matchers.identity import PartialDate, TravelDocument


class AliasKind(StrEnum):
    """What an alias is."""

    NICKNAME = "nickname"
    MAIDEN = "maiden"
    SPELLING = "spelling"
    NATIVE = "native"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Alias:
    """Another name on the record."""

    kind: AliasKind
    surname: str
    given: str

    def __str__(self) -> str:
        """Write it as registry extracts do."""
        return f"{self.surname.upper()}, {self.given}" if self.surname else self.given


@dataclass(frozen=True, slots=True)
class Registrant:
    """One registry record. `born` is the truth; `birth_dates` are what is on record, the primary one first."""

    registrant_id: str
    person: int
    """The number of the human being; two records of one person share it."""
    jurisdiction: str
    culture: str
    sex: str
    surname: str
    given: str
    middle: str
    aliases: tuple[Alias, ...]
    born: date
    birth_dates: tuple[PartialDate, ...]
    nationalities: tuple[str, ...]
    documents: tuple[TravelDocument, ...]
    federal_tier: int | None
    local_class: str
    offence: str
    offence_against_minor: bool
    conviction_jurisdiction: str
    conviction_date: date
    duty_ends: date | None
    status: str
    protected: bool
    residence_jurisdiction: str
    residence_address: str
    work_jurisdiction: str
    school_jurisdiction: str
    fbi_number: str
    as_of: date

    @property
    def name(self) -> str:
        """The primary name as `SURNAME, Given Middle`."""
        return f"{self.surname.upper()}, {' '.join(filter(None, (self.given, self.middle)))}"

    @property
    def standing(self) -> str:
        """`protected`, or the status."""
        return "protected" if self.protected else self.status
