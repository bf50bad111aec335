"""Joins notices and confirmed crossings into one trip per journey, and holds the two against each other."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session, col, select

from feeds.notice.records import NoticeLeg
from feeds.records import Direction
from matchers.identity import PartialDate
from rsoits.rules.itinerary import Difference, Observed, compare_itinerary
from rsoits.security.audit import Acting, record
from rsoits.services.journey import AROUND_THE_NOTICE, Seen, counted_as, going_on, local_day, near, seen_at
from rsoits.store.manifests import Voyage
from rsoits.store.matches import Match
from rsoits.store.notices import Notice
from rsoits.store.registrants import Registrant, person_ids
from rsoits.store.trips import LEGAL, Crossing, Trip, TripState, crossings_of, trips_of


class IllegalTransitionError(ValueError):
    """A trip cannot go from the one state to the other."""


def announce(session: Session, acting: Acting, notice: Notice, registrant: Registrant) -> Trip:
    """Join a notice to the trip it announces: one it amends, one already observed without notice, or a new one."""
    trip = _trip_of_earlier_version(session, notice, registrant) or _observed_without_notice(
        session, notice, registrant
    )
    if trip is None:
        trip = Trip(
            registrant_id=registrant.id or 0,
            direction=Direction.INBOUND.value if notice.kind == "partner" else Direction.OUTBOUND.value,
            state=TripState.ANNOUNCED,
            opened_at=acting.now,
            changed_at=acting.now,
        )
    trip.notice_id, trip.changed_at = notice.id, acting.now
    trip.returns_on, trip.destination = notice.returns_on, notice.destination
    if trip.state is TripState.ANNOUNCED:
        trip.departs_on = notice.departs_on
    session.add(trip)
    session.flush()
    for crossing in crossings_of(session, trip.id or 0):
        voyage = session.get_one(Voyage, crossing.voyage_id)
        crossing.noticed, crossing.differences = True, [row.sentence for row in differences(notice, voyage)]
        session.add(crossing)
    record(session, acting, "notice joined to trip", "trip", trip.id, notice=notice.id)
    return trip


def take_from_others(
    session: Session, acting: Acting, notice: Notice, registrant: Registrant
) -> list[tuple[Trip, Notice]]:
    """Free the trips of people whom an earlier version named by mistake; one that was only announced is withdrawn.

    Returns them with the version that announced each.
    """
    own, freed = person_ids(session, registrant.id or 0), []
    for trip in _trips_of_versions(session, notice):
        if trip.registrant_id in own:
            continue
        freed.append((trip, session.get_one(Notice, trip.notice_id)))
        if trip.state is TripState.ANNOUNCED:
            _move(trip, TripState.WITHDRAWN, acting)
        else:
            _forget_notice(session, acting, trip)
        session.add(trip)
        record(session, acting, "notice taken from trip", "trip", trip.id, notice=notice.id, outcome=trip.state.value)
    return freed


def join(session: Session, acting: Acting, match: Match) -> tuple[Trip, Crossing]:
    """Record a confirmed match as a crossing of the person's trip, opening a trip when there is none.

    A trip announced under another jurisdiction's record of the same person is that person's trip.
    """
    voyage = session.get_one(Voyage, match.voyage_id)
    seen = seen_at(voyage, match.border_at, match)
    known = trips_of(session, person_ids(session, match.registrant_id))
    trip = going_on(session, known, seen) or _open(session, acting, match, voyage, seen)
    notice = session.get(Notice, trip.notice_id) if trip.notice_id else None
    crossing = Crossing(
        trip_id=trip.id or 0,
        match_id=match.id or 0,
        voyage_id=voyage.id or 0,
        direction=voyage.direction,
        at=match.border_at,
        noticed=notice is not None,
        differences=[row.sentence for row in differences(notice, voyage)] if notice else [],
    )
    session.add(crossing)
    _move(trip, _state_after(trip, seen.way), acting)
    trip.departs_on = trip.departs_on or seen.day.isoformat()
    session.add(trip)
    session.flush()
    record(session, acting, "crossing joined to trip", "trip", trip.id, match=match.id)
    return trip, crossing


def part(session: Session, acting: Acting, crossing: Crossing) -> Trip:
    """Take a crossing out of its trip again, because the match was wrong."""
    trip = session.get_one(Trip, crossing.trip_id)
    session.delete(crossing)
    session.flush()
    left = crossings_of(session, trip.id or 0)
    ways = {counted_as(row.direction) for row in left}
    if len(ways) > 1:
        state = TripState.RETURNED
    elif ways:
        state = TripState.DEPARTED if Direction.OUTBOUND in ways else TripState.ENTERED
    else:
        state = TripState.ANNOUNCED if trip.notice_id else TripState.WITHDRAWN
    _move(trip, state, acting)
    session.add(trip)
    record(session, acting, "crossing taken out of trip", "trip", trip.id, match=crossing.match_id)
    return trip


def call_off(session: Session, acting: Acting, notice: Notice) -> Trip | None:
    """Withdraw the trip that a cancelled notice, or a version before it, announced; None when none is left.

    Raises `IllegalTransitionError` when the journey has been seen: what was announced and made stays on record.
    """
    trip = next(iter(_trips_of_versions(session, notice)), None)
    if trip is None:
        return None
    if trip.state is not TripState.ANNOUNCED:
        raise IllegalTransitionError(f"{trip.state} → {TripState.WITHDRAWN}")
    _move(trip, TripState.WITHDRAWN, acting)
    session.add(trip)
    record(session, acting, "trip called off", "trip", trip.id, notice=notice.id)
    return trip


def differences(notice: Notice, voyage: Voyage) -> tuple[Difference, ...]:
    """Return what was announced otherwise than observed; empty when nothing was."""
    way = counted_as(voyage.direction)
    observed = Observed(
        direction=way,
        day=local_day(voyage),
        countries=(voyage.origin_country if way is Direction.INBOUND else voyage.destination_country,),
        carrier=voyage.carrier,
        number=voyage.number,
    )
    returns = PartialDate.read(notice.returns_on) if notice.returns_on else None
    return compare_itinerary([_leg(leg) for leg in notice.legs], returns, observed)


def _leg(stored: dict[str, str]) -> NoticeLeg:
    dates = {key: PartialDate.read(stored[key]) if stored.get(key) else None for key in ("departs", "arrives")}
    words = {key: value for key, value in stored.items() if key not in {*dates, "transit"}}
    return NoticeLeg(**words, **dates, transit=bool(stored.get("transit")))  # type: ignore[arg-type]  # the keys are the record's own, see file_notice


def _forget_notice(session: Session, acting: Acting, trip: Trip) -> None:
    crossed = crossings_of(session, trip.id or 0)
    trip.notice_id, trip.returns_on, trip.changed_at = None, "", acting.now
    trip.destination = session.get_one(Voyage, crossed[0].voyage_id).destination_country
    for crossing in crossed:
        crossing.noticed, crossing.differences = False, []
        session.add(crossing)


def _trip_of_earlier_version(session: Session, notice: Notice, registrant: Registrant) -> Trip | None:
    own = person_ids(session, registrant.id or 0)
    return next((trip for trip in _trips_of_versions(session, notice) if trip.registrant_id in own), None)


def _trips_of_versions(session: Session, notice: Notice) -> Sequence[Trip]:
    return session.exec(
        select(Trip)
        .join(Notice, Trip.notice_id == Notice.id)  # type: ignore[arg-type]  # an SQL expression
        .where(
            Notice.jurisdiction == notice.jurisdiction,
            Notice.reference == notice.reference,
            Trip.state != TripState.WITHDRAWN,
        )
        .order_by(col(Trip.id))
    ).all()


def _observed_without_notice(session: Session, notice: Notice, registrant: Registrant) -> Trip | None:
    for trip in trips_of(session, person_ids(session, registrant.id or 0)):
        if trip.notice_id is None and near(trip.departs_on, notice.departs_on, AROUND_THE_NOTICE):
            return trip
    return None


def _open(session: Session, acting: Acting, match: Match, voyage: Voyage, seen: Seen) -> Trip:
    outbound = seen.way is Direction.OUTBOUND
    trip = Trip(
        registrant_id=match.registrant_id,
        direction=seen.way.value,
        state=TripState.DEPARTED if outbound else TripState.ENTERED,
        departs_on=seen.day.isoformat(),
        destination=voyage.destination_country,
        opened_at=acting.now,
        changed_at=acting.now,
    )
    session.add(trip)
    session.flush()
    return trip


def _state_after(trip: Trip, way: Direction) -> TripState:
    outbound = way is Direction.OUTBOUND
    other_way = TripState.ENTERED if outbound else TripState.DEPARTED
    if trip.state in {other_way, TripState.RETURNED}:
        return TripState.RETURNED
    return TripState.DEPARTED if outbound else TripState.ENTERED


def _move(trip: Trip, state: TripState, acting: Acting) -> None:
    if state is not trip.state and state not in LEGAL[trip.state]:
        raise IllegalTransitionError(f"{trip.state} → {state}")
    trip.state, trip.changed_at = state, acting.now
