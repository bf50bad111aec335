"""Files nothing could be read of: those that wait for a person, and those that were settled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, func, select

from rsoits.store.files import SourceFile
from rsoits.store.intakes import Intake, IntakeState, Reject


@dataclass(frozen=True, slots=True)
class Shelved:
    """One file in quarantine: its last reading, how many were tried since when, and the first reason it gave."""

    intake: Intake
    size: int
    tries: int
    since: datetime
    reason: str


def shelved(session: Session, limit: int, offset: int = 0, *, settled: bool = False) -> list[Shelved]:
    """Return files in quarantine, each once however often it came or was tried, the newest first."""
    newest: Any = func.max(Intake.id)
    grouped = _of(settled=settled).add_columns(newest, func.count(), func.min(Intake.at))
    rows = session.execute(grouped.order_by(newest.desc()).limit(limit).offset(offset)).all()
    found = []
    for source_file_id, intake_id, tries, since in rows:
        size = session.exec(select(SourceFile.size).where(SourceFile.id == source_file_id)).one()
        reason = _reason(session, intake_id)
        found.append(Shelved(session.get_one(Intake, intake_id), size, tries, since, reason))
    return found


def how_many_shelved(session: Session, *, settled: bool = False) -> int:
    """Count what `shelved` would list without a limit."""
    counted = select(func.count()).select_from(_of(settled=settled).subquery())
    return int(session.exec(counted).one())


def _of(*, settled: bool) -> Any:  # noqa: ANN401  a statement that columns are added to
    at = col(Intake.settled_at)
    return (
        select(Intake.source_file_id)
        .where(Intake.state == IntakeState.QUARANTINED, at.is_not(None) if settled else at.is_(None))
        .group_by(col(Intake.source_file_id))
    )


def _reason(session: Session, intake_id: int) -> str:
    found: Sequence[tuple[str, str]] = session.exec(
        select(Reject.reason, Reject.code).where(Reject.intake_id == intake_id).order_by(col(Reject.id)).limit(1)
    ).all()
    return next((reason or code for reason, code in found), "")
