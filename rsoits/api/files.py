"""Files pushed to us: one in a request, for one feed, by a machine with a token."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from starlette.responses import JSONResponse

from rsoits.access import house_of, may
from rsoits.api.answers import FILE_REFUSALS, IntakeRefusal, IntakeTaken
from rsoits.api.intakes import taken
from rsoits.api.sent_file import sent_file, sent_name
from rsoits.console.addresses import Text
from rsoits.security.permissions import Actor, Permission
from rsoits.services.push import push
from rsoits.store.intakes import IntakeState

router = APIRouter(prefix="/feeds/{feed}/files", tags=["feeds"])
Sender = Annotated[Actor, Depends(may(Permission.UPLOAD, by_feed=True))]
_UNREAD = "Nothing in this file could be taken in; it is in quarantine under the number of its intake."
_CURE = "Correct what the findings name and send it again."
_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "The file as it is, not packed and not as a form.",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    },
    "parameters": [
        {
            "name": name,
            "in": "header",
            "required": False,
            "description": told,
            "schema": {"type": "string", "maxLength": 1000},
        }
        for name, told in (
            ("X-File-Name", "The file's name, percent-encoded where it is not ASCII."),
            ("Content-Disposition", "The same as `attachment; filename=…`."),
        )
    ],
}


@router.post(
    "",
    status_code=HTTPStatus.CREATED,
    response_model=IntakeTaken,
    responses={
        **FILE_REFUSALS,
        200: {"model": IntakeTaken, "description": "The very same bytes were taken in before; nothing changed."},
    },
    openapi_extra=_BODY,
)
def send_file(
    request: Request,
    feed: Text,
    actor: Sender,
    data: Annotated[bytes, Depends(sent_file)],
    name: Annotated[str, Depends(sent_name)],
    answer: Response,
) -> IntakeTaken | Response:
    """Take in one file for a feed. It is on record when the answer comes; without an answer, send it again."""
    house = house_of(request)
    intake = push(house, feed, name, data, actor)
    with house.database.reading() as session:
        told = taken(session, intake)
    if intake.state is IntakeState.QUARANTINED:
        refusal = IntakeRefusal(error=_UNREAD, cure=_CURE, intake=told)
        return JSONResponse(refusal.model_dump(mode="json"), status_code=HTTPStatus.UNPROCESSABLE_ENTITY)
    if intake.state is IntakeState.DUPLICATE:
        answer.status_code = HTTPStatus.OK
    return told
