"""Tells those who must be told: one alert per recipient, written with its deliveries in the caller's transaction."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from alerts.compose import compose
from alerts.facts import Audience, Facts, Identification, Recipient, Sender
from alerts.kinds import AlertKind
from rsoits.rules import deadlines, routing
from rsoits.rules.alert_kind import kind_of_movement
from rsoits.rules.jurisdictions import by_code
from rsoits.security.audit import Acting, record
from rsoits.services.dossier import announced_travel, facts, facts_of_match, movement_of
from rsoits.services.plain_text import printable
from rsoits.services.told import as_told, may_leave, told_of
from rsoits.services.trips import differences
from rsoits.settings import Settings
from rsoits.store.agencies import Agency
from rsoits.store.alerts import Alert, Delivery, alert_with_reference
from rsoits.store.manifests import Voyage
from rsoits.store.matches import Match
from rsoits.store.notices import Notice
from rsoits.store.registrants import Registrant
from rsoits.store.trips import Crossing, Trip

QUEUED = "queued"
RECIPIENT_UNKNOWN = "recipient unknown"
"""What the trail says when a code was to be told that no desk stands behind."""
_LONGEST_CODE = 16


@dataclass(frozen=True, slots=True)
class Directory:
    """Who signs alerts, and whom a reader can call."""

    sender: Sender

    @classmethod
    def of(cls, settings: Settings) -> Directory:
        """Take the sending desk from the settings."""
        return cls(Sender(settings.sender_ori, settings.sender_name, settings.sender_phone))


@dataclass(frozen=True, slots=True)
class Occasion:
    """What happened, ready to be told to anyone; `name` keeps the same occasion from being told twice."""

    name: str
    kind: AlertKind
    facts: Facts
    trip: Trip
    match: Match | None
    border_at: datetime | None
    provision: str


def tell_of_movement(
    session: Session,
    acting: Acting,
    directory: Directory,
    match: Match,
    trip: Trip,
    crossing: Crossing,
    *,
    readers: int,
) -> list[Alert]:
    """Tell of a confirmed crossing everyone `rules.routing` names who has not been told of it.

    Desks abroad, and the one that passes word to them, are told only when two readers agree and a second
    identifier does (`rules.safeguards`). A desk that heard the same of this trip, this way and this day from another
    list hears it once, unless it was withdrawn in between. Codes nobody stands behind go on record for a person.
    """
    registrant = session.get_one(Registrant, match.registrant_id)
    voyage = session.get_one(Voyage, match.voyage_id)
    notice = session.get(Notice, trip.notice_id) if trip.notice_id else None
    movement = movement_of(session, registrant, voyage, notice, acting.now.date())
    found = differences(notice, voyage) if notice else ()
    kind = kind_of_movement(movement, found)
    if kind is None:
        return []
    occasion = Occasion(
        name=f"movement/{match.id}",
        kind=kind.kind,
        facts=facts_of_match(session, match, registrant, voyage, notice, crossing.differences, readers),
        trip=trip,
        match=match,
        border_at=match.border_at,
        provision=kind.provision,
    )
    if unknown := routing.unroutable(movement):
        codes = [printable(code, _LONGEST_CODE) for code in unknown]
        record(session, acting, RECIPIENT_UNKNOWN, "match", match.id, outcome="not told", codes=codes)
    abroad = may_leave(match, readers)
    allowed = [desk for desk in routing.recipients(movement) if abroad or not desk.needs_two_readers]
    told = {(alert.recipient_ori, alert.kind) for alert in told_of(session, trip, voyage)}
    untold = [desk for desk in allowed if (desk.ori, as_told(kind.kind, desk).value) not in told]
    return tell(session, acting, directory, occasion, untold)


def tell_of_notice(
    session: Session,
    acting: Acting,
    directory: Directory,
    kind: AlertKind,
    trip: Trip,
    notice: Notice,
    registrant: Registrant,
) -> list[Alert]:
    """Tell the Marshals' targeting center that a notice came in (SMART: jurisdictions send notices to it)."""
    desk = by_code(routing.MARSHALS)
    marshals = routing.Recipient(
        code=desk.code,
        ori=desk.ori,
        name=desk.agency,
        audience=Audience.FEDERAL,
        role="Notices of international travel are yours to review and pass on.",
        provision="34 U.S.C. 20914(a)(7); 34 U.S.C. 21504",
    )
    occasion = Occasion(
        name=f"notice/{notice.jurisdiction}/{notice.reference}/{notice.version}",
        kind=kind,
        facts=facts(registrant, announced_travel(notice), Identification(), notice=notice),
        trip=trip,
        match=None,
        border_at=None,
        provision="34 U.S.C. 20914(a)(7); 28 CFR 72.7(f)",
    )
    return tell(session, acting, directory, occasion, [marshals])


def tell(
    session: Session,
    acting: Acting,
    directory: Directory,
    occasion: Occasion,
    desks: Iterable[routing.Recipient],
) -> list[Alert]:
    """Write one alert to each desk that was not told of this occasion, queue its deliveries, return the new ones."""
    written = []
    for desk in desks:
        reference = _reference(acting, occasion, desk)
        if alert_with_reference(session, reference):
            continue
        due_at = deadlines.acknowledgement(acting.now, occasion.border_at).due_at
        message = compose(
            occasion.kind,
            occasion.facts,
            Recipient(desk.ori, desk.name, desk.audience, desk.role),
            directory.sender,
            alert_id=reference,
            created_at=acting.now,
            provisions=tuple(dict.fromkeys([*occasion.provision.split("; "), *desk.provision.split("; ")])),
            due_at=due_at,
        )
        alert = Alert(
            reference=reference,
            trip_id=occasion.trip.id or 0,
            match_id=occasion.match.id if occasion.match else None,
            kind=message.kind.value,
            audience=message.audience.value,
            recipient_ori=desk.ori,
            recipient=desk.name,
            jurisdiction=desk.code,
            urgency=message.urgency.value,
            message=message.to_json(),
            due_at=message.due_at,
            raised_at=acting.now,
        )
        session.add(alert)
        session.flush()
        _queue(session, acting, alert)
        record(session, acting, "alert raised", "alert", alert.id, kind=alert.kind, recipient=desk.ori)
        written.append(alert)
    return written


def _queue(session: Session, acting: Acting, alert: Alert) -> None:
    agency = session.get(Agency, alert.recipient_ori)
    for wanted in agency.channels if agency else ["inbox"]:
        channel, _, address = wanted.partition(":")
        session.add(
            Delivery(
                alert_id=alert.id or 0,
                channel=channel,
                address=address or alert.recipient_ori,
                state=QUEUED,
                due_at=acting.now,
            )
        )
    session.flush()


def _reference(acting: Acting, occasion: Occasion, desk: routing.Recipient) -> str:
    """Return the id every channel uses; the same occasion and recipient always get the same one."""
    named = f"{occasion.name}/{occasion.kind.value}/{desk.ori}"
    return hmac.new(acting.key, named.encode(), hashlib.sha256).hexdigest()[:32]
