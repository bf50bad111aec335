"""Takes back what followed from a traveller who was cancelled, or whom the carrier corrected to somebody else."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session

from rsoits.security.audit import Acting, record
from rsoits.services.notify import Directory
from rsoits.services.retract import retract
from rsoits.services.trips import part
from rsoits.store.manifests import Traveller, versions_before
from rsoits.store.matches import DECIDABLE, Match, MatchState, matches_of
from rsoits.store.registrants import person_ids
from rsoits.store.trips import crossing_of_match

_CANCELLED = "The carrier took this traveller off the list."
_SETTLED = (MatchState.NOT_A_MATCH, MatchState.WITHDRAWN)


def withdraw(session: Session, acting: Acting, directory: Directory, travellers: Sequence[Traveller]) -> None:
    """Cancel travellers: their matches leave the queue, and alerts sent because of them are withdrawn.

    That goes for what was said of earlier versions of their records too.
    """
    for traveller in travellers:
        traveller.cancelled_at = acting.now
        session.add(traveller)
    everyone = [*travellers, *versions_before(session, travellers)]
    for match in matches_of(session, [traveller.id or 0 for traveller in everyone]):
        if match.state in _SETTLED:
            continue
        _move(session, acting, match, MatchState.WITHDRAWN)
        if crossing := crossing_of_match(session, match.id or 0):
            trip = part(session, acting, crossing)
            retract(session, acting, directory, match, trip, _CANCELLED)
    session.flush()


def correct(session: Session, acting: Acting, old: Traveller, new: Traveller, raised: Sequence[Match]) -> None:
    """Let a corrected traveller take the earlier one's place.

    Nobody has acted on an undecided match: it is withdrawn, and a new one is in the queue if the correction raised
    it. A match that desks were told of stays as decided when the corrected traveller still matches that person, under
    whichever record; otherwise a supervisor settles it.
    """
    old.replaced_by = new.id
    session.add(old)
    found = [match.registrant_id for match in raised if match.traveller_id == new.id]
    still = {number for each in found for number in person_ids(session, each)}
    for match in matches_of(session, [old.id or 0]):
        told = crossing_of_match(session, match.id or 0) is not None
        if not told and match.state in DECIDABLE:
            _move(session, acting, match, MatchState.WITHDRAWN)
        elif told and match.registrant_id not in still and match.state is not MatchState.DISPUTED:
            _move(session, acting, match, MatchState.DISPUTED)
    session.flush()


def dispute_earlier(session: Session, acting: Acting, match: Match) -> None:
    """Let a supervisor settle what desks were told of an earlier version, now that the new one was read as a no."""
    own = person_ids(session, match.registrant_id)
    before = versions_before(session, [session.get_one(Traveller, match.traveller_id)])
    for earlier in matches_of(session, [traveller.id or 0 for traveller in before]):
        told = earlier.registrant_id in own and crossing_of_match(session, earlier.id or 0)
        if told and earlier.state is not MatchState.DISPUTED:
            _move(session, acting, earlier, MatchState.DISPUTED)
    session.flush()


def _move(session: Session, acting: Acting, match: Match, state: MatchState) -> None:
    match.state, match.changed_at = state, acting.now
    match.claimed_by = match.claimed_until = None
    session.add(match)
    record(session, acting, f"match {state.value}", "match", match.id)
