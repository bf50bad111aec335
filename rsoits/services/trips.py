"""Joins notices and confirmed crossings into one trip per journey, and holds the two against each other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sqlmodel import Session, select

from feeds.records import Direction, NoticeLeg
from matchers.identity import PartialDate
from rsoits.rules.itinerary import Difference, Observed, compare_itinerary
from rsoits.security.audit import Acting, record
from rsoits.store.manifests import Voyage
from rsoits.store.matches import Match
from rsoits.store.notices import Notice
from rsoits.store.registrants import Registrant
from rsoits.store.trips import LEGAL, Crossing, Trip, TripState, crossings_of, trips_of

_AROUND_THE_NOTICE = timedelta(days=10)
_SAME_JOURNEY = timedelta(days=2)


class IllegalTransitionError(ValueError):
    """A trip cannot go from the one state to the other."""


def announce(session: Session, acting: Acting, notice: Notice, registrant: Registrant) -> Trip:
    """Join a notice to the trip it announces: one it amends, one already observed without notice, or a new one."""
    trip = _trip_of_earlier_version(session, notice) or _observed_without_notice(session, notice, registrant)
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


def join(session: Session, acting: Acting, match: Match) -> tuple[Trip, Crossing]:
    """Record a confirmed match as a crossing of the registrant's trip, opening a trip when there is none."""
    voyage = session.get_one(Voyage, match.voyage_id)
    day = local_day(voyage) or (match.border_at or acting.now).date()
    known = trips_of(session, match.registrant_id)
    trip = _going_on(session, known, voyage.direction, day) or _open(session, acting, match, voyage, day)
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
    _move(trip, _state_after(trip, voyage.direction), acting)
    trip.departs_on = trip.departs_on or day.isoformat()
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
    ways = {row.direction for row in left}
    if len(ways) > 1:
        state = TripState.RETURNED
    elif ways:
        state = TripState.DEPARTED if Direction.OUTBOUND.value in ways else TripState.ENTERED
    else:
        state = TripState.ANNOUNCED if trip.notice_id else TripState.WITHDRAWN
    _move(trip, state, acting)
    session.add(trip)
    record(session, acting, "crossing taken out of trip", "trip", trip.id, match=crossing.match_id)
    return trip


def differences(notice: Notice, voyage: Voyage) -> tuple[Difference, ...]:
    """Return what was announced otherwise than observed; empty when nothing was."""
    outbound = voyage.direction == Direction.OUTBOUND.value
    observed = Observed(
        direction=Direction(voyage.direction),
        day=local_day(voyage),
        countries=(voyage.destination_country if outbound else voyage.origin_country,),
        carrier=voyage.carrier,
        number=voyage.number,
    )
    returns = PartialDate.read(notice.returns_on) if notice.returns_on else None
    return compare_itinerary([_leg(leg) for leg in notice.legs], returns, observed)


def local_day(voyage: Voyage) -> date | None:
    """Return the day on the calendar at the home border: of departure going out, of arrival coming in."""
    outbound = voyage.direction == Direction.OUTBOUND.value
    written = voyage.departs if outbound else voyage.arrives or voyage.departs
    return date.fromisoformat(written[:10]) if written else None


def _leg(stored: dict[str, str]) -> NoticeLeg:
    dates = {key: PartialDate.read(stored[key]) if stored.get(key) else None for key in ("departs", "arrives")}
    words = {key: value for key, value in stored.items() if key not in dates}
    return NoticeLeg(**words, **dates)  # type: ignore[arg-type]  # the keys are the record's own, see file_notice


def _trip_of_earlier_version(session: Session, notice: Notice) -> Trip | None:
    return session.exec(
        select(Trip)
        .join(Notice, Trip.notice_id == Notice.id)  # type: ignore[arg-type]  # an SQL expression
        .where(Notice.jurisdiction == notice.jurisdiction, Notice.reference == notice.reference)
    ).first()


def _observed_without_notice(session: Session, notice: Notice, registrant: Registrant) -> Trip | None:
    for trip in trips_of(session, registrant.id or 0):
        if trip.notice_id is None and _near(trip.departs_on, notice.departs_on, _AROUND_THE_NOTICE):
            return trip
    return None


def _going_on(session: Session, known: Sequence[Trip], direction: str, day: date) -> Trip | None:
    """Find the trip a crossing belongs to, the nearest in time first."""
    by_nearness = sorted(known, key=lambda trip: _distance(trip.departs_on, day))
    for trip in by_nearness:
        crossed = [crossing for crossing in crossings_of(session, trip.id or 0) if crossing.at]
        same_way = any(crossing.direction == direction for crossing in crossed)
        if same_way and any(abs(crossing.at.date() - day) <= _SAME_JOURNEY for crossing in crossed if crossing.at):
            return trip
        if same_way:
            continue
        announced_then = trip.direction == direction and _distance(trip.departs_on, day) <= _AROUND_THE_NOTICE
        if trip.state is TripState.ANNOUNCED and announced_then:
            return trip
        if trip.state is TripState.DEPARTED and direction == Direction.INBOUND.value and _all(crossed, before=day):
            return trip
        if trip.state is TripState.ENTERED and direction == Direction.OUTBOUND.value and _all(crossed, after=day):
            return trip
    return None


def _all(crossed: list[Crossing], *, before: date = date.max, after: date = date.min) -> bool:
    return all(after <= crossing.at.date() <= before for crossing in crossed if crossing.at)


def _open(session: Session, acting: Acting, match: Match, voyage: Voyage, day: date) -> Trip:
    outbound = voyage.direction == Direction.OUTBOUND.value
    trip = Trip(
        registrant_id=match.registrant_id,
        direction=voyage.direction,
        state=TripState.DEPARTED if outbound else TripState.ENTERED,
        departs_on=day.isoformat(),
        destination=voyage.destination_country,
        opened_at=acting.now,
        changed_at=acting.now,
    )
    session.add(trip)
    session.flush()
    return trip


def _state_after(trip: Trip, direction: str) -> TripState:
    outbound = direction == Direction.OUTBOUND.value
    other_way = TripState.ENTERED if outbound else TripState.DEPARTED
    if trip.state in {other_way, TripState.RETURNED}:
        return TripState.RETURNED
    return TripState.DEPARTED if outbound else TripState.ENTERED


def _move(trip: Trip, state: TripState, acting: Acting) -> None:
    if state is not trip.state and state not in LEGAL[trip.state]:
        raise IllegalTransitionError(f"{trip.state} → {state}")
    trip.state, trip.changed_at = state, acting.now


def _distance(written: str, day: date) -> timedelta:
    if not written:
        return timedelta.max
    announced = PartialDate.read(written)
    if announced.earliest <= day <= announced.latest:
        return timedelta(0)
    return min(abs(announced.earliest - day), abs(announced.latest - day))


def _near(one: str, other: str, within: timedelta) -> bool:
    return bool(one and other) and _distance(one, PartialDate.read(other).earliest) <= within
