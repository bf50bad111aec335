"""Runs what is due by the clock: looks into the feed folders and empties the outbox. One worker process is enough."""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import structlog
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy.exc import OperationalError

from alerts.channels.webhook import WebhookChannel
from feeds.catalogue import Feed, catalogue
from feeds.sources.folder import FolderSource
from feeds.sources.source import Arrival, ArrivalChangedError, ArrivalGoneError, Source
from rsoits.services.ingest import Parcel, quarantine, take_in
from rsoits.services.relay import channels_of, relay
from rsoits.store.intakes import FeedRun, FeedState, IntakeState, run_is_taken

if TYPE_CHECKING:
    from rsoits.house import House

ACTOR = "scheduler"
_RELAY_SECONDS = 0.5
_LOG = structlog.get_logger()
logging.getLogger("apscheduler.scheduler").setLevel(logging.ERROR)  # a look that takes longer than its turn is no news


class Worker:
    """Looks at every feed of the catalogue and relays alerts, until stopped."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._name = f"{socket.gethostname()}:{os.getpid()}"
        self._channels = channels_of(house.settings)
        settle = timedelta(seconds=house.settings.settle_seconds)
        self._watches = [watch(house, feed, settle) for feed in catalogue()]
        self._scheduler = BackgroundScheduler(
            timezone=UTC,
            executors={"default": ThreadPoolExecutor(2)},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": 60},
        )

    def start(self) -> None:
        """Begin; every job runs in a thread of its own and never twice at a time."""
        self._every(self._house.settings.poll_seconds, "feeds", self._look)
        self._every(_RELAY_SECONDS, "relay", self._relay)
        self._scheduler.start()

    def stop(self) -> None:
        """Finish what is being done, then stop."""
        self._scheduler.shutdown(wait=True)
        for channel in self._channels.values():
            if isinstance(channel, WebhookChannel):
                channel.close()

    def _every(self, seconds: float, name: str, step: Callable[[], None]) -> None:
        self._scheduler.add_job(
            _guarded(name, step), "interval", seconds=seconds, id=name, name=name, next_run_time=datetime.now(UTC)
        )

    def _look(self) -> None:
        for each in self._watches:
            _guarded(each.feed.name, each.look)()

    def _relay(self) -> None:
        relay(self._house, self._channels, self._name)


def watch(house: House, feed: Feed, settle: timedelta) -> Watch:
    """Return the watch over a feed's folder."""
    return Watch(house, feed, FolderSource(folder_of(house.settings.feeds, feed), settle))


def folder_of(feeds: Path, feed: Feed) -> Path:
    """Return the folder a feed is watched in."""
    return feeds / feed.folder


class Watch:
    """One feed's folder under watch; what could not be set aside after it was taken in is set aside later."""

    def __init__(self, house: House, feed: Feed, source: Source) -> None:
        self.feed = feed
        self._house = house
        self._source = source
        self._done: dict[Arrival, IntakeState] = {}

    def look(self) -> int:
        """Take in every file that has arrived whole; returns how many.

        A file is set aside only after its content is on record: a crash in between makes it a duplicate, never a
        loss. A file that cannot be taken in does not hold up the others.
        """
        arrivals = self._source.arrivals(self._house.now())
        self._done = {arrival: state for arrival, state in self._done.items() if arrival in arrivals}
        _note_look(self._house, self.feed)
        run = _begin(self._house, self.feed) if set(arrivals) - set(self._done) else None
        taken = 0
        for arrival in arrivals:
            if arrival not in self._done and run is not None:
                taken += self._take(arrival, run)
            if arrival in self._done:
                self._set_aside(arrival)
        if run is not None:
            _finish(self._house, self.feed, run, taken)
        return taken

    def _take(self, arrival: Arrival, run: FeedRun) -> bool:
        try:
            data = self._source.fetch(arrival, self._house.settings.largest_file_bytes)
            parcel = Parcel(arrival.name, data, self.feed.name, run.id, self.feed.format)
            self._done[arrival] = self._intake(parcel)
        except (ArrivalGoneError, OSError, OperationalError) as error:
            _LOG.warning("file left for the next look", feed=self.feed.name, reason=type(error).__name__)
            return False
        return True

    def _intake(self, parcel: Parcel) -> IntakeState:
        """Take a file in; one that makes the system fail is kept in quarantine, with the failure's name."""
        try:
            return take_in(self._house, parcel, ACTOR).state
        except (OSError, OperationalError):
            raise
        except Exception as error:  # noqa: BLE001  whatever it is, the next file must be read
            _LOG.error("file quarantined", feed=self.feed.name, reason=type(error).__name__)
            return quarantine(self._house, parcel, ACTOR, type(error).__name__).state

    def _set_aside(self, arrival: Arrival) -> None:
        refused = self._done[arrival] is IntakeState.QUARANTINED
        try:
            (self._source.refuse if refused else self._source.accept)(arrival)
        except (ArrivalGoneError, ArrivalChangedError, OSError) as error:
            _LOG.warning("file not set aside yet", feed=self.feed.name, reason=type(error).__name__)


def _note_look(house: House, feed: Feed) -> None:
    with house.database.writing() as session:
        state = session.get(FeedState, feed.name) or FeedState(feed=feed.name)
        state.looked_at = house.now()
        session.add(state)


def _begin(house: House, feed: Feed) -> FeedRun | None:
    """Record the run, unless another worker has begun the one due now."""
    due_at = house.now().replace(microsecond=0)
    with house.database.writing() as session:
        if run_is_taken(session, feed.name, due_at):
            return None
        run = FeedRun(feed=feed.name, due_at=due_at, started_at=house.now(), beat_at=house.now())
        session.add(run)
    return run


def _finish(house: House, feed: Feed, run: FeedRun, files: int) -> None:
    with house.database.writing() as session:
        run.finished_at, run.files = house.now(), files
        session.add(run)
        state = session.get_one(FeedState, feed.name)
        state.delivered_at = house.now()
        session.add(state)


def _guarded(name: str, step: Callable[[], object]) -> Callable[[], None]:
    """Let a failing step be tried again at its next time instead of ending the worker; only ids are logged."""

    def run() -> None:
        try:
            step()
        except Exception as error:  # noqa: BLE001  whatever it was, the next run must come
            _LOG.error("step failed", step=name, error=type(error).__name__)

    return run
