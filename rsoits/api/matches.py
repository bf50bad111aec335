"""The review queue as JSON."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query

from rsoits.access import Reading, may
from rsoits.security.permissions import Actor, Permission
from rsoits.store.matches import UNDECIDED, MatchState
from rsoits.store.queue import QueueRow, Wanted, how_many, queue_rows

router = APIRouter()


@router.get("/matches")
def matches(
    _actor: Annotated[Actor, Depends(may(Permission.READ_MATCHES))],
    session: Reading,
    state: Annotated[list[MatchState] | None, Query()] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> dict[str, Any]:
    """Return matches, the nearest to the border first; without `state` those that wait for a verdict."""
    wanted = Wanted(tuple(state or UNDECIDED))
    return {
        "total": how_many(session, wanted),
        "matches": [_as_json(row) for row in queue_rows(session, wanted, limit, offset)],
    }


def _as_json(row: QueueRow) -> dict[str, Any]:
    match = row.match
    return {
        "id": match.id,
        "state": match.state.value,
        "band": match.band,
        "probability": match.probability,
        "bits": match.bits,
        "model": match.model,
        "border_at": match.border_at.isoformat() if match.border_at else None,
        "traveller": row.traveller.identity.to_json(),
        "registrant": {"reference": row.registrant.reference, **row.registrant.identity.to_json()},
        "voyage": {"label": row.voyage.label, "direction": row.voyage.direction, "mode": row.voyage.mode},
        "explanation": match.explanation,
    }
