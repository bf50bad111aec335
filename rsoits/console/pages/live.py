"""The stream that tells an open queue page that something changed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent
from starlette.concurrency import run_in_threadpool

from rsoits.access import house_of, may
from rsoits.console.words import count
from rsoits.house import House
from rsoits.security.permissions import Actor, Permission
from rsoits.store.matches import UNDECIDED
from rsoits.store.queue import Mark, mark, newer_than

router = APIRouter()
_LOOKS = 600
_BETWEEN_LOOKS_SECONDS = 1.0


@router.get("/matches/live", response_class=EventSourceResponse)
async def live(
    request: Request,
    _actor: Annotated[Actor, Depends(may(Permission.READ_MATCHES))],
    last_event_id: Annotated[str, Header(max_length=100)] = "",
) -> AsyncIterator[ServerSentEvent]:
    """Look at the queue once a second for ten minutes, then let the browser connect anew.

    The event `queue-changed` carries what a screen reader should say, which is empty when no match is new. A browser
    that comes back with the mark of its last event is told at once what it missed.
    """
    house = house_of(request)
    known = await run_in_threadpool(_mark, house)
    if not last_event_id or last_event_id == str(known):
        yield ServerSentEvent(comment="connected", id=str(known), retry=1000)
    else:
        yield ServerSentEvent(event="queue-changed", raw_data="", id=str(known), retry=1000)
    for _ in range(_LOOKS):
        await asyncio.sleep(_BETWEEN_LOOKS_SECONDS)
        seen = await run_in_threadpool(_mark, house)
        if seen != known:
            new = await run_in_threadpool(_newer_than, house, known.newest)
            told = count(new, "new match", "new matches") if new else ""
            yield ServerSentEvent(event="queue-changed", raw_data=told, id=str(seen))
            known = seen


def _mark(house: House) -> Mark:
    with house.database.reading() as session:
        return mark(session, UNDECIDED)


def _newer_than(house: House, match_id: int) -> int:
    with house.database.reading() as session:
        return newer_than(session, match_id)
