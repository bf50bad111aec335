# ruff: noqa: D102  a test's name says what it asserts
"""What every outbox promises, run on each adapter: subclass `OutboxContract` and give it a `bench`."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import TYPE_CHECKING, Protocol

import pytest

from alerts.channels.port import Receipt
from alerts.memory_outbox import MemoryOutbox
from alerts.outbox import Attempt, DeliveryState, Dispatch, Outbox, Outcome
from tests.alerts.examples import NOON, message

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from alerts.message import Message

LEASE = timedelta(minutes=5)


class Bench(Protocol):
    """An outbox under test with what a test needs beside the port; attempts are told by their outcomes."""

    outbox: Outbox

    def put(self, message: Message, due_at: datetime, channel: str = "memory", address: str = "somewhere") -> int:
        """Queue a delivery and return its id; later ids are greater."""
        ...

    def state(self, delivery_id: int) -> DeliveryState:
        """Return where it stands."""
        ...

    def outcomes(self, delivery_id: int) -> Sequence[Outcome]:
        """Return the outcomes of all attempts, oldest first."""
        ...


def delivered(at: datetime) -> Attempt:
    return Attempt(at, Outcome.DELIVERED, DeliveryState.DELIVERED, receipt=Receipt(at, "receipt"))


def waiting(at: datetime, until: datetime) -> Attempt:
    return Attempt(at, Outcome.FAILED_TRANSIENT, DeliveryState.WAITING, error="busy", next_attempt_at=until)


def dead(at: datetime) -> Attempt:
    return Attempt(at, Outcome.FAILED_PERMANENT, DeliveryState.DEAD, error="gone")


def ids(dispatches: Sequence[Dispatch]) -> list[int]:
    return [dispatch.id for dispatch in dispatches]


class OutboxContract:
    """The cases."""

    def test_a_claim_returns_the_message_as_it_was_put_and_counts_the_attempt(self, bench: Bench) -> None:
        put = bench.put(message("A1"), NOON, "webhook", "https://x.example/hook")
        assert bench.outbox.claim(NOON, 10, LEASE, "one") == [
            Dispatch(put, message("A1"), "webhook", "https://x.example/hook", 1, "one", NOON + LEASE)
        ]

    def test_what_is_leased_to_one_worker_no_other_gets(self, bench: Bench) -> None:
        puts = [bench.put(message(f"A{number}"), NOON) for number in range(5)]
        first = ids(bench.outbox.claim(NOON, 3, LEASE, "one"))
        second = ids(bench.outbox.claim(NOON, 10, LEASE, "two"))
        assert first == puts[:3]
        assert second == puts[3:]
        assert bench.outbox.claim(NOON, 10, LEASE, "three") == []

    def test_workers_who_claim_at_the_same_moment_share_without_overlap(self, bench: Bench) -> None:
        puts = [bench.put(message(f"A{number}"), NOON) for number in range(100)]
        together = Barrier(4)

        def work(worker: int) -> list[int]:
            got: list[int] = []
            together.wait(timeout=10)
            while claimed := ids(bench.outbox.claim(NOON, 1, LEASE, f"worker {worker}")):
                got += claimed
            return got

        usual = sys.getswitchinterval()
        sys.setswitchinterval(1e-6)
        try:
            with ThreadPoolExecutor(4) as pool:
                shares = list(pool.map(work, range(4)))
        finally:
            sys.setswitchinterval(usual)
        assert sorted(one for share in shares for one in share) == puts

    def test_a_lease_that_ran_out_is_claimed_again(self, bench: Bench) -> None:
        put = bench.put(message("A1"), NOON)
        bench.outbox.claim(NOON, 10, LEASE, "one")
        assert bench.outbox.claim(NOON + LEASE - timedelta(seconds=1), 10, LEASE, "two") == []
        (again,) = bench.outbox.claim(NOON + LEASE, 10, LEASE, "two")
        assert (again.id, again.leased_by, again.attempt_number) == (put, "two", 1)

    def test_the_longest_due_comes_first_and_among_equals_the_lower_id(self, bench: Bench) -> None:
        late = bench.put(message("A0"), NOON)
        early = [bench.put(message(f"A{number}"), NOON - timedelta(minutes=1)) for number in (1, 2)]
        assert ids(bench.outbox.claim(NOON, 10, LEASE, "one")) == [*early, late]

    def test_what_is_not_due_is_left(self, bench: Bench) -> None:
        put = bench.put(message("A1"), NOON + timedelta(seconds=1))
        assert bench.outbox.claim(NOON, 10, LEASE, "one") == []
        assert ids(bench.outbox.claim(NOON + timedelta(seconds=1), 10, LEASE, "one")) == [put]

    def test_what_is_delivered_is_never_claimed_again(self, bench: Bench) -> None:
        put = bench.put(message("A1"), NOON)
        (dispatch,) = bench.outbox.claim(NOON, 10, LEASE, "one")
        bench.outbox.record(dispatch, delivered(NOON))
        assert bench.state(put) is DeliveryState.DELIVERED
        assert bench.outbox.claim(NOON + timedelta(days=9), 10, LEASE, "two") == []

    def test_what_waits_is_claimed_from_its_next_time_on_and_at_once_then(self, bench: Bench) -> None:
        put = bench.put(message("A1"), NOON)
        (dispatch,) = bench.outbox.claim(NOON, 10, LEASE, "one")
        again = NOON + timedelta(seconds=5)
        bench.outbox.record(dispatch, waiting(NOON, again))
        assert bench.state(put) is DeliveryState.WAITING
        assert bench.outbox.claim(again - timedelta(seconds=1), 10, LEASE, "two") == []
        (dispatch,) = bench.outbox.claim(again, 10, LEASE, "two")
        assert dispatch.attempt_number == 2

    def test_what_is_dead_is_never_claimed_again(self, bench: Bench) -> None:
        put = bench.put(message("A1"), NOON)
        (dispatch,) = bench.outbox.claim(NOON, 10, LEASE, "one")
        bench.outbox.record(dispatch, dead(NOON))
        assert bench.state(put) is DeliveryState.DEAD
        assert bench.outbox.claim(NOON + timedelta(days=9), 10, LEASE, "two") == []

    def test_every_attempt_is_kept(self, bench: Bench) -> None:
        put = bench.put(message("A1"), NOON)
        now = NOON
        for _ in range(3):
            (dispatch,) = bench.outbox.claim(now, 10, LEASE, "one")
            now += timedelta(minutes=10)
            bench.outbox.record(dispatch, waiting(now, now))
        (dispatch,) = bench.outbox.claim(now, 10, LEASE, "one")
        assert dispatch.attempt_number == 4
        bench.outbox.record(dispatch, delivered(now))
        assert list(bench.outcomes(put)) == [Outcome.FAILED_TRANSIENT] * 3 + [Outcome.DELIVERED]

    def test_a_failure_told_after_the_lease_was_lost_is_kept_and_changes_nothing(self, bench: Bench) -> None:
        put = bench.put(message("A1"), NOON)
        (slow,) = bench.outbox.claim(NOON, 10, LEASE, "slow")
        (quick,) = bench.outbox.claim(NOON + LEASE, 10, LEASE, "quick")
        bench.outbox.record(slow, dead(NOON + LEASE))
        assert bench.state(put) is DeliveryState.QUEUED
        assert bench.outbox.claim(NOON + LEASE, 10, LEASE, "third") == []
        bench.outbox.record(quick, delivered(NOON + LEASE))
        bench.outbox.record(slow, waiting(NOON + LEASE, NOON + LEASE))
        assert bench.state(put) is DeliveryState.DELIVERED
        assert len(bench.outcomes(put)) == 3

    @pytest.mark.parametrize("end", [dead(NOON + LEASE), waiting(NOON + LEASE, NOON + LEASE)])
    def test_a_receipt_that_comes_late_still_counts(self, bench: Bench, end: Attempt) -> None:
        put = bench.put(message("A1"), NOON)
        (slow,) = bench.outbox.claim(NOON, 10, LEASE, "slow")
        (quick,) = bench.outbox.claim(NOON + LEASE, 10, LEASE, "quick")
        bench.outbox.record(quick, end)
        bench.outbox.record(slow, delivered(NOON + LEASE))
        assert bench.state(put) is DeliveryState.DELIVERED
        assert bench.outbox.claim(NOON + timedelta(days=9), 10, LEASE, "third") == []


class MemoryBench:
    """The memory outbox on the bench."""

    def __init__(self) -> None:
        self.outbox = MemoryOutbox()

    def put(self, message: Message, due_at: datetime, channel: str = "memory", address: str = "somewhere") -> int:
        """Queue a delivery."""
        return self.outbox.put(message, channel, address, due_at)

    def state(self, delivery_id: int) -> DeliveryState:
        """Ask the outbox."""
        return self.outbox.state(delivery_id)

    def outcomes(self, delivery_id: int) -> list[Outcome]:
        """Ask the outbox."""
        return [attempt.outcome for attempt in self.outbox.attempts(delivery_id)]


class TestMemoryOutbox(OutboxContract):
    """The contract in memory."""

    @pytest.fixture
    def bench(self) -> MemoryBench:
        """Return an empty one."""
        return MemoryBench()
