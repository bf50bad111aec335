"""Screens travellers against the registry and raises matches; what is below the review band is forgotten."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from threading import Lock

from sqlmodel import Session, col, select

from matchers.fingerprint import fingerprint
from matchers.identity import Identity
from matchers.index import Index
from matchers.matcher import Candidate, Matcher
from matchers.model import default_model
from rsoits.security.audit import Acting, record
from rsoits.services.standing import standing
from rsoits.store.manifests import Traveller, Voyage, still_of_interest
from rsoits.store.matches import Match, cleared, matches_of
from rsoits.store.registrants import Registrant, records_of_person, registry_version, uncommitted_registry

OF_INTEREST = timedelta(days=7)
"""How long after the border, or after being listed, travellers are compared with registrants who are new or changed."""


class Screener:
    """The matcher over everyone who may be matched, rebuilt when the registry has changed. Safe between threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._state: tuple[int, object, date] | None = None
        self._matcher: Matcher | None = None

    def matcher(self, session: Session, today: date) -> Matcher:
        """Return a matcher that knows the registry as it stands in this session."""
        state = registry_version(session), uncommitted_registry(session), today
        with self._lock:
            if self._matcher is None or state != self._state:
                everyone = session.exec(select(Registrant).order_by(col(Registrant.id))).all()
                self._matcher = Matcher(Index.build(_matchable(everyone, today)), default_model())
                self._state = state
            return self._matcher


def screen(
    session: Session, acting: Acting, screener: Screener, voyage: Voyage, travellers: Sequence[Traveller]
) -> list[Match]:
    """Raise a match for every traveller and person in the review or strong band, unless the pair was cleared.

    Of several jurisdictions' records of one person the best-scoring is taken; a "no" said of a poorer one does not
    keep it away.
    """
    return _raise(session, acting, screener, [(traveller, voyage) for traveller in travellers])


def screen_again(
    session: Session, acting: Acting, screener: Screener, registrants: Sequence[Registrant]
) -> list[Match]:
    """Compare new and changed registrants with travellers already listed who have yet to cross or just have.

    An index of those registrants alone picks the travellers worth a full comparison. A pair that is in the queue or
    was decided stays as it is.
    """
    changed = _matchable(registrants, acting.now.date())
    listed = still_of_interest(session, acting.now - OF_INTEREST) if changed else []
    if not listed:
        return []
    likely = Matcher(Index.build(changed), default_model()).screen([traveller.identity for traveller, _ in listed])
    worth = [pair for pair, candidates in zip(listed, likely, strict=True) if candidates]
    asked = {int(known) for known, _ in changed}
    raised = _raise(session, acting, screener, worth, _earlier(session, worth), only=asked)
    if raised:
        record(session, acting, "travellers screened again", outcome="matches raised", matches=len(raised))
    return raised


def screen_listed(
    session: Session, acting: Acting, screener: Screener, listed: Sequence[tuple[Traveller, Voyage]]
) -> list[Match]:
    """Compare travellers on record with everyone anew. A pair that is in the queue or was decided stays as it is."""
    return _raise(session, acting, screener, listed, _earlier(session, listed))


def _raise(
    session: Session,
    acting: Acting,
    screener: Screener,
    listed: Sequence[tuple[Traveller, Voyage]],
    earlier: Sequence[Match] = (),
    only: set[int] | None = None,
) -> list[Match]:
    if not listed:
        return []
    found = screener.matcher(session, acting.now.date()).screen([traveller.identity for traveller, _ in listed])
    known = {(row.traveller_id, row.registrant_id) for row in earlier}
    raised = []
    for (traveller, voyage), candidates in zip(listed, found, strict=True):
        no = cleared(session, fingerprint(traveller.identity), acting.now) if candidates else set()
        seen: set[int | None] = set()
        for candidate in candidates:
            registrant = session.get_one(Registrant, int(candidate.registrant_id))
            if registrant.id in seen:
                continue
            person = records_of_person(session, registrant)
            seen |= {row.id for row in person}
            asked = only is None or any(row.id in only for row in person)
            matched = any((traveller.id, row.id) in known for row in person)
            if asked and not matched and (registrant.id, fingerprint(registrant.identity)) not in no:
                raised.append(_match(acting, voyage, traveller, candidate))
    session.add_all(raised)
    session.flush()
    return raised


def _earlier(session: Session, listed: Sequence[tuple[Traveller, Voyage]]) -> Sequence[Match]:
    """Return the matches these travellers have; only new travellers have none for certain."""
    return matches_of(session, [traveller.id or 0 for traveller, _ in listed])


def _match(acting: Acting, voyage: Voyage, traveller: Traveller, candidate: Candidate) -> Match:
    explanation = candidate.explanation
    return Match(
        traveller_id=traveller.id or 0,
        registrant_id=int(candidate.registrant_id),
        voyage_id=voyage.id or 0,
        probability=explanation.probability,
        bits=explanation.bits,
        band=explanation.band.value,
        explanation=explanation.to_json(),
        model=explanation.model,
        border_at=traveller.crossed_at or voyage.border_at,
        raised_at=acting.now,
        changed_at=acting.now,
    )


def _matchable(registrants: Sequence[Registrant], today: date) -> list[tuple[str, Identity]]:
    """List whom a traveller may be matched with: who must register today, or may have to, and is not protected."""
    return [(str(row.id), row.identity) for row in registrants if standing(row, today).screened]
