"""Withdraws what desks were told: of a match that was wrong, of a notice that was cancelled."""

from __future__ import annotations

from sqlmodel import Session

from alerts.facts import Audience, Facts, Identification
from alerts.kinds import AlertKind
from rsoits.rules import routing
from rsoits.rules.jurisdictions import by_code
from rsoits.security.audit import Acting
from rsoits.services.dossier import announced_travel, facts, travel_of
from rsoits.services.notify import Directory, Occasion, tell
from rsoits.services.told import other_lists, still_carried, told_of
from rsoits.store.alerts import Alert, alerts_of_trip
from rsoits.store.manifests import Voyage
from rsoits.store.matches import Match
from rsoits.store.notices import Notice
from rsoits.store.registrants import Registrant
from rsoits.store.trips import Trip

_OF_A_NOTICE = frozenset({AlertKind.NOTICE_RECEIVED.value, AlertKind.NOTICE_LATE.value})
_PROVISION = "34 U.S.C. 21504(d)"


def retract(session: Session, acting: Acting, directory: Directory, match: Match, trip: Trip, why: str) -> list[Alert]:
    """Withdraw what was said of a match from everyone it was said to (34 U.S.C. 21504(d)).

    What another match of the same trip, way and day still carries stays said.
    """
    registrant = session.get_one(Registrant, match.registrant_id)
    voyage = session.get_one(Voyage, match.voyage_id)
    others = other_lists(session, match, trip, voyage)
    retractions = []
    for alert in told_of(session, trip, voyage):
        if still_carried(session, alert, others):
            continue
        about = facts(
            registrant,
            travel_of(voyage, match.border_at),
            Identification(match.probability),
            corrects=alert.reference,
            correction=why,
        )
        retractions += _withdraw(session, acting, directory, alert, about, trip, match)
    return retractions


def retract_notice(
    session: Session, acting: Acting, directory: Directory, notice: Notice, trip: Trip, why: str
) -> list[Alert]:
    """Withdraw the announcement of a journey from everyone it was told to, once each: the last word they had of it."""
    registrant = session.get_one(Registrant, trip.registrant_id)
    last: dict[str, Alert] = {}
    for alert in alerts_of_trip(session, trip.id or 0):
        if alert.kind in _OF_A_NOTICE:
            last[alert.recipient_ori] = alert
    retractions = []
    for alert in last.values():
        about = facts(
            registrant,
            announced_travel(notice),
            Identification(),
            notice=notice,
            corrects=alert.reference,
            correction=why,
        )
        retractions += _withdraw(session, acting, directory, alert, about, trip, None)
    return retractions


def _withdraw(
    session: Session, acting: Acting, directory: Directory, alert: Alert, about: Facts, trip: Trip, match: Match | None
) -> list[Alert]:
    occasion = Occasion(f"retraction/{alert.reference}", AlertKind.RETRACTION, about, trip, match, None, _PROVISION)
    told = routing.Recipient(
        code=by_code(alert.jurisdiction).code,
        ori=alert.recipient_ori,
        name=alert.recipient,
        audience=Audience(alert.audience),
        role="You received the alert that this one withdraws.",
        provision=_PROVISION,
    )
    return tell(session, acting, directory, occasion, [told])
