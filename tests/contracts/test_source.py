"""What every source of files promises, run on each of them."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

import pytest

from feeds.sources.folder import FolderSource
from feeds.sources.source import ArrivalChangedError, ArrivalGoneError, MemorySource, Source

NOW = datetime(2026, 3, 28, 12, tzinfo=UTC)
SETTLE = timedelta(seconds=5)
LONG_AGO = NOW - timedelta(minutes=10)


class Place(Protocol):
    """A source, and the hands that put files into it."""

    source: Source

    def put(self, name: str, data: bytes, at: datetime) -> None:
        """Write a file."""

    def remove(self, name: str) -> None:
        """Take a file away."""

    def shelf(self, name: str) -> dict[str, bytes]:
        """Return what was set aside as `done` or in `quarantine`."""
        ...


class MemoryPlace:
    """The twin in memory."""

    def __init__(self) -> None:
        self.memory = MemorySource(SETTLE)
        self.source: Source = self.memory
        self.put = self.memory.put
        self.remove = self.memory.remove

    def shelf(self, name: str) -> dict[str, bytes]:
        """Return a shelf of the twin."""
        return self.memory.done if name == "done" else self.memory.quarantine


class FolderPlace:
    """A folder on this machine."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.source: Source = FolderSource(folder, SETTLE)

    def put(self, name: str, data: bytes, at: datetime) -> None:
        """Write a file and date it."""
        (self.folder / name).write_bytes(data)
        os.utime(self.folder / name, (at.timestamp(), at.timestamp()))

    def remove(self, name: str) -> None:
        """Take a file away."""
        (self.folder / name).unlink()

    def shelf(self, name: str) -> dict[str, bytes]:
        """Return the files of a folder below."""
        return {path.name: path.read_bytes() for path in (self.folder / name).glob("*")}


@pytest.fixture(params=["memory", "folder"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    return MemoryPlace() if request.param == "memory" else FolderPlace(tmp_path / "feed")


def _names(place: Place, now: datetime = NOW) -> list[str]:
    return [arrival.name for arrival in place.source.arrivals(now)]


def test_complete_files_are_listed_oldest_first(place: Place) -> None:
    place.put("b.edi", b"bb", LONG_AGO)
    place.put("a.edi", b"a", LONG_AGO + timedelta(seconds=1))

    assert _names(place) == ["b.edi", "a.edi"]
    assert [arrival.size for arrival in place.source.arrivals(NOW)] == [2, 1]


@pytest.mark.parametrize("name", [".hidden", "a.part", "a.edi.tmp", "A.PART", "a.edi~"])
def test_hidden_and_half_written_files_are_passed_over(place: Place, name: str) -> None:
    place.put(name, b"x", LONG_AGO)

    assert _names(place) == []


def test_a_file_still_being_written_waits(place: Place) -> None:
    place.put("a.edi", b"UNB", NOW - timedelta(seconds=1))
    assert _names(place) == []

    place.put("a.edi", b"UNB+UNOA", NOW + timedelta(seconds=3))
    assert _names(place, NOW + timedelta(seconds=6)) == []

    assert _names(place, NOW + timedelta(seconds=12)) == ["a.edi"]


def test_a_file_is_fetched_up_to_the_limit_and_one_byte(place: Place) -> None:
    place.put("a.edi", b"0123456789", LONG_AGO)
    (arrival,) = place.source.arrivals(NOW)

    assert place.source.fetch(arrival, 100) == b"0123456789"
    assert place.source.fetch(arrival, 4) == b"01234"


@pytest.mark.parametrize("shelf", ["done", "quarantine"])
def test_a_file_set_aside_is_listed_no_more(place: Place, shelf: str) -> None:
    place.put("a.edi", b"one", LONG_AGO)
    (arrival,) = place.source.arrivals(NOW)

    (place.source.accept if shelf == "done" else place.source.refuse)(arrival)

    assert _names(place) == []
    assert place.shelf(shelf) == {"a.edi": b"one"}


def test_a_second_file_of_the_same_name_never_replaces_the_first(place: Place) -> None:
    for data in (b"one", b"two", b"three"):
        place.put("a.edi", data, LONG_AGO)
        place.put("noext", data, LONG_AGO)
        for arrival in place.source.arrivals(NOW):
            place.source.accept(arrival)

    assert place.shelf("done") == {
        "a.edi": b"one", "a-2.edi": b"two", "a-3.edi": b"three",
        "noext": b"one", "noext-2": b"two", "noext-3": b"three",
    }  # fmt: skip


def test_a_file_taken_away_meanwhile_is_gone(place: Place) -> None:
    place.put("a.edi", b"one", LONG_AGO)
    (arrival,) = place.source.arrivals(NOW)
    place.remove("a.edi")

    for action in (lambda: place.source.fetch(arrival, 9), lambda: place.source.accept(arrival)):
        with pytest.raises(ArrivalGoneError):
            action()
    with pytest.raises(ArrivalGoneError):
        place.source.refuse(arrival)


def test_a_file_written_after_it_was_listed_stays(place: Place) -> None:
    place.put("a.edi", b"one", LONG_AGO)
    (arrival,) = place.source.arrivals(NOW)
    place.put("a.edi", b"one and more", LONG_AGO)

    with pytest.raises(ArrivalChangedError):
        place.source.accept(arrival)

    assert place.shelf("done") == {}
