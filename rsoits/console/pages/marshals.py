"""The Marshals' queue: what was addressed to them, the nearest to the border first."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from rsoits.access import Reading, may
from rsoits.console.addresses import PageNumber
from rsoits.console.rendering import page
from rsoits.rules.jurisdictions import by_code
from rsoits.security.permissions import Actor, Permission
from rsoits.store.inbox import inbox_rows, tally

router = APIRouter()
MARSHALS_ORI = by_code("USMS").ori
PER_PAGE = 50


@router.get("/marshals")
def marshals(
    request: Request,
    _actor: Annotated[Actor, Depends(may(Permission.READ_MARSHALS_QUEUE))],
    session: Reading,
    number: PageNumber = 1,
    waiting: bool = False,  # noqa: FBT001, FBT002  a flag in the address
    done: str = "",
) -> Response:
    """List the alerts to the Marshals: not acknowledged first, then by time to the border and urgency."""
    counts = tally(session, MARSHALS_ORI)
    total = counts.unacknowledged if waiting else counts.alerts
    return page(
        request,
        "marshals.html",
        {
            "rows": inbox_rows(
                session, MARSHALS_ORI, PER_PAGE, (number - 1) * PER_PAGE, by_border=True, waiting_only=waiting
            ),
            "tally": counts,
            "waiting": waiting,
            "done": done == "acknowledged",
            "number": number,
            "page_address": lambda page: f"/marshals?page={page}" + ("&waiting=yes" if waiting else ""),
            "pages": -(-total // PER_PAGE),
        },
    )
