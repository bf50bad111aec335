"""The audit trail: who did what, newest first, and whether it still is as it was written."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from rsoits.access import Reading, house_of, may
from rsoits.console.addresses import RowQuery, Text
from rsoits.console.rendering import page
from rsoits.security.audit import verify
from rsoits.security.permissions import Actor, Permission
from rsoits.store import listings

router = APIRouter(prefix="/audit")
Reader = Annotated[Actor, Depends(may(Permission.READ_AUDIT))]
PER_PAGE = 100


@router.get("")
def audit(
    request: Request,
    _actor: Reader,
    session: Reading,
    by: Annotated[Text, Query(max_length=100)] = "",
    action: Annotated[Text, Query(max_length=100)] = "",
    before: RowQuery = None,
    verifying: Annotated[bool, Query(alias="verify")] = False,  # noqa: FBT002  a flag in the address
) -> Response:
    """List entries; `verify=yes` reads the whole trail and says whether it is intact."""
    found = listings.audit_entries(session, PER_PAGE + 1, before, by.strip(), action)
    return page(
        request,
        "audit.html",
        {
            "entries": found[:PER_PAGE],
            "more": len(found) > PER_PAGE,
            "actions": listings.audit_actions(session),
            "by": by,
            "action": action,
            "verified": verify(session, house_of(request).key) if verifying else None,
        },
    )
