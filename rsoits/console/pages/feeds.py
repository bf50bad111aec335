"""Feeds: when each last delivered, what became of every file, and what was set aside and why."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import Annotated

from fastapi import APIRouter, Depends, File, Form, Request, UploadFile
from sqlmodel import Session
from starlette.responses import RedirectResponse, Response, StreamingResponse

from feeds.catalogue import catalogue
from rsoits.access import Reading, house_of, may
from rsoits.console.addresses import PageNumber, RowId, Text
from rsoits.console.bars import bars
from rsoits.console.rendering import page
from rsoits.errors import NotFoundError
from rsoits.security.permissions import Actor, Permission
from rsoits.services.ingest import Parcel, take_in
from rsoits.store import listings
from rsoits.store.intakes import Intake, Reject, rejects_of

router = APIRouter(prefix="/feeds")
Reader = Annotated[Actor, Depends(may(Permission.READ_FEEDS))]
Uploader = Annotated[Actor, Depends(may(Permission.UPLOAD))]
PER_PAGE = 50
_CHARTED = 24
_COLUMNS = ("severity", "code", "place", "field", "value", "reason", "cure")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@router.get("")
def feeds(request: Request, actor: Reader, session: Reading, feed: Text = "", number: PageNumber = 1) -> Response:
    """Show every feed of the catalogue and the files they brought."""
    found = listings.intakes(session, PER_PAGE + 1, (number - 1) * PER_PAGE, feed)
    held_any = [intake for intake in found if intake.travellers or intake.rejects][:_CHARTED]
    charted = [(intake.name, intake.travellers, intake.rejects) for intake in reversed(held_any)]
    return page(
        request,
        "feeds.html",
        {
            "catalogue": catalogue(),
            "states": listings.feed_states(session),
            "intakes": found[:PER_PAGE],
            "chart": bars(charted),
            "feed": feed,
            "number": number,
            "more": len(found) > PER_PAGE,
            "may_upload": actor.may(Permission.UPLOAD),
            "error": "",
        },
    )


@router.get("/intakes/{intake_id}")
def intake(request: Request, intake_id: RowId, _actor: Reader, session: Reading, number: PageNumber = 1) -> Response:
    """Show one file: what it held and what was set aside, with reason and cure."""
    found = session.get(Intake, intake_id)
    if found is None:
        raise NotFoundError
    return intake_page(request, found, session, number, "/feeds")


@router.get("/intakes/{intake_id}/findings.csv")
def findings(intake_id: RowId, _actor: Reader, session: Reading) -> Response:
    """Send an intake's findings as CSV, to be passed on to whoever sent the file."""
    if session.get(Intake, intake_id) is None:
        raise NotFoundError
    rows = rejects_of(session, intake_id)
    name = f'attachment; filename="findings-{intake_id}.csv"'
    return StreamingResponse(_as_csv(rows), media_type="text/csv", headers={"Content-Disposition": name})


@router.post("/upload")
def upload(
    request: Request,
    _reads: Reader,
    actor: Uploader,
    file: Annotated[UploadFile, File()],
    feed: Annotated[Text, Form()] = "",
) -> Response:
    """Take in one file by hand; the same as dropping it into the feed's folder."""
    known = feed if any(entry.name == feed for entry in catalogue()) else "upload"
    taken = take_in(house_of(request), parcel(file, known), actor)
    return RedirectResponse(f"/feeds/intakes/{taken.id}", status_code=303)


def intake_page(request: Request, found: Intake, session: Session, number: int, home: str) -> Response:
    """Render what became of one file; `home` is the page it is listed on."""
    total = listings.how_many_rejects(session, found.id or 0)
    return page(
        request,
        "intake.html",
        {
            "intake": found,
            "rejects": listings.some_rejects(session, found.id or 0, PER_PAGE, (number - 1) * PER_PAGE),
            "total": total,
            "number": number,
            "pages": -(-total // PER_PAGE),
            "page_address": lambda page: f"{home}/intakes/{found.id}?page={page}",
            "home": home,
        },
    )


def parcel(file: UploadFile, feed: str) -> Parcel:
    """Return an uploaded file as it is taken in; of its name only the last part, and of that what is printable."""
    last = PurePath((file.filename or "").replace("\\", "/")).name
    name = "".join(letter for letter in last if letter.isprintable())[:200]
    return Parcel(name or "unnamed", file.file.read(), feed)


def _as_csv(rows: Sequence[Reject]) -> Iterator[str]:
    """Write the rows; a cell that a spreadsheet would run as a formula gets an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_COLUMNS)
    for row in rows:
        cells = [str(getattr(row, column)) for column in _COLUMNS]
        writer.writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in cells])
        yield out.getvalue()
        out.seek(0)
        out.truncate()
    yield out.getvalue()
