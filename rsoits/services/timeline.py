"""Tells a trip as one line of events, the system's and people's, oldest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from alerts.outbox import Outcome
from alerts.redaction import probability_in_words
from feeds.records import Direction, Mode
from rsoits.services.journey import counted_as
from rsoits.services.notify import RECIPIENT_UNKNOWN
from rsoits.store.accounts import Account
from rsoits.store.alerts import (
    Alert,
    Attempt,
    Delivery,
    acknowledgements_of,
    alerts_of_trip,
    attempts_of,
    deliveries_of,
)
from rsoits.store.audit import AuditEntry
from rsoits.store.manifests import Manifest, Traveller, Voyage
from rsoits.store.matches import Decision, Match, MatchState, Verdict, decisions_of
from rsoits.store.notices import Notice
from rsoits.store.trips import Crossing, Trip, crossings_of

_SAID = {
    Verdict.CONFIRM: "confirmed",
    Verdict.NOT_A_MATCH: "not a match",
    Verdict.INSUFFICIENT: "not enough information",
}


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened.

    `kind` is notice, manifest, match, decision, crossing, unrouted, alert, delivery, read or acknowledged.
    """

    at: datetime
    kind: str
    title: str
    detail: str = ""
    link: str = ""


def timeline(session: Session, trip_id: int) -> list[Event]:
    """Collect everything on record about a trip, oldest first."""
    trip = session.get_one(Trip, trip_id)
    events = _notices(session, trip)
    for crossing in crossings_of(session, trip_id):
        events += _crossing(session, crossing)
    events += _alerts(session, list(alerts_of_trip(session, trip_id)))
    return sorted(events, key=lambda event: event.at)


def _notices(session: Session, trip: Trip) -> list[Event]:
    current = session.get(Notice, trip.notice_id) if trip.notice_id else None
    if current is None:
        return []
    versions = session.exec(
        select(Notice).where(Notice.jurisdiction == current.jurisdiction, Notice.reference == current.reference)
    )
    return [_notice(notice, trip) for notice in versions]


def _notice(notice: Notice, trip: Trip) -> Event:
    version = f"Notice {notice.reference} received, version {notice.version}"
    if notice.registrant_id not in (None, trip.registrant_id):
        return Event(notice.received_at, "notice", version, "This version names another registrant.")
    return Event(notice.received_at, "notice", version, _notice_detail(notice))


def _notice_detail(notice: Notice) -> str:
    days = "1 day" if notice.lead_days == 1 else f"{notice.lead_days} days"
    lead = "" if notice.lead_days is None else f" {days} ahead" + (", late" if notice.late else "")
    return f"From {notice.jurisdiction}: to {notice.destination or 'an unnamed country'} on {notice.departs_on}{lead}."


def _crossing(session: Session, crossing: Crossing) -> list[Event]:
    match = session.get_one(Match, crossing.match_id)
    voyage = session.get_one(Voyage, crossing.voyage_id)
    manifest = session.get_one(Manifest, session.get_one(Traveller, match.traveller_id).manifest_id)
    link = f"/matches/{match.id}"
    events = [
        Event(manifest.received_at, "manifest", f"{voyage.label}: {manifest.list_kind} list received", manifest.sender),
        Event(
            match.raised_at,
            "match",
            f"Match {match.id} raised",
            f"{match.band}, probability {probability_in_words(match.probability)}",
            link,
        ),
    ]
    decisions = decisions_of(session, match.id or 0)
    confirmed = next((row.at for row in decisions if row.verdict is Verdict.CONFIRM), match.changed_at)
    events.append(_passage(crossing, voyage, confirmed))
    events += [_decision(session, match, decision) for decision in decisions]
    events += _unrouted(session, match, decisions)
    return events


def _passage(crossing: Crossing, voyage: Voyage, confirmed: datetime) -> Event:
    """Tell the crossing when it happens or happened; one without a time when it was confirmed."""
    way = "Arrives" if counted_as(crossing.direction) is Direction.INBOUND else "Departs"
    told = [" ".join(crossing.differences) or ("As announced." if crossing.noticed else "No notice on record.")]
    if crossing.direction == Direction.UNKNOWN.value:
        told.append("The list does not say which way; it counts as a departure.")
    if crossing.at is None:
        told.append("At a time not known.")
    title = f"Crosses the border: {voyage.label}" if voyage.mode == Mode.LAND else f"{way} on {voyage.label}"
    return Event(crossing.at or confirmed, "crossing", title, " ".join(told))


def _unrouted(session: Session, match: Match, decisions: Sequence[Decision]) -> list[Event]:
    """Tell each code nobody could be told for once, from the trail's entries of the moments of decision."""
    entries = session.exec(
        select(AuditEntry)
        .where(
            col(AuditEntry.at).in_([decision.at for decision in decisions]),
            AuditEntry.action == RECIPIENT_UNKNOWN,
            AuditEntry.object_id == str(match.id),
        )
        .order_by(col(AuditEntry.id))
    )
    first = {code: entry.at for entry in reversed(list(entries)) for code in entry.detail["codes"]}
    what_to_do = "No desk stands behind this code. Find out who is meant, tell them, and have the record corrected."
    return [Event(at, "unrouted", f"Nobody was told for {code}", what_to_do) for code, at in first.items()]


def _decision(session: Session, match: Match, decision: Decision) -> Event:
    """Tell a reading; while a second reader is asked for, what the first one said is kept back."""
    title, detail, link = f"Match {match.id}: first reading done", "A second reader is asked.", f"/matches/{match.id}"
    if match.state is not MatchState.SECOND_READING:
        reader = session.get_one(Account, decision.account_id)
        title = f"Match {match.id}: {_SAID[decision.verdict]}"
        detail = f"{reader.name}, reading {decision.reading}: {decision.reason}"
    return Event(decision.at, "decision", title, detail, link)


def _alerts(session: Session, alerts: list[Alert]) -> list[Event]:
    ids = [alert.id or 0 for alert in alerts]
    deliveries = deliveries_of(session, ids)
    attempts = attempts_of(session, [delivery.id or 0 for delivery in deliveries])
    acknowledgements = acknowledgements_of(session, ids)
    readers = {
        account.id: account.name
        for account in session.exec(
            select(Account).where(
                col(Account.id).in_(
                    {alert.read_by for alert in alerts} | {row.account_id for row in acknowledgements.values()}
                )
            )
        )
    }
    by_id = {alert.id: alert for alert in alerts}
    events = [
        Event(alert.raised_at, "alert", f"Alert to {alert.recipient}", alert.message["headline"]) for alert in alerts
    ]
    events += _delivered(by_id, deliveries, attempts)
    for alert in alerts:
        if alert.read_at:
            events.append(Event(alert.read_at, "read", f"Read by {alert.recipient}", readers.get(alert.read_by, "")))
        if row := acknowledgements.get(alert.id or 0):
            note = f"{readers.get(row.account_id, '')}{': ' + row.note if row.note else ''}"
            events.append(Event(row.at, "acknowledged", f"Acknowledged by {alert.recipient}", note))
    return events


def _delivered(
    alerts: dict[int | None, Alert], deliveries: Sequence[Delivery], attempts: Sequence[Attempt]
) -> list[Event]:
    by_id = {delivery.id: delivery for delivery in deliveries}
    return [_attempted(attempt, by_id[attempt.delivery_id], alerts) for attempt in attempts]


def _attempted(attempt: Attempt, delivery: Delivery, alerts: dict[int | None, Alert]) -> Event:
    recipient = alerts[delivery.alert_id].recipient
    if attempt.outcome == Outcome.DELIVERED:
        return Event(attempt.at, "delivery", f"Delivered to {recipient}", f"By {delivery.channel}.")
    what = "Not delivered yet" if attempt.outcome == Outcome.FAILED_TRANSIENT else "Delivery refused"
    return Event(attempt.at, "delivery", f"{what}: {recipient}", f"By {delivery.channel}: {attempt.detail}")
