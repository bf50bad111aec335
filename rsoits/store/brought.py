"""What one file brought onto the record: the voyages it listed people of, and the registry records it gave last."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session, col, select

from rsoits.store.intakes import Intake, IntakeState
from rsoits.store.manifests import Manifest, Voyage
from rsoits.store.registrants import Registrant


def voyages_brought(session: Session, source_file_id: int) -> Sequence[Voyage]:
    """Return the voyages that a file's manifests are about, each once."""
    listed = select(Manifest.voyage_id).where(Manifest.source_file_id == source_file_id)
    return session.exec(select(Voyage).where(col(Voyage.id).in_(listed)).order_by(col(Voyage.id))).all()


def registrants_brought(session: Session, source_file_id: int) -> Sequence[Registrant]:
    """Return the registry records that are as this file gave them."""
    found = select(Registrant).where(Registrant.source_file_id == source_file_id)
    return session.exec(found.order_by(col(Registrant.id))).all()


def waiting_in_quarantine(session: Session, source_file_id: int) -> Sequence[Intake]:
    """Return the intakes of a file that were quarantined and that nobody has settled."""
    return session.exec(
        select(Intake).where(
            Intake.source_file_id == source_file_id,
            Intake.state == IntakeState.QUARANTINED,
            col(Intake.settled_at).is_(None),
        )
    ).all()
