"""The worker is killed without warning, again and again; at the end everything is there exactly once."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from sqlmodel import select

from rsoits.house import House
from rsoits.security.audit import verify
from rsoits.settings import Settings
from rsoits.store.files import SourceFile
from rsoits.store.manifests import Traveller
from rsoits.store.matches import Match
from tests.rsoits.scenes import HOLLIS, REGISTRY, STRANGER, manifest

FILES, PERSONS, KILLS = 12, 60, 4


def start(settings: Settings, first: str = "") -> subprocess.Popen[bytes]:
    """Start a worker; `first` is Python that its process runs before anything else."""
    environment = os.environ | {
        "RSOITS_DATA": str(settings.data),
        "RSOITS_DATABASE_URL": settings.database_url,
        "RSOITS_POLL_SECONDS": "0.1",
        "RSOITS_SETTLE_SECONDS": "0",
        "RSOITS_SECRET": settings.secret.get_secret_value(),
    }
    command = [sys.executable, "-c", f"{first}\nfrom rsoits.cli import main; main()", "work"]
    nowhere = subprocess.DEVNULL
    return subprocess.Popen(command, env=environment, stdout=nowhere, stderr=nowhere)  # noqa: S603  our own command


def drop(folder: Path, name: str, data: bytes) -> None:
    """Hand a file over whole, as a careful sender does."""
    folder.mkdir(parents=True, exist_ok=True)
    half = folder / f"{name}.part"
    half.write_bytes(data)
    half.rename(folder / name)


def test_a_worker_killed_in_the_middle_loses_and_doubles_nobody(house: House) -> None:
    settings = house.settings
    drop(settings.feeds / "registry-extracts", "registry.csv", REGISTRY.encode())
    sent = Counter[str]()
    for number in range(FILES):
        departs = datetime(2031, 5, 1 + number, 9, 0)  # noqa: DTZ001  local time at the airport
        people = [
            replace(STRANGER, surname=f"OYELARAN{chr(65 + n // 26)}{chr(65 + n % 26)}", reference=f"P{n}")
            for n in range(PERSONS)
        ]
        people.append(replace(HOLLIS, reference="H"))
        sent.update(f"{number}/{person.surname}" for person in people)
        data = manifest(*people, departs=departs, reference=f"QZ514{number}")
        drop(settings.feeds / "air-manifests", f"manifest-{number}.edi", data)

    chance = random.Random(7)  # noqa: S311  when to kill
    for _ in range(KILLS):
        worker = start(settings)
        time.sleep(chance.uniform(1.5, 3.5))
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    worker = start(settings)
    done = settings.feeds / "air-manifests" / "done"
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and len(list(done.glob("*"))) < FILES:
        time.sleep(0.2)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=30) == 0

    with house.database.reading() as session:
        files = {row.id: row.name for row in session.exec(select(SourceFile))}
        stored = Counter(f"{row.voyage_id}/{row.surname}" for row in session.exec(select(Traveller)))
        matches = session.exec(select(Match)).all()
        assert verify(session, house.key).broken_at is None
    assert len(files) == FILES + 1
    assert sorted(stored.values()) == sorted(sent.values())
    assert len(stored) == len(sent)
    assert len(matches) == FILES
