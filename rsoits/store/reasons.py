"""Why things were set aside: findings of many files together, by their code."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, func, select

from feeds.findings import Severity
from rsoits.store.intakes import Intake, IntakeState, Reject

SET_ASIDE = (Severity.REJECT.value, Severity.FATAL.value)
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Asked:
    """Which findings are meant: in files since a moment, of one feed and code if named, doubts too if wanted."""

    since: datetime
    feed: str = ""
    code: str = ""
    doubts: bool = False


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason, how often it was given, in how many files and when last, with its words as one finding has them."""

    code: str
    severity: str
    findings: int
    files: int
    last: datetime
    reason: str
    cure: str


def reasons(session: Session, asked: Asked, limit: int) -> list[Reason]:
    """Return the reasons, the most frequent first."""
    many: Any = func.count(col(Reject.id))
    found = session.execute(
        _among(
            select(
                Reject.code,
                func.min(Reject.severity),
                many,
                func.count(col(Reject.intake_id).distinct()),
                func.max(Intake.at),
                func.min(Reject.reason),
                func.min(Reject.cure),
            ),  # type: ignore[call-overload]  # more columns than SQLModel's own overloads
            asked,
        )
        .group_by(col(Reject.code))
        .order_by(many.desc(), col(Reject.code))
        .limit(limit)
    )
    return [Reason(*row) for row in found]


def samples(session: Session, asked: Asked, limit: int) -> Sequence[tuple[Reject, Intake]]:
    """Return the newest of the findings, each with the file it was made in."""
    found = _among(select(Reject, Intake), asked).order_by(col(Reject.id).desc()).limit(limit)
    return [(reject, intake) for reject, intake in session.execute(found)]


def findings(session: Session, asked: Asked) -> Iterator[tuple[Reject, Intake]]:
    """Yield every one of the findings in the order of their making, a bounded number in memory at a time."""
    found = _among(select(Reject, Intake), asked).order_by(col(Reject.id))
    yield from ((reject, intake) for reject, intake in session.execute(found.execution_options(yield_per=_AT_ONCE)))


def _among(wanted: Any, asked: Asked) -> Any:  # noqa: ANN401  statements over any columns
    """Narrow to what is asked; of a file that was read more than once, only its last reading counts."""
    last = (
        select(func.max(Intake.id))
        .where(Intake.state != IntakeState.DUPLICATE, col(Intake.at) >= asked.since)
        .group_by(col(Intake.source_file_id))
    )
    found = wanted.select_from(Reject).join(Intake, col(Intake.id) == col(Reject.intake_id))
    found = found.where(col(Intake.id).in_(last))
    if asked.feed:
        found = found.where(col(Intake.feed) == asked.feed)
    if asked.code:
        found = found.where(col(Reject.code) == asked.code)
    return found if asked.doubts else found.where(col(Reject.severity).in_(SET_ASIDE))
