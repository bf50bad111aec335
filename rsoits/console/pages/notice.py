"""One notice: everything it says, its versions, receipt and status; amended and cancelled by its sender, returned."""

from __future__ import annotations

from typing import Annotated, Literal
from urllib.parse import quote

from fastapi import APIRouter, Depends, Form, Request
from sqlmodel import Session
from starlette.responses import RedirectResponse, Response

from rsoits.access import Acts, Reading, Writing, house_of, may
from rsoits.console.addresses import RowId, Text
from rsoits.console.notice_sheet import changes, groups_of
from rsoits.console.rendering import page
from rsoits.console.sight import may_open_trip, notice_for
from rsoits.errors import NotFoundError, ReasonMissingError
from rsoits.security.audit import record
from rsoits.security.permissions import Actor, Permission
from rsoits.services.cancel_notice import cancel
from rsoits.services.draft_notice import amend
from rsoits.services.hand_in import findings_on
from rsoits.services.move_notice import LONGEST_REASON, SHORTEST_REASON
from rsoits.services.notice_row import content_of
from rsoits.services.notice_status import status_of, trip_of
from rsoits.services.notify import Directory
from rsoits.services.return_notice import give_back
from rsoits.store.notices import LEGAL, Notice, NoticeAttachment, NoticeState, attachments_of, versions
from rsoits.store.trips import TripState

router = APIRouter(prefix="/notices")
Reader = Annotated[Actor, Depends(may(Permission.READ_NOTICES, Permission.REVIEW_NOTICES))]
Sender = Annotated[Actor, Depends(may(Permission.FILE_NOTICES))]
Reviewer = Annotated[Actor, Depends(may(Permission.REVIEW_NOTICES))]
Reason = Annotated[Text, Form(max_length=LONGEST_REASON)]


@router.get("/{notice_id}")
def notice(
    request: Request, notice_id: RowId, actor: Reader, session: Writing, acts: Acts, new: Literal["yes", ""] = ""
) -> Response:
    """Show one version of a notice; that it was read goes on record."""
    found = notice_for(actor, session.get(Notice, notice_id))
    record(session, acts, "notice read", "notice", notice_id)
    trip = trip_of(session, found)
    known = list(versions(session, found.jurisdiction, found.reference))
    earlier = [row for row in known if row.version < found.version]
    can_move = not found.replaced and _is_sender(actor, found)
    seen = trip is not None and trip.state not in {TripState.ANNOUNCED, TripState.WITHDRAWN}
    return page(
        request,
        "notice.html",
        {
            "notice": found,
            "new": new,
            "status": status_of(found, trip, acts.now.date()),
            "groups": groups_of(content_of(found)),
            "findings": findings_on(session, found),
            "attachments": attachments_of(session, notice_id=notice_id),
            "versions": known,
            "changes": changes(content_of(earlier[-1]), content_of(found)) if earlier else [],
            "trip": trip,
            "may_open_trip": trip is not None and may_open_trip(session, actor, trip.id or 0),
            "may_amend": can_move,
            "may_cancel": can_move and not seen and NoticeState.CANCELLED in LEGAL[found.state],
            "may_return": not found.replaced
            and actor.may(Permission.REVIEW_NOTICES)
            and NoticeState.RETURNED in LEGAL[found.state],
        },
    )


@router.post("/{notice_id}/amend")
def amend_notice(notice_id: RowId, actor: Sender, session: Writing, acts: Acts) -> Response:
    """Begin the next version, filled in from this one."""
    draft = amend(session, acts, actor, _own(session, actor, notice_id))
    return RedirectResponse(f"/notices/drafts/{draft.id}", status_code=303)


@router.get("/{notice_id}/cancel")
def ask_why_cancelled(request: Request, notice_id: RowId, actor: Sender, session: Reading) -> Response:
    """Ask for the reason."""
    return _reason_page(request, _own(session, actor, notice_id), "cancel")


@router.post("/{notice_id}/cancel")
def cancel_notice(request: Request, notice_id: RowId, actor: Sender, acts: Acts, reason: Reason = "") -> Response:
    """Cancel the notice; whoever was told of it is told that it is off."""
    house = house_of(request)
    try:
        with house.database.writing() as session:
            cancel(session, acts, Directory.of(house.settings), _own(session, actor, notice_id), reason)
    except ReasonMissingError as missing:
        with house.database.reading() as session:
            return _reason_page(request, _own(session, actor, notice_id), "cancel", reason, str(missing))
    return RedirectResponse(f"/notices/{notice_id}", status_code=303)


@router.get("/{notice_id}/return")
def ask_why_returned(request: Request, notice_id: RowId, actor: Reviewer, session: Reading) -> Response:
    """Ask what is to be corrected."""
    return _reason_page(request, notice_for(actor, session.get(Notice, notice_id)), "return")


@router.post("/{notice_id}/return")
def return_notice(request: Request, notice_id: RowId, actor: Reviewer, acts: Acts, reason: Reason = "") -> Response:
    """Return the notice to its sender; it counts as it is until it is amended."""
    house = house_of(request)
    try:
        with house.database.writing() as session:
            give_back(session, acts, notice_for(actor, session.get(Notice, notice_id)), reason)
    except ReasonMissingError as missing:
        with house.database.reading() as session:
            found = notice_for(actor, session.get(Notice, notice_id))
            return _reason_page(request, found, "return", reason, str(missing))
    return RedirectResponse(f"/notices/{notice_id}", status_code=303)


@router.get("/{notice_id}/attachments/{attachment_id}")
def attachment(notice_id: RowId, attachment_id: RowId, actor: Reader, session: Writing, acts: Acts) -> Response:
    """Send a document to be kept, never to be shown inside the console; the reading goes on record."""
    notice_for(actor, session.get(Notice, notice_id))
    kept = session.get(NoticeAttachment, attachment_id)
    if kept is None or kept.notice_id != notice_id:
        raise NotFoundError
    record(session, acts, "attachment read", "attachment", attachment_id, notice=notice_id, size=kept.size)
    disposition = f"attachment; filename*=UTF-8''{quote(kept.name, safe='')}"
    return Response(kept.content, media_type=kept.media_type, headers={"Content-Disposition": disposition})


def _is_sender(actor: Actor, found: Notice) -> bool:
    return actor.may(Permission.FILE_NOTICES) and actor.jurisdiction == found.jurisdiction


def _own(session: Session, actor: Actor, notice_id: int) -> Notice:
    found = session.get(Notice, notice_id)
    if found is None or not _is_sender(actor, found):
        raise NotFoundError
    return found


def _reason_page(request: Request, found: Notice, action: str, reason: str = "", error: str = "") -> Response:
    shown = {"notice": found, "action": action, "reason": reason, "error": error, "shortest": SHORTEST_REASON}
    return page(request, "notice_reason.html", shown, status=422 if error else 200)
