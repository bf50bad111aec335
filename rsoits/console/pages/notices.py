"""Travel notices: drafts, what was received, what was late or returned, which trip each belongs to."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, File, Query, Request, UploadFile
from starlette.responses import RedirectResponse, Response

from rsoits.access import Reading, house_of, may
from rsoits.console.addresses import PageNumber, RowId
from rsoits.console.pages.intakes import intake_page, parcel
from rsoits.console.rendering import page
from rsoits.console.sight import may_open_trip
from rsoits.errors import NotFoundError
from rsoits.rules.jurisdictions import find
from rsoits.security.permissions import Actor, Permission
from rsoits.services.ingest import take_in
from rsoits.services.notice_status import status_of
from rsoits.store import listings
from rsoits.store.intakes import Intake
from rsoits.store.notices import NoticeState, drafts_of

router = APIRouter(prefix="/notices")
Reader = Annotated[Actor, Depends(may(Permission.READ_NOTICES, Permission.REVIEW_NOTICES))]
Officer = Annotated[Actor, Depends(may(Permission.READ_NOTICES))]
Uploader = Annotated[Actor, Depends(may(Permission.UPLOAD))]
PER_PAGE = 50
_MOST_DRAFTS = 100
_FILTERS = (NoticeState.RECEIVED, NoticeState.RETURNED, NoticeState.CANCELLED)
"""An amended version is replaced and so in no list."""


@router.get("")
def notices(
    request: Request,
    actor: Reader,
    session: Reading,
    asked: Annotated[NoticeState | Literal[""], Query(alias="state")] = "",
    number: PageNumber = 1,
) -> Response:
    """List the current notices of the officer's jurisdiction, those of all for a reviewer; drafts first."""
    reviews = actor.may(Permission.REVIEW_NOTICES)
    scope = None if reviews else actor.jurisdiction
    state = NoticeState(asked) if asked else None
    today = house_of(request).now().date()
    found = listings.notices(session, scope, PER_PAGE, (number - 1) * PER_PAGE, state)
    place = find(actor.jurisdiction)
    may_file = actor.may(Permission.FILE_NOTICES)
    return page(
        request,
        "notices.html",
        {
            "rows": [(notice, trip, status_of(notice, trip, today)) for notice, trip in found],
            "openable": {trip.id for _, trip in found if trip and may_open_trip(session, actor, trip.id or 0)},
            "drafts": drafts_of(session, actor.jurisdiction, _MOST_DRAFTS) if may_file else [],
            "counts": [(one, listings.how_many_notices(session, scope, one)) for one in (None, *_FILTERS)],
            "state": state,
            "reviews": reviews,
            "may_file": may_file,
            "place": place.name if place else actor.jurisdiction,
            "number": number,
            "pages": -(-listings.how_many_notices(session, scope, state) // PER_PAGE),
            "page_address": lambda page: f"/notices?page={page}" + (f"&state={state}" if state else ""),
        },
    )


@router.post("/upload")
def upload(request: Request, actor: Uploader, _reads: Officer, file: Annotated[UploadFile, File()]) -> Response:
    """Take in a file of notices."""
    house = house_of(request)
    sent = parcel(file, _feed(actor), house.settings.largest_file_bytes)
    taken = take_in(house, replace(sent, jurisdiction=actor.jurisdiction), actor)
    return RedirectResponse(f"/notices/intakes/{taken.id}", status_code=303)


@router.get("/intakes/{intake_id}")
def intake(request: Request, intake_id: RowId, actor: Officer, session: Reading, number: PageNumber = 1) -> Response:
    """Show what became of a file that this jurisdiction handed in."""
    found = session.get(Intake, intake_id)
    if found is None or found.feed != _feed(actor):
        raise NotFoundError
    return intake_page(request, found, session, number, "/notices")


def _feed(actor: Actor) -> str:
    """Name the feed of what a jurisdiction's officers hand in by themselves."""
    return f"upload {actor.jurisdiction}"
