"""What every source of files promises, run on each of them."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Protocol

import pytest

from feeds.sources.download import HttpsLogin
from feeds.sources.folder import FolderSource
from feeds.sources.https import HttpsSource
from feeds.sources.index import IndexSource
from feeds.sources.sftp import SftpSource
from feeds.sources.source import ArrivalChangedError, ArrivalGoneError, MemorySource, Source
from tests.feeds.sftp_servers import Sshd
from tests.feeds.web_server import FileServer, Page, client_tls

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


class SftpPlace(FolderPlace):
    """A folder on a real SFTP server, looked at whenever a file was written: the first look proves nothing there."""

    def __init__(self, sshd: Sshd, name: str) -> None:
        super().__init__(sshd.folder / name)
        self.source = SftpSource(sshd.login(), name, SETTLE)

    def put(self, name: str, data: bytes, at: datetime) -> None:
        """Write a file, date it and look."""
        super().put(name, data, at)
        self.source.arrivals(at)


class HttpsPlace:
    """One address that gives the newest file. It holds one at a time, whole, and nothing can be moved there."""

    def __init__(self, server: FileServer) -> None:
        self.pages = server.pages
        self.source: Source = HttpsSource(f"{server.address}/newest", HttpsLogin(), tls=client_tls())

    def put(self, name: str, data: bytes, at: datetime) -> None:
        """Replace the file."""
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Last-Modified": format_datetime(at)}
        self.pages["/newest"] = Page(data, headers=headers)

    def remove(self, name: str) -> None:
        """Take the file away."""
        del name
        del self.pages["/newest"]

    def shelf(self, name: str) -> dict[str, bytes]:
        """Return nothing."""
        raise NotImplementedError(name)


class IndexPlace(HttpsPlace):
    """A list of files on a web server, in their order; they are whole, and nothing can be moved there."""

    def __init__(self, server: FileServer) -> None:
        super().__init__(server)
        self.source = IndexSource(f"{server.address}/files/index.json", HttpsLogin(), tls=client_tls())
        self.names: list[str] = []

    def put(self, name: str, data: bytes, at: datetime) -> None:
        """Add a file and list it."""
        del at
        self.names.append(name)
        self.pages[f"/files/{name}"] = Page(data)
        self.pages["/files/index.json"] = Page(json.dumps(self.names).encode())

    def remove(self, name: str) -> None:
        """Take a file away that the list still names."""
        del self.pages[f"/files/{name}"]


MOVING = ["memory", "folder", "sftp"]
LISTING = [*MOVING, "index"]
where_files_move = pytest.mark.parametrize("place", MOVING, indirect=True)
where_several_wait = pytest.mark.parametrize("place", LISTING, indirect=True)


@pytest.fixture(scope="module")
def sshd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sshd]:
    folder = tmp_path_factory.mktemp("sshd")
    with Sshd(folder / "home", folder / "login") as server:
        yield server


@pytest.fixture(params=[*LISTING, "https"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    with ExitStack() as stack:
        kind = request.param
        made: Place
        if kind == "memory":
            made = MemoryPlace()
        elif kind == "folder":
            made = FolderPlace(tmp_path / "feed")
        elif kind == "sftp":
            made = SftpPlace(request.getfixturevalue("sshd"), tmp_path.name)
        else:
            server = stack.enter_context(FileServer())
            made = HttpsPlace(server) if kind == "https" else IndexPlace(server)
        yield made
        made.source.close()


def _names(place: Place, now: datetime = NOW) -> list[str]:
    return [arrival.name for arrival in place.source.arrivals(now)]


@where_several_wait
def test_complete_files_are_listed_oldest_first(place: Place) -> None:
    place.put("b.edi", b"bb", LONG_AGO)
    place.put("a.edi", b"a", LONG_AGO + timedelta(seconds=1))

    assert _names(place) == ["b.edi", "a.edi"]


@pytest.mark.parametrize("place", [*MOVING, "https"], indirect=True)  # an index tells neither
def test_a_file_is_listed_with_its_size_and_the_time_of_its_last_write(place: Place) -> None:
    place.put("a.edi", b"one", LONG_AGO)

    (arrival,) = place.source.arrivals(NOW)

    assert (arrival.name, arrival.size, arrival.modified) == ("a.edi", 3, LONG_AGO)


def test_a_file_stays_listed_as_it_is_until_it_is_set_aside(place: Place) -> None:
    place.put("a.edi", b"one", LONG_AGO)

    assert place.source.arrivals(NOW) == place.source.arrivals(NOW + timedelta(hours=1)) != []


@where_several_wait
@pytest.mark.parametrize("name", [".hidden", "a.part", "a.edi.tmp", "A.PART", "a.edi~"])
def test_hidden_and_half_written_files_are_passed_over(place: Place, name: str) -> None:
    place.put(name, b"x", LONG_AGO)

    assert _names(place) == []


@where_files_move
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


def test_another_file_comes_after_one_was_set_aside(place: Place) -> None:
    place.put("a.edi", b"one", LONG_AGO)
    place.source.accept(*place.source.arrivals(NOW))
    place.put("b.edi", b"two", LONG_AGO)

    (arrival,) = place.source.arrivals(NOW)

    assert (arrival.name, place.source.fetch(arrival, 9)) == ("b.edi", b"two")


@where_files_move
@pytest.mark.parametrize("shelf", ["done", "quarantine"])
def test_a_file_set_aside_is_kept(place: Place, shelf: str) -> None:
    place.put("a.edi", b"one", LONG_AGO)
    (arrival,) = place.source.arrivals(NOW)

    (place.source.accept if shelf == "done" else place.source.refuse)(arrival)

    assert place.shelf(shelf) == {"a.edi": b"one"}


@where_files_move
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


@where_several_wait
def test_a_file_taken_away_meanwhile_is_gone(place: Place) -> None:
    place.put("a.edi", b"one", LONG_AGO)
    (arrival,) = place.source.arrivals(NOW)
    place.remove("a.edi")

    with pytest.raises(ArrivalGoneError):
        place.source.fetch(arrival, 9)


@where_files_move
def test_a_file_taken_away_meanwhile_cannot_be_set_aside(place: Place) -> None:
    place.put("a.edi", b"one", LONG_AGO)
    (arrival,) = place.source.arrivals(NOW)
    place.remove("a.edi")

    for action in (place.source.accept, place.source.refuse):
        with pytest.raises(ArrivalGoneError):
            action(arrival)


@where_files_move
def test_a_file_written_after_it_was_listed_stays(place: Place) -> None:
    place.put("a.edi", b"one", LONG_AGO)
    (arrival,) = place.source.arrivals(NOW)
    place.put("a.edi", b"one and more", LONG_AGO)

    with pytest.raises(ArrivalChangedError):
        place.source.accept(arrival)

    assert place.shelf("done") == {}
