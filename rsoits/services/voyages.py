"""Finds the voyage a manifest is about, or puts it on record; new times replace old ones."""

from __future__ import annotations

from dataclasses import asdict

from sqlmodel import Session, col, select

from feeds.records import Leg, Mode
from feeds.records import Manifest as SentManifest
from rsoits.security.audit import Acting
from rsoits.store.manifests import Voyage, manifests_from
from rsoits.store.matches import DECIDABLE, Match


def voyage_of(session: Session, acting: Acting, sent: SentManifest) -> Voyage:
    """Find the voyage by carrier, number, places and local day; a message older than one on record moves nothing."""
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
    moved = told.mode is not Mode.LAND and (voyage.departs, voyage.arrives) != (departs, leg.arrives)
    if found is None or (moved and not _is_old_news(session, found, sent)):
        voyage.departs, voyage.arrives = departs, leg.arrives
        voyage.departs_at, voyage.arrives_at = leg.departs_at, leg.arrives_at
        voyage.legs = [asdict(hop) for hop in told.legs]
        session.add(voyage)
        session.flush()
        _reschedule(session, acting, voyage)
    return voyage


def _is_old_news(session: Session, voyage: Voyage, sent: SentManifest) -> bool:
    return bool(sent.sent) and any(row.sent > sent.sent for row in manifests_from(session, voyage.id or 0, sent.sender))


def _reschedule(session: Session, acting: Acting, voyage: Voyage) -> None:
    """Move undecided matches to where their new time puts them in the queue."""
    waiting = session.exec(select(Match).where(Match.voyage_id == voyage.id, col(Match.state).in_(DECIDABLE)))
    for match in waiting:
        match.border_at, match.changed_at = voyage.border_at, acting.now
        session.add(match)
