"""When each place, registry and sender of notices was last heard of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, case, col, func, or_, select

from feeds.records import Direction, ListKind
from rsoits.store.files import SourceFile
from rsoits.store.manifests import Manifest, Traveller, Voyage
from rsoits.store.notices import Notice
from rsoits.store.registrants import Registrant


@dataclass(frozen=True, slots=True)
class PlaceSeen:
    """One place on the home side of the border in one direction: the last list, and how many travellers since a day."""

    place: str
    mode: str
    direction: str
    last: datetime
    lately: int


def places_seen(session: Session, since: datetime) -> Sequence[PlaceSeen]:
    """Return every home place that a list of travellers named; bookings are not counted, `lately` is since then."""
    outbound = col(Voyage.direction) == Direction.OUTBOUND.value
    place: Any = case((outbound, col(Voyage.origin)), else_=col(Voyage.destination))
    recent = case((col(Manifest.received_at) >= since, 1), else_=0)
    found = session.execute(
        select(place, Voyage.mode, Voyage.direction, func.max(Manifest.received_at), func.sum(recent))  # type: ignore[call-overload]  # an expression among columns
        .select_from(Traveller)
        .join(Manifest, col(Traveller.manifest_id) == col(Manifest.id))
        .join(Voyage, col(Traveller.voyage_id) == col(Voyage.id))
        .where(
            or_(outbound, col(Voyage.direction) == Direction.INBOUND.value),
            Manifest.list_kind != ListKind.RESERVATION.value,
        )
        .group_by(place, col(Voyage.mode), col(Voyage.direction))
    )
    return [PlaceSeen(name, mode, direction, last, int(lately or 0)) for name, mode, direction, last, lately in found]


def extracts_seen(session: Session) -> dict[str, tuple[int, datetime | None]]:
    """Return by jurisdiction how many records it has sent and when a file last changed one of them."""
    found = session.execute(
        select(Registrant.jurisdiction, func.count(col(Registrant.id)), func.max(SourceFile.received_at))
        .join(SourceFile, col(SourceFile.id) == col(Registrant.source_file_id), isouter=True)
        .group_by(col(Registrant.jurisdiction))
    )
    return {code: (count, last) for code, count, last in found}


def notices_seen(session: Session) -> dict[str, datetime]:
    """Return by jurisdiction when its last notice came."""
    found = session.execute(
        select(Notice.jurisdiction, func.max(Notice.received_at)).group_by(col(Notice.jurisdiction))
    )
    return {code: last for code, last in found}  # noqa: C416  rows are not pairs to the type checker
