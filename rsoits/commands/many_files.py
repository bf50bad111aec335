"""Many files read on all cores: told in the order asked for, with little of it in memory at once."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import stat
import sys
import tempfile
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from rsoits.commands.file_reading import Outcome, Task
from rsoits.commands.outcome import Exit, fail

ALONE = 1_000_000
"""Up to so many bytes one process has read before another has started."""

_KEPT = 1_000_000
"""Characters a worker hands over; what is longer waits in a file."""

_AHEAD = 4
"""Files under way for each worker, so that none waits for the one that is told next."""

_COLLECT_AFTER = 100_000
"""Records have no cycles, so a worker looks for garbage less often than Python would."""


def files_below(path: Path) -> Iterator[Path]:
    """Yield the path, or every file below it in the order of their names; links and special files are passed over.

    A folder that cannot be read is yielded itself, so that reading it says why.
    """
    if not path.is_dir():
        yield path
        return
    unreadable: list[Path] = []
    for folder, folders, names in os.walk(path, onerror=lambda error: unreadable.append(Path(error.filename))):
        folders.sort()
        for name in sorted(names):
            file = Path(folder, name)
            if stat.S_ISREG(file.lstat().st_mode):
                yield file
    yield from unreadable


def each_outcome(paths: Sequence[Path], task: Task, write: Callable[[str], object]) -> Generator[Outcome, None, None]:
    """Read the files and return what became of each, in their order; `write` gets the JSON lines before it."""
    workers = min(len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1, len(paths))
    if workers < 2 or _bytes(paths) <= ALONE:  # noqa: PLR2004  one worker is this process
        return (task.do(path, write) for path in paths)
    return _on_cores(paths, task, write, workers)


@dataclass(slots=True)
class _Told:
    """A worker's outcome; the text is in a file when it is long."""

    outcome: Outcome
    text: str = ""
    file: Path | None = None

    def hand_over(self, write: Callable[[str], object]) -> Outcome:
        if self.file:
            with self.file.open(encoding="ascii") as lines:
                while block := lines.read(_KEPT):
                    write(block)
            self.file.unlink()
        if self.text:
            write(self.text)
        return self.outcome


class _Spool:
    """Keeps what is written, the long in a file of `folder`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._kept: list[str] = []
        self._length = 0
        self.file: Path | None = None

    def write(self, text: str) -> None:
        self._kept.append(text)
        self._length += len(text)
        if self._length > _KEPT:
            self._spill()

    def told(self, outcome: Outcome) -> _Told:
        if self.file:
            self._spill()
        return _Told(outcome, "".join(self._kept), self.file)

    def _spill(self) -> None:
        if self.file is None:
            descriptor, name = tempfile.mkstemp(dir=self._folder)
            os.close(descriptor)
            self.file = Path(name)
        with self.file.open("a", encoding="ascii") as lines:
            lines.writelines(self._kept)
        self._kept, self._length = [], 0


def _bytes(paths: Sequence[Path]) -> int:
    return sum(path.stat().st_size for path in paths if path.is_file())


def _begin() -> None:
    """Let Ctrl-C end a worker without a word, and leave what it shares with its parent out of garbage collection."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    gc.freeze()
    gc.set_threshold(_COLLECT_AFTER)


def _end_with_parent() -> None:
    """Leave no worker behind when the command is killed."""
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os._exit(Exit.UNEXPECTED)


def _do(task: Task, path: Path, folder: Path) -> _Told:
    spool = _Spool(folder)
    return spool.told(task.do(path, spool.write))


def _on_cores(
    paths: Sequence[Path], task: Task, write: Callable[[str], object], workers: int
) -> Generator[Outcome, None, None]:
    """Start the workers at once, while no other thread runs that a fork could catch unawares."""
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    folder = tempfile.TemporaryDirectory(prefix="rsoits-read-")
    pool = ProcessPoolExecutor(workers, context, _begin)
    waiting = iter(paths)

    def begin(path: Path) -> Future[_Told]:
        return pool.submit(_do, task, path, Path(folder.name))

    pending = deque(map(begin, islice(waiting, _AHEAD * workers)))

    def outcomes() -> Generator[Outcome, None, None]:
        try:
            while pending:
                told = pending.popleft().result()
                pending.extend(map(begin, islice(waiting, 1)))
                yield told.hand_over(write)
        except BrokenProcessPool:
            fail("A worker was ended, most likely for want of memory; read fewer files at a time.", Exit.UNEXPECTED)
        finally:
            if pending:
                _end_workers()
            pool.shutdown(cancel_futures=True)
            folder.cleanup()

    return outcomes()


def _end_workers() -> None:
    for worker in multiprocessing.active_children():
        worker.terminate()
