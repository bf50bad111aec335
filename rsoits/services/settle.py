"""Settles quarantined files: by a person who says why nothing more is needed, or by the file being taken in later."""

from __future__ import annotations

from sqlmodel import Session

from rsoits.errors import NotFoundError, NothingToSettleError, ReasonMissingError
from rsoits.security.audit import Acting, record, stand_in_line
from rsoits.services.plain_text import printable
from rsoits.store.brought import waiting_in_quarantine
from rsoits.store.intakes import Intake, IntakeState

SHORTEST_REASON, LONGEST_REASON = 10, 2000


def settle(session: Session, acting: Acting, intake_id: int, because: str) -> Intake:
    """Settle a quarantined file that needs no more; its bytes stay.

    Raises `ReasonMissingError`, `NotFoundError`, `NothingToSettleError`.
    """
    reason = printable(because, LONGEST_REASON)
    if len(reason) < SHORTEST_REASON:
        raise ReasonMissingError
    stand_in_line(session)
    intake = session.get(Intake, intake_id, populate_existing=True)
    if intake is None:
        raise NotFoundError
    if intake.state is not IntakeState.QUARANTINED or intake.settled_at is not None:
        raise NothingToSettleError
    _settled(session, acting, intake, reason)
    record(session, acting, "quarantined file settled", "intake", intake_id)
    return intake


def settle_by(session: Session, acting: Acting, taken: Intake) -> None:
    """Settle whatever waits in quarantine with the bytes that were now taken in."""
    for waiting in waiting_in_quarantine(session, taken.source_file_id):
        _settled(session, acting, waiting, f"taken in as intake {taken.id}")


def _settled(session: Session, acting: Acting, intake: Intake, because: str) -> None:
    intake.settled_at, intake.settled_by, intake.settled_because = acting.now, acting.actor, because
    session.add(intake)
