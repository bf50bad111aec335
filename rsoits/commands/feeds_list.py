"""`rsoits feeds list` and `runs`: the feeds and where each stands, and what their runs brought."""

from __future__ import annotations

import json as json_text
from datetime import UTC, datetime
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Column, Table
from sqlmodel import select

from feeds.feed import Feed
from rsoits.commands.opening import known_feed, open_house
from rsoits.commands.outcome import STDERR
from rsoits.services.declared import declared, schedule_of
from rsoits.store.intakes import FeedRun, FeedState, RunState, latest_runs

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON lines.")]


def list_(as_json: AsJson = False) -> None:  # noqa: FBT002  a flag
    """List the feeds: where their files come from, when each is looked at, and how it stands.

    Example: rsoits feeds list
    """
    house = open_house()
    found = declared(house.settings)
    with house.database.reading() as session:
        states = {row.feed: row for row in session.exec(select(FeedState))}
        running = set(session.exec(select(FeedRun.feed).where(FeedRun.state == RunState.RUNNING)))
    table = Table(Column("Feed", no_wrap=True), "Source", "Due", "Last look", "Last delivery", "State")
    for feed in found.feeds:
        state = states.get(feed.name) or FeedState(feed=feed.name)
        due = "when it is sent" if feed.is_pushed else str(schedule_of(house.settings, feed))
        stands = _stands(state, feed, running=feed.name in running)
        if as_json:
            told = {"name": feed.name, "title": feed.title, "source": feed.source, "due": due, "state": stands}
            told |= state.model_dump(mode="json", include={"looked_at", "delivered_at", "paused_at", "failure"})
            typer.echo(json_text.dumps(told, ensure_ascii=False))
        else:
            cells = (feed.name, feed.source, due, _moment(state.looked_at), _moment(state.delivered_at), stands)
            table.add_row(*map(escape, cells))
    if not as_json:
        Console(soft_wrap=True, highlight=False).print(table)
    if found.findings:
        STDERR.print("Some declarations cannot be used; `rsoits feeds check` says why.", markup=False)


def runs(
    name: Annotated[str, typer.Argument(metavar="[NAME]", help="Only of this feed.", show_default=False)] = "",
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="At most this many, the newest first.")] = 20,
    as_json: AsJson = False,  # noqa: FBT002  a flag
) -> None:
    """List what the runs brought, the newest first; one that is running shows how far it is.

    Example: rsoits feeds runs air-manifests
    """
    house = open_house()
    with house.database.reading() as session:
        found = latest_runs(session, limit, feed=name)
    if name and not found:
        known_feed(house, name)
    if as_json:
        for run in found:
            typer.echo(json_text.dumps(run.model_dump(mode="json"), ensure_ascii=False))
        return
    feed = Column("Feed", no_wrap=True)
    table = Table("Run", feed, "Due", "State", "Files", "Travellers", "Seconds", "Asked by", "Remark")
    for run in found:
        table.add_row(*map(escape, _row(run, house.now())))
    Console(soft_wrap=True, highlight=False).print(table)


def _row(run: FeedRun, now: datetime) -> tuple[Any, ...]:
    took = ((run.finished_at or now) - run.started_at).total_seconds()
    remark = run.failure or run.current
    files = f"{run.files} of {run.waiting}" if run.state is not RunState.DONE else str(run.files)
    return (
        str(run.id), run.feed, _moment(run.due_at), run.state.value, files, f"{run.travellers:,}", f"{took:.1f}",
        run.asked_by or "schedule", remark,
    )  # fmt: skip


def _stands(state: FeedState, feed: Feed, *, running: bool) -> str:
    if running:
        return "running"
    if state.paused_at:
        return f"paused by {state.paused_by}"
    return state.failure or ("sent to us" if feed.is_pushed else "watched")


def _moment(moment: datetime | None) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%SZ") if moment else "never"
