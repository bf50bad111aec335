"""How much each feed brought day by day, against what an ordinary day brings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlmodel import Session, col, select

from feeds.feed import Band, Counted, Feed
from rsoits.store.intakes import Intake, IntakeState

_TAKEN = (IntakeState.ACCEPTED, IntakeState.PARTLY)


class Against(StrEnum):
    """A day's volume against the band."""

    WITHIN = "as expected"
    BELOW = "below"
    ABOVE = "above"
    UNJUDGED = "no expectation"


@dataclass(frozen=True, slots=True)
class Day:
    """What one feed brought on one day (UTC); `count` is in the unit of the feed's band, travellers without one."""

    day: date
    files: int
    count: int
    rejects: int
    against: Against


def volumes(session: Session, feed: Feed, now: datetime, days: int) -> list[Day]:
    """Return the last `days` days, oldest first.

    Nothing is expected before a feed's first file, and today, which is not over, is never called too little.
    """
    today = now.date()
    first = today - timedelta(days=days - 1)
    of = feed.band.of if feed.band else Counted.TRAVELLERS
    counted = {Counted.TRAVELLERS: Intake.travellers, Counted.NOTICES: Intake.notices}.get(of, Intake.registrants)
    found = session.exec(
        select(Intake.at, counted, Intake.rejects).where(
            Intake.feed == feed.name,
            col(Intake.at) >= now - timedelta(days=days),
            col(Intake.state).in_(_TAKEN),
            col(Intake.replay_of).is_(None),
        )
    ).all()
    files, counts, rejects = ({first + timedelta(days=number): 0 for number in range(days)} for _ in range(3))
    for at, count, rejected in found:
        if at.date() in files:
            files[at.date()] += 1
            counts[at.date()] += count
            rejects[at.date()] += rejected
    first_of_all = select(Intake.at).where(Intake.feed == feed.name).order_by(col(Intake.at)).limit(1)
    began = session.exec(first_of_all).first()
    return [
        Day(
            day,
            files[day],
            counts[day],
            rejects[day],
            _against(counts[day], feed.band if began and day >= began.date() else None, is_over=day < today),
        )
        for day in files
    ]


def _against(count: int, band: Band | None, *, is_over: bool) -> Against:
    if band is None:
        return Against.UNJUDGED
    if count > band.most:
        return Against.ABOVE
    return Against.BELOW if count < band.fewest and is_over else Against.WITHIN
