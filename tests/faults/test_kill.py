"""The worker is killed without warning, again and again; at the end everything is there exactly once."""

from __future__ import annotations

import os
import random
import time
from collections import Counter
from functools import partial

from sqlmodel import Session, select

from feeds.catalogue import feed
from rsoits.house import House
from rsoits.security.audit import verify
from rsoits.services.runs import LOST
from rsoits.services.watch import Watch
from rsoits.store.files import SourceFile
from rsoits.store.intakes import FeedRun, RunState
from rsoits.store.manifests import Traveller, Voyage
from rsoits.store.matches import Match
from tests.faults.processes import FEED, drop_manifest, forked, kill, look_for_ever
from tests.rsoits.scenes import load_registry

KILLS = {"sqlite": 50, "postgresql": 10}
FILES_AT_FIRST, FILES_MORE = 40, 3


def test_a_worker_killed_in_the_middle_loses_and_doubles_nobody(house: House) -> None:
    settings = house.settings.model_copy(update={"poll_seconds": 0.01, "lease_seconds": 0.02})
    kills = KILLS["sqlite" if house.database.is_sqlite else "postgresql"]
    load_registry(house)
    sent = [person for number in range(FILES_AT_FIRST) for person in drop_manifest(settings, number)]
    house.database.dispose()

    chance = random.Random(7)  # noqa: S311  when to kill
    files = FILES_AT_FIRST
    for _ in range(kills):
        told, tells = os.pipe()
        worker = forked(partial(look_for_ever, settings, tells))
        os.close(tells)
        assert os.read(told, 1), "the worker is meant to read files"
        time.sleep(chance.uniform(0.0, 0.05))
        kill(worker)
        os.close(told)
        for _ in range(FILES_MORE):
            sent += drop_manifest(settings, files)
            files += 1
    time.sleep(settings.lease_seconds)
    assert Watch(House(settings, house.database, house.key), feed(FEED)).look_if_due() > 0

    assert not list((settings.feeds / FEED).glob("*.edi"))
    with house.database.reading() as session:
        assert sorted(on_record(session)) == sorted(sent)
        assert Counter(session.exec(select(Match.voyage_id))) == Counter(session.exec(select(Voyage.id)))
        assert len(session.exec(select(SourceFile.id)).all()) == files + 1
        runs = session.exec(select(FeedRun)).all()
        assert sum(run.travellers for run in runs) == len(sent)
        assert sum(run.failure == LOST for run in runs) > kills / 2, "most kills are meant to hit a run"
        assert RunState.RUNNING not in {run.state for run in runs}
        assert verify(session, house.key).broken_at is None


def on_record(session: Session) -> list[str]:
    """Return everyone stored, as `day surname`."""
    rows = session.exec(select(Voyage.day, Traveller.surname).where(Voyage.id == Traveller.voyage_id))
    return [f"{day} {surname}" for day, surname in rows]
