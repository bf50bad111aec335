"""The demonstration's folder: marked while a world is built in it, cleared when that was stopped half-way."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from rsoits.commands.outcome import STDERR, Exit, fail
from rsoits.settings import Settings

_DATABASE = ("rsoits.sqlite3", "rsoits.sqlite3-wal", "rsoits.sqlite3-shm")
_FOLDERS = ("feeds", "feeds.toml", "mappings", "outgoing", "world")


@contextmanager
def marked(settings: Settings) -> Iterator[None]:
    """Mark the folder while a world is built in it; a folder that holds someone else's files ends the command."""
    if found := [name for name in _FOLDERS if (settings.data / name).exists()]:
        fail(
            f"{settings.data} holds {', '.join(found)} that this demonstration did not make; name another --data.",
            Exit.UNUSABLE,
        )
    mark = _mark(settings)
    mark.parent.mkdir(parents=True)
    with mark.open("x") as held:
        _hold(held, settings.data)
        yield
    mark.unlink()


def clear_unfinished(settings: Settings) -> None:
    """Remove a half-built world, so that it is built from nothing; only what the demonstration made is touched."""
    mark = _mark(settings)
    if not mark.exists():
        return
    with mark.open("a") as held:
        _hold(held, settings.data)
    if settings.database_url:
        fail(
            f"The demonstration in {settings.data} was stopped while it was built; empty the database of "
            f"RSOITS_DATABASE_URL, remove the folder, and start again.",
            Exit.UNUSABLE,
        )
    STDERR.print(
        f"The demonstration in {settings.data} was stopped while it was built; it is built from nothing.", markup=False
    )
    for name in (*_DATABASE, *_FOLDERS):
        _remove(settings.data / name)


def _mark(settings: Settings) -> Path:
    return settings.data / "world" / "building"


def _hold(mark: TextIO, data: Path) -> None:
    """Keep the mark for this process as long as it is open."""
    try:
        fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        fail(f"Another process is building a demonstration in {data}; wait, or name another --data.", Exit.UNUSABLE)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
