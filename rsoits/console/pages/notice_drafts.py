"""The notice form: begun for a registrant, written leg by leg, saved at any time, checked, handed in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, File, Form, Request, UploadFile
from sqlmodel import Session
from starlette.responses import RedirectResponse, Response

from feeds.notice.attachments import LARGEST_ATTACHMENT, MOST_ATTACHMENTS, Objection
from rsoits.access import Acts, Reading, Writing, house_of, may
from rsoits.console import notice_fields
from rsoits.console.addresses import RowId, Text
from rsoits.console.notice_check import checked
from rsoits.console.notice_form import MOST_LEGS, content_of_form, legs_of, typed_of_content, with_leg, without_leg
from rsoits.console.notice_sheet import groups_of
from rsoits.console.rendering import is_partial, page
from rsoits.errors import DraftChangedError, DraftGoneError, UnknownRecordError
from rsoits.security.permissions import Actor, Permission
from rsoits.services.draft_notice import attach, begin, complete, detach, discard, save
from rsoits.services.hand_in import RefusedWithFindingsError, document_of, hand_in
from rsoits.store.notices import NoticeChannel, NoticeDraft, attachments_of

router = APIRouter(prefix="/notices")
Writer = Annotated[Actor, Depends(may(Permission.FILE_NOTICES))]
_REMOVES = "remove-leg-"


async def _typed(request: Request) -> dict[str, str]:
    """Return the form's fields as typed."""
    form = await request.form()
    return {key: value.replace("\0", "") for key, value in form.items() if isinstance(value, str)}


Typed = Annotated[dict[str, str], Depends(_typed)]


@dataclass(frozen=True, slots=True)
class _Shown:
    """How the form is to look: what to say of it, and what of it to bring into view."""

    saved: str = ""
    conflict: str = ""
    missing: bool = False
    focus: str = ""


@router.get("/new")
def new(request: Request, _actor: Writer) -> Response:
    """Ask whose journey it is."""
    return page(request, "notice_new.html", {"number": "", "error": ""})


@router.post("/new")
def begin_draft(
    request: Request, actor: Writer, acts: Acts, number: Annotated[Text, Form(max_length=200)] = ""
) -> Response:
    """Begin a draft from the registry record with this number; none begins an empty one."""
    try:
        with house_of(request).database.writing() as session:
            draft = begin(session, acts, actor, number)
    except UnknownRecordError as error:
        return page(request, "notice_new.html", {"number": number, "error": str(error)}, status=422)
    return RedirectResponse(f"/notices/drafts/{draft.id}", status_code=303)


@router.get("/drafts/{draft_id}")
def edit(
    request: Request,
    draft_id: RowId,
    actor: Writer,
    session: Reading,
    check: Literal["yes", ""] = "",
    saved: Literal["yes", ""] = "",
) -> Response:
    """Show the form; `check` says at each field what is missing."""
    draft = _own(session, actor, draft_id)
    now = house_of(request).now()
    return page(request, "notice_form.html", _form(draft, now, _Shown("Saved." if saved else "", missing=bool(check))))


@router.post("/drafts/{draft_id}")
def keep(request: Request, draft_id: RowId, actor: Writer, session: Writing, acts: Acts, typed: Typed) -> Response:
    """Save the form, add or take away a leg, and go where the button says; htmx gets back what changed."""
    draft = _own(session, actor, draft_id)
    action = typed.get("action", "")
    content = content_of_form(typed, draft.content)
    focus = ""
    if action == "add-leg":
        content = with_leg(content)
        focus = f"leg-{legs_of(content) - 1}-departure_place"
    elif action.startswith(_REMOVES) and action.removeprefix(_REMOVES).isdecimal():
        content, focus = without_leg(content, int(action.removeprefix(_REMOVES))), "leg-0-departure_place"
    try:
        save(session, acts, draft, content, typed.get("seen", ""))
    except DraftChangedError as error:
        if not is_partial(request):
            raise
        shown = _form(draft, acts.now, _Shown(conflict=str(error)))
        return page(request, "notice_saved.html", shown, block="line", status=409)
    if is_partial(request):
        shown = _form(draft, acts.now, _Shown("Saved.", missing="check" in typed, focus=focus))
        return page(request, "notice_saved.html", {**shown, "whole_legs": bool(focus)})
    goals = {"continue": f"/notices/drafts/{draft_id}/attachments", "": f"/notices/drafts/{draft_id}"}
    goal = goals.get(action) or f"/notices/drafts/{draft_id}" + (f"#{focus}" if focus else "?saved=yes")
    return RedirectResponse(goal, status_code=303)


@router.post("/drafts/{draft_id}/discard")
def throw_away(draft_id: RowId, actor: Writer, session: Writing, acts: Acts) -> Response:
    """Remove the draft."""
    discard(session, acts, _own(session, actor, draft_id))
    return RedirectResponse("/notices", status_code=303)


@router.get("/drafts/{draft_id}/attachments")
def attachments(request: Request, draft_id: RowId, actor: Writer, session: Reading) -> Response:
    """Show the documents kept with the draft."""
    return _attachments(request, session, _own(session, actor, draft_id))


@router.post("/drafts/{draft_id}/attachments")
def add_attachment(
    request: Request, draft_id: RowId, actor: Writer, session: Writing, acts: Acts, file: Annotated[UploadFile, File()]
) -> Response:
    """Keep a document with the draft; what it is shows in its content."""
    draft = _own(session, actor, draft_id)
    name = PurePath((file.filename or "").replace("\\", "/")).name
    objection = attach(session, acts, draft, name, file.file.read(LARGEST_ATTACHMENT + 1))
    if objection:
        return _attachments(request, session, draft, objection)
    return RedirectResponse(f"/notices/drafts/{draft_id}/attachments", status_code=303)


@router.post("/drafts/{draft_id}/attachments/{attachment_id}/remove")
def remove_attachment(draft_id: RowId, attachment_id: RowId, actor: Writer, session: Writing) -> Response:
    """Take a document away from the draft."""
    detach(session, _own(session, actor, draft_id), attachment_id)
    return RedirectResponse(f"/notices/drafts/{draft_id}/attachments", status_code=303)


@router.get("/drafts/{draft_id}/review")
def review(request: Request, draft_id: RowId, actor: Writer, session: Reading) -> Response:
    """Show the draft as it would be handed in, what is missing, and whether it is in time."""
    draft = _own(session, actor, draft_id)
    return _review(request, session, draft)


@router.post("/drafts/{draft_id}/hand-in")
def hand_over(request: Request, draft_id: RowId, actor: Writer, acts: Acts, seen: Annotated[Text, Form()]) -> Response:
    """Take the notice in as any other, and drop the draft."""
    house = house_of(request)
    with house.database.reading() as session:
        draft = _own(session, actor, draft_id)
        if seen != draft.changed_at.isoformat():
            raise DraftChangedError
        document = document_of(complete(session, draft, acts.now))
    try:
        handed_in = hand_in(house, document, actor, NoticeChannel.FORM)
    except RefusedWithFindingsError:
        with house.database.reading() as session:
            return _review(request, session, _own(session, actor, draft_id), status=422)
    with house.database.writing() as session:
        if kept := session.get(NoticeDraft, draft_id):
            discard(session, acts, kept, because="draft handed in")
    return RedirectResponse(f"/notices/{handed_in.notice.id}?new=yes", status_code=303)


def _own(session: Session, actor: Actor, draft_id: int) -> NoticeDraft:
    draft = session.get(NoticeDraft, draft_id)
    if draft is None or draft.jurisdiction != actor.jurisdiction:
        raise DraftGoneError
    return draft


def _form(draft: NoticeDraft, now: datetime, shown: _Shown) -> dict[str, Any]:
    told = checked(draft.content, now)
    return {
        **_basics(draft),
        "shown": shown,
        "timely": told.timely,
        "messages": told.at(missing=shown.missing),
        "typed": typed_of_content(draft.content),
        "person": notice_fields.PERSON,
        "legs": [notice_fields.of_leg(place) for place in range(legs_of(draft.content))],
        "most_legs": MOST_LEGS,
        "sections": (notice_fields.RETURN, *notice_fields.SECTIONS),
        "timing": notice_fields.TIMING,
        "countries": notice_fields.countries(),
    }


def _basics(draft: NoticeDraft) -> dict[str, Any]:
    content: Mapping[str, Any] = draft.content
    return {
        "draft": draft,
        "seen": draft.changed_at.isoformat(),
        "reference": content.get("reference", ""),
        "version": content.get("version", 1),
    }


def _attachments(
    request: Request, session: Session, draft: NoticeDraft, objection: Objection | None = None
) -> Response:
    kept = attachments_of(session, draft_id=draft.id)
    shown = {
        **_basics(draft),
        "attachments": kept,
        "most": MOST_ATTACHMENTS,
        "objection": f"{objection.reason}: {objection.cure}." if objection else "",
    }
    return page(request, "notice_attachments.html", shown, status=422 if objection else 200)


def _review(request: Request, session: Session, draft: NoticeDraft, *, status: int = 200) -> Response:
    told = checked(draft.content, house_of(request).now())
    shown = {
        **_basics(draft),
        "told": told,
        "groups": groups_of(draft.content),
        "legs": draft.content.get("legs", []),
        "attachments": attachments_of(session, draft_id=draft.id),
    }
    return page(request, "notice_review.html", shown, status=status)
