"""One trip as JSON."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends

from rsoits.access import Acts, Writing, may
from rsoits.console.addresses import RowId
from rsoits.console.sight import events_for, trip_for
from rsoits.security.audit import record
from rsoits.security.permissions import Actor, Permission

router = APIRouter()


@router.get("/trips/{trip_id}")
def trip(
    trip_id: RowId,
    actor: Annotated[Actor, Depends(may(Permission.READ_TRIPS, Permission.READ_OWN_TRIPS))],
    session: Writing,
    acts: Acts,
) -> dict[str, Any]:
    """Return a trip with its timeline, as far as this actor may see it; the reading goes on record."""
    found = trip_for(session, actor, trip_id)
    record(session, acts, "trip read", "trip", trip_id)
    return {
        "id": trip_id,
        "state": found.trip.state.value,
        "direction": found.trip.direction,
        "departs_on": found.trip.departs_on,
        "returns_on": found.trip.returns_on,
        "destination": found.trip.destination,
        "registrant": {"reference": found.registrant.reference, "jurisdiction": found.registrant.jurisdiction},
        "timeline": [
            {"at": event.at.isoformat(), "kind": event.kind, "title": event.title, "detail": event.detail}
            for event in events_for(session, actor, trip_id)
        ],
    }
