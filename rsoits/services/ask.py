"""Asks the workers to pause a feed, to go on with it, or to look at it now; they obey within about a second."""

from __future__ import annotations

from sqlmodel import Session

from rsoits.security.audit import Acting, record, stand_in_line
from rsoits.store.intakes import FeedState, state_held


def pause(session: Session, acting: Acting, feed: str) -> bool:
    """Let nobody look at a feed until it is resumed; a run under way ends after its file. False if it was paused."""
    state = _held(session, feed)
    if state.paused_at is not None:
        return False
    state.paused_at, state.paused_by = acting.now, acting.actor
    _put(session, acting, state, "feed paused")
    return True


def resume(session: Session, acting: Acting, feed: str) -> bool:
    """Let a paused feed be looked at again; what fell due meanwhile is made up for once. False if it was not paused."""
    state = _held(session, feed)
    if state.paused_at is None:
        return False
    state.paused_at, state.paused_by = None, ""
    _put(session, acting, state, "feed resumed")
    return True


def want_run(session: Session, acting: Acting, feed: str) -> bool:
    """Want one look now, also at a paused feed; False if one is wanted already."""
    state = _held(session, feed)
    if state.wanted_at is not None:
        return False
    state.wanted_at, state.wanted_by = acting.now, acting.actor
    _put(session, acting, state, "feed run asked for")
    return True


def _held(session: Session, feed: str) -> FeedState:
    stand_in_line(session)
    return state_held(session, feed)


def _put(session: Session, acting: Acting, state: FeedState, action: str) -> None:
    session.add(state)
    record(session, acting, action, "feed", state.feed)
