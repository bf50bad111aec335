"""A registry officer's travel notices: what was received, what was late, which trip each belongs to."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, File, Request, UploadFile
from starlette.responses import RedirectResponse, Response

from rsoits.access import Reading, house_of, may
from rsoits.console.addresses import PageNumber, RowId
from rsoits.console.pages.feeds import intake_page, parcel
from rsoits.console.rendering import page
from rsoits.errors import NotFoundError
from rsoits.rules.jurisdictions import find
from rsoits.security.permissions import Actor, Permission
from rsoits.services.ingest import take_in
from rsoits.store import listings
from rsoits.store.inbox import was_alerted
from rsoits.store.intakes import Intake

router = APIRouter(prefix="/notices")
Reader = Annotated[Actor, Depends(may(Permission.READ_NOTICES))]
Uploader = Annotated[Actor, Depends(may(Permission.UPLOAD))]
PER_PAGE = 50


@router.get("")
def notices(request: Request, actor: Reader, session: Reading, number: PageNumber = 1) -> Response:
    """List the current notices of the officer's jurisdiction."""
    found = listings.notices(session, actor.jurisdiction, PER_PAGE + 1, (number - 1) * PER_PAGE)
    place = find(actor.jurisdiction)
    return page(
        request,
        "notices.html",
        {
            "rows": found[:PER_PAGE],
            "openable": {trip_id for _, trip_id in found if trip_id and was_alerted(session, trip_id, actor.ori)},
            "place": place.name if place else actor.jurisdiction,
            "number": number,
            "more": len(found) > PER_PAGE,
        },
    )


@router.post("/upload")
def upload(request: Request, actor: Uploader, _reads: Reader, file: Annotated[UploadFile, File()]) -> Response:
    """Take in a file of notices."""
    handed_in = replace(parcel(file, _feed(actor)), jurisdiction=actor.jurisdiction)
    taken = take_in(house_of(request), handed_in, actor)
    return RedirectResponse(f"/notices/intakes/{taken.id}", status_code=303)


@router.get("/intakes/{intake_id}")
def intake(request: Request, intake_id: RowId, actor: Reader, session: Reading, number: PageNumber = 1) -> Response:
    """Show what became of a file that this jurisdiction handed in."""
    found = session.get(Intake, intake_id)
    if found is None or found.feed != _feed(actor):
        raise NotFoundError
    return intake_page(request, found, session, number, "/notices")


def _feed(actor: Actor) -> str:
    """Name the feed of what a jurisdiction's officers hand in by themselves."""
    return f"upload {actor.jurisdiction}"
