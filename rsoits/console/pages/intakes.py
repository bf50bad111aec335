"""One file: what became of it, its bytes as they came, and reading or screening it again."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query, Request, UploadFile
from sqlmodel import Session
from starlette.responses import RedirectResponse, Response

from feeds.mapping.mapping import PREFIX
from feeds.mapping.shelf import mappings
from feeds.reader import Format
from rsoits.access import Acts, Reading, Writing, house_of, may
from rsoits.console.addresses import PageNumber, RowId, Text
from rsoits.console.first_bytes import SHOWN, lines
from rsoits.console.rendering import page
from rsoits.console.spreadsheet import attachment
from rsoits.errors import NotFoundError, ReasonMissingError, TooLargeError
from rsoits.security.audit import record
from rsoits.security.permissions import Actor, Permission
from rsoits.services.ingest import Parcel
from rsoits.services.replay_file import reread
from rsoits.services.settle import settle
from rsoits.settings import Settings
from rsoits.store import listings
from rsoits.store.brought import waiting_in_quarantine
from rsoits.store.files import SourceFile
from rsoits.store.intakes import Intake, IntakeState, rejects_of
from rsoits.store.stored_bytes import beginning_of, readings_of, size_of

router = APIRouter(prefix="/feeds/intakes")
Reader = Annotated[Actor, Depends(may(Permission.READ_FEEDS))]
Runner = Annotated[Actor, Depends(may(Permission.RUN_FEEDS))]
Opener = Annotated[Actor, Depends(may(Permission.READ_FILES))]
PER_PAGE = 50
HOME = "/feeds"
_MOST_READINGS = 20
_MOST = 1_000_000_000
_COLUMNS = ("severity", "code", "place", "field", "value", "reason", "cure")


@router.get("/{intake_id}")
def intake(
    request: Request,
    intake_id: RowId,
    _actor: Reader,
    session: Reading,
    number: PageNumber = 1,
    screened: Annotated[int | None, Query(ge=0, le=_MOST)] = None,
) -> Response:
    """Show one file: what it held and what was set aside, with reason and cure; `screened` says what was done last."""
    return intake_page(request, _found(session, intake_id), session, number, HOME, screened=screened)


@router.get("/{intake_id}/findings.csv")
def findings(intake_id: RowId, _actor: Reader, session: Reading, keeping: Writing, acts: Acts) -> Response:
    """Send an intake's findings as CSV, for whoever sent the file; that they were fetched goes on record."""
    found = rejects_of(session, _found(session, intake_id).id or 0)
    record(keeping, acts, "findings fetched", "intake", intake_id)
    rows = ([getattr(row, column) for column in _COLUMNS] for row in found)
    return attachment(f"findings-{intake_id}.csv", _COLUMNS, rows)


@router.get("/{intake_id}/beginning")
def beginning(
    request: Request, intake_id: RowId, _reads: Reader, _actor: Opener, session: Writing, acts: Acts
) -> Response:
    """Show the first bytes of a file; that it was opened goes on record."""
    found = _found(session, intake_id)
    record(session, acts, "file opened", "intake", intake_id, bytes=SHOWN)
    shown = {
        "intake": found,
        "size": size_of(session, found.source_file_id),
        "lines": lines(beginning_of(session, found.source_file_id, SHOWN)),
    }
    return page(request, "beginning.html", shown)


@router.get("/{intake_id}/file")
def file(intake_id: RowId, _reads: Reader, _actor: Opener, session: Writing, acts: Acts) -> Response:
    """Send a file's bytes as they came, to be saved and never shown; that it was fetched goes on record."""
    source = session.get_one(SourceFile, _found(session, intake_id).source_file_id)
    record(session, acts, "file fetched", "intake", intake_id, bytes=source.size)
    headers = {"Content-Disposition": f'attachment; filename="file-{intake_id}.bin"'}
    return Response(source.content, media_type="application/octet-stream", headers=headers)


@router.post("/{intake_id}/reading")
def read_again(
    request: Request, intake_id: RowId, _reads: Reader, actor: Runner, form: Annotated[Text, Form(alias="format")] = ""
) -> Response:
    """Read a file again, as another format if one is chosen, or screen whom it listed again; show what became of it."""
    house = house_of(request)
    if form and form not in {value for value, _ in formats(house.settings)}:
        raise NotFoundError
    again = reread(house, intake_id, actor, form or None)
    told = f"?screened={again.screened}" if again.intake.state is IntakeState.DUPLICATE else ""
    return RedirectResponse(f"{HOME}/intakes/{again.intake.id}{told}", status_code=303)


@router.post("/{intake_id}/settled")
def settled(
    request: Request,
    intake_id: RowId,
    _reads: Reader,
    _actor: Runner,
    session: Writing,
    acts: Acts,
    reason: Annotated[Text, Form(max_length=5000)] = "",
) -> Response:
    """Put a quarantined file to rest with a reason, however often it was tried."""
    found = _found(session, intake_id)
    try:
        settle(session, acts, intake_id, reason)
    except ReasonMissingError as error:
        return intake_page(request, found, session, 1, HOME, error=str(error), reason=reason)
    for earlier in waiting_in_quarantine(session, found.source_file_id):
        settle(session, acts, earlier.id or 0, reason)
    return RedirectResponse(f"{HOME}/quarantine?settled={intake_id}", status_code=303)


def intake_page(
    request: Request,
    found: Intake,
    session: Session,
    number: int,
    home: str,
    *,
    screened: int | None = None,
    error: str = "",
    reason: str = "",
) -> Response:
    """Render what became of one file; `home` is the page it is listed on."""
    total = listings.how_many_rejects(session, found.id or 0)
    actor: Actor = request.state.actor
    readings = readings_of(session, found.source_file_id, _MOST_READINGS) if home == HOME else []
    taken = next((one for one in readings if one.state in (IntakeState.ACCEPTED, IntakeState.PARTLY)), None)
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
            "readings": readings,
            "taken": taken,
            "unread": found.state is IntakeState.QUARANTINED and taken is None,
            "waits": found.state is IntakeState.QUARANTINED and found.settled_at is None,
            "may_run": home == HOME and actor.may(Permission.RUN_FEEDS),
            "may_open": home == HOME and actor.may(Permission.READ_FILES),
            "size": size_of(session, found.source_file_id),
            "formats": formats(house_of(request).settings),
            "screened": screened,
            "error": error,
            "reason": reason,
        },
        status=422 if error else 200,
    )


def formats(settings: Settings) -> list[tuple[str, str]]:
    """Return what a file can be read as, formats and the installation's own mappings: value and words."""
    own = [(f"{PREFIX}{name}", f"mapping {name}") for name in sorted(mappings(settings.mappings))]
    return [(form.value, form.value) for form in Format] + own


def parcel(file: UploadFile, feed: str, most: int) -> Parcel:
    """Return an uploaded file as it is taken in; raises `TooLargeError` for one of more than `most` bytes."""
    if (file.size or 0) > most:
        raise TooLargeError
    return Parcel(file.filename or "", file.file.read(), feed)


def _found(session: Session, intake_id: int) -> Intake:
    found = session.get(Intake, intake_id)
    if found is None:
        raise NotFoundError
    return found
