"""The clock is set while the worker works: back, a feed does not stall; ahead, nothing is done twice."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from feeds.catalogue import feed
from feeds.schedule import read_schedule
from feeds.sources.folder import FolderSource
from rsoits.house import House
from rsoits.services.schedule import Worker
from rsoits.services.watch import Watch
from rsoits.settings import Settings
from rsoits.store.database import Database
from rsoits.store.intakes import FeedRun
from tests.conftest import empty_database, settings_for
from tests.faults.processes import FEED, drop_manifest
from tests.faults.test_kill import on_record
from tests.rsoits.scenes import at

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SOON = 10.0


class Set(House):
    """A house whose clock can be set."""

    step = timedelta(0)

    def now(self) -> datetime:
        """Return the real time and by how much it was set."""
        return super().now() + Set.step


class Told(House):
    """A house whose clock stands still until it is told."""

    moment = at("2026-03-28T12:00:30")

    def now(self) -> datetime:
        """Return the time as told."""
        return Told.moment


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[Settings]:
    with empty_database("sqlite", tmp_path) as address:
        made = settings_for(address, tmp_path)
        House.open(made).database.dispose()
        yield made


def test_a_feed_goes_on_whatever_the_clock_does(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    house = Told(settings, Database(settings.database), settings.key())
    hourly = replace(feed(FEED), schedule=read_schedule("every hour"))
    watch, other = Watch(house, hourly), Watch(house, hourly)
    sent, number = list[str](), 0

    def arrives(when: datetime) -> list[int]:
        """Let a file arrive and two workers look, twice each."""
        nonlocal number
        sent.extend(drop_manifest(settings, number))
        number += 1
        monkeypatch.setattr(Told, "moment", when)
        return [each.look_if_due() for each in (watch, other, watch, other)]

    noon = Told.moment
    assert arrives(noon) == [1, 0, 0, 0]
    assert arrives(noon + HOUR) == [1, 0, 0, 0]
    assert arrives(noon) == [1, 0, 0, 0], "set back by an hour"
    assert arrives(noon + HOUR) == [1, 0, 0, 0], "the hour that comes twice"
    assert arrives(noon + DAY) == [1, 0, 0, 0], "set ahead by a day"
    assert arrives(noon + 2 * HOUR) == [1, 0, 0, 0], "and set right"
    assert arrives(noon + 2 * HOUR + timedelta(minutes=5)) == [0, 0, 0, 0], "not due"
    monkeypatch.setattr(Told, "moment", noon + 3 * HOUR)
    assert other.look_if_due() == 1
    with house.database.reading() as session:
        assert sorted(on_record(session)) == sorted(sent)
        assert len(session.exec(select(FeedRun)).all()) == number
    house.database.dispose()


def test_a_sleeping_worker_notices_that_the_clock_was_set_back(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.data.mkdir(parents=True, exist_ok=True)
    settings.own_feeds.write_text(f'[[feed]]\nname = "{FEED}"\nschedule = "every 1000 h"\n')
    house = Set(settings, Database(settings.database), settings.key())
    worker = Worker(house)
    worker.start()
    try:
        assert taken(house, 0), "looks when it starts"
        drop_manifest(settings, 1)
        time.sleep(1)
        assert not taken(house, 1, patience=0.0)
        monkeypatch.setattr(Set, "step", -HOUR)
        assert taken(house, 1)
    finally:
        worker.stop()
        house.database.dispose()


def taken(house: House, files: int, patience: float = SOON) -> bool:
    """Tell whether the feed was looked at, and so many files came in, before patience ends."""
    deadline = time.monotonic() + patience
    while True:
        with house.database.reading() as session:
            done = len(session.exec(select(FeedRun).where(FeedRun.files > 0)).all()) == files
        if done and (house.settings.feeds / FEED).exists():
            return True
        if time.monotonic() >= deadline:
            return False
        time.sleep(0.05)


def test_a_file_seen_before_the_clock_was_set_back_rests_no_longer_than_others(tmp_path: Path) -> None:
    rest, noon = timedelta(seconds=5), at("2026-03-28T12:00:00")
    source = FolderSource(tmp_path, rest)
    path = tmp_path / "list.edi"
    path.write_bytes(b"UNB")
    os.utime(path, (noon.timestamp(), noon.timestamp()))
    assert source.arrivals(noon) == []
    assert source.arrivals(noon - HOUR) == []
    assert [arrival.name for arrival in source.arrivals(noon - HOUR + rest)] == ["list.edi"]
