"""Runs what is due by the clock: looks at the feeds and empties the outbox. One worker process is enough."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Event, Thread
from time import monotonic
from typing import TYPE_CHECKING

import structlog
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.base import BaseTrigger

from alerts.channels.webhook import WebhookChannel
from feeds.schedule import Schedule
from rsoits.services.declared import declared
from rsoits.services.relay import channels_of, relay
from rsoits.services.watch import Watch, worker_name
from rsoits.store.intakes import feeds_left_off, wanted_feeds

if TYPE_CHECKING:
    from rsoits.house import House

FEEDS_AT_ONCE = 4
_RELAY_SECONDS = 0.5
_ATTEND_SECONDS = 0.5
_STEP = timedelta(seconds=1)
_LOG = structlog.get_logger()
logging.getLogger("apscheduler.scheduler").setLevel(logging.ERROR)  # a look that takes longer than its turn is no news


class DueTimes(BaseTrigger):  # type: ignore[misc]  # APScheduler is untyped
    """Fires at a schedule's due times, up to `jitter` seconds late so that not all sources are asked at once."""

    __slots__ = ("_jitter", "_schedule")

    def __init__(self, schedule: Schedule, jitter: float = 0.0) -> None:
        self._schedule = schedule
        self._jitter = jitter

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime:  # noqa: ARG002  APScheduler's own signature
        """Return the first due time that has not passed: what was missed meanwhile is made up for once."""
        fires: datetime = self._apply_jitter(self._schedule.after(now), self._jitter, now)
        return fires


class Worker:
    """Looks at every feed of the installation and relays alerts, until stopped."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._name = worker_name()
        self._channels = channels_of(house.settings)
        self._stopping = Event()
        found = declared(house.settings)
        for fault in found.findings:
            _LOG.error("feed not as declared", file=fault.where, key=fault.field, reason=fault.reason)
        self._watches = {
            feed.name: Watch(house, feed, worker=self._name, stopping=self._stopping)
            for feed in found.feeds
            if not feed.is_pushed
        }
        self._scheduler = BackgroundScheduler(
            timezone=UTC,
            executors={"default": ThreadPoolExecutor(FEEDS_AT_ONCE), "relay": ThreadPoolExecutor(1)},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        self._attendant = Thread(target=self._attend, name="attendant", daemon=True)

    def start(self) -> None:
        """Begin; every job runs in a thread of its own and never twice at a time."""
        for watch in self._watches.values():
            self._add(watch.feed.name, watch.look_if_due, trigger=DueTimes(watch.schedule, watch.feed.jitter))
        self._add("relay", self._relay, trigger="interval", seconds=_RELAY_SECONDS, executor="relay")
        self._scheduler.start()
        self._attendant.start()

    def stop(self) -> None:
        """Finish the files being read and what is being sent, then stop; runs that are cut short are taken up later."""
        self._stopping.set()
        self._attendant.join()
        self._scheduler.shutdown(wait=True)
        for watch in self._watches.values():
            watch.close()
        for channel in self._channels.values():
            if isinstance(channel, WebhookChannel):
                channel.close()

    def _add(self, name: str, step: Callable[[], object], **when: object) -> None:
        """Add a job that begins at once, and comes again however late it is."""
        self._scheduler.add_job(_guarded(name, step), id=name, name=name, next_run_time=datetime.now(UTC), **when)

    def _relay(self) -> None:
        relay(self._house, self._channels, self._name)

    def _attend(self) -> None:
        """Until stopped, wake the feeds that somebody wants or that have a rest, and every job when the clock was set.

        The scheduler sleeps until a time of day: set back by an hour, it would sleep an hour longer.
        """
        clock = Clock(self._house.now)
        while not self._stopping.wait(_ATTEND_SECONDS):
            if clock.was_set():
                _LOG.warning("the clock was set")
                self._wake([job.id for job in self._scheduler.get_jobs()])
            _guarded("attendant", self._wake_wanted)()

    def _wake_wanted(self) -> None:
        with self._house.database.reading() as session:
            wanted = {*wanted_feeds(session), *feeds_left_off(session, self._house.now() - self._house.lease)}
        self._wake([name for name in self._watches if name in wanted])

    def _wake(self, names: list[str]) -> None:
        for name in names:
            self._scheduler.modify_job(name, next_run_time=datetime.now(UTC))


class Clock:
    """Notices that the time of day was set, by a clock that cannot be."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._apart = self._difference()

    def was_set(self) -> bool:
        """Tell whether the time of day moved otherwise than time did since the last question."""
        before, self._apart = self._apart, self._difference()
        return abs(self._apart - before) > _STEP

    def _difference(self) -> timedelta:
        return self._now() - datetime.fromtimestamp(monotonic(), UTC)


def _guarded(name: str, step: Callable[[], object]) -> Callable[[], None]:
    """Let a failing step be tried again at its next time instead of ending the worker; only ids are logged."""

    def run() -> None:
        try:
            step()
        except Exception as error:  # noqa: BLE001  whatever it was, the next run must come
            _LOG.error("step failed", step=name, error=type(error).__name__)

    return run
