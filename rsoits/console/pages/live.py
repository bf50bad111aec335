"""The streams that tell an open page that something changed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Annotated, TypeVar

from fastapi import APIRouter, Depends, Header, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent
from sqlmodel import Session
from starlette.concurrency import run_in_threadpool

from rsoits.access import house_of, may
from rsoits.console.words import count
from rsoits.house import House
from rsoits.security.permissions import Actor, Permission
from rsoits.store.matches import UNDECIDED
from rsoits.store.queue import Mark, mark, newer_than

router = APIRouter()
LastSeen = Annotated[str, Header(alias="last-event-id", max_length=100)]
_LOOKS = 600
_BETWEEN_LOOKS_SECONDS = 1.0
_M = TypeVar("_M")


@router.get("/matches/live", response_class=EventSourceResponse)
async def live(
    request: Request,
    _actor: Annotated[Actor, Depends(may(Permission.READ_MATCHES))],
    last_event_id: LastSeen = "",
) -> AsyncIterator[ServerSentEvent]:
    """Tell of changes in the queue; `queue-changed` says how many matches are new, or nothing."""
    house = house_of(request)
    async for event in changes(house, "queue-changed", last_event_id, _mark, _new_matches):
        yield event


async def changes(
    house: House,
    name: str,
    last_event_id: str,
    look: Callable[[Session], _M],
    told: Callable[[Session, _M, _M], str],
) -> AsyncIterator[ServerSentEvent]:
    """Look once a second for ten minutes, then let the browser connect anew.

    The event called `name` carries what a screen reader should say, empty when nothing is worth a word. A browser
    that comes back with the mark of its last event is told at once what it missed.
    """
    known = await run_in_threadpool(_looked, house, look)
    if not last_event_id or last_event_id == str(known):
        yield ServerSentEvent(comment="connected", id=str(known), retry=1000)
    else:
        yield ServerSentEvent(event=name, raw_data="", id=str(known), retry=1000)
    for _ in range(_LOOKS):
        await asyncio.sleep(_BETWEEN_LOOKS_SECONDS)
        seen = await run_in_threadpool(_looked, house, look)
        if seen != known:
            words = await run_in_threadpool(_told, house, told, known, seen)
            yield ServerSentEvent(event=name, raw_data=words, id=str(seen))
            known = seen


def _looked(house: House, look: Callable[[Session], _M]) -> _M:
    with house.database.reading() as session:
        return look(session)


def _told(house: House, told: Callable[[Session, _M, _M], str], known: _M, seen: _M) -> str:
    with house.database.reading() as session:
        return told(session, known, seen)


def _mark(session: Session) -> Mark:
    return mark(session, UNDECIDED)


def _new_matches(session: Session, known: Mark, _seen: Mark) -> str:
    new = newer_than(session, known.newest)
    return count(new, "new match", "new matches") if new else ""
