"""Registry records: whom the jurisdictions have registered, and what they say of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlmodel import JSON, Field, Session, SQLModel, UniqueConstraint, col, select, update

from matchers.identity import Identity
from rsoits.store.columns import word

_CHANGED = "registry changed"


class Registrant(SQLModel, table=True):
    """One jurisdiction's record of one person. Dates are ISO 8601, possibly partial; lists as `docs/formats.md` says.

    A person a foreign partner has warned of is kept here too, with status `foreign_notice`, so that one
    screening finds both.
    """

    __tablename__ = "registrant"

    id: int | None = Field(default=None, primary_key=True)
    reference: str = Field(unique=True)
    jurisdiction: str = Field(index=True)
    name: str
    aliases: list[str] = Field(default_factory=list, sa_type=JSON)
    birth_dates: list[str] = Field(default_factory=list, sa_type=JSON)
    sex: str = ""
    nationalities: list[str] = Field(default_factory=list, sa_type=JSON)
    documents: list[str] = Field(default_factory=list, sa_type=JSON)
    federal_tier: int | None = None
    local_class: str = ""
    offence: str = ""
    offence_against_minor: bool = False
    conviction_jurisdiction: str = ""
    conviction_date: str = ""
    duty_ends: str = ""
    status: str = "registered"
    protected: bool = False
    residence_jurisdiction: str = ""
    residence_address: str = ""
    work_jurisdiction: str = ""
    school_jurisdiction: str = ""
    fbi_number: str = ""
    state_id: str = ""
    statute: str = ""
    victim_age: str = ""
    victim_sex: str = ""
    supervision: str = ""
    description: str = ""
    photo: str = ""
    vehicles: list[str] = Field(default_factory=list, sa_type=JSON)
    vessels: list[str] = Field(default_factory=list, sa_type=JSON)
    as_of: str = ""
    source_file_id: int | None = Field(default=None, foreign_key="source_file.id")
    changed_at: datetime = Field(index=True)
    person: int | None = Field(default=None, index=True)
    """The lowest id among the records known to be of one person; empty while this is the only one."""
    provenance: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    """By field: the day it was true and the file it came from, as `{"as_of": "2026-01-02", "file": 7}`.

    An extract that does not state its day counts as of the day it came.
    """
    quality: int = 0
    """The points of what it says, see `rsoits.rules.quality`; being fresh adds to them when they are read."""
    missing: list[str] = Field(default_factory=list, sa_type=JSON)
    """Codes of what it lacks, `rsoits.rules.quality.Lack`."""
    unmatchable: bool = Field(default=False, index=True)

    @property
    def identity(self) -> Identity:
        """What the matcher compares."""
        return Identity.from_json(
            {
                "names": [self.name, *self.aliases],
                "birth_dates": self.birth_dates,
                "sex": self.sex,
                "nationalities": self.nationalities,
                "documents": self.documents,
            }
        )


class RegistryChange(SQLModel, table=True):
    """One field of one record that a later extract gave otherwise."""

    __tablename__ = "registry_change"

    id: int | None = Field(default=None, primary_key=True)
    registrant_id: int = Field(foreign_key="registrant.id", index=True)
    field: str
    before: Any = Field(default=None, sa_type=JSON)
    after: Any = Field(default=None, sa_type=JSON)
    as_of: str = ""
    source_file_id: int | None = Field(default=None, foreign_key="source_file.id")
    at: datetime


class LinkState(StrEnum):
    """Whether two records are of one person."""

    SUGGESTED = "suggested"
    LINKED = "linked"
    REFUSED = "refused"


LINK_LEGAL: dict[LinkState, frozenset[LinkState]] = {
    LinkState.SUGGESTED: frozenset({LinkState.LINKED, LinkState.REFUSED}),
    LinkState.LINKED: frozenset({LinkState.SUGGESTED, LinkState.REFUSED}),
    LinkState.REFUSED: frozenset({LinkState.LINKED}),
}
"""A link goes back to a suggestion when the number that made it is corrected."""


class RecordKey(SQLModel, table=True):
    """Something a record may share with another of the same person, so that those are found without reading all."""

    __tablename__ = "record_key"

    registrant_id: int = Field(foreign_key="registrant.id", primary_key=True)
    key: str = Field(primary_key=True, index=True)


class RecordLink(SQLModel, table=True):
    """Two jurisdictions' records that are, or may be, of one person; `left_id` is the lower id."""

    __tablename__ = "record_link"
    __table_args__ = (UniqueConstraint("left_id", "right_id"),)

    id: int | None = Field(default=None, primary_key=True)
    left_id: int = Field(foreign_key="registrant.id", index=True)
    right_id: int = Field(foreign_key="registrant.id", index=True)
    state: LinkState = Field(sa_column=word(LinkState, index=True))
    because: str = ""
    """What links them by itself, such as one FBI number; or the reason somebody gave."""
    probability: float = 0.0
    explanation: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    decided_by: str = ""
    at: datetime


class RegistryVersion(SQLModel, table=True):
    """A number that grows with every change of the registry, so that each process knows when its index is old."""

    __tablename__ = "registry_version"

    id: int = Field(default=1, primary_key=True)
    version: int = 0


def registrant_with_reference(session: Session, reference: str) -> Registrant | None:
    """Return the record with this number."""
    return session.exec(select(Registrant).where(Registrant.reference == reference)).first()


def registrants_by_reference(session: Session, references: Sequence[str]) -> dict[str, Registrant]:
    """Return the records with these numbers, by number."""
    found: dict[str, Registrant] = {}
    for start in range(0, len(references), 500):
        chunk = references[start : start + 500]
        rows = session.exec(select(Registrant).where(col(Registrant.reference).in_(chunk)))
        found.update((row.reference, row) for row in rows)
    return found


def records_of_person(session: Session, registrant: Registrant) -> list[Registrant]:
    """Return every record known to be of one person with this one, itself first; protected ones are left out."""
    if registrant.person is None:
        return [registrant]
    others = session.exec(
        select(Registrant)
        .where(
            Registrant.person == registrant.person, Registrant.id != registrant.id, col(Registrant.protected).is_(False)
        )
        .order_by(col(Registrant.id))
    )
    return [registrant, *others]


def person_ids(session: Session, registrant_id: int) -> list[int]:
    """Return the ids of every record of the person whom this record is of."""
    registrant = session.get_one(Registrant, registrant_id)
    return [row.id or 0 for row in records_of_person(session, registrant)]


def registry_version(session: Session) -> int:
    """Return the registry's version as this session sees it."""
    return session.exec(select(RegistryVersion.version).where(RegistryVersion.id == 1)).one()


def uncommitted_registry(session: Session) -> object:
    """Return what marks the changes of this session alone: a version number that is rolled back is given again."""
    return session.info.get(_CHANGED)


def registry_changed(session: Session) -> None:
    """Note that the registry is no longer what it was."""
    session.info[_CHANGED] = object()
    session.execute(update(RegistryVersion).values(version=RegistryVersion.version + 1))
