"""A watched folder: files in it wait, `done` and `quarantine` below it keep what was read."""

from __future__ import annotations

import os
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

from feeds.sources.source import (
    MOST_ARRIVALS,
    SETTLE,
    Arrival,
    ArrivalChangedError,
    ArrivalGoneError,
    is_file_name,
    shown_name,
    spare_names,
)

_State = tuple[int, int]
"""Size in bytes and time of the last write in nanoseconds."""


class FolderSource:
    """A folder on this machine; it is made when it is not there.

    A file counts as complete when it was last written `settle` ago, or, if an earlier look saw it otherwise or its
    clock runs ahead, when it has been seen the same for as long. Folders, links and special files are passed over.
    """

    def __init__(self, folder: Path, settle: timedelta = SETTLE) -> None:
        self._folder = Path(folder)
        self._settle = settle
        self._seen: dict[str, tuple[_State, datetime]] = {}
        self._folder.mkdir(parents=True, exist_ok=True)

    def arrivals(self, now: datetime) -> list[Arrival]:
        """List the complete files, oldest first."""
        states = self._states()
        self._seen = {name: self._first_seen(name, state, now) for name, state in states.items()}
        found = [
            Arrival(shown_name(name), state[0], _time(state), name)
            for name, (state, since) in self._seen.items()
            if now - since >= self._settle
        ]
        return sorted(found, key=lambda arrival: (arrival.modified, arrival.name))[:MOST_ARRIVALS]

    def fetch(self, arrival: Arrival, most_bytes: int) -> bytes:
        """Return the content, at most `most_bytes` and one more; raises `ArrivalGoneError`."""
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        try:
            descriptor = os.open(self._folder / arrival.mark, flags)
        except OSError as error:
            raise ArrivalGoneError(arrival.name) from error
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.close(descriptor)
            raise ArrivalGoneError(arrival.name)
        with os.fdopen(descriptor, "rb") as file:
            return file.read(most_bytes + 1)

    def accept(self, arrival: Arrival) -> None:
        """Move the file to `done`; raises `ArrivalGoneError` or `ArrivalChangedError`."""
        self._move(arrival, "done")

    def refuse(self, arrival: Arrival) -> None:
        """Move the file to `quarantine`; raises `ArrivalGoneError` or `ArrivalChangedError`."""
        self._move(arrival, "quarantine")

    def close(self) -> None:
        """Do nothing; there is no connection."""

    def _states(self) -> dict[str, _State]:
        states: dict[str, _State] = {}
        with os.scandir(self._folder) as entries:
            for entry in entries:
                try:
                    if is_file_name(entry.name) and entry.is_file(follow_symlinks=False):
                        status = entry.stat(follow_symlinks=False)
                        states[entry.name] = status.st_size, status.st_mtime_ns
                except FileNotFoundError:
                    continue
        return states

    def _first_seen(self, name: str, state: _State, now: datetime) -> tuple[_State, datetime]:
        """Return since when the file is known to be as it is; a file never seen before, since its last write."""
        if name not in self._seen:
            return state, min(_time(state), now)
        before, since = self._seen[name]
        return (state, min(since, now)) if before == state else (state, now)

    def _move(self, arrival: Arrival, shelf: str) -> None:
        path = self._folder / arrival.mark
        try:
            status = path.lstat()
        except FileNotFoundError as error:
            raise ArrivalGoneError(arrival.name) from error
        if (status.st_size, _time((0, status.st_mtime_ns))) != (arrival.size, arrival.modified):
            raise ArrivalChangedError(arrival.name)
        (self._folder / shelf).mkdir(exist_ok=True)
        try:
            path.replace(_reserved(self._folder / shelf, arrival.mark))
        except FileNotFoundError as error:
            raise ArrivalGoneError(arrival.name) from error
        self._seen.pop(arrival.mark, None)


def _reserved(shelf: Path, name: str) -> Path:
    """Take a name nobody has by making the empty file that the move then replaces."""
    return next(shelf / free for free in spare_names(name) if _is_made(shelf / free))


def _is_made(path: Path) -> bool:
    try:
        path.touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def _time(state: _State) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=state[1] // 1000)
