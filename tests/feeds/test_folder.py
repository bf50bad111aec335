from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from feeds.sources.folder import FolderSource
from feeds.sources.source import Arrival, ArrivalGoneError

NOW = datetime(2026, 3, 28, 12, tzinfo=UTC)


def _put(path: Path, data: bytes, at: datetime) -> None:
    path.write_bytes(data)
    os.utime(path, (at.timestamp(), at.timestamp()))


def test_folders_links_and_pipes_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("not ours")
    feed = tmp_path / "feed"
    source = FolderSource(feed)
    (feed / "folder.edi").mkdir()
    (feed / "link.edi").symlink_to(tmp_path / "secret.txt")
    os.mkfifo(feed / "pipe.edi")

    assert source.arrivals(NOW + timedelta(days=36500)) == []
    for name in ("folder.edi", "link.edi", "pipe.edi"):
        with pytest.raises(ArrivalGoneError):
            source.fetch(Arrival(name, 1, NOW, name), 100)


def test_a_file_that_keeps_an_old_date_while_it_grows_waits_until_it_stays_the_same(tmp_path: Path) -> None:
    source = FolderSource(tmp_path, timedelta(seconds=5))
    old = NOW - timedelta(days=1)
    _put(tmp_path / "a.edi", b"1", old)
    assert len(source.arrivals(NOW)) == 1

    _put(tmp_path / "a.edi", b"12", old)
    assert source.arrivals(NOW + timedelta(seconds=2)) == []
    assert source.arrivals(NOW + timedelta(seconds=6)) == []
    assert [arrival.size for arrival in source.arrivals(NOW + timedelta(seconds=7))] == [2]


def test_a_file_dated_in_the_future_is_taken_once_it_stays_the_same(tmp_path: Path) -> None:
    source = FolderSource(tmp_path, timedelta(seconds=5))
    _put(tmp_path / "a.edi", b"1", NOW + timedelta(days=400))

    assert source.arrivals(NOW) == []
    assert len(source.arrivals(NOW + timedelta(seconds=5))) == 1


def test_a_name_of_any_bytes_can_be_shown_and_moved(tmp_path: Path) -> None:
    raw = os.fsdecode(b"caf\xe9.edi")
    _put(tmp_path / raw, b"1", NOW)
    source = FolderSource(tmp_path, timedelta(0))

    (arrival,) = source.arrivals(NOW)
    source.accept(arrival)

    assert arrival.name.encode("utf-8")
    assert (tmp_path / "done" / raw).read_bytes() == b"1"
