"""What became of a match, for the message on the page after the verdict."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session

from rsoits.security.permissions import Actor
from rsoits.store.alerts import alerts_of_match
from rsoits.store.matches import Match, MatchState, decisions_of
from rsoits.store.trips import crossing_of_match


@dataclass(frozen=True, slots=True)
class Outcome:
    """The match's state, how many alerts it has led to, and the trip it belongs to, if any."""

    match_id: int
    state: MatchState
    alerts: int
    trip_id: int | None


def outcome_of(session: Session, actor: Actor, match_id: int | None) -> Outcome | None:
    """Return what became of a match for someone who decided it, None for everyone else."""
    match = session.get(Match, match_id) if match_id else None
    if match is None or match.id is None:
        return None
    if not any(decision.account_id == actor.account_id for decision in decisions_of(session, match.id)):
        return None
    crossing = crossing_of_match(session, match.id)
    return Outcome(
        match.id, match.state, len(alerts_of_match(session, match.id)), crossing.trip_id if crossing else None
    )
