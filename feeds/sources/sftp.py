"""A folder on an SFTP server: files in it wait, `done` and `quarantine` below it keep what was read."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING

from feeds.sources.sftp_connection import SftpConnection, SftpLogin
from feeds.sources.source import (
    MOST_ARRIVALS,
    SETTLE,
    Arrival,
    ArrivalChangedError,
    ArrivalGoneError,
    SourceUnreachableError,
    is_file_name,
    is_plain_name,
    shown_name,
    spare_names,
)

if TYPE_CHECKING:
    import paramiko

    from feeds.sources.sftp_client import SftpClient

_MOST_LISTED = 100_000
"""Names read at one look, ours or not; a server could go on for ever."""

_State = tuple[int, int]
"""Size in bytes and time of the last write in seconds."""


class SftpSource:
    """A folder below the login directory, "" for that itself; only a look (`arrivals`) connects.

    A file counts as complete when two looks at least `settle` apart saw it the same: the server's clock proves
    nothing. Where the server does not let files be moved, what was set aside is remembered until it changes or this
    source ends. Folders, links, special files and names that could be a path or hold control characters are passed
    over. `timeout` in seconds of silence, `longest` in seconds for one step.
    """

    def __init__(
        self,
        login: SftpLogin,
        folder: str = "",
        settle: timedelta = SETTLE,
        timeout: float = 20.0,
        longest: float = 600.0,
    ) -> None:
        self._connection = SftpConnection(login, timeout, longest)
        self._folder = folder.encode()
        self._settle = settle
        self._seen: dict[str, tuple[_State, datetime]] = {}
        self._left: dict[str, _State] = {}

    def arrivals(self, now: datetime) -> list[Arrival]:
        """List the complete files, oldest first; raises `SourceUnreachableError`."""
        states = self._states()
        self._seen = {name: self._first_seen(name, state, now) for name, state in states.items()}
        self._left = {name: state for name, state in self._left.items() if states.get(name) == state}
        found = [
            Arrival(shown_name(name), size, _time(modified), name)
            for name, ((size, modified), since) in self._seen.items()
            if now - since >= self._settle and name not in self._left
        ]
        return sorted(found, key=lambda arrival: (arrival.modified, arrival.name))[:MOST_ARRIVALS]

    def fetch(self, arrival: Arrival, most_bytes: int) -> bytes:
        """Return the content, at most `most_bytes` and one more; raises `ArrivalGoneError`."""
        path = self._path(arrival.mark)
        try:
            with self._connection.session() as sftp:
                if _state(sftp.lstat(path)) is None:
                    raise ArrivalGoneError(arrival.name)
                return sftp.content(path, most_bytes + 1)
        except FileNotFoundError as error:
            raise ArrivalGoneError(arrival.name) from error

    def accept(self, arrival: Arrival) -> None:
        """Move the file to `done`; raises `ArrivalGoneError` or `ArrivalChangedError`."""
        self._set_aside(arrival, "done")

    def refuse(self, arrival: Arrival) -> None:
        """Move the file to `quarantine`; raises `ArrivalGoneError` or `ArrivalChangedError`."""
        self._set_aside(arrival, "quarantine")

    def close(self) -> None:
        """Disconnect."""
        self._connection.close()

    def _states(self) -> dict[str, _State]:
        self._connection.open()
        try:
            with self._connection.session() as sftp:
                listed = islice(sftp.entries(self._folder or b"."), _MOST_LISTED)
                states = {name: _state(entry) for name, entry in listed if is_file_name(name) and is_plain_name(name)}
        except SourceUnreachableError:
            raise
        except OSError as error:
            raise SourceUnreachableError("the folder is not there, or may not be listed") from error
        return {name: state for name, state in states.items() if state is not None}

    def _first_seen(self, name: str, state: _State, now: datetime) -> tuple[_State, datetime]:
        before, since = self._seen.get(name, (None, now))
        return (state, min(since, now)) if before == state else (state, now)

    def _set_aside(self, arrival: Arrival, shelf: str) -> None:
        with self._connection.session() as sftp:
            self._unchanged(sftp, arrival)
            try:
                _move(sftp, self._path(arrival.mark), self._path(shelf), arrival.mark)
            except OSError:
                self._left[arrival.mark] = self._unchanged(sftp, arrival)
            else:
                self._seen.pop(arrival.mark, None)

    def _unchanged(self, sftp: SftpClient, arrival: Arrival) -> _State:
        try:
            state = _state(sftp.lstat(self._path(arrival.mark)))
        except FileNotFoundError as error:
            raise ArrivalGoneError(arrival.name) from error
        if state is None or (state[0], _time(state[1])) != (arrival.size, arrival.modified):
            raise ArrivalChangedError(arrival.name)
        return state

    def _path(self, name: str) -> bytes:
        return b"/".join(part for part in (self._folder, os.fsencode(name)) if part)


def _move(sftp: SftpClient, path: bytes, shelf: bytes, name: str) -> None:
    """Move in one step onto a name taken before; a server without `posix-rename` refuses to replace what is there."""
    with suppress(OSError):
        sftp.mkdir(shelf)
    target = _reserved(sftp, shelf, name)
    try:
        sftp.posix_rename(path, target)
    except OSError:
        sftp.remove(target)
        sftp.rename(path, target)


def _reserved(sftp: SftpClient, shelf: bytes, name: str) -> bytes:
    """Take a name nobody has by making the empty file that the move then replaces."""
    paths = (shelf + b"/" + os.fsencode(free) for free in spare_names(name))
    return next(path for path in paths if _is_made(sftp, path))


def _is_made(sftp: SftpClient, path: bytes) -> bool:
    try:
        sftp.open(path, "wx").close()
    except OSError:
        sftp.lstat(path)
        return False
    return True


def _state(status: paramiko.SFTPAttributes) -> _State | None:
    """Return None for what is no file."""
    if status.st_mode is not None and not stat.S_ISREG(status.st_mode):
        return None
    return status.st_size or 0, status.st_mtime or 0


def _time(seconds: int) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
