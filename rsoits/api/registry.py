"""How good the registry is, as JSON."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request

from rsoits.access import Reading, house_of, may
from rsoits.console.sight import jurisdiction_for
from rsoits.rules.quality import POOR_BELOW, STALE_AFTER
from rsoits.security.permissions import Actor, Permission
from rsoits.store.registry_quality import by_jurisdiction

router = APIRouter()


@router.get("/registry/quality")
def quality(
    request: Request, actor: Annotated[Actor, Depends(may(Permission.READ_REGISTRY))], session: Reading
) -> dict[str, Any]:
    """Return the figures of every jurisdiction, the lowest mean score first; a registry officer's own only."""
    rows = by_jurisdiction(session, house_of(request).now().date(), jurisdiction_for(actor))
    return {
        "poor_below": POOR_BELOW,
        "stale_after_days": STALE_AFTER.days,
        "jurisdictions": [row.to_json() for row in rows],
    }
