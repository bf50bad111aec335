"""Shows an alert to the agency it is for, and records that it was read and acknowledged."""

from __future__ import annotations

from sqlmodel import Session

from rsoits.errors import NotFoundError
from rsoits.security.audit import Acting, record, stand_in_line
from rsoits.security.permissions import Actor
from rsoits.services.plain_text import printable
from rsoits.store.alerts import Acknowledgement, Alert, acknowledgements_of, alert_with_reference

LONGEST_NOTE = 2000


def open_alert(session: Session, acting: Acting, actor: Actor, reference: str) -> Alert:
    """Return an alert of the actor's own agency and record its first reading; raises `NotFoundError`."""
    stand_in_line(session)
    alert = _own(session, actor, reference)
    if alert.read_at is None:
        alert.read_at, alert.read_by = acting.now, actor.account_id
        session.add(alert)
        record(session, acting, "alert read", "alert", alert.id)
    return alert


def acknowledge(session: Session, acting: Acting, actor: Actor, reference: str, note: str = "") -> Acknowledgement:
    """Record the agency's acknowledgement; a second one changes nothing. Raises `NotFoundError`."""
    alert = open_alert(session, acting, actor, reference)
    earlier = acknowledgements_of(session, [alert.id or 0])
    if earlier:
        return earlier[alert.id or 0]
    acknowledgement = Acknowledgement(
        alert_id=alert.id or 0,
        account_id=actor.account_id,
        note=printable(note, LONGEST_NOTE),
        at=acting.now,
    )
    session.add(acknowledgement)
    session.flush()
    record(session, acting, "alert acknowledged", "alert", alert.id)
    return acknowledgement


def _own(session: Session, actor: Actor, reference: str) -> Alert:
    alert = alert_with_reference(session, reference)
    if alert is None or alert.recipient_ori != actor.ori:
        raise NotFoundError
    return alert
