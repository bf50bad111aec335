"""The port through which files arrive, and its in-memory twin."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from typing import TYPE_CHECKING, Protocol
from unicodedata import category

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

SETTLE = timedelta(seconds=5)
"""How long a file must have stayed the same before it counts as complete."""

MOST_ARRIVALS = 1_000
"""Files listed at one look; the rest wait for the next."""

_LONGEST_NAME = 255


class ArrivalGoneError(LookupError):
    """The file is no longer where it arrived; somebody moved or removed it."""


class ArrivalChangedError(RuntimeError):
    """The file was written to after it was listed; it stays for the next look."""


class SourceUnreachableError(OSError):
    """The source did not answer as it must; it is tried again at the next look."""

    def __str__(self) -> str:
        """Say the docstring, and where and why; never a password, nor the path of an address."""
        return f"{self.__doc__} ({super().__str__()})"


class SourceUnusableError(ValueError):
    """The source cannot be used as it is declared."""

    def __str__(self) -> str:
        """Say the docstring, and what is wrong and how to mend it."""
        return f"{self.__doc__} ({super().__str__()})"


@dataclass(frozen=True, slots=True)
class Arrival:
    """A complete file that waits: name, size in bytes, time of the last write, and the source's own mark for it."""

    name: str
    size: int
    modified: datetime
    mark: str = ""


class Source(Protocol):
    """A place where files arrive."""

    def arrivals(self, now: datetime) -> list[Arrival]:
        """List the complete files, oldest first; ones still being written are left for a later look.

        Raises `SourceUnreachableError`, as everything below may: the look is over then, the next one connects again.
        """
        ...

    def fetch(self, arrival: Arrival, most_bytes: int) -> bytes:
        """Return the content, at most `most_bytes` and one more; raises `ArrivalGoneError`."""
        ...

    def accept(self, arrival: Arrival) -> None:
        """Set the file aside as done; raises `ArrivalGoneError` or `ArrivalChangedError`."""
        ...

    def refuse(self, arrival: Arrival) -> None:
        """Set the file aside in quarantine; raises `ArrivalGoneError` or `ArrivalChangedError`."""
        ...

    def close(self) -> None:
        """Let go of connections; the source is not used afterwards."""
        ...


class MemorySource:
    """Files in memory; `done` and `quarantine` hold what was set aside, by name."""

    def __init__(self, settle: timedelta = SETTLE) -> None:
        self.done: dict[str, bytes] = {}
        self.quarantine: dict[str, bytes] = {}
        self._settle = settle
        self._waiting: dict[str, tuple[bytes, datetime]] = {}

    def put(self, name: str, data: bytes, at: datetime) -> None:
        """Let a file arrive, or be written again."""
        self._waiting[name] = data, at

    def remove(self, name: str) -> None:
        """Let somebody else take the file away."""
        self._waiting.pop(name, None)

    def arrivals(self, now: datetime) -> list[Arrival]:
        """List the files last written `settle` ago or earlier, oldest first."""
        found = [
            Arrival(name, len(data), at)
            for name, (data, at) in self._waiting.items()
            if is_file_name(name) and now - at >= self._settle
        ]
        return sorted(found, key=lambda arrival: (arrival.modified, arrival.name))

    def fetch(self, arrival: Arrival, most_bytes: int) -> bytes:
        """Return the content, at most `most_bytes` and one more; raises `ArrivalGoneError`."""
        if arrival.name not in self._waiting:
            raise ArrivalGoneError(arrival.name)
        return self._waiting[arrival.name][0][: most_bytes + 1]

    def accept(self, arrival: Arrival) -> None:
        """Set the file aside as done; raises `ArrivalGoneError` or `ArrivalChangedError`."""
        self._set_aside(arrival, self.done)

    def refuse(self, arrival: Arrival) -> None:
        """Set the file aside in quarantine; raises `ArrivalGoneError` or `ArrivalChangedError`."""
        self._set_aside(arrival, self.quarantine)

    def close(self) -> None:
        """Do nothing; there is no connection."""

    def _set_aside(self, arrival: Arrival, shelf: dict[str, bytes]) -> None:
        data, at = self._waiting.get(arrival.name, (None, None))
        if data is None:
            raise ArrivalGoneError(arrival.name)
        if (len(data), at) != (arrival.size, arrival.modified):
            raise ArrivalChangedError(arrival.name)
        name = next(free for free in spare_names(arrival.name) if free not in shelf)
        shelf[name] = self._waiting.pop(arrival.name)[0]


def is_file_name(name: str) -> bool:
    """Tell a file meant for us from a hidden or a half-written one."""
    return not name.startswith(".") and not name.lower().endswith((".part", ".tmp", "~"))


def is_plain_name(name: str) -> bool:
    """Tell a name that can be neither a path nor a trick on whoever reads it; for names that others choose."""
    return 0 < len(name) <= _LONGEST_NAME and not any(sign in "/\\" or category(sign) == "Cc" for sign in name)


def shown_name(name: str) -> str:
    """Return a name that can be printed, whatever bytes a file system or a server holds."""
    return os.fsencode(name).decode("utf-8", "replace")


def spare_names(name: str) -> Iterator[str]:
    """Yield the name itself, then `name-2.ext`, `name-3.ext` and so on."""
    yield name
    stem, dot, extension = name.rpartition(".")
    for number in count(2):
        yield f"{stem}-{number}{dot}{extension}" if stem else f"{name}-{number}"
