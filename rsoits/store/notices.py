"""Notices of intended travel, and partners' warnings of persons coming in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import JSON, Field, Session, SQLModel, UniqueConstraint, col, select


class Notice(SQLModel, table=True):
    """One version of one notice; a later version of the same (jurisdiction, reference) replaces it."""

    __tablename__ = "notice"
    __table_args__ = (UniqueConstraint("jurisdiction", "reference", "version"),)

    id: int | None = Field(default=None, primary_key=True)
    source_file_id: int = Field(foreign_key="source_file.id")
    registrant_id: int | None = Field(default=None, foreign_key="registrant.id", index=True)
    registrant_reference: str = Field(default="", index=True)
    kind: str
    reference: str
    version: int = 1
    jurisdiction: str = Field(index=True)
    submitting_ori: str = ""
    submitted_at: datetime
    person: dict[str, Any] = Field(sa_type=JSON)
    legs: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    departs_on: str = ""
    returns_on: str = ""
    destination: str = ""
    purpose: str = ""
    destination_address: str = ""
    contact: str = ""
    emergency: bool = False
    late_reason: str = ""
    conviction: str = ""
    lead_days: int | None = None
    late: bool = False
    replaced: bool = False
    received_at: datetime


def current_notices(session: Session, registrant_id: int) -> Sequence[Notice]:
    """Return a registrant's notices that no later version replaced, oldest first."""
    return session.exec(
        select(Notice)
        .where(Notice.registrant_id == registrant_id, col(Notice.replaced).is_(False))
        .order_by(col(Notice.departs_on), col(Notice.id))
    ).all()


def orphans(session: Session, references: Sequence[str]) -> Sequence[Notice]:
    """Return notices that name one of these records but came before it was known."""
    found: list[Notice] = []
    for start in range(0, len(references), 500):
        found += session.exec(
            select(Notice)
            .where(
                col(Notice.registrant_id).is_(None),
                col(Notice.replaced).is_(False),
                col(Notice.registrant_reference).in_(references[start : start + 500]),
            )
            .order_by(col(Notice.id))
        )
    return found


def versions(session: Session, jurisdiction: str, reference: str) -> Sequence[Notice]:
    """Return every version of a notice, oldest first."""
    return session.exec(
        select(Notice)
        .where(Notice.jurisdiction == jurisdiction, Notice.reference == reference)
        .order_by(col(Notice.version))
    ).all()
