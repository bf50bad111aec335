"""Takes back a notice whose journey will not be made."""

from __future__ import annotations

from sqlmodel import Session

from rsoits.errors import JourneySeenError
from rsoits.security.audit import Acting
from rsoits.services.move_notice import move, reason_of
from rsoits.services.notify import Directory
from rsoits.services.retract import retract_notice
from rsoits.services.trips import IllegalTransitionError, call_off
from rsoits.store.notices import Notice, NoticeState


def cancel(session: Session, acting: Acting, directory: Directory, notice: Notice, why: str) -> None:
    """Cancel a notice: its trip is withdrawn, and whoever was told of it is told that it is off.

    If the person is seen at the border after that, it is a departure without notice. Raises `ReasonMissingError`,
    `NoticeSettledError`, or `JourneySeenError` when the journey was seen already.
    """
    reason = reason_of(why)
    move(session, acting, notice, NoticeState.CANCELLED, reason)
    try:
        trip = call_off(session, acting, notice)
    except IllegalTransitionError as error:
        raise JourneySeenError from error
    if trip:
        told = f"{notice.jurisdiction} has cancelled the notice {notice.reference}: {reason}"
        retract_notice(session, acting, directory, notice, trip, told if told.endswith(".") else f"{told}.")
