from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alerts.channels.port import Channel, PermanentFailure, Receipt, TransientFailure
from alerts.channels.recording import RecordingChannel
from alerts.memory_outbox import MemoryOutbox
from alerts.message import Message
from alerts.outbox import TRANSITIONS, Attempt, DeliveryState, Dispatch, Outcome
from alerts.relay import RelayReport, relay_once
from tests.alerts.examples import FACTS, NOON, message


class Clock:
    """Time that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        """Tell the time."""
        return self.now


def relay(outbox: MemoryOutbox, clock: Callable[[], datetime], limit: int = 100, **channels: Channel) -> RelayReport:
    return relay_once(outbox, channels, clock, "worker", limit, jitter=lambda: 0.0)


def outbox_with(*channels: str) -> MemoryOutbox:
    outbox = MemoryOutbox()
    for number, channel in enumerate(channels):
        outbox.put(message(f"A{number}"), channel, "somewhere", NOON)
    return outbox


def test_a_delivered_message_has_one_attempt_with_its_receipt() -> None:
    outbox, channel = outbox_with("memory"), RecordingChannel()
    assert relay(outbox, Clock(), memory=channel) == RelayReport(delivered=1)
    assert outbox.state(0) is DeliveryState.DELIVERED
    assert outbox.attempts(0) == (
        Attempt(NOON, Outcome.DELIVERED, DeliveryState.DELIVERED, receipt=Receipt(NOON, "memory:A0")),
    )
    assert outbox.attempts(0)[0].detail == "memory:A0"
    assert relay(outbox, Clock(), memory=channel) == RelayReport()


def test_a_transient_failure_waits_as_long_as_the_other_side_asks() -> None:
    outbox, clock = outbox_with("memory"), Clock()
    channel = RecordingChannel([TransientFailure("busy", timedelta(hours=1))])
    assert relay(outbox, clock, memory=channel) == RelayReport(waiting=1)
    clock.now += timedelta(minutes=59)
    assert relay(outbox, clock, memory=channel) == RelayReport()
    clock.now += timedelta(minutes=1)
    assert relay(outbox, clock, memory=channel) == RelayReport(delivered=1)
    assert [attempt.outcome for attempt in outbox.attempts(0)] == [Outcome.FAILED_TRANSIENT, Outcome.DELIVERED]


def test_a_permanent_failure_is_dead_at_once_and_says_why() -> None:
    outbox = outbox_with("memory")
    assert relay(outbox, Clock(), memory=RecordingChannel([PermanentFailure("410.")])) == RelayReport(dead=1)
    assert outbox.attempts(0)[0].detail.endswith("a person must find another way. 410.")


def test_a_defect_in_one_channel_neither_stops_the_others_nor_tells_what_it_held() -> None:
    outbox = outbox_with("broken", "memory")
    broken = RecordingChannel([KeyError(str(FACTS.registrant.names[0]))])
    assert relay(outbox, Clock(), broken=broken, memory=RecordingChannel()) == RelayReport(delivered=1, waiting=1)
    assert outbox.attempts(0)[0].error == "KeyError"


def test_a_channel_that_is_not_configured_waits_for_its_configuration() -> None:
    outbox, clock = outbox_with("amqp"), Clock()
    assert relay(outbox, clock) == RelayReport(waiting=1)
    assert "amqp is not configured" in outbox.attempts(0)[0].error
    clock.now += timedelta(seconds=5)
    assert relay(outbox, clock, amqp=RecordingChannel()) == RelayReport(delivered=1)


def test_ten_failures_make_it_dead_after_three_days_and_not_before() -> None:
    outbox, clock = outbox_with("memory"), Clock()
    channel = RecordingChannel(TransientFailure() for _ in range(99))
    while outbox.state(0) is not DeliveryState.DEAD:
        relay(outbox, clock, memory=channel)
        again = outbox.attempts(0)[-1].next_attempt_at
        clock.now = again or clock.now
    assert len(outbox.attempts(0)) == 10
    assert timedelta(days=3) < clock.now - NOON < timedelta(days=4)


def test_a_crash_between_sending_and_recording_sends_the_same_id_again() -> None:
    class Crashing(MemoryOutbox):
        def record(self, dispatch: Dispatch, attempt: Attempt) -> None:
            raise SystemExit(str((dispatch.id, attempt.outcome)))

    outbox, clock, channel = Crashing(), Clock(), RecordingChannel()
    outbox.put(message("A0"), "memory", "somewhere", NOON)
    with pytest.raises(SystemExit):
        relay(outbox, clock, memory=channel)
    assert relay(outbox, clock, memory=channel) == RelayReport()
    clock.now += timedelta(minutes=5)
    with pytest.raises(SystemExit):
        relay(outbox, clock, memory=channel)
    assert [sent.id for sent, _, _ in channel.sent] == ["A0", "A0"]


def test_what_a_slow_channel_leaves_too_long_is_left_to_another_worker() -> None:
    clock = Clock()

    class Slow:
        def send(self, message: Message, address: str, now: datetime) -> Receipt:
            del address
            clock.now += timedelta(minutes=5)
            return Receipt(now, message.id)

    outbox = outbox_with("slow", "memory")
    memory = RecordingChannel()
    assert relay(outbox, clock, slow=Slow(), memory=memory) == RelayReport(delivered=1, lapsed=1)
    assert memory.sent == []
    assert relay(outbox, clock, slow=Slow(), memory=memory) == RelayReport(delivered=1)


FAILURES = st.sampled_from([None, TransientFailure("503"), PermanentFailure("410"), ValueError("x")])


@settings(max_examples=40, deadline=None)
@given(st.lists(FAILURES, max_size=40), st.integers(1, 6), st.integers(1, 4))
def test_nothing_is_ever_lost(failures: Iterable[Exception | None], messages: int, limit: int) -> None:
    outbox, clock, channel = outbox_with(*["memory"] * messages), Clock(), RecordingChannel(failures)
    total = 0
    for _ in range(60):
        report = relay(outbox, clock, limit, memory=channel)
        total += report.delivered + report.dead
        clock.now += timedelta(hours=25)
    ends = [outbox.state(number) for number in range(messages)]
    assert set(ends) <= {DeliveryState.DELIVERED, DeliveryState.DEAD}
    assert total == messages
    assert sorted(sent.id for sent, _, _ in channel.sent) == [
        f"A{number}" for number, end in enumerate(ends) if end is DeliveryState.DELIVERED
    ]
    for number in range(messages):
        state = DeliveryState.QUEUED
        for attempt in outbox.attempts(number):
            assert attempt.state in TRANSITIONS[state]
            state = attempt.state
