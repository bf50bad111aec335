"""What each feed delivered: runs, the files they brought, and the rows and persons that had to be set aside."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlmodel import Field, Session, SQLModel, UniqueConstraint, col, select

from rsoits.store.columns import word


class IntakeState(StrEnum):
    """What became of one file."""

    ACCEPTED = "accepted"
    PARTLY = "partly accepted"
    QUARANTINED = "quarantined"
    DUPLICATE = "duplicate"


class FeedRun(SQLModel, table=True):
    """One look at one feed that found something. Unique on (feed, due time), so two workers do it once."""

    __tablename__ = "feed_run"
    __table_args__ = (UniqueConstraint("feed", "due_at"),)

    id: int | None = Field(default=None, primary_key=True)
    feed: str = Field(index=True)
    due_at: datetime
    started_at: datetime
    finished_at: datetime | None = None
    files: int = 0


class FeedState(SQLModel, table=True):
    """When a feed was last looked at and last brought something."""

    __tablename__ = "feed_state"

    feed: str = Field(primary_key=True)
    looked_at: datetime
    delivered_at: datetime | None = None


class Intake(SQLModel, table=True):
    """One file's passage through the reader, with what it held."""

    __tablename__ = "intake"

    id: int | None = Field(default=None, primary_key=True)
    feed_run_id: int | None = Field(default=None, foreign_key="feed_run.id", index=True)
    source_file_id: int = Field(foreign_key="source_file.id", index=True)
    feed: str = Field(default="", index=True)
    name: str
    format: str = ""
    state: IntakeState = Field(sa_column=word(IntakeState))
    at: datetime = Field(index=True)
    messages: int = 0
    travellers: int = 0
    notices: int = 0
    registrants: int = 0
    rejects: int = 0
    warnings: int = 0
    matches: int = 0


class Reject(SQLModel, table=True):
    """One finding worth an operator's eye: what was set aside or doubted, where, why, and what cures it."""

    __tablename__ = "reject"

    id: int | None = Field(default=None, primary_key=True)
    intake_id: int = Field(foreign_key="intake.id", index=True)
    code: str
    severity: str
    place: str
    field: str = ""
    value: str = ""
    reason: str = ""
    cure: str = ""


def latest_intakes(session: Session, limit: int = 100) -> Sequence[Intake]:
    """Return the newest intakes, newest first."""
    return session.exec(select(Intake).order_by(col(Intake.id).desc()).limit(limit)).all()


def rejects_of(session: Session, intake_id: int) -> Sequence[Reject]:
    """Return an intake's findings in the order of the file."""
    return session.exec(select(Reject).where(Reject.intake_id == intake_id).order_by(col(Reject.id))).all()


def was_taken_in(session: Session, source_file_id: int) -> bool:
    """Tell whether these bytes were read and stored before, and not only received."""
    taken = (IntakeState.ACCEPTED, IntakeState.PARTLY)
    found = select(Intake.id).where(Intake.source_file_id == source_file_id, col(Intake.state).in_(taken))
    return session.exec(found).first() is not None


def run_is_taken(session: Session, feed: str, due_at: datetime) -> bool:
    """Tell whether some worker has begun this feed's run for this due time."""
    return session.exec(select(FeedRun).where(FeedRun.feed == feed, FeedRun.due_at == due_at)).first() is not None
