"""What of a match and of a trip a person may see: a second reader not the first verdict, an agency only its own."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session

from rsoits.errors import NotFoundError, RefusedError
from rsoits.security.permissions import Actor, Permission
from rsoits.services.timeline import Event, timeline
from rsoits.store.alerts import Alert, alerts_of_trip
from rsoits.store.inbox import was_alerted
from rsoits.store.journeys import Journey, journey
from rsoits.store.matches import Decision, Match, MatchState, decisions_of
from rsoits.store.notices import Notice
from rsoits.store.trips import crossings_of

_OF_THE_JOURNEY = frozenset({"notice", "manifest", "crossing"})
_OF_AN_ALERT = frozenset({"alert", "delivery", "read", "acknowledged"})


def verdicts_for(actor: Actor, match: Match, decisions: Sequence[Decision]) -> list[Decision]:
    """Return the verdicts this person may see: until the second reading is done, only their own."""
    if match.state is MatchState.SECOND_READING:
        return [decision for decision in decisions if decision.account_id == actor.account_id]
    return list(decisions)


def trip_for(session: Session, actor: Actor, trip_id: int) -> Journey:
    """Return a trip that this person may see; raises `NotFoundError`, also for one that their desk was not told of."""
    found = journey(session, trip_id)
    if found is None or not (actor.may(Permission.READ_TRIPS) or was_alerted(session, trip_id, actor.ori)):
        raise NotFoundError
    return found


def notice_for(actor: Actor, found: Notice | None) -> Notice:
    """Return a notice that this person may see; raises `NotFoundError`, also for one of another jurisdiction."""
    own = found is not None and actor.may(Permission.READ_NOTICES) and found.jurisdiction == actor.jurisdiction
    if found is None or not (own or actor.may(Permission.REVIEW_NOTICES)):
        raise NotFoundError
    return found


def may_open_trip(session: Session, actor: Actor, trip_id: int) -> bool:
    """Tell whether a trip's page would open for this person."""
    if actor.may(Permission.READ_TRIPS):
        return True
    return actor.may(Permission.READ_OWN_TRIPS) and was_alerted(session, trip_id, actor.ori)


def is_blind(session: Session, actor: Actor, trip_id: int) -> bool:
    """Tell whether this person may still be the second reader of a match of the trip, and so must not see the first."""
    if not actor.may(Permission.DECIDE):
        return False
    for crossing in crossings_of(session, trip_id):
        match = session.get_one(Match, crossing.match_id)
        read_by = {decision.account_id for decision in decisions_of(session, crossing.match_id)}
        if match.state is MatchState.SECOND_READING and actor.account_id not in read_by:
            return True
    return False


def alerts_for(session: Session, actor: Actor, trip_id: int) -> list[Alert]:
    """Return the alerts of a trip that this person may know of."""
    if is_blind(session, actor, trip_id):
        return []
    sees_all = actor.may(Permission.READ_TRIPS)
    return [alert for alert in alerts_of_trip(session, trip_id) if sees_all or alert.recipient_ori == actor.ori]


def events_for(session: Session, actor: Actor, trip_id: int) -> list[Event]:
    """Return the timeline; an agency sees the journey and its own alerts, not how others were told or why."""
    if is_blind(session, actor, trip_id):
        return []
    told = timeline(session, trip_id)
    if actor.may(Permission.READ_TRIPS):
        return told
    own = {alert.recipient for alert in alerts_for(session, actor, trip_id)}
    return [
        event
        for event in told
        if event.kind in _OF_THE_JOURNEY
        or (event.kind in _OF_AN_ALERT and any(name in f"{event.title} {event.detail}" for name in own))
    ]


def jurisdiction_for(actor: Actor, asked: str = "") -> str:
    """Return whose registry records to show, empty for everybody's; raises `RefusedError` for who has none to see."""
    if actor.may(Permission.READ_FEEDS):
        return asked.strip().upper()
    if not actor.jurisdiction:
        raise RefusedError
    return actor.jurisdiction
