"""How good the registry is: figures by jurisdiction, and the records somebody should complete."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, case, cast, or_
from sqlmodel import Session, col, func, select

from rsoits.rules.duty import DutyStatus
from rsoits.rules.quality import POOR_BELOW, WEIGHTS, Lack, stale_before
from rsoits.store.registrants import Registrant

_GONE = (DutyStatus.FOREIGN_NOTICE.value, DutyStatus.DECEASED.value, DutyStatus.DUTY_ENDED.value)
"""No jurisdiction can complete what a partner sent, and need not what has ended."""


@dataclass(frozen=True, slots=True)
class Quality:
    """One jurisdiction's records: how many, their mean score, and how many lack what a match needs."""

    jurisdiction: str
    records: int
    mean: float
    without_birth_date: int
    without_passport: int
    unmatchable: int
    poor: int
    stale: int

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON types."""
        return asdict(self)

    def share(self, number: int) -> float:
        """Return a number as a share of all records, 0 to 1."""
        return number / self.records if self.records else 0.0


def by_jurisdiction(session: Session, today: date, jurisdiction: str = "") -> list[Quality]:
    """Return the figures of every jurisdiction, or of one, the worst first; protected records are in none."""
    score = _score(today)
    found = session.execute(
        select(  # type: ignore[call-overload]  # more columns than its overloads know
            Registrant.jurisdiction,
            func.count(col(Registrant.id)),
            func.avg(score),
            _how_many(_lacks(Lack.BIRTH_DATE)),
            _how_many(_lacks(Lack.PASSPORT)),
            _how_many(col(Registrant.unmatchable).is_(True)),
            _how_many(score < POOR_BELOW),
            _how_many(_is_stale(today)),
        )
        .where(_shown(jurisdiction))
        .group_by(Registrant.jurisdiction)
    )
    rows = [Quality(place, count, round(float(mean), 1), *map(int, rest)) for place, count, mean, *rest in found]
    return sorted(rows, key=lambda row: (row.mean, row.jurisdiction))


def worklist(
    session: Session, today: date, jurisdiction: str = "", limit: int | None = None, offset: int = 0
) -> Sequence[Registrant]:
    """Return records that are unmatchable or poor, the unmatchable first, then the poorest."""
    found = (
        _worklist(today, jurisdiction)
        .order_by(col(Registrant.unmatchable).desc(), _score(today), col(Registrant.reference))
        .limit(limit)
        .offset(offset)
    )
    return list(session.execute(found).scalars())


def how_many_on_worklist(session: Session, today: date, jurisdiction: str = "") -> int:
    """Count what `worklist` would list without a limit."""
    wanted = _worklist(today, jurisdiction).with_only_columns(col(Registrant.id)).subquery()
    return session.exec(select(func.count()).select_from(wanted)).one()


def _worklist(today: date, jurisdiction: str) -> Select[Any]:
    poor = or_(col(Registrant.unmatchable).is_(True), _score(today) < POOR_BELOW)
    found: Select[Any] = select(Registrant).where(_shown(jurisdiction), poor)
    return found


def _shown(jurisdiction: str) -> ColumnElement[bool]:
    """Leave out what no jurisdiction can complete, and records that an earlier version of this system took in."""
    assessed = or_(col(Registrant.quality) > 0, cast(col(Registrant.missing), String) != "[]")
    shown = and_(col(Registrant.protected).is_(False), col(Registrant.status).not_in(_GONE), assessed)
    return and_(shown, col(Registrant.jurisdiction) == jurisdiction) if jurisdiction else shown


def _score(today: date) -> ColumnElement[int]:
    """Return `rules.quality.score` as the database computes it."""
    return col(Registrant.quality) + case((_is_stale(today), 0), else_=WEIGHTS[Lack.FRESH].points)


def _is_stale(today: date) -> ColumnElement[bool]:
    return col(Registrant.as_of) < stale_before(today)


def _lacks(lack: Lack) -> ColumnElement[bool]:
    return cast(col(Registrant.missing), String).like(f'%"{lack.value}"%')


def _how_many(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))
