"""Drafts of notices: begun for a registrant or to amend a notice, saved without losing another's changes, discarded."""

from __future__ import annotations

import base64
import secrets
from datetime import datetime
from typing import Any

from sqlmodel import Session, select

from feeds.notice.attachments import MOST_ATTACHMENTS, Attachment, Objection, judged
from feeds.notice.records import NoticeKind
from rsoits.errors import DraftChangedError, NoticeSettledError, UnknownRecordError
from rsoits.security.audit import Acting, record
from rsoits.security.permissions import Actor
from rsoits.services.attach import attached
from rsoits.services.notice_row import content_of
from rsoits.services.receipt import ALPHABET
from rsoits.store.notices import Notice, NoticeDraft, NoticeState, attachments_of, versions
from rsoits.store.registrants import Registrant, registrant_with_reference

_REFERENCE_SIGNS = 6


def begin(session: Session, acting: Acting, actor: Actor, record_number: str) -> NoticeDraft:
    """Begin a notice, filled in from the registry record with this number; an empty number begins an empty one.

    Raises `UnknownRecordError`, also for a record of another jurisdiction and for a protected one.
    """
    content = _empty(acting, actor)
    number = record_number.strip()
    if number:
        registrant = registrant_with_reference(session, number)
        if registrant is None or registrant.protected or registrant.jurisdiction != actor.jurisdiction:
            raise UnknownRecordError
        content |= _known_of(registrant)
    return _added(session, acting, actor, content, None)


def amend(session: Session, acting: Acting, actor: Actor, notice: Notice) -> NoticeDraft:
    """Begin the next version of a notice, or go on with the draft of it; raises `NoticeSettledError`."""
    if notice.replaced or notice.state is NoticeState.AMENDED:
        raise NoticeSettledError
    begun = session.exec(select(NoticeDraft).where(NoticeDraft.amends == notice.id)).first()
    if begun:
        return begun
    highest = max(row.version for row in versions(session, notice.jurisdiction, notice.reference))
    content = content_of(notice) | {"version": highest + 1}
    draft = _added(session, acting, actor, content, notice.id)
    for kept in attachments_of(session, notice_id=notice.id):
        _keep(session, acting, draft, Attachment(kept.name, kept.media_type, kept.content))
    return draft


def save(session: Session, acting: Acting, draft: NoticeDraft, content: dict[str, Any], seen: str) -> None:
    """Keep a draft's content; `seen` is its `changed_at` as the writer knew it.

    Raises `DraftChangedError` when somebody else has changed it since. One's own earlier save is no conflict: the
    page saves by itself, and may not have heard of it yet.
    """
    if seen != draft.changed_at.isoformat() and draft.account_id != acting.account_id:
        raise DraftChangedError
    draft.content, draft.changed_at = content, acting.now
    draft.account_id = acting.account_id or draft.account_id
    session.add(draft)
    session.flush()


def attach(session: Session, acting: Acting, draft: NoticeDraft, name: str, content: bytes) -> Objection | None:
    """Keep a document with a draft, or say why it is not taken."""
    if len(attachments_of(session, draft_id=draft.id)) >= MOST_ATTACHMENTS:
        return Objection(f"there are {MOST_ATTACHMENTS} documents already", "remove one, or put several into one PDF")
    found = judged(name, content)
    if isinstance(found, Objection):
        return found
    _keep(session, acting, draft, found)
    return None


def detach(session: Session, draft: NoticeDraft, attachment_id: int) -> None:
    """Take a document away from a draft."""
    for kept in attachments_of(session, draft_id=draft.id):
        if kept.id == attachment_id:
            session.delete(kept)


def discard(session: Session, acting: Acting, draft: NoticeDraft, *, because: str = "draft discarded") -> None:
    """Remove a draft and its documents."""
    for kept in attachments_of(session, draft_id=draft.id):
        session.delete(kept)
    session.flush()
    session.delete(draft)
    record(session, acting, because, "draft", draft.id)


def complete(session: Session, draft: NoticeDraft, now: datetime) -> dict[str, Any]:
    """Return the draft as it is handed in: with the time, and its documents as base64."""
    documents = [
        {
            "name": kept.name,
            "media_type": kept.media_type,
            "content": base64.b64encode(kept.content).decode("ascii"),
        }
        for kept in attachments_of(session, draft_id=draft.id)
    ]
    return draft.content | {"submitted_at": now.isoformat(timespec="seconds"), "attachments": documents}


def _empty(acting: Acting, actor: Actor) -> dict[str, Any]:
    signs = "".join(secrets.choice(ALPHABET) for _ in range(_REFERENCE_SIGNS))
    return {
        "kind": NoticeKind.INTENDED_TRAVEL.value,
        "reference": f"{actor.jurisdiction}-{acting.now:%Y}-{signs}",
        "version": 1,
        "jurisdiction": actor.jurisdiction,
        "submitting_ori": actor.ori,
        "submitting_officer": actor.name,
        "agency_contact_name": actor.name,
        "person": {},
        "legs": [{"departure_country": "USA"}],
    }


def _known_of(registrant: Registrant) -> dict[str, Any]:
    where = (
        registrant.jurisdiction,
        registrant.residence_jurisdiction,
        registrant.work_jurisdiction,
        registrant.school_jurisdiction,
    )
    return {
        "registrant_id": registrant.reference,
        "person": {
            "names": [registrant.name, *registrant.aliases],
            "birth_dates": registrant.birth_dates,
            "sex": registrant.sex,
            "nationalities": registrant.nationalities,
            "documents": registrant.documents,
        },
        "offence": registrant.offence,
        "conviction_jurisdiction": registrant.conviction_jurisdiction,
        "conviction_date": registrant.conviction_date,
        "registration_jurisdictions": ", ".join(dict.fromkeys(code for code in where if code)),
        "fbi_number": registrant.fbi_number,
    }


def _added(session: Session, acting: Acting, actor: Actor, content: dict[str, Any], amends: int | None) -> NoticeDraft:
    draft = NoticeDraft(
        jurisdiction=actor.jurisdiction,
        ori=actor.ori,
        account_id=actor.account_id,
        amends=amends,
        content=content,
        changed_at=acting.now,
    )
    session.add(draft)
    session.flush()
    record(session, acting, "draft begun", "draft", draft.id, amends=amends)
    return draft


def _keep(session: Session, acting: Acting, draft: NoticeDraft, document: Attachment) -> None:
    session.add(attached(acting, document, draft_id=draft.id))
    session.flush()
