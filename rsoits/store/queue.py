"""The review queue as it is read: matches with the traveller, the registrant, the voyage and who is reading them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select
from sqlmodel import Session, col, func, select

from rsoits.store.accounts import Account
from rsoits.store.manifests import Manifest, Traveller, Voyage
from rsoits.store.matches import Match, MatchState
from rsoits.store.registrants import Registrant

DECIDED = (MatchState.CONFIRMED, MatchState.NOT_A_MATCH, MatchState.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One line of the queue."""

    match: Match
    traveller: Traveller
    registrant: Registrant
    voyage: Voyage
    reader: str | None
    list_kind: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which matches to list: in these states, in this band, read by this account at this moment."""

    states: tuple[MatchState, ...]
    band: str = ""
    reader: int | None = None
    now: datetime | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """A cheap print of the queue: a new one means that something changed; `newest` is the highest match id."""

    changed_at: datetime | None
    newest: int
    undecided: int

    def __str__(self) -> str:
        """Return it as one word, for `Last-Event-ID`."""
        changed = self.changed_at.timestamp() if self.changed_at else 0
        return f"{changed:.6f}-{self.newest}-{self.undecided}"


def queue_rows(session: Session, wanted: Wanted, limit: int, offset: int = 0) -> list[QueueRow]:
    """Return what is nearest to the border first, unknown times last; decided matches come newest first."""
    order: tuple[Any, ...] = (col(Match.border_at).is_(None), col(Match.border_at), col(Match.bits).desc(), Match.id)
    if set(wanted.states) <= set(DECIDED):
        order = (col(Match.changed_at).desc(), col(Match.id).desc())
    found = session.execute(_joined(wanted).order_by(*order).limit(limit).offset(offset))
    return [QueueRow(*row) for row in found]


def queue_row(session: Session, match_id: int) -> QueueRow | None:
    """Return one match with what belongs to it."""
    found = session.execute(_all_joined().where(col(Match.id) == match_id)).first()
    return QueueRow(*found) if found else None


def how_many(session: Session, wanted: Wanted) -> int:
    """Count what `queue_rows` would list without a limit."""
    counted = select(func.count()).select_from(_joined(wanted).with_only_columns(col(Match.id)).subquery())
    return session.exec(counted).one()


def by_state(session: Session) -> dict[MatchState, int]:
    """Count the matches in each state."""
    found = session.exec(select(Match.state, func.count(col(Match.id))).group_by(col(Match.state)))
    return {MatchState(state): number for state, number in found}


def mark(session: Session, states: Sequence[MatchState]) -> Mark:
    """Return the print of the queue."""
    changed, newest = session.exec(select(func.max(Match.changed_at), func.max(Match.id))).one()
    undecided = session.exec(select(func.count(col(Match.id))).where(col(Match.state).in_(states))).one()
    return Mark(changed, newest or 0, undecided)


def newer_than(session: Session, match_id: int) -> int:
    """Count the matches raised after this one."""
    return session.exec(select(func.count(col(Match.id))).where(col(Match.id) > match_id)).one()


def _all_joined() -> Select[Any]:
    joined: Select[Any] = (
        select(Match, Traveller, Registrant, Voyage, Account.name, Manifest.list_kind)  # type: ignore[call-overload]  # more columns than its overloads know
        .join(Traveller, col(Traveller.id) == Match.traveller_id)
        .join(Manifest, col(Manifest.id) == Traveller.manifest_id)
        .join(Registrant, col(Registrant.id) == Match.registrant_id)
        .join(Voyage, col(Voyage.id) == Match.voyage_id)
        .outerjoin(Account, col(Account.id) == Match.claimed_by)
    )
    return joined


def _joined(wanted: Wanted) -> Select[Any]:
    found = _all_joined().where(col(Match.state).in_(wanted.states))
    if wanted.band:
        found = found.where(col(Match.band) == wanted.band)
    if wanted.reader:
        found = found.where(col(Match.claimed_by) == wanted.reader, col(Match.claimed_until) > wanted.now)
    return found
