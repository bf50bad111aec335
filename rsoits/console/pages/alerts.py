"""An agency's inbox, one alert in full, and its acknowledgement."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import RedirectResponse, Response

from alerts.message import Message
from rsoits.access import Acts, Reading, Writing, may
from rsoits.console.addresses import PageNumber, Text
from rsoits.console.rendering import page
from rsoits.security.permissions import Actor, Permission
from rsoits.services.acknowledge import acknowledge, open_alert
from rsoits.store.alerts import deliveries_of
from rsoits.store.inbox import inbox_row, inbox_rows, tally

router = APIRouter()
Reader = Annotated[Actor, Depends(may(Permission.READ_INBOX))]
Acknowledger = Annotated[Actor, Depends(may(Permission.ACKNOWLEDGE))]
PER_PAGE = 50
_BACK = {
    "marshals": "/marshals?done=acknowledged",
    "marshals-waiting": "/marshals?waiting=yes&done=acknowledged",
}


@router.get("/inbox")
def inbox(
    request: Request,
    actor: Reader,
    session: Reading,
    number: PageNumber = 1,
) -> Response:
    """List the alerts of the reader's own desk."""
    counts = tally(session, actor.ori)
    return page(
        request,
        "inbox.html",
        {
            "rows": inbox_rows(session, actor.ori, PER_PAGE, (number - 1) * PER_PAGE),
            "tally": counts,
            "number": number,
            "page_address": lambda page: f"/inbox?page={page}",
            "pages": -(-counts.alerts // PER_PAGE),
        },
    )


@router.get("/alerts/{reference}")
def alert(request: Request, reference: Text, actor: Reader, session: Writing, acts: Acts, done: str = "") -> Response:
    """Show an alert to a reader of the desk it was written for; opening it marks it as read."""
    opened = open_alert(session, acts, actor, reference)
    return page(
        request,
        "alert.html",
        {
            "row": inbox_row(session, opened.id or 0),
            "message": Message.from_json(opened.message),
            "deliveries": deliveries_of(session, [opened.id or 0]),
            "done": done == "acknowledged",
        },
    )


@router.post("/alerts/{reference}/acknowledgement")
def acknowledge_alert(
    reference: Text,
    actor: Acknowledger,
    session: Writing,
    acts: Acts,
    note: Annotated[Text, Form(max_length=2000)] = "",
    back: Annotated[Text, Form(max_length=20)] = "",
) -> Response:
    """Put on record that the desk has taken the alert in hand."""
    acknowledge(session, acts, actor, reference, note.strip())
    goal = _BACK.get(back, f"/alerts/{reference}?done=acknowledged")
    return RedirectResponse(goal, status_code=303)
