"""What desks were told of a crossing and still have to believe, so that nobody hears it twice or loses it too soon."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session, col, select

from alerts.facts import Audience
from alerts.kinds import AlertKind
from alerts.wording import DISCLOSED_KIND
from feeds.records import Direction
from rsoits.rules import routing, safeguards
from rsoits.services.dossier import agreeing, confirmations
from rsoits.services.journey import counted_as, local_day
from rsoits.store.alerts import Alert
from rsoits.store.manifests import Voyage
from rsoits.store.matches import Match
from rsoits.store.trips import Trip, crossings_of


def _passage(voyage: Voyage) -> tuple[Direction, date | int | None]:
    """Return what makes two lists tell of one crossing: the way and the day at the border, or else the voyage."""
    return counted_as(voyage.direction), local_day(voyage) or voyage.id


def told_of(session: Session, trip: Trip, voyage: Voyage) -> list[Alert]:
    """Return what was said of a trip's crossing this way on this day and was not withdrawn since, oldest first."""
    said = session.execute(
        select(Alert, Voyage)
        .join(Match, col(Alert.match_id) == col(Match.id))
        .join(Voyage, col(Match.voyage_id) == col(Voyage.id))
        .where(Alert.trip_id == trip.id)
        .order_by(col(Alert.id))
    )
    standing: list[Alert] = []
    for alert, crossed in said:
        if _passage(crossed) != _passage(voyage):
            continue
        if alert.kind == AlertKind.RETRACTION.value:
            standing = [earlier for earlier in standing if earlier.recipient_ori != alert.recipient_ori]
        else:
            standing.append(alert)
    return standing


def as_told(kind: AlertKind, desk: routing.Recipient) -> AlertKind:
    """Return the kind of alert as this desk gets to see it: abroad it hears nothing of domestic duties."""
    return DISCLOSED_KIND.get(kind, kind) if desk.audience is Audience.FOREIGN else kind


def other_lists(session: Session, match: Match, trip: Trip, voyage: Voyage) -> list[Match]:
    """Return the other matches that found the registrant on the same crossing."""
    return [
        session.get_one(Match, crossing.match_id)
        for crossing in crossings_of(session, trip.id or 0)
        if crossing.match_id != match.id and _passage(session.get_one(Voyage, crossing.voyage_id)) == _passage(voyage)
    ]


def still_carried(session: Session, alert: Alert, others: Sequence[Match]) -> bool:
    """Tell whether one of the other matches is enough for what a desk was told: abroad, one that two people confirm."""
    if alert.audience == Audience.FOREIGN.value or alert.jurisdiction == routing.INTERPOL:
        return any(may_leave(other, confirmations(session, other.id or 0)) for other in others)
    return bool(others)


def may_leave(match: Match, readers: int) -> bool:
    """Tell whether word of a match may leave the country."""
    return readers > 1 and safeguards.may_notify_foreign(agreeing(match)).allowed
