"""Travel notices as JSON: handed in, looked up, cancelled by the sender, returned by a reviewer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, HTTPException, Query, Request, Response
from sqlmodel import Session
from starlette.responses import JSONResponse

from feeds.findings import Finding
from rsoits.access import Acts, Reading, Writing, house_of, may
from rsoits.api.answers import (
    MOVE_REFUSALS,
    NOTICE_REFUSALS,
    FindingAnswer,
    NoticeAnswer,
    NoticeInFull,
    NoticeList,
    NoticeTaken,
)
from rsoits.api.notice_document import request_body
from rsoits.console.addresses import Text
from rsoits.console.sight import notice_for
from rsoits.errors import NotFoundError
from rsoits.security.audit import record
from rsoits.security.permissions import Actor, Permission
from rsoits.services.cancel_notice import cancel
from rsoits.services.hand_in import RefusedWithFindingsError, findings_on, hand_in
from rsoits.services.move_notice import LONGEST_REASON, SHORTEST_REASON
from rsoits.services.notice_row import content_of
from rsoits.services.notice_status import status_of, trip_of
from rsoits.services.notify import Directory
from rsoits.services.own_notices import NOT_YOURS
from rsoits.services.receipt import receipt_as_typed
from rsoits.services.return_notice import give_back
from rsoits.store import listings
from rsoits.store.intakes import Reject
from rsoits.store.notices import Notice, NoticeChannel, NoticeState, attachments_of, notice_with_receipt, versions
from rsoits.store.trips import Trip

router = APIRouter(prefix="/notices", tags=["notices"])
Reader = Annotated[Actor, Depends(may(Permission.READ_NOTICES, Permission.REVIEW_NOTICES))]
Sender = Annotated[Actor, Depends(may(Permission.FILE_NOTICES))]
Reviewer = Annotated[Actor, Depends(may(Permission.REVIEW_NOTICES))]
Reason = Annotated[Text, Body(embed=True, min_length=SHORTEST_REASON, max_length=LONGEST_REASON)]


async def _document(request: Request) -> bytes:
    """Return the body as it was sent, so that it can be kept."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise HTTPException(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
    return await request.body()


@router.post(
    "",
    status_code=HTTPStatus.CREATED,
    response_model=NoticeTaken,
    responses={
        **NOTICE_REFUSALS,
        200: {"model": NoticeTaken, "description": "The same notice was on file; nothing changed."},
    },
    openapi_extra=request_body(),
)
def send(
    request: Request, actor: Sender, document: Annotated[bytes, Depends(_document)], answer: Response
) -> NoticeTaken | Response:
    """Hand in one notice; the same reference with a higher version amends it. It counts when the receipt is given."""
    house = house_of(request)
    try:
        handed_in = hand_in(house, document, actor, NoticeChannel.API)
    except RefusedWithFindingsError as refused:
        return _refused(refused)
    if not handed_in.new:
        answer.status_code = HTTPStatus.OK
    with house.database.reading() as session:
        notice = session.get_one(Notice, handed_in.notice.id)
        told = _told(notice, trip_of(session, notice), house.now().date())
        return NoticeTaken(**told, findings=_findings(findings_on(session, notice)))


@router.get("", response_model=NoticeList)
def notices(
    request: Request,
    actor: Reader,
    session: Reading,
    state: NoticeState | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> NoticeList:
    """List the current notices of the actor's jurisdiction, of all for a reviewer; the newest first."""
    scope = None if actor.may(Permission.REVIEW_NOTICES) else actor.jurisdiction
    today = house_of(request).now().date()
    found = listings.notices(session, scope, limit, offset, state)
    total = listings.how_many_notices(session, scope, state)
    return NoticeList(total=total, notices=[NoticeAnswer(**_told(notice, trip, today)) for notice, trip in found])


@router.get("/{receipt}", response_model=NoticeInFull)
def notice(request: Request, receipt: Text, actor: Reader, session: Writing, acts: Acts) -> NoticeInFull:
    """Return one version of a notice in full; that it was read goes on record."""
    found = _found(session, actor, receipt)
    record(session, acts, "notice read", "notice", found.id)
    return NoticeInFull(
        **_told(found, trip_of(session, found), house_of(request).now().date()),
        findings=_findings(findings_on(session, found)),
        notice=content_of(found),
        attachments=[
            {"name": row.name, "media_type": row.media_type, "size": row.size, "sha256": row.sha256}
            for row in attachments_of(session, notice_id=found.id)
        ],
        versions=[row.receipt for row in versions(session, found.jurisdiction, found.reference)],
    )


@router.post("/{receipt}/cancel", response_model=NoticeAnswer, responses=MOVE_REFUSALS)
def cancel_notice(
    request: Request, receipt: Text, actor: Sender, session: Writing, acts: Acts, reason: Reason
) -> NoticeAnswer:
    """Cancel a notice whose journey will not be made; whoever was told of it is told that it is off."""
    found = _found(session, actor, receipt)
    if found.jurisdiction != actor.jurisdiction:
        raise NotFoundError
    cancel(session, acts, Directory.of(house_of(request).settings), found, reason)
    return NoticeAnswer(**_told(found, trip_of(session, found), acts.now.date()))


@router.post("/{receipt}/return", response_model=NoticeAnswer, responses=MOVE_REFUSALS)
def return_notice(receipt: Text, actor: Reviewer, session: Writing, acts: Acts, reason: Reason) -> NoticeAnswer:
    """Return a notice to its sender for correction; it counts as it is until it is amended."""
    found = _found(session, actor, receipt)
    give_back(session, acts, found, reason)
    return NoticeAnswer(**_told(found, trip_of(session, found), acts.now.date()))


def _found(session: Session, actor: Actor, receipt: str) -> Notice:
    return notice_for(actor, notice_with_receipt(session, receipt_as_typed(receipt)))


def _told(notice: Notice, trip: Trip | None, today: date) -> dict[str, Any]:
    status = status_of(notice, trip, today)
    return {
        "receipt": notice.receipt,
        "jurisdiction": notice.jurisdiction,
        "reference": notice.reference,
        "version": notice.version,
        "status": status.word.value,
        "meaning": status.sentence,
        "reason": notice.state_reason,
        "state": notice.state.value,
        "late": notice.late,
        "lead_days": notice.lead_days,
        "received_at": notice.received_at,
        "channel": notice.channel.value,
    }


def _findings(rows: Sequence[Finding | Reject]) -> list[FindingAnswer]:
    return [
        FindingAnswer(
            code=row.code,
            severity=str(row.severity),
            where=row.place if isinstance(row, Reject) else row.where,
            field=row.field,
            value=row.value,
            reason=row.reason,
            cure=row.cure,
        )
        for row in rows
    ]


def _refused(refused: RefusedWithFindingsError) -> Response:
    """Say what was wrong with a notice; one of another jurisdiction is refused, not faulty."""
    foreign = any(row.code == NOT_YOURS for row in refused.findings)
    told = {
        "error": str(refused),
        "cure": "Correct what the findings name and send it again.",
        "findings": [row.model_dump() for row in _findings(refused.findings)],
    }
    return JSONResponse(told, status_code=HTTPStatus.FORBIDDEN if foreign else HTTPStatus.UNPROCESSABLE_ENTITY)
