"""Gives a notice back to its sender for correction; it counts as it is until a corrected version comes."""

from __future__ import annotations

from sqlmodel import Session

from rsoits.security.audit import Acting
from rsoits.services.move_notice import move, reason_of
from rsoits.store.notices import Notice, NoticeState


def give_back(session: Session, acting: Acting, notice: Notice, why: str) -> None:
    """Return a notice with the reason its sender will read; raises `ReasonMissingError` or `NoticeSettledError`."""
    move(session, acting, notice, NoticeState.RETURNED, reason_of(why))
