"""Manifests, the voyages they are about, and the travellers they list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import JSON, Field, Session, SQLModel, UniqueConstraint, col, func, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from feeds.records import Direction, ListKind, Mode
from matchers.identity import Identity, Name, PartialDate, TravelDocument
from rsoits.rules.ports import port_name

_KEYS_AT_ONCE = 500
SCREENED = (Direction.OUTBOUND.value, Direction.INBOUND.value, Direction.UNKNOWN.value)
"""Voyages that may cross the home border; travellers on others are nobody's business."""


class Voyage(SQLModel, table=True):
    """One flight, sailing or day at a land port, known by its local `day`; times are those of its border leg.

    A voyage whose times change stays the same voyage.
    """

    __tablename__ = "voyage"
    __table_args__ = (UniqueConstraint("carrier", "number", "origin", "destination", "day", "direction"),)

    id: int | None = Field(default=None, primary_key=True)
    mode: str
    direction: str
    carrier: str
    number: str
    origin: str
    destination: str
    origin_country: str = ""
    destination_country: str = ""
    day: str = ""
    departs: str = ""
    arrives: str = ""
    departs_at: datetime | None = None
    arrives_at: datetime | None = None
    closed_at: datetime | None = None
    cancelled_at: datetime | None = None
    cancelled_by: int | None = None
    """The manifest that cancelled it."""
    legs: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)

    @property
    def label(self) -> str:
        """Name it as people do: `QZ 514 IAH → MEX`, or `El Paso → MEX` on land."""
        if self.mode == Mode.LAND:
            return f"{port_name(self.origin)} → {port_name(self.destination)}"
        return f"{self.carrier} {self.number} {self.origin} → {self.destination}".strip()

    @property
    def border_at(self) -> datetime | None:
        """When the border is crossed: the departure going out, the arrival coming in."""
        return self.arrives_at or self.departs_at if self.direction == "inbound" else self.departs_at


class Manifest(SQLModel, table=True):
    """One message as received. A re-sent message has the same `key` and the next `version`."""

    __tablename__ = "manifest"
    __table_args__ = (UniqueConstraint("key", "version"),)

    id: int | None = Field(default=None, primary_key=True)
    source_file_id: int = Field(foreign_key="source_file.id", index=True)
    voyage_id: int = Field(foreign_key="voyage.id", index=True)
    key: str = Field(index=True)
    version: int = 1
    format: str
    list_kind: str
    message: str = ""
    function: str = ""
    sender: str = ""
    document: str = ""
    reference: str = ""
    revision: str = ""
    part: str = ""
    sent: str = ""
    """The sender's own local time of writing, `YYYY-MM-DDTHH:MM`; empty if not said."""
    outdated: bool = False
    """It came after a newer version of itself, and changed nothing."""
    received_at: datetime


class Traveller(SQLModel, table=True):
    """One person on one manifest: what was understood, and `raw` as it was sent."""

    __tablename__ = "traveller"

    id: int | None = Field(default=None, primary_key=True)
    manifest_id: int = Field(foreign_key="manifest.id", index=True)
    voyage_id: int = Field(foreign_key="voyage.id", index=True)
    position: int
    person_key: str = Field(index=True)
    surname: str
    given_names: str = ""
    birth_date: str = ""
    sex: str = ""
    nationality: str = ""
    residence: str = ""
    crew: bool = False
    in_transit: bool = False
    documents: list[str] = Field(default_factory=list, sa_type=JSON)
    embarkation: str = ""
    debarkation: str = ""
    crossed_at: datetime | None = None
    references: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    raw: str = ""
    place: str = ""
    replaced_by: int | None = Field(default=None, foreign_key="traveller.id")
    cancelled_at: datetime | None = None
    cancelled_by: int | None = None
    """The manifest that took the person off the list."""
    listed_by: int | None = None
    """The last manifest that listed the person just so, when it was sent again."""

    @property
    def last_word(self) -> int:
        """The manifest that last said something of this person."""
        return self.cancelled_by or self.listed_by or self.manifest_id

    @property
    def name(self) -> str:
        """The name as sent."""
        return f"{self.surname}, {self.given_names}" if self.given_names else self.surname

    @property
    def identity(self) -> Identity:
        """What the matcher compares."""
        named = Name(self.surname, self.given_names) if self.given_names else Name(whole=self.surname)
        return Identity(
            names=(named,),
            birth_dates=(PartialDate.read(self.birth_date),) if self.birth_date else (),
            sex=self.sex,
            nationalities=(self.nationality,) if self.nationality else (),
            documents=tuple(TravelDocument.read(document) for document in self.documents),
        )


def manifest_versions(session: Session, key: str) -> Sequence[Manifest]:
    """Return every version of a message, oldest first."""
    return session.exec(select(Manifest).where(Manifest.key == key).order_by(col(Manifest.version))).all()


def manifests_from(session: Session, voyage_id: int, sender: str) -> Sequence[Manifest]:
    """Return what one sender has sent about a voyage, oldest first."""
    found = select(Manifest).where(Manifest.voyage_id == voyage_id, Manifest.sender == sender)
    return session.exec(found.order_by(col(Manifest.id))).all()


def latest_on(session: Session, voyage_id: int, keys: Sequence[str]) -> dict[str, Traveller]:
    """Return the last record of each person, by person key, known on this voyage; a cancelled one too."""
    found: dict[str, Traveller] = {}
    for start in range(0, len(keys), _KEYS_AT_ONCE):
        chunk = keys[start : start + _KEYS_AT_ONCE]
        rows = session.exec(_latest(voyage_id).where(col(Traveller.person_key).in_(chunk)))
        found.update((traveller.person_key, traveller) for traveller in rows)
    return found


def texts_on(session: Session, voyage_id: int) -> set[str]:
    """Return what was sent, word by word, of everyone who was ever listed on a voyage."""
    return set(session.exec(select(Traveller.raw).where(Traveller.voyage_id == voyage_id)))


def aboard(session: Session, voyage_id: int) -> Sequence[Traveller]:
    """Return everyone currently listed on a voyage."""
    return session.exec(_latest(voyage_id).where(col(Traveller.cancelled_at).is_(None))).all()


def replaced(session: Session, traveller: Traveller) -> Traveller | None:
    """Return the record of the same person that this one took the place of."""
    same_voyage = select(Traveller).where(Traveller.voyage_id == traveller.voyage_id)
    return session.exec(same_voyage.where(Traveller.replaced_by == traveller.id)).first()


def versions_before(session: Session, travellers: Sequence[Traveller]) -> list[Traveller]:
    """Return the records that these, on one voyage, took the place of, and those before them."""
    found: list[Traveller] = []
    newer = list(travellers)
    while newer:
        ids, voyage_id = [row.id or 0 for row in newer], newer[0].voyage_id
        older: list[Traveller] = []
        for start in range(0, len(ids), _KEYS_AT_ONCE):
            chunk = col(Traveller.replaced_by).in_(ids[start : start + _KEYS_AT_ONCE])
            older += session.exec(select(Traveller).where(Traveller.voyage_id == voyage_id, chunk))
        found += older
        newer = older
    return found


def reserved(session: Session, traveller: Traveller) -> Sequence[Traveller]:
    """Return who is booked on a traveller's voyage."""
    return session.exec(
        select(Traveller)
        .join(Manifest, col(Traveller.manifest_id) == col(Manifest.id))
        .where(
            Traveller.voyage_id == traveller.voyage_id,
            Manifest.list_kind == ListKind.RESERVATION.value,
            col(Traveller.replaced_by).is_(None),
        )
    ).all()


def still_of_interest(session: Session, since: datetime) -> Sequence[tuple[Traveller, Voyage]]:
    """Return who crosses the home border, or was listed, after `since`, or crosses at a time not known."""
    border_at = func.coalesce(Traveller.crossed_at, Voyage.arrives_at, Voyage.departs_at)
    return session.exec(
        select(Traveller, Voyage)
        .join(Voyage, col(Traveller.voyage_id) == col(Voyage.id))
        .join(Manifest, col(Traveller.manifest_id) == col(Manifest.id))
        .where(
            col(Traveller.replaced_by).is_(None),
            col(Traveller.cancelled_at).is_(None),
            col(Voyage.direction).in_(SCREENED),
            or_(border_at.is_(None), border_at >= since, col(Manifest.received_at) >= since),
        )
        .order_by(col(Traveller.id))
    ).all()


def _latest(voyage_id: int) -> SelectOfScalar[Traveller]:
    return select(Traveller).where(Traveller.voyage_id == voyage_id, col(Traveller.replaced_by).is_(None))
