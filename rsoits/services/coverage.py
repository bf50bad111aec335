"""What of the border is observed and what is not: by mode and direction, by port, by jurisdiction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlmodel import Session

from feeds.feed import Feed
from feeds.records import Direction, Mode
from rsoits.rules.jurisdictions import JurisdictionKind, all_jurisdictions
from rsoits.rules.ports import all_ports
from rsoits.services.punctuality import Punctuality, punctuality
from rsoits.store.listings import feed_states
from rsoits.store.seen import PlaceSeen, extracts_seen, notices_seen, places_seen

RECENT = timedelta(days=7)
_STALE_EXTRACT = timedelta(days=35)
"""Jurisdictions send their extracts monthly or oftener; one more than a month old is stale."""
_REGISTERING = {
    JurisdictionKind.STATE, JurisdictionKind.DISTRICT, JurisdictionKind.TERRITORY, JurisdictionKind.TRIBE,
}  # fmt: skip
_KEEPING = {Punctuality.ON_TIME, Punctuality.AS_NEEDED}


class Sight(StrEnum):
    """How well something is observed."""

    OBSERVED = "observed"
    DOUBTFUL = "doubtful"
    SILENT = "silent"
    UNOBSERVED = "not observed"


@dataclass(frozen=True, slots=True)
class Way:
    """One mode in one direction: which feeds tell of it, when travellers on it were last listed, how many lately."""

    mode: Mode
    direction: Direction
    feeds: tuple[tuple[Feed, Punctuality], ...]
    last: datetime | None
    lately: int
    sight: Sight


@dataclass(frozen=True, slots=True)
class PortSight:
    """One port of entry: when a list last named it going out and coming in, and how many travellers lately."""

    code: str
    name: str
    jurisdiction: str
    mode: Mode
    last_out: datetime | None
    last_in: datetime | None
    lately: int
    sight: Sight


@dataclass(frozen=True, slots=True)
class RegistrySight:
    """One registering jurisdiction: its records, its last extract, and the notices it sent."""

    code: str
    name: str
    kind: JurisdictionKind
    records: int
    last_extract: datetime | None
    last_notice: datetime | None
    sight: Sight


@dataclass(frozen=True, slots=True)
class Coverage:
    """Everything the coverage page tells."""

    ways: tuple[Way, ...]
    ports: tuple[PortSight, ...]
    jurisdictions: tuple[RegistrySight, ...]


def coverage(session: Session, feeds: Sequence[Feed], now: datetime) -> Coverage:
    """Hold what was listed in the last seven days, and before, against every way, port and jurisdiction there is."""
    seen = places_seen(session, now - RECENT)
    return Coverage(tuple(_ways(session, feeds, seen, now)), tuple(_ports(seen, now)), tuple(_registries(session, now)))


def _ways(session: Session, feeds: Sequence[Feed], seen: Sequence[PlaceSeen], now: datetime) -> list[Way]:
    states = feed_states(session)
    ways = []
    for mode in Mode:
        telling = tuple(
            (feed, punctuality(feed, states.get(feed.name), now))
            for feed in feeds
            if mode == feed.mode or mode in feed.covers.modes
        )
        for direction in (Direction.OUTBOUND, Direction.INBOUND):
            found = [row for row in seen if (row.mode, row.direction) == (mode.value, direction.value)]
            last = max((row.last for row in found), default=None)
            kept = any(state in _KEEPING for _, state in telling)
            sight = _sight(last, now) if telling else Sight.UNOBSERVED
            if sight is Sight.OBSERVED and not kept:
                sight = Sight.DOUBTFUL
            ways.append(Way(mode, direction, telling, last, sum(row.lately for row in found), sight))
    return ways


def _ports(seen: Sequence[PlaceSeen], now: datetime) -> list[PortSight]:
    by_place: dict[str, list[PlaceSeen]] = {}
    for row in seen:
        by_place.setdefault(row.place, []).append(row)
    ports = []
    for port in all_ports():
        found = by_place.get(port.code, [])
        last = {row.direction: row.last for row in found}
        out, into = last.get(Direction.OUTBOUND.value), last.get(Direction.INBOUND.value)
        newest = max((row.last for row in found), default=None)
        lately = sum(row.lately for row in found)
        ports.append(
            PortSight(port.code, port.name, port.jurisdiction, port.mode, out, into, lately, _sight(newest, now))
        )
    return ports


def _registries(session: Session, now: datetime) -> list[RegistrySight]:
    extracts, notices = extracts_seen(session), notices_seen(session)
    found = []
    for place in all_jurisdictions(now.date()):
        if place.kind not in _REGISTERING:
            continue
        records, last = extracts.get(place.code, (0, None))
        sight = _sight(last, now, _STALE_EXTRACT) if records else Sight.UNOBSERVED
        found.append(RegistrySight(place.code, place.name, place.kind, records, last, notices.get(place.code), sight))
    return found


def _sight(last: datetime | None, now: datetime, recent: timedelta = RECENT) -> Sight:
    if last is None:
        return Sight.UNOBSERVED
    return Sight.OBSERVED if now - last <= recent else Sight.SILENT
