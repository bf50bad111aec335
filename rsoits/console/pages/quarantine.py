"""Files nothing could be read of: why, since when, and what was done about them."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from rsoits.access import Reading, may
from rsoits.console.addresses import PageNumber, RowQuery
from rsoits.console.rendering import page
from rsoits.security.permissions import Actor, Permission
from rsoits.store.quarantined import how_many_shelved, shelved

router = APIRouter(prefix="/feeds")
PER_PAGE = 50


@router.get("/quarantine")
def quarantine(
    request: Request,
    _actor: Annotated[Actor, Depends(may(Permission.READ_FEEDS))],
    session: Reading,
    view: Annotated[Literal["waiting", "settled"], Query()] = "waiting",
    settled: RowQuery = None,
    number: PageNumber = 1,
) -> Response:
    """List the files that wait for a person, or those that were settled; `settled` is the one just put to rest."""
    is_settled = view == "settled"
    counts = {name: how_many_shelved(session, settled=name == "settled") for name in ("waiting", "settled")}
    return page(
        request,
        "quarantine.html",
        {
            "rows": shelved(session, PER_PAGE, (number - 1) * PER_PAGE, settled=is_settled),
            "view": view,
            "counts": counts,
            "waiting": counts["waiting"],
            "settled": settled,
            "number": number,
            "pages": -(-counts[view] // PER_PAGE),
            "page_address": lambda page: f"/feeds/quarantine?view={view}&page={page}",
        },
    )
