"""Puts a reader's verdict on record, and in the same transaction everything that follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from feeds.records import ListKind
from matchers.fingerprint import fingerprint
from rsoits.errors import (
    AlreadyDecidedError,
    ClaimedByAnotherError,
    NotFoundError,
    ReasonMissingError,
    RefusedError,
    SecondReaderMustDifferError,
    SettleWithAnAnswerError,
)
from rsoits.rules import routing
from rsoits.rules.safeguards import may_notify_foreign, second_reader_required
from rsoits.security.audit import Acting, record, stand_in_line
from rsoits.security.permissions import Actor, Permission
from rsoits.services.claim import must_be_read_by_another
from rsoits.services.dossier import agreeing, confirmations, movement_of
from rsoits.services.notify import Directory, tell_of_movement
from rsoits.services.plain_text import printable
from rsoits.services.retract import retract
from rsoits.services.trips import join, part
from rsoits.services.withdraw import dispute_earlier
from rsoits.store.alerts import Alert
from rsoits.store.manifests import Manifest, Traveller, Voyage
from rsoits.store.matches import (
    DECIDABLE,
    LEGAL,
    ClearedPair,
    Decision,
    Match,
    MatchState,
    Verdict,
    cleared_pair,
    decisions_of,
)
from rsoits.store.registrants import Registrant
from rsoits.store.trips import Trip, crossing_of_match

SHORTEST_REASON = 10
LONGEST_REASON = 2000


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a verdict led to: the match's new state, the alerts written and the trip they belong to, if any."""

    decision: Decision
    state: MatchState
    alerts: tuple[Alert, ...] = ()
    trip_id: int | None = None


def decide(
    session: Session,
    acting: Acting,
    actor: Actor,
    directory: Directory,
    match_id: int,
    verdict: Verdict,
    reason: str,
    remember: timedelta,
) -> Outcome:
    """Record a verdict with its reason.

    Confirming joins the crossing to its trip and alerts the domestic desks at once; when word may leave the country
    the match goes on to a second reader, who must be someone else and does not see the first verdict. If the two
    disagree a supervisor who has not read it settles it, and alerts already sent are withdrawn when the answer is no.
    Raises `ReasonMissingError`, `NotFoundError`, `AlreadyDecidedError`, `ClaimedByAnotherError`,
    `SecondReaderMustDifferError`, `SettleWithAnAnswerError`, `RefusedError`.
    """
    reason = printable(reason, LONGEST_REASON)
    if len(reason) < SHORTEST_REASON:
        raise ReasonMissingError
    stand_in_line(session)
    match = session.get(Match, match_id, with_for_update=True, populate_existing=True)
    if match is None:
        raise NotFoundError
    _check(session, acting, actor, match, verdict)
    earlier = decisions_of(session, match_id)
    reading = len([row for row in earlier if row.verdict is not Verdict.INSUFFICIENT]) + 1
    decision = Decision(
        match_id=match_id,
        verdict=verdict,
        reason=reason,
        reading=reading,
        account_id=actor.account_id,
        at=acting.now,
    )
    session.add(decision)
    session.flush()
    before, state = match.state, _next_state(session, acting, match, verdict)
    if state is not before and state not in LEGAL[before]:
        raise AlreadyDecidedError
    match.state, match.changed_at = state, acting.now
    match.claimed_by = match.claimed_until = None
    session.add(match)
    record(
        session, acting, "match decided", "match", match_id, outcome=verdict.value, reading=reading, state=state.value
    )
    return _follow(session, acting, directory, match, decision, remember)


def _check(session: Session, acting: Acting, actor: Actor, match: Match, verdict: Verdict) -> None:
    if match.state not in DECIDABLE:
        raise AlreadyDecidedError
    if match.claimant(acting.now) not in (None, actor.account_id):
        raise ClaimedByAnotherError
    if match.state is MatchState.DISPUTED and not actor.may(Permission.SETTLE):
        raise RefusedError
    if match.state is MatchState.DISPUTED and verdict is Verdict.INSUFFICIENT:
        raise SettleWithAnAnswerError
    if must_be_read_by_another(session, match, actor.account_id):
        raise SecondReaderMustDifferError


def _next_state(session: Session, acting: Acting, match: Match, verdict: Verdict) -> MatchState:
    if verdict is Verdict.INSUFFICIENT:
        return MatchState.DISPUTED if match.state is MatchState.SECOND_READING else MatchState.INSUFFICIENT
    if match.state is MatchState.SECOND_READING:
        return MatchState.CONFIRMED if verdict is Verdict.CONFIRM else MatchState.DISPUTED
    if verdict is Verdict.NOT_A_MATCH:
        return MatchState.NOT_A_MATCH
    if match.state is not MatchState.DISPUTED and _goes_abroad(session, acting, match):
        return MatchState.SECOND_READING
    return MatchState.CONFIRMED


def _goes_abroad(session: Session, acting: Acting, match: Match) -> bool:
    """Tell whether a desk that needs two readers would be told, and the evidence would allow it."""
    if _is_reservation(session, match):
        return False
    registrant = session.get_one(Registrant, match.registrant_id)
    voyage = session.get_one(Voyage, match.voyage_id)
    movement = movement_of(session, registrant, voyage, None, acting.now.date())
    return second_reader_required(routing.recipients(movement)) and may_notify_foreign(agreeing(match)).allowed


def _follow(
    session: Session,
    acting: Acting,
    directory: Directory,
    match: Match,
    decision: Decision,
    remember: timedelta,
) -> Outcome:
    crossing = crossing_of_match(session, match.id or 0)
    if match.state is MatchState.NOT_A_MATCH:
        _remember(session, match, decision, acting.now + remember)
        dispute_earlier(session, acting, match)
        if crossing is None:
            return Outcome(decision, match.state)
        trip = part(session, acting, crossing)
        why = "On a second reading the traveller was found not to be the registrant."
        return Outcome(decision, match.state, tuple(retract(session, acting, directory, match, trip, why)), trip.id)
    if match.state not in {MatchState.CONFIRMED, MatchState.SECOND_READING} or _is_reservation(session, match):
        return Outcome(decision, match.state, trip_id=crossing.trip_id if crossing else None)
    if crossing is None:
        trip, crossing = join(session, acting, match)
    else:
        trip = session.get_one(Trip, crossing.trip_id)
    readers = confirmations(session, match.id or 0)
    alerts = tell_of_movement(session, acting, directory, match, trip, crossing, readers=readers)
    return Outcome(decision, match.state, tuple(alerts), trip.id)


def _is_reservation(session: Session, match: Match) -> bool:
    """Tell whether the traveller is only booked: evidence of what is intended, and no crossing that could be told."""
    traveller = session.get_one(Traveller, match.traveller_id)
    return session.get_one(Manifest, traveller.manifest_id).list_kind == ListKind.RESERVATION.value


def _remember(session: Session, match: Match, decision: Decision, until: datetime) -> None:
    """Keep a no for this pair, but only for a traveller whom a document tells from namesakes."""
    traveller = session.get_one(Traveller, match.traveller_id)
    if not traveller.documents:
        return
    registrant = session.get_one(Registrant, match.registrant_id)
    ours = fingerprint(registrant.identity)
    pair = cleared_pair(session, match.registrant_id, ours, fingerprint(traveller.identity)) or ClearedPair(
        registrant_id=match.registrant_id,
        registrant_fingerprint=ours,
        traveller_fingerprint=fingerprint(traveller.identity),
        decision_id=decision.id or 0,
        until=until,
    )
    pair.decision_id, pair.until = decision.id or 0, until
    session.add(pair)
