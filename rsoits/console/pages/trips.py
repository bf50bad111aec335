"""Trips: the list, and one trip with its timeline, its notice beside its crossings, and its ledger of alerts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request
from sqlmodel import Session
from starlette.responses import Response

from rsoits.access import Acts, Reading, Writing, may
from rsoits.console.addresses import PageNumber, RowId
from rsoits.console.rendering import page
from rsoits.console.sight import alerts_for, events_for, is_blind, trip_for
from rsoits.security.audit import record
from rsoits.security.permissions import Actor, Permission
from rsoits.store.alerts import Acknowledgement, Alert, Delivery, acknowledgements_of, deliveries_of
from rsoits.store.journeys import how_many, journeys
from rsoits.store.listings import names_of
from rsoits.store.manifests import Voyage
from rsoits.store.notices import Notice
from rsoits.store.trips import Crossing, TripState, crossings_of

router = APIRouter(prefix="/trips")
Reader = Annotated[Actor, Depends(may(Permission.READ_TRIPS, Permission.READ_OWN_TRIPS))]
PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One alert of the ledger: how each channel fared, and who acknowledged it."""

    alert: Alert
    headline: str
    deliveries: tuple[Delivery, ...]
    acknowledgement: Acknowledgement | None
    acknowledged_by: str
    openable: bool


@dataclass(frozen=True, slots=True)
class Passage:
    """One crossing with the voyage it was made on."""

    crossing: Crossing
    voyage: Voyage


@router.get("")
def trips(
    request: Request,
    actor: Reader,
    session: Reading,
    asked: Annotated[TripState | Literal[""], Query(alias="state")] = "",
    number: PageNumber = 1,
) -> Response:
    """List the trips this person may see, the last changed first."""
    told = None if actor.may(Permission.READ_TRIPS) else actor.ori
    state = TripState(asked) if asked else None
    total = how_many(session, state=state, told=told)
    return page(
        request,
        "trips.html",
        {
            "rows": journeys(session, PER_PAGE, (number - 1) * PER_PAGE, state=state, told=told),
            "state": state,
            "states": list(TripState),
            "number": number,
            "page_address": lambda page: f"/trips?page={page}" + (f"&state={state}" if state else ""),
            "total": total,
            "pages": -(-total // PER_PAGE),
        },
    )


@router.get("/{trip_id}")
def trip(request: Request, trip_id: RowId, actor: Reader, session: Writing, acts: Acts) -> Response:
    """Show one trip; that it was looked at goes on record (CJIS Security Policy AU-2)."""
    found = trip_for(session, actor, trip_id)
    record(session, acts, "trip read", "trip", trip_id)
    return page(
        request,
        "trip.html",
        {
            "trip": found.trip,
            "registrant": found.registrant,
            "notice": session.get(Notice, found.trip.notice_id) if found.trip.notice_id else None,
            "passages": [
                Passage(crossing, session.get_one(Voyage, crossing.voyage_id))
                for crossing in crossings_of(session, trip_id)
            ],
            "blind": is_blind(session, actor, trip_id),
            "sees_matches": actor.may(Permission.READ_MATCHES),
            "events": events_for(session, actor, trip_id),
            "ledger": _ledger(session, alerts_for(session, actor, trip_id), actor),
        },
    )


def _ledger(session: Session, alerts: list[Alert], actor: Actor) -> list[LedgerLine]:
    ids = [alert.id or 0 for alert in alerts]
    deliveries, done = deliveries_of(session, ids), acknowledgements_of(session, ids)
    people = names_of(session, {row.account_id for row in done.values()})
    return [
        LedgerLine(
            alert,
            str(alert.message.get("headline", alert.kind)),
            tuple(delivery for delivery in deliveries if delivery.alert_id == alert.id),
            done.get(alert.id or 0),
            people.get(done[alert.id or 0].account_id, "") if alert.id in done else "",
            actor.may(Permission.READ_INBOX) and alert.recipient_ori == actor.ori,
        )
        for alert in alerts
    ]
