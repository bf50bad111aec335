"""Finds the voyage a manifest is about, or puts it on record; new times replace old ones, silence replaces nothing."""

from __future__ import annotations

from dataclasses import asdict

from sqlmodel import Session, col, select

from feeds.records import Leg, ListKind, Mode
from feeds.records import Manifest as SentManifest
from rsoits.security.audit import Acting
from rsoits.services.versions import is_ahead
from rsoits.store.manifests import Traveller, Voyage, manifests_from
from rsoits.store.matches import DECIDABLE, Match


def voyage_of(session: Session, acting: Acting, sent: SentManifest, *, again: bool = False) -> Voyage:
    """Find the voyage by carrier, number, places and local day.

    A message older than one on record moves nothing, nor does an authority's response, or one read `again`. A time
    that is not told stays, as long as the other one does.
    """
    told = sent.voyage
    leg = told.border_leg or Leg("", "")
    departs = leg.departs or leg.arrives
    found = session.exec(
        select(Voyage).where(
            Voyage.carrier == told.carrier,
            Voyage.number == told.number,
            Voyage.origin == leg.departure,
            Voyage.destination == leg.arrival,
            Voyage.day == departs[:10],
            Voyage.direction == told.direction.value,
        )
    ).first()
    voyage = found or Voyage(
        mode=told.mode.value,
        direction=told.direction.value,
        carrier=told.carrier,
        number=told.number,
        origin=leg.departure,
        destination=leg.arrival,
        origin_country=leg.departure_country,
        destination_country=leg.arrival_country,
        day=departs[:10],
    )
    if found is None or _moves(session, found, sent, leg, again=again):
        voyage.departs, voyage.arrives = departs, leg.arrives
        voyage.departs_at, voyage.arrives_at = leg.departs_at, leg.arrives_at
        voyage.legs = [asdict(hop) for hop in told.legs]
        session.add(voyage)
        session.flush()
        _reschedule(session, acting, voyage)
    return voyage


def _moves(session: Session, found: Voyage, sent: SentManifest, leg: Leg, *, again: bool) -> bool:
    if again or sent.list is ListKind.RESPONSE or sent.voyage.mode is Mode.LAND:
        return False
    departs, arrives = leg.departs or found.departs, leg.arrives or found.arrives
    return (departs, arrives) != (found.departs, found.arrives) and not _is_old_news(session, found, sent)


def _is_old_news(session: Session, voyage: Voyage, sent: SentManifest) -> bool:
    earlier = manifests_from(session, voyage.id or 0, sent.sender)
    return bool(sent.sent) and any(row.sent > sent.sent and not is_ahead(row) for row in earlier)


def _reschedule(session: Session, acting: Acting, voyage: Voyage) -> None:
    """Move undecided matches to where their new time puts them in the queue; a crossing has a time of its own."""
    waiting = select(Match, Traveller).join(Traveller, col(Match.traveller_id) == col(Traveller.id))
    of_voyage = waiting.where(Match.voyage_id == voyage.id, col(Match.state).in_(DECIDABLE))
    for match, traveller in session.exec(of_voyage):
        match.border_at, match.changed_at = traveller.crossed_at or voyage.border_at, acting.now
        session.add(match)
