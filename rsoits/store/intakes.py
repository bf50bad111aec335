"""What each feed delivered: runs, the files they brought, and the rows and persons that had to be set aside."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CursorResult
from sqlalchemy.exc import IntegrityError
from sqlmodel import Field, Session, SQLModel, UniqueConstraint, col, select, update
from sqlmodel.sql.expression import SelectOfScalar

from rsoits.store.columns import word


class IntakeState(StrEnum):
    """What became of one file."""

    ACCEPTED = "accepted"
    PARTLY = "partly accepted"
    QUARANTINED = "quarantined"
    DUPLICATE = "duplicate"


class RunState(StrEnum):
    """How far a feed's run has come; an interrupted one is taken up by the next."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    INTERRUPTED = "interrupted"


class FeedRun(SQLModel, table=True):
    """One passage over what waited at one feed. Unique on (feed, due time), so two workers do it once.

    While it runs its worker moves `beat_at` on; a run without a beat for a while has lost its worker.
    """

    __tablename__ = "feed_run"
    __table_args__ = (UniqueConstraint("feed", "due_at"),)

    id: int | None = Field(default=None, primary_key=True)
    feed: str = Field(index=True)
    due_at: datetime
    started_at: datetime
    finished_at: datetime | None = None
    state: RunState = Field(default=RunState.RUNNING, sa_column=word(RunState, index=True))
    worker: str = ""
    beat_at: datetime
    asked_by: str = ""
    """Who pressed "run now"; empty for the schedule."""
    waiting: int = 0
    """Files that wait for it, those it has taken included."""
    files: int = 0
    travellers: int = 0
    current: str = ""
    """The file being read."""
    failure: str = ""


class FeedState(SQLModel, table=True):
    """Where a feed stands: when it was last looked at and last brought something, and what people asked of it."""

    __tablename__ = "feed_state"

    feed: str = Field(primary_key=True)
    looked_at: datetime | None = None
    delivered_at: datetime | None = None
    paused_at: datetime | None = None
    paused_by: str = ""
    wanted_at: datetime | None = None
    wanted_by: str = ""
    failure: str = ""
    """Why the source could not be reached at the last look; empty when it could."""


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
    replay_of: int | None = None
    """The intake whose stored bytes were read again."""
    jurisdiction: str = ""
    """Whose officer handed it in; empty for what came through a feed or by an operator."""
    settled_at: datetime | None = None
    settled_by: str = ""
    settled_because: str = ""


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


def rejects_of(session: Session, intake_id: int) -> Sequence[Reject]:
    """Return an intake's findings in the order of the file."""
    return session.exec(select(Reject).where(Reject.intake_id == intake_id).order_by(col(Reject.id))).all()


def was_taken_in(session: Session, source_file_id: int, jurisdiction: str = "") -> bool:
    """Tell whether these bytes were read and stored before, as much of them as may come from this jurisdiction."""
    taken = (IntakeState.ACCEPTED, IntakeState.PARTLY)
    found = select(Intake.id).where(
        Intake.source_file_id == source_file_id,
        col(Intake.state).in_(taken),
        col(Intake.jurisdiction).in_({"", jurisdiction}),
    )
    return session.exec(found).first() is not None


def was_taken_in_partly(session: Session, source_file_id: int) -> bool:
    """Tell whether something of these bytes was set aside when they were taken in."""
    found = select(Intake.id).where(Intake.source_file_id == source_file_id, Intake.state == IntakeState.PARTLY)
    return session.exec(found).first() is not None


def run_is_taken(session: Session, feed: str, due_at: datetime) -> bool:
    """Tell whether some worker has begun this feed's run for this due time."""
    return session.exec(select(FeedRun.id).where(FeedRun.feed == feed, FeedRun.due_at == due_at)).first() is not None


def running(session: Session, feed: str) -> Sequence[FeedRun]:
    """Return the runs of a feed that were begun and not ended, oldest first."""
    found = select(FeedRun).where(FeedRun.feed == feed, FeedRun.state == RunState.RUNNING).order_by(col(FeedRun.id))
    return session.exec(found.execution_options(populate_existing=True)).all()


def latest_runs(session: Session, limit: int, offset: int = 0, feed: str = "") -> Sequence[FeedRun]:
    """Return runs, of one feed if named, newest first."""
    found = select(FeedRun).order_by(col(FeedRun.id).desc()).limit(limit).offset(offset)
    return session.exec(found.where(FeedRun.feed == feed) if feed else found).all()


def state_held(session: Session, feed: str) -> FeedState:
    """Return where a feed stands, held for this transaction; a feed never met before is put on record."""
    held = select(FeedState).where(FeedState.feed == feed).with_for_update().execution_options(populate_existing=True)
    found = session.exec(held).first()
    if found is None:
        with suppress(IntegrityError), session.begin_nested():
            session.add(FeedState(feed=feed))
        found = session.exec(held).one()
    return found


def beat(session: Session, run_id: int, now: datetime, waiting: int, current: str) -> bool:
    """Note that a run goes on, of how many files and at which; False when it is no longer running."""
    return _move(session, run_id, beat_at=now, waiting=waiting, current=current)


def count_file(session: Session, run_id: int, travellers: int, now: datetime) -> bool:
    """Count a file into its run, in the transaction that stores it; False when the run is no longer running."""
    counted = {"files": FeedRun.files + 1, "travellers": FeedRun.travellers + travellers}
    return _move(session, run_id, beat_at=now, **counted)


def end_run(session: Session, run_id: int, state: RunState, now: datetime, failure: str = "") -> bool:
    """End a run; False when it had ended, or been given up for lost, before."""
    return _move(session, run_id, state=state, finished_at=now, failure=failure, current="")


def _move(session: Session, run_id: int, **values: object) -> bool:
    moved = update(FeedRun).where(col(FeedRun.id) == run_id, col(FeedRun.state) == RunState.RUNNING).values(**values)
    result = session.execute(moved.execution_options(synchronize_session=False))
    return isinstance(result, CursorResult) and result.rowcount == 1


def wanted_feeds(session: Session) -> Sequence[str]:
    """Return the feeds of which somebody wants a run now."""
    return session.exec(select(FeedState.feed).where(col(FeedState.wanted_at).is_not(None))).all()


def was_cut_short(session: Session, feed: str) -> bool:
    """Tell whether a run was interrupted after the feed was last looked at."""
    return session.exec(_cut_short().where(FeedRun.feed == feed)).first() is not None


def feeds_left_off(session: Session, lost_before: datetime) -> Sequence[str]:
    """Return the feeds with a rest to take up: a run was interrupted since the last look, or has not beaten since."""
    lost = select(FeedRun.feed).where(FeedRun.state == RunState.RUNNING, col(FeedRun.beat_at) < lost_before)
    resting = _cut_short().where(col(FeedState.paused_at).is_(None))
    return [*session.exec(lost), *session.exec(resting)]


def _cut_short() -> SelectOfScalar[str]:
    return (
        select(FeedRun.feed)
        .join(FeedState, col(FeedState.feed) == col(FeedRun.feed))
        .where(FeedRun.state == RunState.INTERRUPTED, col(FeedRun.finished_at) > col(FeedState.looked_at))
    )


def paused_since(session: Session, feed: str) -> datetime | None:
    """Return when a feed was paused; None while it is not."""
    return session.exec(select(FeedState.paused_at).where(FeedState.feed == feed)).first()
