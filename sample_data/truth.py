"""What is true of the invented world: who every traveller is, and what every file and notice holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sample_data.damage import Damage
    from sample_data.travellers import Shown
    from sample_data.twins import Twin

TRAVELLER_COLUMNS = (
    "traveller_id", "registrant_id", "damage", "near_twin", "twin_of", "status", "withheld_id",
    "feed", "file", "message", "position", "rejected",
)  # fmt: skip
FILE_COLUMNS = ("feed", "file", "format", "readable", "messages", "travellers", "rejects", "note")
PEOPLE_COLUMNS = ("person", "registrant_id", "differs")
NOTICE_COLUMNS = ("reference", "file", "registrant_id", "case", "traveller_id")


@dataclass(frozen=True, slots=True)
class Traveller:
    """One traveller. `registrant_ids` are the records to link to: empty for an innocent, more than one for a duplicate.

    For a person under witness protection they are empty too, and `withheld_id` tells who he is.
    """

    shown: Shown
    registrant_ids: tuple[str, ...] = ()
    damage: tuple[Damage, ...] = ()
    twin: Twin | None = None
    twin_of: str = ""
    status: str = ""
    """Of the record: `registered`, `duty_ended`, `deceased`, `absconder`, `protected`; empty for an innocent."""
    withheld_id: str = ""


@dataclass(frozen=True, slots=True)
class Sighting:
    """One traveller in one file: the message in the file and the person in the message count from 1."""

    traveller_id: str
    traveller: Traveller
    feed: str
    file: str
    message: int
    position: int
    rejected: bool = False

    def rows(self) -> Iterator[tuple[str, ...]]:
        """Yield `TRAVELLER_COLUMNS`, one row for each record to link to, or one with none."""
        person = self.traveller
        for registrant_id in person.registrant_ids or ("",):
            yield (
                self.traveller_id, registrant_id, "|".join(person.damage), person.twin or "", person.twin_of,
                person.status, person.withheld_id, self.feed, self.file, str(self.message), str(self.position),
                "yes" if self.rejected else "no",
            )  # fmt: skip


@dataclass(frozen=True, slots=True)
class FileTruth:
    """What a reader should find in one file; `travellers` counts those that can be used, without the `rejects`."""

    feed: str
    file: str
    format: str
    messages: int
    travellers: int
    rejects: int = 0
    readable: bool = True
    note: str = ""

    def row(self) -> tuple[str, ...]:
        """Return `FILE_COLUMNS`."""
        return (
            self.feed, self.file, self.format, "yes" if self.readable else "no", str(self.messages),
            str(self.travellers), str(self.rejects), self.note,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class NoticeTruth:
    """What became of one notice: its case, and under which `traveller_id` the person was seen (empty: never)."""

    reference: str
    file: str
    registrant_id: str
    case: str
    traveller_id: str = ""

    def row(self) -> tuple[str, ...]:
        """Return `NOTICE_COLUMNS`."""
        return (self.reference, self.file, self.registrant_id, self.case, self.traveller_id)


@dataclass(frozen=True, slots=True)
class PersonTruth:
    """One person whom several jurisdictions register: the records, the first one first, and how the others differ."""

    registrant_ids: tuple[str, ...]
    differs: tuple[str, ...]

    def rows(self) -> Iterator[tuple[str, ...]]:
        """Yield `PEOPLE_COLUMNS`, one row for each record; a person is named by the first."""
        for position, registrant_id in enumerate(self.registrant_ids):
            yield self.registrant_ids[0], registrant_id, "|".join(self.differs) if position else ""


@dataclass(frozen=True, slots=True)
class Truth:
    """All that is true of a world."""

    sightings: tuple[Sighting, ...] = ()
    files: tuple[FileTruth, ...] = field(default=())
    notices: tuple[NoticeTruth, ...] = ()
    people: tuple[PersonTruth, ...] = ()
