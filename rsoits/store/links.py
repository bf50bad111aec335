"""Links between records of one person: those of a record, those that wait, and those that contradict each other."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Select, and_, delete, insert
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, or_, select

from rsoits.rules.same_person import Record
from rsoits.store.registrants import LinkState, RecordKey, RecordLink, Registrant

_CHUNK = 500
_Key = TypeVar("_Key", int, str)
_LEFT, _RIGHT = aliased(Registrant), aliased(Registrant)


@dataclass(frozen=True, slots=True)
class Pair:
    """A link and its two records, the one with the lower id on the left."""

    link: RecordLink
    left: Registrant
    right: Registrant


def links_touching(session: Session, ids: Collection[int]) -> dict[tuple[int, int], RecordLink]:
    """Return every link of these records, by the two ids."""
    found: dict[tuple[int, int], RecordLink] = {}
    for chunk in _chunks(ids):
        touching = or_(col(RecordLink.left_id).in_(chunk), col(RecordLink.right_id).in_(chunk))
        found.update(((row.left_id, row.right_id), row) for row in session.exec(select(RecordLink).where(touching)))
    return found


def keep_keys(session: Session, keys: Mapping[int, Collection[str]]) -> None:
    """Replace what these records may be found by."""
    for chunk in _chunks(keys):
        session.execute(delete(RecordKey).where(col(RecordKey.registrant_id).in_(chunk)))
    rows = [{"registrant_id": number, "key": key} for number, found in keys.items() for key in found]
    if rows:
        session.execute(insert(RecordKey), rows)


def sharing(session: Session, keys: Collection[str]) -> dict[str, list[int]]:
    """Return the records that have each of these keys."""
    found: dict[str, list[int]] = {}
    for chunk in _chunks(keys):
        for row in session.exec(select(RecordKey).where(col(RecordKey.key).in_(chunk))):
            found.setdefault(row.key, []).append(row.registrant_id)
    return found


def as_record(row: Registrant) -> Record:
    """Return what is compared of a record."""
    return Record(row.id or 0, row.identity, row.fbi_number)


def registrants_with(session: Session, ids: Collection[int]) -> dict[int, Registrant]:
    """Return these records by id."""
    found: dict[int, Registrant] = {}
    for chunk in _chunks(ids):
        rows = session.exec(select(Registrant).where(col(Registrant.id).in_(chunk)))
        found.update((row.id or 0, row) for row in rows)
    return found


def grouped(session: Session, ids: Collection[int]) -> set[int]:
    """Return which of these records are linked with another at this moment."""
    found: set[int] = set()
    for chunk in _chunks(ids):
        wanted = select(Registrant.id).where(col(Registrant.id).in_(chunk), col(Registrant.person).is_not(None))
        found.update(row for row in session.exec(wanted) if row is not None)
    return found


def links_in(session: Session, state: LinkState, limit: int, offset: int = 0) -> list[Pair]:
    """Return the links in a state with their two records, the most probable first."""
    order = (col(RecordLink.probability).desc(), col(RecordLink.id))
    wanted = _with_records().where(col(RecordLink.state) == state).order_by(*order).limit(limit).offset(offset)
    return [Pair(*row) for row in session.execute(wanted)]


def contradictory(session: Session, limit: int) -> list[Pair]:
    """Return refused pairs that are nevertheless in one group, because other links chain them together."""
    chained = and_(col(RecordLink.state) == LinkState.REFUSED, col(_LEFT.person) == col(_RIGHT.person))
    return [Pair(*row) for row in session.execute(_with_records().where(chained).limit(limit))]


def how_many_links(session: Session) -> dict[LinkState, int]:
    """Count links by state."""
    found = session.exec(select(RecordLink.state, func.count(col(RecordLink.id))).group_by(col(RecordLink.state)))
    return {LinkState(state): number for state, number in found}


def _with_records() -> Select[Any]:
    found: Select[Any] = select(RecordLink, _LEFT, _RIGHT)  # type: ignore[assignment]  # one of SQLModel's own
    return found.join(_LEFT, col(RecordLink.left_id) == col(_LEFT.id)).join(
        _RIGHT, col(RecordLink.right_id) == col(_RIGHT.id)
    )


def _chunks(keys: Collection[_Key]) -> Iterator[list[_Key]]:
    listed = sorted(keys)
    return (listed[start : start + _CHUNK] for start in range(0, len(listed), _CHUNK))
