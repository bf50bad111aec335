"""Shows that a run is alive while it goes on, and hears when it must end: paused, stopped, or taken over."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Event, Thread
from typing import TYPE_CHECKING, Self

import structlog
from sqlalchemy.exc import SQLAlchemyError

from rsoits.store.intakes import FeedRun, beat, paused_since

if TYPE_CHECKING:
    from types import TracebackType

    from rsoits.house import House

_SECONDS = 1.0
_LOG = structlog.get_logger()


@dataclass(slots=True)
class Progress:
    """How far a run has come: files that waited, files and travellers taken in, and the file being read."""

    waiting: int = 0
    files: int = 0
    travellers: int = 0
    current: str = ""


class Pulse:
    """A context in which a run beats about once a second; `ended` says in a word why it must not go on."""

    def __init__(self, house: House, run: FeedRun, progress: Progress, stopping: Event) -> None:
        self._house = house
        self._run = run
        self._progress = progress
        self._stopping = stopping
        self._over = Event()
        self._heard = ""
        self._thread = Thread(target=self._beat, name=f"pulse of {run.feed}", daemon=True)

    @property
    def ended(self) -> str:
        """Why the run must end now; empty while it may go on."""
        return self._heard or ("stopped" if self._stopping.is_set() else "")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()

    def _beat(self) -> None:
        pause = min(_SECONDS, self._house.settings.lease_seconds / 3)
        while not self._over.wait(pause) and not self._heard:
            try:
                self._step()
            except SQLAlchemyError as error:
                _LOG.warning("run could not beat", feed=self._run.feed, reason=type(error).__name__)

    def _step(self) -> None:
        with self._house.database.writing() as session:
            at = self._progress
            alive = beat(session, self._run.id or 0, self._house.now(), at.waiting, at.current)
            paused_at = paused_since(session, self._run.feed)
        if not alive:
            self._heard = "taken over"
        elif paused_at and paused_at >= self._run.started_at:
            self._heard = "paused"
