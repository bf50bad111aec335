"""The worker obeys what people ask of feeds from other processes, and says why a source could not be reached."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from feeds.catalogue import feed
from feeds.schedule import Every
from feeds.sources.source import Arrival, MemorySource, SourceUnreachableError
from rsoits.errors import RunUnderWayError
from rsoits.house import House
from rsoits.security.audit import verify
from rsoits.services.ask import pause, resume, want_run
from rsoits.services.runs import LOST, Turn, begin
from rsoits.services.schedule import Worker
from rsoits.services.watch import Watch
from rsoits.store.database import Database
from rsoits.store.intakes import FeedRun, FeedState, Intake, IntakeState, RunState
from tests.conftest import empty_database, settings_for
from tests.faults.processes import FEED, drop_manifest
from tests.rsoits.scenes import STRANGER, manifest, soon

SOON = 10.0
LONG_AGO = timedelta(days=900)


class Stepwise(MemorySource):
    """A place where something happens whenever a file is fetched."""

    happens: Callable[[], object] = staticmethod(lambda: None)

    def fetch(self, arrival: Arrival, most_bytes: int) -> bytes:
        """Let it happen, then return the content."""
        self.happens()
        return super().fetch(arrival, most_bytes)


def filled(house: House, files: int) -> Stepwise:
    source = Stepwise()
    for number in range(files):
        data = manifest(STRANGER, departs=soon(house), reference=f"QZ{number}")
        source.put(f"{number}.edi", data, house.now() - LONG_AGO)
    return source


def runs(house: House) -> list[FeedRun]:
    with house.database.reading() as session:
        return list(session.exec(select(FeedRun).order_by(FeedRun.id)))  # type: ignore[arg-type]  # a column


def state(house: House) -> FeedState:
    with house.database.reading() as session:
        return session.get_one(FeedState, FEED)


def comes_true(question: Callable[[], bool], patience: float = SOON) -> bool:
    deadline = time.monotonic() + patience
    while not question():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


@pytest.fixture
def working(tmp_path: Path) -> Iterator[House]:
    """Yield a house, open in another process's stead, whose worker looks at one feed only every hour."""
    with empty_database("sqlite", tmp_path) as address:
        house = House.open(settings_for(address, tmp_path))
        house.settings.data.mkdir(exist_ok=True)
        house.settings.own_feeds.write_text(f'[[feed]]\nname = "{FEED}"\nschedule = "every 1000 h"\n')
        worker = Worker(house)
        worker.start()
        web = House(house.settings, Database(house.settings.database), house.key)
        assert comes_true((house.settings.feeds / FEED).exists)
        yield web
        worker.stop()
        web.database.dispose()
        house.database.dispose()


def test_run_now_is_obeyed_at_once_also_while_paused(working: House) -> None:
    with working.writing("tove") as (session, acting):
        assert pause(session, acting, FEED)
        assert not pause(session, acting, FEED)
    drop_manifest(working.settings, 1)
    with working.writing("tove") as (session, acting):
        assert want_run(session, acting, FEED)
    began = time.monotonic()
    assert comes_true(lambda: [run.state for run in runs(working)] == [RunState.DONE])
    assert time.monotonic() - began < 5
    (run,) = runs(working)
    assert (run.asked_by, run.files, run.travellers) == ("tove", 1, 4)
    assert state(working).wanted_at is None
    assert state(working).paused_by == "tove"
    with working.writing("tove") as (session, acting):
        assert resume(session, acting, FEED)
        assert not resume(session, acting, FEED)
    with working.database.reading() as session:
        assert verify(session, working.key).broken_at is None


def test_what_a_lost_worker_left_is_taken_up_long_before_the_feed_is_due_again(working: House) -> None:
    began = working.now() - working.lease - timedelta(seconds=1)
    drop_manifest(working.settings, 1)
    with working.database.writing() as session:
        assert begin(session, FEED, Turn(began), "elsewhere:1", 1, began, working.lease)
    assert comes_true(lambda: [run.state for run in runs(working)] == [RunState.INTERRUPTED, RunState.DONE])
    assert runs(working)[-1].files == 1


def test_the_rest_of_a_paused_run_does_not_wait_for_the_next_due_time(house: House) -> None:
    house.settings.lease_seconds = 0.06
    source = filled(house, 3)
    watch = Watch(house, replace(feed(FEED), schedule=Every(timedelta(days=1000))), source)

    def paused() -> None:
        with house.writing("tove") as (session, acting):
            pause(session, acting, FEED)
        time.sleep(0.5)

    source.happens = paused
    assert watch.look_if_due() == 1
    source.happens = lambda: None
    assert watch.look_if_due() == 0
    with house.writing("tove") as (session, acting):
        resume(session, acting, FEED)
    assert [watch.look_if_due(), watch.look_if_due()] == [2, 0]


def test_a_paused_feed_is_not_looked_at_and_made_up_for_afterwards(house: House) -> None:
    watch = Watch(house, feed(FEED), filled(house, 1))
    with house.writing("tove") as (session, acting):
        pause(session, acting, FEED)
    assert watch.look_if_due() == 0
    assert state(house).looked_at is None
    with house.writing("tove") as (session, acting):
        resume(session, acting, FEED)
    assert watch.look_if_due() == 1
    assert runs(house)[0].asked_by == ""


def test_nothing_found_is_a_look_and_no_run(house: House) -> None:
    assert Watch(house, feed(FEED), MemorySource()).look_if_due() == 0
    assert runs(house) == []
    assert state(house).looked_at is not None
    assert state(house).delivered_at is None


def test_pausing_ends_a_run_after_its_file_and_the_next_takes_up_the_rest(house: House) -> None:
    house.settings.lease_seconds = 0.06
    source = filled(house, 4)
    watch = Watch(house, feed(FEED), source)

    def paused() -> None:
        if len(source.done) == 1:
            with house.writing("tove") as (session, acting):
                pause(session, acting, FEED)
            time.sleep(0.5)

    source.happens = paused
    assert watch.look() == 2
    (run,) = runs(house)
    assert (run.state, run.failure, run.files, run.waiting, run.current) == (RunState.INTERRUPTED, "paused", 2, 4, "")
    with house.writing("tove") as (session, acting):
        resume(session, acting, FEED)
    source.happens = lambda: None
    assert watch.look() == 2
    assert runs(house)[-1].state is RunState.DONE
    with house.database.reading() as session:
        states = [intake.state for intake in session.exec(select(Intake))]
    assert states == [IntakeState.ACCEPTED] * 4


def test_a_run_shows_how_far_it_is_while_it_goes_on(house: House) -> None:
    house.settings.lease_seconds = 0.06
    source, seen = filled(house, 3), list[tuple[int, int, str]]()

    def watched() -> None:
        time.sleep(0.2)
        (run,) = runs(house)
        seen.append((run.files, run.waiting, run.current))

    source.happens = watched
    Watch(house, feed(FEED), source).look()
    assert seen == [(0, 3, "0.edi"), (1, 3, "1.edi"), (2, 3, "2.edi")]


def test_nobody_looks_while_another_run_is_alive_and_a_lost_one_is_given_up(house: House) -> None:
    lease = timedelta(seconds=house.settings.lease_seconds)
    with house.database.writing() as session:
        other = begin(session, FEED, Turn(house.now()), "elsewhere:1", 5, house.now(), lease)
    assert other is not None
    watch = Watch(house, feed(FEED), filled(house, 1))
    assert watch.look_if_due() == 0
    with pytest.raises(RunUnderWayError):
        watch.look()

    with house.database.writing() as session:
        other.beat_at -= lease + timedelta(seconds=1)
        session.add(other)
    assert watch.look_if_due() == 1
    lost, mine = runs(house)
    assert (lost.state, lost.failure) == (RunState.INTERRUPTED, LOST)
    assert (mine.state, mine.files) == (RunState.DONE, 1)


def test_a_worker_whose_run_was_taken_over_stores_nothing_more(house: House) -> None:
    source = filled(house, 3)
    watch, slow = Watch(house, feed(FEED), source), list[int]()

    def overtaken() -> None:
        slow.append(1)
        if len(slow) == 2:
            with house.database.writing() as session:
                run = session.exec(select(FeedRun)).one()
                run.state = RunState.INTERRUPTED
                session.add(run)

    source.happens = overtaken
    assert watch.look() == 1
    with house.database.reading() as session:
        assert [intake.name for intake in session.exec(select(Intake))] == ["0.edi"]
    assert sorted(source.done) == ["0.edi"]
    assert watch.look() == 2


def test_a_source_that_cannot_be_reached_says_why_until_it_can(house: House) -> None:
    class Away(Stepwise):
        """A server that is down."""

        down = True

        def arrivals(self, now: object) -> list[Arrival]:
            """Fail while down."""
            if self.down:
                raise SourceUnreachableError("host.example does not answer")
            return super().arrivals(now)  # type: ignore[arg-type]  # passed through

    source = Away()
    source.put("a.edi", manifest(STRANGER, departs=soon(house)), house.now() - LONG_AGO)
    watch = Watch(house, feed(FEED), source)
    assert watch.look() == 0
    assert "host.example does not answer" in state(house).failure
    assert runs(house) == []
    source.down = False
    assert watch.look() == 1
    assert state(house).failure == ""


def test_a_source_lost_in_the_middle_fails_the_run_and_the_next_brings_the_rest(house: House) -> None:
    source = filled(house, 3)

    def lost() -> None:
        if len(source.done) == 1:
            raise SourceUnreachableError("the line was cut")

    source.happens = lost
    watch = Watch(house, feed(FEED), source)
    assert watch.look() == 1
    (run,) = runs(house)
    assert run.state is RunState.FAILED
    assert "the line was cut" in run.failure
    assert "the line was cut" in state(house).failure
    source.happens = lambda: None
    assert watch.look() == 2
    assert state(house).failure == ""


def test_more_files_than_one_list_holds_come_in_one_run(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    class Short(MemorySource):
        """A place that lists two files at a time."""

        def arrivals(self, now: object) -> list[Arrival]:
            """List the first two."""
            return super().arrivals(now)[:2]  # type: ignore[arg-type]  # passed through

    monkeypatch.setattr("rsoits.services.watch.MOST_ARRIVALS", 2)
    source = Short()
    for number in range(5):
        source.put(f"{number}.edi", manifest(departs=soon(house), reference=f"Q{number}"), house.now() - LONG_AGO)
    assert Watch(house, feed(FEED), source).look() == 5
    assert [run.files for run in runs(house)] == [5]
