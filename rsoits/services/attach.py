"""Makes the stored form of a document that was sent along with a notice or put to a draft."""

from __future__ import annotations

import hashlib

from feeds.notice.attachments import Attachment
from rsoits.security.audit import Acting
from rsoits.store.notices import NoticeAttachment


def attached(
    acting: Acting, document: Attachment, *, notice_id: int | None = None, draft_id: int | None = None
) -> NoticeAttachment:
    """Return the document as it is kept with the notice or the draft."""
    return NoticeAttachment(
        notice_id=notice_id,
        draft_id=draft_id,
        name=document.name,
        media_type=document.media_type,
        size=len(document.content),
        sha256=hashlib.sha256(document.content).hexdigest(),
        content=document.content,
        added_at=acting.now,
        added_by=acting.actor,
    )
