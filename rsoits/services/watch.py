"""Looks at one feed and takes in what has arrived whole, as a run that can be followed, ended and taken up again."""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from threading import Event
from typing import TYPE_CHECKING

import structlog
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from feeds.feed import Feed
from feeds.sources.source import (
    MOST_ARRIVALS,
    Arrival,
    ArrivalChangedError,
    ArrivalGoneError,
    Source,
    SourceUnreachableError,
    SourceUnusableError,
)
from rsoits.errors import RunTakenOverError, RunUnderWayError
from rsoits.services.declared import schedule_of, source_of
from rsoits.services.file_name import harmless
from rsoits.services.ingest import Parcel, quarantine, take_in
from rsoits.services.pulse import Progress, Pulse
from rsoits.services.runs import Turn, begin, next_turn, under_way
from rsoits.store.intakes import FeedRun, FeedState, IntakeState, RunState, end_run, state_held

if TYPE_CHECKING:
    from rsoits.house import House

ACTOR = "scheduler"
_SELDOM = timedelta(minutes=1)
_LOG = structlog.get_logger()


def worker_name() -> str:
    """Name a worker so that no other has the name: machine, process, and something of its own."""
    return f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(2)}"


class Watch:
    """One feed under watch; what could not be set aside after it was taken in is set aside later.

    `stopping` ends a run after the file being read; `shown` is called with the progress whenever a file is begun or
    done.
    """

    def __init__(
        self,
        house: House,
        feed: Feed,
        source: Source | None = None,
        *,
        worker: str = "",
        stopping: Event | None = None,
        shown: Callable[[Progress], None] = lambda _: None,
    ) -> None:
        self.feed = feed
        self.schedule = schedule_of(house.settings, feed)
        self._house = house
        self._source = source
        self.worker = worker or worker_name()
        self._stopping = stopping or Event()
        self._shown = shown
        self._done: dict[Arrival, IntakeState] = {}

    def look_if_due(self) -> int:
        """Look if the feed is due or somebody wants it, and no other worker does; returns how many files came in."""
        with self._house.database.writing() as session:
            now = self._house.now()
            turn = next_turn(session, self.feed.name, self.schedule, self.worker, now, self._house.lease)
        if turn is None:
            return 0
        return self._look(turn, patient=self.schedule.after(now) - now > _SELDOM or bool(turn.asked_by))

    def look(self, asked_by: str = "") -> int:
        """Look now, whatever the schedule says; returns how many files came in. Raises `RunUnderWayError`.

        A file is set aside only after its content is on record: a crash in between makes it a duplicate, never a
        loss. A file that cannot be taken in does not hold up the others.
        """
        now = self._house.now()
        with self._house.database.writing() as session:
            state = state_held(session, self.feed.name)
            if under_way(session, self.feed.name, self.worker, now, self._house.lease):
                raise RunUnderWayError
            state.looked_at = now
            session.add(state)
        return self._look(Turn(now, asked_by), patient=bool(asked_by))

    def close(self) -> None:
        """Let go of the source's connections."""
        if self._source:
            with suppress(OSError):
                self._source.close()

    def _look(self, turn: Turn, *, patient: bool) -> int:
        try:
            arrivals = self._arrivals(patient=patient)
        except (OSError, SourceUnusableError) as error:
            self._note(_said(error))
            return 0
        self._note("")
        self._done = {arrival: state for arrival, state in self._done.items() if arrival in arrivals}
        waiting = sum(arrival not in self._done for arrival in arrivals)
        for arrival in self._done:
            self._set_aside(arrival)
        run = self._begin(turn, waiting) if waiting else None
        return self._run(run, arrivals) if run else 0

    def _arrivals(self, *, patient: bool) -> list[Arrival]:
        """List what has arrived; patiently, twice: some sources take a file for whole only once they saw it rest."""
        if self._source is None:
            self._source = source_of(self._house.settings, self.feed)
        found = self._source.arrivals(self._house.now())
        if found or not patient:
            return found
        self._stopping.wait(self._house.settings.settle_seconds)
        return self._source.arrivals(self._house.now())

    def _begin(self, turn: Turn, waiting: int) -> FeedRun | None:
        now = self._house.now()
        with self._house.database.writing() as session:
            return begin(session, self.feed.name, turn, self.worker, waiting, now, self._house.lease)

    def _run(self, run: FeedRun, arrivals: list[Arrival]) -> int:
        progress, left = Progress(run.waiting), ""
        try:
            with Pulse(self._house, run, progress, self._stopping) as pulse:
                for arrival in self._waiting(arrivals, progress):
                    if pulse.ended:
                        break
                    left = self._take(arrival, run, progress) or left
            state = RunState.INTERRUPTED if pulse.ended else RunState.FAILED if left else RunState.DONE
            self._finish(run, state, pulse.ended or left, progress.files)
        except SourceUnreachableError as error:
            self._note(str(error))
            self._finish(run, RunState.FAILED, str(error), progress.files)
        except RunTakenOverError:
            _LOG.warning("run taken over by another worker", feed=self.feed.name)
        except Exception as error:
            self._finish(run, RunState.FAILED, type(error).__name__, progress.files)
            raise
        return progress.files

    def _waiting(self, arrivals: list[Arrival], progress: Progress) -> Iterator[Arrival]:
        """Yield what waits, and then what a full list had no room for."""
        seen = set(self._done)
        while waiting := [arrival for arrival in arrivals if arrival not in seen]:
            seen.update(waiting)
            yield from waiting
            arrivals = self._opened.arrivals(self._house.now()) if len(arrivals) >= MOST_ARRIVALS else []
            progress.waiting += sum(arrival not in seen for arrival in arrivals)

    def _take(self, arrival: Arrival, run: FeedRun, progress: Progress) -> str:
        """Take one file in and set it aside; returns why it was left for the next look, or nothing."""
        progress.current = harmless(arrival.name)
        self._shown(progress)
        try:
            data = self._opened.fetch(arrival, self._house.settings.largest_file_bytes)
        except ArrivalGoneError:
            return ""
        except SourceUnreachableError:
            raise
        except OSError as error:
            return self._left(error)
        parcel = Parcel(arrival.name, data, self.feed.name, run.id, self.feed.format)
        try:
            self._done[arrival], travellers = self._intake(parcel)
        except (OSError, OperationalError) as error:
            return self._left(error)
        progress.files += 1
        progress.travellers += travellers
        self._shown(progress)
        self._set_aside(arrival)
        return ""

    @property
    def _opened(self) -> Source:
        if self._source is None:
            raise SourceUnreachableError(self.feed.name)
        return self._source

    def _left(self, error: Exception) -> str:
        _LOG.warning("file left for the next look", feed=self.feed.name, reason=type(error).__name__)
        return f"a file was left for the next look ({type(error).__name__})"

    def _intake(self, parcel: Parcel) -> tuple[IntakeState, int]:
        """Take a file in; one that makes the system fail is kept in quarantine, with the failure's name."""
        try:
            intake = take_in(self._house, parcel, ACTOR)
        except (OSError, OperationalError, RunTakenOverError):
            raise
        except Exception as error:  # noqa: BLE001  whatever it is, the next file must be read
            _LOG.error("file quarantined", feed=self.feed.name, reason=type(error).__name__)
            intake = quarantine(self._house, parcel, ACTOR, type(error).__name__)
        return intake.state, intake.travellers

    def _set_aside(self, arrival: Arrival) -> None:
        refused = self._done[arrival] is IntakeState.QUARANTINED
        try:
            (self._opened.refuse if refused else self._opened.accept)(arrival)
        except (ArrivalGoneError, ArrivalChangedError, OSError) as error:
            _LOG.warning("file not set aside yet", feed=self.feed.name, reason=type(error).__name__)

    def _finish(self, run: FeedRun, state: RunState, failure: str, files: int) -> None:
        """End the run; if even that fails, its beat ends, and it is given up later."""
        try:
            with self._house.database.writing() as session:
                held = state_held(session, self.feed.name)
                if end_run(session, run.id or 0, state, self._house.now(), failure) and files:
                    held.delivered_at = self._house.now()
                    session.add(held)
        except SQLAlchemyError as error:
            _LOG.warning("run could not be ended", feed=self.feed.name, reason=type(error).__name__)

    def _note(self, failure: str) -> None:
        """Keep why the source could not be reached, and forget it when it could."""
        with self._house.database.reading() as session:
            state = session.get(FeedState, self.feed.name)
            if state is not None and state.failure == failure:
                return
        if failure:
            _LOG.warning("source not reached", feed=self.feed.name)
        with self._house.database.writing() as session:
            held = state_held(session, self.feed.name)
            held.failure = failure
            session.add(held)


def _said(error: Exception) -> str:
    """Say what is wrong with a source; only our own errors are known to hold no secret."""
    if isinstance(error, SourceUnreachableError | SourceUnusableError):
        return str(error)
    reason = getattr(error, "strerror", None) or type(error).__name__
    return f"The folder cannot be used ({reason})."
