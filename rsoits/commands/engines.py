"""Who does the bulk work: this process, all cores of this machine, or a Ray cluster; the answer is the same."""

from __future__ import annotations

import multiprocessing
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from enum import StrEnum
from importlib.util import find_spec
from typing import TYPE_CHECKING

from matchers.matcher import BATCH, Matcher
from rsoits.commands.outcome import Exit, fail

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from matchers.evidence import Explanation
    from matchers.identity import Identity

ALONE = 2 * BATCH
"""Up to so many travellers one process is done before another has started."""


class Engine(StrEnum):
    """`local` uses the cores of this machine, `ray` the machines of a Ray cluster."""

    LOCAL = "local"
    RAY = "ray"


@dataclass(frozen=True, slots=True)
class Task:
    """A matcher, and the travellers it is asked for."""

    matcher: Matcher
    travellers: Sequence[tuple[str, Identity]]

    def spans(self) -> list[tuple[int, int]]:
        """Cut the travellers into batches."""
        return [(start, min(start + BATCH, len(self.travellers))) for start in range(0, len(self.travellers), BATCH)]

    def do(self, span: tuple[int, int]) -> Done:
        """Screen one batch."""
        batch = self.travellers[slice(*span)]
        screening = self.matcher.examine([identity for _, identity in batch])
        hits = [
            (traveller_id, each.registrant_id, *_told(each.explanation))
            for (traveller_id, _), candidates in zip(batch, screening.candidates, strict=True)
            for each in candidates
        ]
        return Done(len(batch), screening.pairs, hits)


@dataclass(frozen=True, slots=True)
class Done:
    """What one batch came to: travellers, pairs looked at, rows of the hits table."""

    travellers: int
    pairs: int
    hits: list[tuple[str, ...]]


def run(task: Task, engine: Engine, workers: int) -> Iterator[Done]:
    """Yield what each batch came to, in the order of the travellers; `workers` 0 means one for each core."""
    if engine is Engine.RAY:
        return _on_ray(task)
    workers = min(workers or len(os.sched_getaffinity(0)), len(task.spans()))
    if workers < 2 or len(task.travellers) <= ALONE:  # noqa: PLR2004  one worker is this process
        return map(task.do, task.spans())
    return _on_cores(task, workers)


def _told(explanation: Explanation) -> tuple[str, ...]:
    return (f"{explanation.probability:.6f}", f"{explanation.bits:.2f}", str(explanation.band), explanation.sentence)


_task: Task | None = None


def _begin(task: Task) -> None:
    global _task  # noqa: PLW0603  how a pool's worker keeps what it was started with
    _task = task


def _do(span: tuple[int, int]) -> Done:
    assert _task is not None  # noqa: S101  set by `_begin` before any work arrives
    return _task.do(span)


def _on_cores(task: Task, workers: int) -> Iterator[Done]:
    """Forked workers share the index; where forking is not safe they receive a copy."""
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    pool = ProcessPoolExecutor(workers, context, _begin, (task,))
    return _drain(pool, pool.map(_do, task.spans()))


def _drain(pool: ProcessPoolExecutor, work: Iterator[Done]) -> Iterator[Done]:
    with pool:
        try:
            yield from work
        except BrokenProcessPool:
            fail("A worker was ended, most likely for want of memory; try fewer --workers.", Exit.UNEXPECTED)


def _on_ray(task: Task) -> Iterator[Done]:
    if find_spec("ray") is None:
        fail(
            "--engine ray needs Ray, which is not installed; run `pip install 'rsoits[cluster]'`, or leave it out.",
            Exit.USAGE,
        )
    import ray  # noqa: PLC0415  an optional part, loaded when asked for

    ray.init(ignore_reinit_error=True, log_to_driver=False)
    shared = ray.put(task)
    work = ray.remote(Task.do)
    pending = [work.remote(shared, span) for span in task.spans()]
    for each in pending:
        yield ray.get(each)
