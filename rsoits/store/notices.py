"""Notices of intended travel, and partners' warnings of persons coming in; drafts and attachments of both."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import defer
from sqlmodel import JSON, Field, Session, SQLModel, UniqueConstraint, col, select

from rsoits.store.columns import word


class NoticeState(StrEnum):
    """What became of a version of a notice; what the journey came to is its trip's to say."""

    RECEIVED = "received"
    RETURNED = "returned for correction"
    AMENDED = "amended"
    CANCELLED = "cancelled"


LEGAL: dict[NoticeState, frozenset[NoticeState]] = {
    NoticeState.RECEIVED: frozenset({NoticeState.RETURNED, NoticeState.AMENDED, NoticeState.CANCELLED}),
    NoticeState.RETURNED: frozenset({NoticeState.AMENDED, NoticeState.CANCELLED}),
    NoticeState.AMENDED: frozenset(),
    NoticeState.CANCELLED: frozenset(),
}


class NoticeChannel(StrEnum):
    """How a notice came in."""

    FILE = "file"
    FORM = "form"
    API = "api"


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
    details: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    """The further fields of `feeds.notice.records.Notice` that are only shown, by name."""
    lead_days: int | None = None
    late: bool = False
    replaced: bool = False
    state: NoticeState = Field(default=NoticeState.RECEIVED, sa_column=word(NoticeState, index=True))
    state_reason: str = ""
    """Why it was returned or cancelled."""
    state_by: str = ""
    state_at: datetime | None = None
    receipt: str = Field(index=True, unique=True)
    """The number its sender was given."""
    channel: NoticeChannel = Field(default=NoticeChannel.FILE, sa_column=word(NoticeChannel))
    received_at: datetime


class NoticeDraft(SQLModel, table=True):
    """A notice that a registry officer has not handed in yet; `content` is the JSON layout of `docs/formats.md`."""

    __tablename__ = "notice_draft"

    id: int | None = Field(default=None, primary_key=True)
    jurisdiction: str = Field(index=True)
    ori: str = ""
    account_id: int = Field(foreign_key="account.id")
    amends: int | None = Field(default=None, foreign_key="notice.id")
    content: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    changed_at: datetime


class NoticeAttachment(SQLModel, table=True):
    """A document sent along with a notice or kept with a draft: a copy of a passport, visa or ticket."""

    __tablename__ = "notice_attachment"

    id: int | None = Field(default=None, primary_key=True)
    notice_id: int | None = Field(default=None, foreign_key="notice.id", index=True)
    draft_id: int | None = Field(default=None, foreign_key="notice_draft.id", index=True)
    name: str
    media_type: str
    size: int
    sha256: str
    content: bytes
    added_at: datetime
    added_by: str = ""


def orphans(session: Session, references: Sequence[str]) -> Sequence[Notice]:
    """Return notices that name one of these records but came before it was known."""
    found: list[Notice] = []
    for start in range(0, len(references), 500):
        found += session.exec(
            select(Notice)
            .where(
                col(Notice.registrant_id).is_(None),
                col(Notice.replaced).is_(False),
                col(Notice.state) != NoticeState.CANCELLED,
                col(Notice.registrant_reference).in_(references[start : start + 500]),
            )
            .order_by(col(Notice.id))
        )
    return found


def notice_with_receipt(session: Session, receipt: str) -> Notice | None:
    """Return the version of a notice that was given this number."""
    return session.exec(select(Notice).where(Notice.receipt == receipt)).first()


def version_of(session: Session, jurisdiction: str, reference: str, version: int) -> Notice | None:
    """Return one version of a notice."""
    return next((row for row in versions(session, jurisdiction, reference) if row.version == version), None)


def drafts_of(session: Session, jurisdiction: str, limit: int) -> Sequence[NoticeDraft]:
    """Return a jurisdiction's drafts, the last changed first."""
    return session.exec(
        select(NoticeDraft)
        .where(NoticeDraft.jurisdiction == jurisdiction)
        .order_by(col(NoticeDraft.changed_at).desc(), col(NoticeDraft.id).desc())
        .limit(limit)
    ).all()


def attachments_of(
    session: Session, *, notice_id: int | None = None, draft_id: int | None = None
) -> Sequence[NoticeAttachment]:
    """Return what was sent along with a notice, or is kept with a draft, as it was added.

    The content is read when it is asked for.
    """
    kept = NoticeAttachment.notice_id == notice_id if notice_id else NoticeAttachment.draft_id == draft_id
    found = select(NoticeAttachment).where(kept).order_by(col(NoticeAttachment.id))
    return session.exec(found.options(defer(NoticeAttachment.content))).all()  # type: ignore[arg-type]  # a column


def versions(session: Session, jurisdiction: str, reference: str) -> Sequence[Notice]:
    """Return every version of a notice, oldest first."""
    return session.exec(
        select(Notice)
        .where(Notice.jurisdiction == jurisdiction, Notice.reference == reference)
        .order_by(col(Notice.version))
    ).all()
