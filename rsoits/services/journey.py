"""Places crossings in time, and finds which of a registrant's journeys one belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session

from feeds.records import Direction
from matchers.identity import PartialDate
from rsoits.store.manifests import Voyage
from rsoits.store.matches import Match
from rsoits.store.trips import Trip, TripState, crossings_of

AROUND_THE_NOTICE = timedelta(days=10)
_SAME_JOURNEY = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Seen:
    """A crossing on the line of time: at an instant where it is known, else only on a day at the home border."""

    way: Direction
    at: datetime | None
    day: date

    def before(self, other: Seen) -> bool:
        """Tell whether this one came first; False also when nobody can say."""
        if self.at and other.at:
            return self.at < other.at
        return self.day < other.day

    def between(self, one: Seen, other: Seen) -> bool:
        """Tell whether this one lies between two others, in either order."""
        return (one.before(self) and self.before(other)) or (other.before(self) and self.before(one))


def counted_as(direction: str) -> Direction:
    """Return which way a crossing counts; one of unknown direction counts as a departure, for everybody alike."""
    return Direction.INBOUND if direction == Direction.INBOUND.value else Direction.OUTBOUND


def local_day(voyage: Voyage) -> date | None:
    """Return the day on the calendar at the home border: of departure going out, of arrival coming in."""
    inbound = counted_as(voyage.direction) is Direction.INBOUND
    written = (voyage.arrives or voyage.departs) if inbound else voyage.departs
    return date.fromisoformat(written[:10]) if written else None


def going_on(session: Session, known: Sequence[Trip], new: Seen) -> Trip | None:
    """Find the trip a crossing belongs to, the nearest in time first."""
    crossed = {trip.id: _crossed(session, trip) for trip in known}
    everything = [seen for line in crossed.values() for seen in line]
    for trip in sorted(known, key=lambda trip: _distance(trip.departs_on, new.day)):
        line = crossed[trip.id]
        same_way = [seen for seen in line if seen.way is new.way]
        if any(_same_journey(seen, new, everything) for seen in same_way):
            return trip
        if same_way:
            continue
        announced_then = trip.direction == new.way.value and _distance(trip.departs_on, new.day) <= AROUND_THE_NOTICE
        if trip.state is TripState.ANNOUNCED and announced_then:
            return trip
        inbound = new.way is Direction.INBOUND
        if trip.state is TripState.DEPARTED and inbound and not any(new.before(seen) for seen in line):
            return trip
        if trip.state is TripState.ENTERED and not inbound and not any(seen.before(new) for seen in line):
            return trip
    return None


def _same_journey(seen: Seen, new: Seen, everything: Sequence[Seen]) -> bool:
    """Tell whether two crossings the same way are parts of one journey: near in time, and never the other way since."""
    turned = (other for other in everything if other.way is not new.way and other.between(seen, new))
    return abs(seen.day - new.day) <= _SAME_JOURNEY and not any(turned)


def _crossed(session: Session, trip: Trip) -> list[Seen]:
    return [
        seen_at(session.get_one(Voyage, crossing.voyage_id), crossing.at, session.get_one(Match, crossing.match_id))
        for crossing in crossings_of(session, trip.id or 0)
    ]


def seen_at(voyage: Voyage, at: datetime | None, match: Match) -> Seen:
    """Place a crossing in time; one without any was crossed about when its list came."""
    return Seen(counted_as(voyage.direction), at, local_day(voyage) or (at or match.raised_at).date())


def _distance(written: str, day: date) -> timedelta:
    if not written:
        return timedelta.max
    announced = PartialDate.read(written)
    if announced.earliest <= day <= announced.latest:
        return timedelta(0)
    return min(abs(announced.earliest - day), abs(announced.latest - day))


def near(one: str, other: str, within: timedelta) -> bool:
    """Tell whether two dates, as written and possibly partial, lie within so much of each other."""
    return bool(one and other) and _distance(one, PartialDate.read(other).earliest) <= within
