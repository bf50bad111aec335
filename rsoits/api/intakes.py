"""What became of a file: its counts, and what was set aside and why."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from sqlmodel import Session

from rsoits.access import Reading, may
from rsoits.api.answers import FindingList, IntakeTaken, finding_of
from rsoits.console.addresses import RowId
from rsoits.errors import NotFoundError
from rsoits.security.permissions import Actor, Permission
from rsoits.store import listings
from rsoits.store.intakes import Intake

router = APIRouter(prefix="/intakes", tags=["feeds"])
Reader = Annotated[Actor, Depends(may(Permission.READ_FEEDS, Permission.UPLOAD, by_feed=True))]
_FIRST = 50


@router.get("/{intake_id}", response_model=IntakeTaken)
def intake(intake_id: RowId, actor: Reader, session: Reading) -> IntakeTaken:
    """Return what became of a file, with the first of its findings."""
    return taken(session, _found(session, actor, intake_id))


@router.get("/{intake_id}/findings", response_model=FindingList)
def findings(
    intake_id: RowId,
    actor: Reader,
    session: Reading,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> FindingList:
    """List a file's findings, what was set aside first; at most a thousand are kept of a file."""
    _found(session, actor, intake_id)
    rows = listings.some_rejects(session, intake_id, limit, offset)
    return FindingList(total=listings.how_many_rejects(session, intake_id), findings=[finding_of(row) for row in rows])


def taken(session: Session, intake: Intake) -> IntakeTaken:
    """Return an intake as its sender is told of it."""
    rows = listings.some_rejects(session, intake.id or 0, _FIRST)
    return IntakeTaken(**intake.model_dump(), findings=[finding_of(row) for row in rows])


def _found(session: Session, actor: Actor, intake_id: int) -> Intake:
    """Return a file this actor may know of: an officer, of the own jurisdiction; a limited token, of its feed."""
    found = session.get(Intake, intake_id)
    own = found is not None and (
        actor.may(Permission.READ_FEEDS) or (actor.jurisdiction != "" and found.jurisdiction == actor.jurisdiction)
    )
    if found is None or not own or (actor.feed and found.feed != actor.feed):
        raise NotFoundError
    return found
