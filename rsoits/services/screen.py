"""Screens travellers against the registry and raises matches; what is below the review band is forgotten."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from threading import Lock

from sqlmodel import Session, col, select

from matchers.fingerprint import fingerprint
from matchers.identity import Identity
from matchers.index import Index
from matchers.matcher import Candidate, Matcher
from matchers.model import default_model
from rsoits.security.audit import Acting
from rsoits.services.standing import standing
from rsoits.store.manifests import Traveller, Voyage
from rsoits.store.matches import Match, cleared
from rsoits.store.registrants import Registrant, registry_state


class Screener:
    """The matcher over everyone who may be matched, rebuilt when the registry has changed. Safe between threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._state: tuple[int, datetime | None, date] | None = None
        self._matcher: Matcher | None = None

    def matcher(self, session: Session, today: date) -> Matcher:
        """Return a matcher that knows the registry as it stands in this session."""
        state = (*registry_state(session), today)
        with self._lock:
            if self._matcher is None or state != self._state:
                self._matcher = Matcher(Index.build(_matchable(session, today)), default_model())
                self._state = state
            return self._matcher


def screen(
    session: Session, acting: Acting, screener: Screener, voyage: Voyage, travellers: Sequence[Traveller]
) -> list[Match]:
    """Raise a match for every traveller and registrant in the review or strong band, unless the pair was cleared."""
    if not travellers:
        return []
    found = screener.matcher(session, acting.now.date()).screen([traveller.identity for traveller in travellers])
    raised = []
    for traveller, candidates in zip(travellers, found, strict=True):
        known = cleared(session, fingerprint(traveller.identity), acting.now) if candidates else set()
        for candidate in candidates:
            registrant = session.get_one(Registrant, int(candidate.registrant_id))
            if (registrant.id, fingerprint(registrant.identity)) in known:
                continue
            match = _match(acting, voyage, traveller, candidate)
            session.add(match)
            raised.append(match)
    session.flush()
    return raised


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


def _matchable(session: Session, today: date) -> list[tuple[str, Identity]]:
    """List whom a traveller may be matched with: who must register today, or may have to, and is not protected."""
    rows = session.exec(select(Registrant).order_by(col(Registrant.id))).all()
    answers = ((row, standing(row, today)) for row in rows)
    return [(str(row.id), row.identity) for row, duty in answers if duty.screened]
