"""Two workers look at one folder; every file is taken in once, in runs that never overlap."""

from __future__ import annotations

import time
from functools import partial
from itertools import pairwise
from pathlib import Path

from sqlmodel import select

from rsoits.house import House
from rsoits.security.audit import verify
from rsoits.store.intakes import FeedRun, Intake, IntakeState
from tests.faults.processes import FEED, drop_manifest, forked, kill, look_for_ever
from tests.faults.test_kill import on_record
from tests.rsoits.scenes import load_registry

AT_LEAST = 30
MANY = 3
PATIENCE = 20.0


def test_two_workers_share_a_folder_and_nobody_is_doubled(house: House) -> None:
    settings = house.settings.model_copy(update={"poll_seconds": 0.02})
    load_registry(house)
    folder = settings.feeds / FEED
    sent, number = drop_manifest(settings, 0), 1
    house.database.dispose()
    workers = [forked(partial(look_for_ever, settings)) for _ in range(2)]
    try:
        deadline = time.monotonic() + PATIENCE
        while waits(folder) or number < AT_LEAST or len(who_worked(house)) < 2:
            assert time.monotonic() < deadline, who_worked(house)
            if waits(folder) < MANY and (number < AT_LEAST or len(who_worked(house)) < 2):
                sent += drop_manifest(settings, number)
                number += 1
            time.sleep(0.01)
        time.sleep(0.2)
    finally:
        for worker in workers:
            kill(worker)

    with house.database.reading() as session:
        assert sorted(on_record(session)) == sorted(sent)
        intakes = session.exec(select(Intake).where(Intake.feed == FEED)).all()
        assert {intake.state for intake in intakes} == {IntakeState.ACCEPTED}
        assert len(intakes) == number
        runs = session.exec(select(FeedRun).order_by(FeedRun.id)).all()  # type: ignore[arg-type]  # a column
        assert len({run.due_at for run in runs}) == len(runs)
        for earlier, later in pairwise(runs):
            assert earlier.finished_at is not None
            assert earlier.finished_at <= later.started_at
        assert verify(session, house.key).broken_at is None


def waits(folder: Path) -> int:
    """Count the files that wait."""
    return len(list(folder.glob("*.edi")))


def who_worked(house: House) -> set[str]:
    """Return the workers that had a run."""
    with house.database.reading() as session:
        return set(session.exec(select(FeedRun.worker)))
