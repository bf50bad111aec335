"""What runs are under way, how each feed's last one ended, and a mark that changes when any of it does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

from sqlmodel import Session, col, func, select

from rsoits.store.intakes import FeedRun, FeedState, RunState

_NEWEST = 5


@dataclass(frozen=True, slots=True)
class Standing:
    """Where all feeds stand at one moment; two that differ mean that a page about them is out of date."""

    under_way: frozenset[int]
    newest: int
    seen: int

    def __str__(self) -> str:
        """Give it as one word, for a browser to send back."""
        return f"{self.newest}-{self.seen:x}"


def standing(session: Session) -> Standing:
    """Return where the feeds stand: runs with how far they are, and what people and sources have said."""
    found = [(run.id or 0, run.files, run.waiting, run.current) for run in runs_under_way(session)]
    ended = session.exec(select(FeedRun.id, FeedRun.state).order_by(col(FeedRun.id).desc()).limit(_NEWEST)).all()
    states = [
        (row.feed, row.paused_at, row.wanted_at, row.delivered_at, row.failure)
        for row in session.exec(select(FeedState).order_by(FeedState.feed))
    ]
    newest = max((number or 0 for number, _ in ended), default=0)
    seen = crc32(repr((found, ended, states)).encode())
    return Standing(frozenset(row[0] for row in found), newest, seen)


def runs_under_way(session: Session) -> Sequence[FeedRun]:
    """Return every run that was begun and not ended, oldest first."""
    return session.exec(select(FeedRun).where(FeedRun.state == RunState.RUNNING).order_by(col(FeedRun.id))).all()


def ended_since(session: Session, before: Standing, after: Standing) -> Sequence[FeedRun]:
    """Return the runs that ended between two looks, those too that began in between."""
    wanted = (col(FeedRun.id).in_(before.under_way)) | (col(FeedRun.id) > before.newest)
    found = select(FeedRun).where(wanted, FeedRun.state != RunState.RUNNING, col(FeedRun.id) <= after.newest)
    return session.exec(found.order_by(col(FeedRun.id))).all()


def last_ended(session: Session) -> dict[str, FeedRun]:
    """Return each feed's newest run that has ended."""
    newest = select(func.max(FeedRun.id)).where(FeedRun.state != RunState.RUNNING).group_by(FeedRun.feed)
    return {run.feed: run for run in session.exec(select(FeedRun).where(col(FeedRun.id).in_(newest)))}


def how_many_runs(session: Session, feed: str) -> int:
    """Count the runs of a feed."""
    return session.exec(select(func.count(col(FeedRun.id))).where(FeedRun.feed == feed)).one()
