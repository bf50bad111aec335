"""Plain lists that a page shows one screenful of: intakes, notices, accounts, audit entries."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select
from sqlmodel import Session, col, func, select

from rsoits.store.accounts import Account
from rsoits.store.audit import AuditEntry
from rsoits.store.intakes import FeedState, Intake, Reject
from rsoits.store.notices import Notice, NoticeState
from rsoits.store.trips import Trip


def intakes(session: Session, limit: int, offset: int = 0, feed: str = "") -> Sequence[Intake]:
    """Return intakes, of one feed if named, newest first."""
    found = select(Intake).order_by(col(Intake.id).desc()).limit(limit).offset(offset)
    return session.exec(found.where(Intake.feed == feed) if feed else found).all()


def feed_states(session: Session) -> dict[str, FeedState]:
    """Return when each feed was last looked at and last brought something."""
    return {row.feed: row for row in session.exec(select(FeedState))}


def some_rejects(session: Session, intake_id: int, limit: int, offset: int = 0) -> Sequence[Reject]:
    """Return a screenful of an intake's findings."""
    found = select(Reject).where(Reject.intake_id == intake_id).order_by(col(Reject.id))
    return session.exec(found.limit(limit).offset(offset)).all()


def how_many_rejects(session: Session, intake_id: int) -> int:
    """Count an intake's findings that were kept."""
    return session.exec(select(func.count(col(Reject.id))).where(Reject.intake_id == intake_id)).one()


def notices(
    session: Session, jurisdiction: str | None, limit: int, offset: int = 0, state: NoticeState | None = None
) -> list[tuple[Notice, Trip | None]]:
    """Return current notices with the trip each belongs to, newest first; of one jurisdiction, or None for all."""
    wanted: Select[Any] = select(Notice, Trip)  # type: ignore[assignment]  # one of SQLModel's own
    found = _current(wanted, jurisdiction, state).outerjoin(Trip, col(Trip.notice_id) == Notice.id)
    rows = session.execute(found.order_by(col(Notice.id).desc()).limit(limit).offset(offset))
    return [(notice, trip) for notice, trip in rows]


def how_many_notices(session: Session, jurisdiction: str | None, state: NoticeState | None = None) -> int:
    """Count what `notices` would list without a limit."""
    counted = _current(select(func.count(col(Notice.id))), jurisdiction, state)
    return int(session.scalars(counted).one())


def _current(wanted: Select[Any], jurisdiction: str | None, state: NoticeState | None) -> Select[Any]:
    found = wanted.select_from(Notice).where(col(Notice.replaced).is_(False))
    if jurisdiction is not None:
        found = found.where(col(Notice.jurisdiction) == jurisdiction)
    return found.where(col(Notice.state) == state) if state else found


def accounts(session: Session, limit: int, offset: int = 0) -> Sequence[Account]:
    """Return accounts by user name; the locked ones first."""
    return session.exec(
        select(Account).order_by(col(Account.locked_at).is_(None), Account.username).limit(limit).offset(offset)
    ).all()


def names_of(session: Session, account_ids: set[int]) -> dict[int, str]:
    """Return the people behind account ids."""
    return dict(session.exec(select(Account.id, Account.name).where(col(Account.id).in_(account_ids))).all())  # type: ignore[arg-type]


def audit_entries(
    session: Session, limit: int, before: int | None = None, actor: str = "", action: str = ""
) -> Sequence[AuditEntry]:
    """Return entries of the audit trail, newest first, from the one before `before` on."""
    found = select(AuditEntry).order_by(col(AuditEntry.id).desc()).limit(limit)
    if before:
        found = found.where(col(AuditEntry.id) < before)
    if actor:
        found = found.where(AuditEntry.actor == actor)
    if action:
        found = found.where(AuditEntry.action == action)
    return session.exec(found).all()


def audit_actions(session: Session) -> Sequence[str]:
    """Return every action the trail tells of, in alphabetical order."""
    return session.exec(select(AuditEntry.action).distinct().order_by(AuditEntry.action)).all()
