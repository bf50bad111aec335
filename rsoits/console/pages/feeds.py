"""Feeds: how each stands, what it is doing now, what it brought, and pausing, resuming and running it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, File, Form, Request, UploadFile
from fastapi.sse import EventSourceResponse, ServerSentEvent
from sqlmodel import Session
from starlette.responses import RedirectResponse, Response

from feeds.feed import Feed
from rsoits.access import Acts, Reading, Writing, house_of, may
from rsoits.console.addresses import PageNumber, Text
from rsoits.console.feed_row import feed_rows
from rsoits.console.pages.intakes import parcel
from rsoits.console.pages.live import LastSeen, changes
from rsoits.console.rendering import page
from rsoits.console.volume_chart import LARGE, SPARK, said, unit_of, volume_chart
from rsoits.console.words import count
from rsoits.errors import NotFoundError
from rsoits.house import House
from rsoits.security.permissions import Actor, Permission
from rsoits.services.ask import pause, resume, want_run
from rsoits.services.declared import declared, schedule_of
from rsoits.services.ingest import take_in
from rsoits.services.volumes import volumes
from rsoits.store import listings
from rsoits.store.intakes import latest_runs
from rsoits.store.progress import Standing, ended_since, how_many_runs, standing
from rsoits.store.quarantined import how_many_shelved

router = APIRouter(prefix="/feeds")
Reader = Annotated[Actor, Depends(may(Permission.READ_FEEDS))]
Runner = Annotated[Actor, Depends(may(Permission.RUN_FEEDS))]
Uploader = Annotated[Actor, Depends(may(Permission.UPLOAD))]
Asked = Literal["pause", "resume", "run", ""]
PER_PAGE = 25
SPARK_DAYS, CHART_DAYS, RUNS_SHOWN = 14, 30, 20
_MOST_SAID = 3
_ASKS = {"pause": pause, "resume": resume, "run": want_run}


@router.get("")
def feeds(
    request: Request,
    actor: Reader,
    session: Reading,
    feed: Text = "",
    number: PageNumber = 1,
    asked: Asked = "",
    of: Text = "",
) -> Response:
    """Show every feed of the installation, and the files they brought; `asked` and `of` say what was just asked."""
    house = house_of(request)
    found, known = listings.intakes(session, PER_PAGE + 1, (number - 1) * PER_PAGE, feed), declared(house.settings)
    rows, sparks = feed_rows(session, house, known.feeds), {}
    for one in known.feeds:
        days = volumes(session, one, house.now(), SPARK_DAYS)
        sparks[one.name] = (volume_chart(days, one.band, SPARK), said(days), unit_of(one.band))
    return page(
        request,
        "feeds.html",
        {
            "rows": rows,
            "neglected": 0 if any(row.is_alive for row in rows) else sum(row.neglected for row in rows),
            "faults": known.findings,
            "sparks": sparks,
            "intakes": found[:PER_PAGE],
            "feed": feed,
            "number": number,
            "more": len(found) > PER_PAGE,
            "waiting": how_many_shelved(session),
            "may_upload": actor.may(Permission.UPLOAD),
            "may_run": actor.may(Permission.RUN_FEEDS),
            "asked": asked,
            "asked_of": _title(house, of),
        },
    )


@router.get("/live", response_class=EventSourceResponse)
async def live(request: Request, _actor: Reader, last_event_id: LastSeen = "") -> AsyncIterator[ServerSentEvent]:
    """Tell of changes in where the feeds stand; `feeds-changed` says which runs ended, or nothing."""
    house = house_of(request)

    def ended(session: Session, known: Standing, seen: Standing) -> str:
        runs = ended_since(session, known, seen)
        told = [f"{_title(house, run.feed)}: run {run.state}, {count(run.files, 'file')}." for run in runs[:_MOST_SAID]]
        more = len(runs) - len(told)
        return " ".join([*told, f"{count(more, 'more run')} ended."] if more else told)

    async for event in changes(house, "feeds-changed", last_event_id, standing, ended):
        yield event


@router.get("/live-rows")
def live_rows(request: Request, actor: Reader, session: Reading, feed: Text = "", number: PageNumber = 1) -> Response:
    """Send what may have changed since the page was opened, each piece for its own place; of one feed if named."""
    house = house_of(request)
    meant = [one for one in declared(house.settings).feeds if not feed or one.name == feed]
    shown = {
        "rows": feed_rows(session, house, meant),
        "may_run": actor.may(Permission.RUN_FEEDS),
        "back": feed,
        "runs": latest_runs(session, RUNS_SHOWN, (number - 1) * RUNS_SHOWN, feed) if feed else [],
    }
    return page(request, "feeds_live.html", shown)


@router.post("/upload")
def upload(
    request: Request,
    _reads: Reader,
    actor: Uploader,
    file: Annotated[UploadFile, File()],
    feed: Annotated[Text, Form()] = "",
) -> Response:
    """Take in one file by hand; it is read as if it had been dropped into the feed's folder."""
    house = house_of(request)
    known = next((one for one in declared(house.settings).feeds if one.name == feed), None)
    sent = parcel(file, known.name if known else "upload", house.settings.largest_file_bytes)
    handed_in = replace(sent, format=known.format if known else None)
    taken = take_in(house, handed_in, actor)
    return RedirectResponse(f"/feeds/intakes/{taken.id}", status_code=303)


@router.get("/{name}")
def one_feed(
    request: Request, name: str, actor: Reader, session: Reading, number: PageNumber = 1, asked: Asked = ""
) -> Response:
    """Show one feed: how it is declared, its volume, its runs and its newest files."""
    house, feed = house_of(request), _named(house_of(request), name)
    days = volumes(session, feed, house.now(), CHART_DAYS)
    runs = how_many_runs(session, feed.name)
    return page(
        request,
        "feed.html",
        {
            "feed": feed,
            "row": feed_rows(session, house, [feed])[0],
            "days": days,
            "chart": volume_chart(days, feed.band, LARGE),
            "against": said(days),
            "unit": unit_of(feed.band),
            "next_look": None if feed.is_pushed else schedule_of(house.settings, feed).after(house.now()),
            "runs": latest_runs(session, RUNS_SHOWN, (number - 1) * RUNS_SHOWN, feed.name),
            "number": number,
            "pages": -(-runs // RUNS_SHOWN),
            "page_address": lambda page: f"/feeds/{feed.name}?page={page}#history",
            "intakes": listings.intakes(session, RUNS_SHOWN, 0, feed.name),
            "may_run": actor.may(Permission.RUN_FEEDS),
            "asked": asked,
        },
    )


@router.post("/{name}/{ask}")
def ask(
    request: Request,
    name: str,
    ask: Literal["pause", "resume", "run"],
    _reads: Reader,
    _actor: Runner,
    session: Writing,
    acts: Acts,
    back: Annotated[Text, Form()] = "",
) -> Response:
    """Pause a feed, go on with it, or look at it now; the workers obey within about a second."""
    feed = _named(house_of(request), name)
    if feed.is_pushed:
        raise NotFoundError
    _ASKS[ask](session, acts, feed.name)
    goal = f"/feeds/{feed.name}?asked={ask}" if back else f"/feeds?asked={ask}&of={feed.name}"
    return RedirectResponse(goal, status_code=303)


def _named(house: House, name: str) -> Feed:
    for feed in declared(house.settings).feeds:
        if feed.name == name:
            return feed
    raise NotFoundError


def _title(house: House, name: str) -> str:
    return next((feed.title for feed in declared(house.settings).feeds if feed.name == name), name)
