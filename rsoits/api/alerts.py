"""A desk's alerts as JSON, and their acknowledgement."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Query

from rsoits.access import Acts, Reading, Writing, may
from rsoits.console.addresses import Text
from rsoits.security.permissions import Actor, Permission
from rsoits.services.acknowledge import acknowledge, open_alert
from rsoits.store.inbox import InboxRow, inbox_rows, tally

router = APIRouter(prefix="/alerts")


@router.get("")
def alerts(
    actor: Annotated[Actor, Depends(may(Permission.READ_INBOX))],
    session: Reading,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> dict[str, Any]:
    """List the alerts of the actor's own desk, without their content."""
    rows = inbox_rows(session, actor.ori, limit, offset)
    return {"total": tally(session, actor.ori).alerts, "alerts": [_as_json(row) for row in rows]}


@router.get("/{reference}")
def alert(
    reference: Text, actor: Annotated[Actor, Depends(may(Permission.READ_INBOX))], session: Writing, acts: Acts
) -> dict[str, Any]:
    """Return one alert in full; fetching it marks it as read."""
    return open_alert(session, acts, actor, reference).message


@router.post("/{reference}/acknowledgement")
def acknowledge_alert(
    reference: Text,
    actor: Annotated[Actor, Depends(may(Permission.ACKNOWLEDGE))],
    session: Writing,
    acts: Acts,
    note: Annotated[Text, Body(embed=True, max_length=2000)] = "",
) -> dict[str, str]:
    """Acknowledge an alert; a second time changes nothing and returns the first."""
    row = acknowledge(session, acts, actor, reference, note)
    return {"reference": reference, "acknowledged_at": row.at.isoformat(), "note": row.note}


def _as_json(row: InboxRow) -> dict[str, Any]:
    told = row.alert
    return {
        "reference": told.reference,
        "kind": told.kind,
        "urgency": told.urgency,
        "headline": told.message["headline"],
        "raised_at": told.raised_at.isoformat(),
        "due_at": told.due_at.isoformat() if told.due_at else None,
        "read_at": told.read_at.isoformat() if told.read_at else None,
        "acknowledged_at": row.acknowledgement.at.isoformat() if row.acknowledgement else None,
    }
