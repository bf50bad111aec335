"""`rsoits feeds run`, `pause` and `resume`: looks at one feed here and now, or tells the workers to leave it alone."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event
from typing import Annotated

import typer
from sqlmodel import select

from rsoits.commands.opening import known_feed, open_house
from rsoits.commands.outcome import Exit, fail
from rsoits.commands.progress import progress_bar
from rsoits.errors import RunUnderWayError
from rsoits.house import House
from rsoits.services.ask import pause as ask_to_pause
from rsoits.services.ask import resume as ask_to_resume
from rsoits.services.pulse import Progress
from rsoits.services.watch import Watch
from rsoits.store.intakes import FeedRun, FeedState, RunState

ACTOR = "command line"
Name = Annotated[str, typer.Argument(metavar="NAME", help="The feed's name, as `rsoits feeds list` shows it.")]


def run(name: Name) -> None:
    """Look at one feed now, paused or not, and take in what waits; Ctrl-C ends it after the file being read.

    Example: rsoits feeds run air-manifests
    """
    house = open_house()
    feed = known_feed(house, name)
    if feed.is_pushed:
        fail(f"The files of {name} are sent to us; there is nowhere to look for them.", Exit.USAGE)
    with _told_to_stop() as stopping, progress_bar(f"Reading {name}") as bar:

        def show(at: Progress) -> None:
            bar.move(at.files, at.waiting, at.files, at.travellers, at.current)

        watch = Watch(house, feed, stopping=stopping, shown=show)
        try:
            watch.look(asked_by=ACTOR)
        except RunUnderWayError as error:
            fail(str(error), Exit.UNUSABLE)
        watch.close()
    _tell(house, name, watch.worker)


def pause(name: Name) -> None:
    """Let no worker look at a feed until it is resumed; a run under way ends after the file being read.

    Example: rsoits feeds pause air-manifests
    """
    house = open_house()
    known_feed(house, name)
    with house.writing(ACTOR) as (session, acting):
        changed = ask_to_pause(session, acting, name)
    typer.echo(f"{name} is paused." if changed else f"{name} was paused already.")


def resume(name: Name) -> None:
    """Let the workers look at a paused feed again; what fell due meanwhile is made up for.

    Example: rsoits feeds resume air-manifests
    """
    house = open_house()
    known_feed(house, name)
    with house.writing(ACTOR) as (session, acting):
        changed = ask_to_resume(session, acting, name)
    typer.echo(f"{name} goes on." if changed else f"{name} was not paused.")


@contextmanager
def _told_to_stop() -> Iterator[Event]:
    """Yield an event that SIGTERM and Ctrl-C set, so that a run ends between two files."""
    stopping = Event()
    before = {each: signal.signal(each, lambda *_: stopping.set()) for each in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield stopping
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def _tell(house: House, name: str, worker: str) -> None:
    with house.database.reading() as session:
        state = session.get(FeedState, name)
        done = session.exec(select(FeedRun).where(FeedRun.worker == worker)).first()
    if done is None:
        if state and state.failure:
            fail(f"{name}: {state.failure}", Exit.UNUSABLE)
        typer.echo(f"Nothing waits at {name}.")
        return
    told = f"{name}: {done.state.value}; {done.files} files, {done.travellers} travellers"
    typer.echo(f"{told}; {done.failure}." if done.failure else f"{told}.")
    if done.state is RunState.FAILED:
        raise typer.Exit(Exit.UNUSABLE)
