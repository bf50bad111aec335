"""A sender writes slowly, straight into the watched folder; nothing is read before it is whole."""

from __future__ import annotations

import time
from datetime import datetime
from pathlib import Path

from sqlmodel import select

from feeds.catalogue import feed
from rsoits.house import House
from rsoits.services.watch import Watch
from rsoits.store.intakes import FeedRun, Intake, IntakeState
from tests.conftest import empty_database, settings_for
from tests.faults.processes import FEED, aboard, ended, forked
from tests.faults.test_kill import on_record
from tests.rsoits.scenes import manifest

PIECES, PAUSE, SETTLE = 12, 0.08, 1.0
PATIENCE = 20.0


def write_slowly(path: Path, data: bytes) -> None:
    size = len(data) // PIECES + 1
    with path.open("wb") as file:
        for start in range(0, len(data), size):
            file.write(data[start : start + size])
            file.flush()
            time.sleep(PAUSE)


def test_a_file_is_not_read_while_it_is_written(tmp_path: Path) -> None:
    with empty_database("sqlite", tmp_path) as address:
        house = House.open(
            settings_for(address, tmp_path).model_copy(update={"settle_seconds": SETTLE, "poll_seconds": 0.02})
        )
        people = aboard(1, 20)
        data = manifest(*people, departs=datetime(2031, 5, 1, 9, 0))  # noqa: DTZ001  local time at the airport
        watch, path = Watch(house, feed(FEED)), house.settings.feeds / FEED / "slow.edi"
        assert watch.look_if_due() == 0
        writer = forked(lambda: write_slowly(path, data))

        looks, deadline = 0, time.monotonic() + PATIENCE
        while watch.look_if_due() == 0 and time.monotonic() < deadline:
            looks += path.exists()
            time.sleep(0.02)
        assert ended(writer) == 0
        assert looks > PIECES, "the worker is meant to look while the file grows"
        with house.database.reading() as session:
            (intake,) = session.exec(select(Intake)).all()
            assert (intake.state, intake.travellers, intake.rejects) == (IntakeState.ACCEPTED, len(people), 0)
            assert sorted(on_record(session)) == sorted(f"2031-05-01 {person.surname}" for person in people)
            assert len(session.exec(select(FeedRun)).all()) == 1
        house.database.dispose()
