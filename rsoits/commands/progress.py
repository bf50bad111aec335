"""The progress bar of commands that take files in: how much is done, how many files, how many travellers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, Progress, TaskID, TaskProgressColumn, TextColumn, TimeElapsedColumn

from rsoits.commands.outcome import STDERR

_LONGEST = 40


class Bar:
    """One bar; `total` is in whatever `move` counts, files or bytes."""

    def __init__(self, bars: Progress, task: TaskID) -> None:
        self._bars = bars
        self._task = task

    def move(self, done: int, total: int, files: int, travellers: int, current: str) -> None:
        """Show how far it is; of a long name only the end."""
        shown = current if len(current) <= _LONGEST else f"…{current[-_LONGEST:]}"
        told = f"{files:,} files · {travellers:,} travellers · {shown}"
        self._bars.update(self._task, completed=done, total=total, told=told)


@contextmanager
def progress_bar(what: str, *, hidden: bool = False) -> Iterator[Bar]:
    """Show a bar while something goes on, on standard error and only when that is a terminal."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[told]}", markup=False),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=STDERR, disable=hidden or not STDERR.is_terminal, transient=True) as bars:
        yield Bar(bars, bars.add_task(what, total=None, told=""))
