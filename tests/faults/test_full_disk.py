"""The disk is full while a list is taken in; when there is room again, everyone on it is there exactly once."""

from __future__ import annotations

import signal
import time
from collections import Counter
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from sqlmodel import select

from rsoits.house import House
from rsoits.security.audit import verify
from rsoits.store.intakes import Intake
from rsoits.store.manifests import Traveller
from tests.conftest import empty_database, settings_for
from tests.faults.processes import drop, start
from tests.rsoits.scenes import STRANGER, manifest

PERSONS = 400


def test_a_full_disk_loses_and_doubles_nobody(tmp_path: Path) -> None:
    with empty_database("sqlite", tmp_path) as address:
        house = House.open(settings_for(address, tmp_path))
        database = Path(address.removeprefix("sqlite:///"))
        people = [
            replace(STRANGER, surname=f"OYELARAN{chr(65 + n // 26)}{chr(65 + n % 26)}", reference=f"P{n}")
            for n in range(PERSONS)
        ]
        departs = datetime(2031, 5, 1, 9, 0)  # noqa: DTZ001  local time at the airport
        inbox = house.settings.feeds / "air-manifests"
        drop(inbox, "list.edi", manifest(*people, departs=departs))

        room = database.stat().st_size + 64 * 1024
        cramped = start(house.settings, f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({room}, {room}))")
        time.sleep(6)
        assert cramped.poll() is None, "a full disk must not end the worker"
        assert (inbox / "list.edi").exists()
        with house.database.reading() as session:
            assert session.exec(select(Traveller.id)).all() == []
        cramped.send_signal(signal.SIGTERM)
        cramped.wait(timeout=30)

        roomy = start(house.settings)
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and not (inbox / "done" / "list.edi").exists():
            time.sleep(0.2)
        roomy.send_signal(signal.SIGTERM)
        assert roomy.wait(timeout=30) == 0
        with house.database.reading() as session:
            stored = Counter(session.exec(select(Traveller.surname)))
            assert sorted(stored) == sorted(person.surname for person in people)
            assert set(stored.values()) == {1}
            assert [row.state for row in session.exec(select(Intake))] == ["accepted"]
            assert verify(session, house.key).broken_at is None
        house.database.dispose()
