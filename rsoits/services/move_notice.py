"""Moves a notice from one state to the next, with who did it, when and why."""

from __future__ import annotations

from sqlmodel import Session

from rsoits.errors import NoticeSettledError, ReasonMissingError
from rsoits.security.audit import Acting, record, stand_in_line
from rsoits.services.plain_text import printable
from rsoits.store.notices import LEGAL, Notice, NoticeState

SHORTEST_REASON = 10
LONGEST_REASON = 2000


def reason_of(written: str) -> str:
    """Return a reason as it is kept; raises `ReasonMissingError`."""
    reason = printable(written, LONGEST_REASON)
    if len(reason) < SHORTEST_REASON:
        raise ReasonMissingError
    return reason


def move(session: Session, acting: Acting, notice: Notice, state: NoticeState, reason: str) -> None:
    """Move a notice; raises `NoticeSettledError` when somebody else moved it to where this is no longer possible."""
    stand_in_line(session)
    session.refresh(notice)
    if notice.replaced or state not in LEGAL[notice.state]:
        raise NoticeSettledError
    notice.state, notice.state_reason = state, reason
    notice.state_by, notice.state_at = acting.actor, acting.now
    session.add(notice)
    session.flush()
    record(session, acting, f"notice {state.value}", "notice", notice.id)
