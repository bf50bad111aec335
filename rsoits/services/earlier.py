"""What was known and decided of a traveller before this version of the record: earlier versions, and reservations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlmodel import Session, col, select

from rsoits.store.manifests import Manifest, Traveller, replaced, reserved
from rsoits.store.matches import Decision, Match, MatchState, decisions_of
from rsoits.store.registrants import person_ids

_COMPARED = ("surname", "given_names", "birth_date", "sex", "nationality", "documents")
_READ = (MatchState.CONFIRMED, MatchState.NOT_A_MATCH, MatchState.INSUFFICIENT, MatchState.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Change:
    """One field that the carrier now sends otherwise, in words."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier record of the same traveller: what has changed since, and what readers said of it and this registrant.

    What was said is left out while that match waits for its second reader.
    """

    manifest: Manifest
    changes: tuple[Change, ...]
    decisions: tuple[Decision, ...]


def earlier_records(session: Session, traveller: Traveller, registrant_id: int) -> list[Earlier]:
    """Return the versions this record replaced, newest first, then reservations that were read for this registrant."""
    found: list[Earlier] = []
    newer = traveller
    while older := replaced(session, newer):
        found.append(_earlier(session, older, newer, registrant_id))
        newer = older
    others = (row for row in reserved(session, traveller) if row.id != traveller.id)
    booked = (_earlier(session, row, traveller, registrant_id) for row in others)
    return found + [row for row in booked if row.decisions]


def _earlier(session: Session, older: Traveller, newer: Traveller, registrant_id: int) -> Earlier:
    of_both = select(Match).where(
        Match.traveller_id == older.id, col(Match.registrant_id).in_(person_ids(session, registrant_id))
    )
    match = session.exec(of_both).first()
    decisions = decisions_of(session, match.id or 0) if match and match.state in _READ else ()
    return Earlier(session.get_one(Manifest, older.manifest_id), tuple(_changes(older, newer)), tuple(decisions))


def _changes(older: Traveller, newer: Traveller) -> Iterator[Change]:
    for field in _COMPARED:
        before, after = (_words(getattr(row, field)) for row in (older, newer))
        if before != after:
            yield Change(field.replace("_", " "), before, after)


def _words(value: str | list[str]) -> str:
    return ", ".join(value) if isinstance(value, list) else value
