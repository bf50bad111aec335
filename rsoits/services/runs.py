"""Keeps the runs of feeds apart: a due time once, never two alive for one feed, a lost one given up and taken up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from feeds.schedule import Schedule
from rsoits.store.intakes import (
    FeedRun,
    FeedState,
    RunState,
    end_run,
    run_is_taken,
    running,
    state_held,
    was_cut_short,
)

CLOCKS_APART = timedelta(seconds=10)
"""How far the clocks of two machines may differ before it looks as if one had been set back."""
LOST = "its worker was lost"
_SHORTEST = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Turn:
    """The right to look at a feed once: for which due time, and who asked, empty for the schedule."""

    due_at: datetime
    asked_by: str = ""


def next_turn(
    session: Session, feed: str, schedule: Schedule, worker: str, now: datetime, lease: timedelta
) -> Turn | None:
    """Take the turn that is due, or that somebody wants; None when there is none, or a run is under way.

    The first worker takes it. A last look in the future means that the clock was set back: then the feed is due, and so
    it is when its last run was cut short.
    """
    state = state_held(session, feed)
    if under_way(session, feed, worker, now, lease):
        return None
    _give_up(session, feed, now)
    if state.wanted_at is not None:
        turn = Turn(now, state.wanted_by)
        state.wanted_at, state.wanted_by = None, ""
    elif state.paused_at is None and (_is_due(state, schedule.last(now), now) or was_cut_short(session, feed)):
        turn = Turn(schedule.last(now))
    else:
        return None
    state.looked_at = now
    session.add(state)
    return turn


def begin(
    session: Session, feed: str, turn: Turn, worker: str, waiting: int, now: datetime, lease: timedelta
) -> FeedRun | None:
    """Begin a run, and give up those whose worker was lost; None when one is under way.

    A due time that is taken, as it is after the clock was set back, is followed by a later one: now.
    """
    state_held(session, feed)
    if under_way(session, feed, worker, now, lease):
        return None
    _give_up(session, feed, now)
    due_at = turn.due_at
    if run_is_taken(session, feed, due_at):
        due_at = now
        while run_is_taken(session, feed, due_at):
            due_at += _SHORTEST
    run = FeedRun(
        feed=feed,
        due_at=due_at,
        started_at=now,
        beat_at=now,
        worker=worker,
        asked_by=turn.asked_by,
        waiting=waiting,
    )
    session.add(run)
    session.flush()
    return run


def under_way(session: Session, feed: str, worker: str, now: datetime, lease: timedelta) -> FeedRun | None:
    """Return another worker's run that is alive: its beat is within a lease of now, before or, by its clock, after.

    A run that `worker` itself has left on record is not: it would be busy with it.
    """
    for run in running(session, feed):
        if run.worker != worker and abs(now - run.beat_at) < lease:
            return run
    return None


def _give_up(session: Session, feed: str, now: datetime) -> None:
    for lost in running(session, feed):
        end_run(session, lost.id or 0, RunState.INTERRUPTED, now, LOST)


def _is_due(state: FeedState, due_at: datetime, now: datetime) -> bool:
    return state.looked_at is None or state.looked_at < due_at or state.looked_at > now + CLOCKS_APART
