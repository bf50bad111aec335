"""Matches between travellers and registrants, what people decided about them, and pairs that were cleared."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlmodel import JSON, Field, Session, SQLModel, UniqueConstraint, col, or_, select, update

from rsoits.store.columns import word


class MatchState(StrEnum):
    """Where a match stands; `LEGAL` says where it can go."""

    OPEN = "open"
    SECOND_READING = "second reading"
    DISPUTED = "disputed"
    CONFIRMED = "confirmed"
    NOT_A_MATCH = "not a match"
    INSUFFICIENT = "not enough information"
    WITHDRAWN = "withdrawn"


LEGAL: dict[MatchState, frozenset[MatchState]] = {
    MatchState.OPEN: frozenset(
        {
            MatchState.SECOND_READING,
            MatchState.CONFIRMED,
            MatchState.NOT_A_MATCH,
            MatchState.INSUFFICIENT,
            MatchState.WITHDRAWN,
        }
    ),
    MatchState.INSUFFICIENT: frozenset(
        {MatchState.SECOND_READING, MatchState.CONFIRMED, MatchState.NOT_A_MATCH, MatchState.WITHDRAWN}
    ),
    MatchState.SECOND_READING: frozenset({MatchState.CONFIRMED, MatchState.DISPUTED, MatchState.WITHDRAWN}),
    MatchState.DISPUTED: frozenset({MatchState.CONFIRMED, MatchState.NOT_A_MATCH, MatchState.WITHDRAWN}),
    MatchState.CONFIRMED: frozenset({MatchState.DISPUTED, MatchState.WITHDRAWN}),
    MatchState.NOT_A_MATCH: frozenset(),
    MatchState.WITHDRAWN: frozenset(),
}

UNDECIDED = (MatchState.OPEN, MatchState.SECOND_READING, MatchState.DISPUTED)
DECIDABLE = (*UNDECIDED, MatchState.INSUFFICIENT)
"""The states in which a reader can give a verdict."""


class Verdict(StrEnum):
    """What a reader can say of a match."""

    CONFIRM = "confirm"
    NOT_A_MATCH = "not a match"
    INSUFFICIENT = "not enough information"


class Match(SQLModel, table=True):
    """One traveller who may be one registrant, with the explanation as the matcher gave it."""

    __tablename__ = "match"
    __table_args__ = (UniqueConstraint("traveller_id", "registrant_id"),)

    id: int | None = Field(default=None, primary_key=True)
    traveller_id: int = Field(foreign_key="traveller.id", index=True)
    registrant_id: int = Field(foreign_key="registrant.id", index=True)
    voyage_id: int = Field(foreign_key="voyage.id", index=True)
    probability: float
    bits: float
    band: str
    explanation: dict[str, Any] = Field(sa_type=JSON)
    model: str
    state: MatchState = Field(default=MatchState.OPEN, sa_column=word(MatchState, index=True))
    border_at: datetime | None = Field(default=None, index=True)
    raised_at: datetime
    changed_at: datetime = Field(index=True)
    claimed_by: int | None = Field(default=None, foreign_key="account.id")
    claimed_until: datetime | None = None

    def claimant(self, now: datetime) -> int | None:
        """Return the account reading it at this moment, if any."""
        return self.claimed_by if self.claimed_until and self.claimed_until > now else None


class Decision(SQLModel, table=True):
    """One reader's verdict with its reason. A match read twice has two."""

    __tablename__ = "decision"

    id: int | None = Field(default=None, primary_key=True)
    match_id: int = Field(foreign_key="match.id", index=True)
    verdict: Verdict = Field(sa_column=word(Verdict))
    reason: str
    reading: int
    account_id: int = Field(foreign_key="account.id")
    at: datetime


class ClearedPair(SQLModel, table=True):
    """A remembered no: this person, with these particulars and this document, is not this registrant."""

    __tablename__ = "cleared_pair"
    __table_args__ = (UniqueConstraint("registrant_id", "registrant_fingerprint", "traveller_fingerprint"),)

    id: int | None = Field(default=None, primary_key=True)
    registrant_id: int = Field(foreign_key="registrant.id", index=True)
    registrant_fingerprint: str
    traveller_fingerprint: str = Field(index=True)
    decision_id: int = Field(foreign_key="decision.id")
    until: datetime


def decisions_of(session: Session, match_id: int) -> Sequence[Decision]:
    """Return a match's decisions, oldest first."""
    return session.exec(select(Decision).where(Decision.match_id == match_id).order_by(col(Decision.id))).all()


def take(session: Session, match_id: int, account_id: int, now: datetime, until: datetime) -> bool:
    """Claim a match in one statement; False when someone else holds it or it is decided."""
    taken = session.execute(
        update(Match)
        .where(
            col(Match.id) == match_id,
            col(Match.state).in_(DECIDABLE),
            or_(col(Match.claimed_by).is_(None), col(Match.claimed_by) == account_id, col(Match.claimed_until) <= now),
        )
        .values(claimed_by=account_id, claimed_until=until, changed_at=now)
    )
    session.expire_all()
    return bool(taken.rowcount)  # type: ignore[attr-defined]  # a CursorResult for UPDATE


def cleared(session: Session, traveller_fingerprint: str, now: datetime) -> set[tuple[int, str]]:
    """Return (registrant id, registrant fingerprint) of every pair still cleared for this traveller."""
    rows = session.exec(
        select(ClearedPair).where(
            ClearedPair.traveller_fingerprint == traveller_fingerprint, col(ClearedPair.until) > now
        )
    )
    return {(row.registrant_id, row.registrant_fingerprint) for row in rows}


def cleared_pair(
    session: Session, registrant_id: int, registrant_fingerprint: str, traveller_fingerprint: str
) -> ClearedPair | None:
    """Return the remembered no for exactly this pair, expired or not."""
    return session.exec(
        select(ClearedPair).where(
            ClearedPair.registrant_id == registrant_id,
            ClearedPair.registrant_fingerprint == registrant_fingerprint,
            ClearedPair.traveller_fingerprint == traveller_fingerprint,
        )
    ).first()


def matches_of(session: Session, traveller_ids: Sequence[int]) -> Sequence[Match]:
    """Return the matches of these travellers, oldest first."""
    found: list[Match] = []
    for start in range(0, len(traveller_ids), 500):
        chunk = traveller_ids[start : start + 500]
        found += session.exec(select(Match).where(col(Match.traveller_id).in_(chunk)).order_by(col(Match.id)))
    return found
