"""Worker processes: forked from the test with everything imported, to begin at once, or started as from a shell."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import traceback
import warnings
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from feeds.catalogue import feed
from rsoits.house import House
from rsoits.services.pulse import Progress
from rsoits.services.watch import Watch
from rsoits.settings import Settings
from rsoits.store.database import Database
from sample_data.manifest import Aboard
from tests.rsoits.scenes import HOLLIS, STRANGER, manifest

FEED = "air-manifests"
_FIRST = datetime(2031, 5, 1, 9, 0)  # noqa: DTZ001  local time at the airport


def own_house(settings: Settings) -> House:
    """Open the house again: what a process inherits of another's database connections is of no use to it."""
    return House(settings, Database(settings.database), settings.key())


def start(settings: Settings, first: str = "") -> subprocess.Popen[bytes]:
    """Start `rsoits work` as from a shell; `first` is Python that its process runs before anything else."""
    environment = os.environ | {
        "RSOITS_DATA": str(settings.data),
        "RSOITS_DATABASE_URL": settings.database_url,
        "RSOITS_POLL_SECONDS": "0.1",
        "RSOITS_SETTLE_SECONDS": "0",
        "RSOITS_LEASE_SECONDS": "1",
        "RSOITS_SECRET": settings.secret.get_secret_value(),
    }
    command = [sys.executable, "-c", f"{first}\nfrom rsoits.cli import main; main()", "work"]
    nowhere = subprocess.DEVNULL
    return subprocess.Popen(command, env=environment, stdout=nowhere, stderr=nowhere)  # noqa: S603  our own command


def forked(work: Callable[[], None]) -> int:
    """Run `work` in a process of its own; returns the process id. It ends with 1 if the work raises."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # what it warns of, other threads, the child does not use
        process = os.fork()
    if process:
        return process
    try:
        work()
    except BaseException:  # noqa: BLE001  the test's own machinery must not run twice
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def ended(process: int) -> int:
    """Wait for a process to end; returns its exit code, negative for a signal."""
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def kill(process: int) -> None:
    """End a process without warning."""
    os.kill(process, signal.SIGKILL)
    assert ended(process) == -signal.SIGKILL


def look_for_ever(settings: Settings, begun: int | None = None) -> None:
    """Do what a worker does with one feed; bytes go to `begun` while it reads files."""

    def shown(_progress: Progress) -> None:
        if begun is not None:
            os.write(begun, b".")

    watch = Watch(own_house(settings), feed(FEED), shown=shown)
    while True:
        watch.look_if_due()
        time.sleep(0.005)


def aboard(number: int, persons: int) -> list[Aboard]:
    """Return strangers of one manifest, and a registrant."""
    named = [(f"OYELARAN{chr(65 + n // 26)}{chr(65 + n % 26)}", f"P{number}-{n}") for n in range(persons)]
    strangers = [replace(STRANGER, surname=surname, reference=reference) for surname, reference in named]
    return [*strangers, replace(HOLLIS, reference=f"H{number}")]


def drop_manifest(settings: Settings, number: int, persons: int = 3) -> list[str]:
    """Hand over the manifest of one day's flight; returns whom it lists, as `day surname`."""
    departs = _FIRST + timedelta(days=number)
    people = aboard(number, persons)
    data = manifest(*people, departs=departs, reference=f"QZ{number}")
    drop(settings.feeds / FEED, f"manifest-{number}.edi", data)
    return [f"{departs:%Y-%m-%d} {person.surname}" for person in people]


def drop(folder: Path, name: str, data: bytes) -> None:
    """Hand a file over whole, as a careful sender does."""
    folder.mkdir(parents=True, exist_ok=True)
    half = folder / f"{name}.part"
    half.write_bytes(data)
    half.rename(folder / name)
