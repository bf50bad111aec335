"""Where the feeds stand, as JSON."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, Field

from rsoits.access import Reading, house_of, may
from rsoits.console.feed_row import FeedRow, feed_rows
from rsoits.security.permissions import Actor, Permission
from rsoits.services.declared import declared
from rsoits.services.punctuality import Punctuality
from rsoits.store.intakes import FeedRun, RunState

router = APIRouter()


class RunAnswer(BaseModel):
    """One run of a feed."""

    due_at: datetime
    started_at: datetime
    finished_at: datetime | None
    state: RunState
    waiting: int = Field(description="Files that waited when the run began.")
    files: int
    travellers: int
    asked_by: str = Field(description="Who pressed “run now”; empty for the schedule.")
    failure: str


class FeedAnswer(BaseModel):
    """One feed and where it stands."""

    name: str
    title: str
    source: str = Field(description="The kind of source and its folder or host; nothing secret.")
    cadence_minutes: int
    punctuality: Punctuality
    looked_at: datetime | None
    delivered_at: datetime | None
    paused_at: datetime | None
    wanted_at: datetime | None = Field(description="Since when a run is asked for that no worker has begun.")
    failure: str = Field(description="Why the source could not be reached at the last look; empty when it could.")
    run: RunAnswer | None = Field(description="The run under way.")
    last_run: RunAnswer | None = Field(description="The last run that ended.")


class FeedList(BaseModel):
    """Every feed of the installation, in the order in which they are looked at."""

    feeds: list[FeedAnswer]


@router.get("/feeds")
def feeds(
    request: Request, _actor: Annotated[Actor, Depends(may(Permission.READ_FEEDS))], session: Reading
) -> FeedList:
    """Return where every feed stands."""
    house = house_of(request)
    rows = feed_rows(session, house, declared(house.settings).feeds)
    return FeedList(feeds=[_answer(row) for row in rows])


def _answer(row: FeedRow) -> FeedAnswer:
    state = row.state
    return FeedAnswer(
        name=row.feed.name,
        title=row.feed.title,
        source=row.source,
        cadence_minutes=row.feed.cadence_minutes,
        punctuality=row.tag,
        looked_at=state.looked_at,
        delivered_at=state.delivered_at,
        paused_at=state.paused_at,
        wanted_at=state.wanted_at,
        failure=state.failure,
        run=_run(row.run),
        last_run=_run(row.last),
    )


def _run(run: FeedRun | None) -> RunAnswer | None:
    return RunAnswer.model_validate(run, from_attributes=True) if run else None
