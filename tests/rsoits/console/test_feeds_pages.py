"""The page of all feeds, the page of one, and pausing, resuming and running them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select
from starlette.testclient import TestClient

from feeds.catalogue import feed
from feeds.feed import Band
from rsoits.console.feed_row import feed_rows, source_said
from rsoits.console.pages import live
from rsoits.console.pages.feeds import SPARK_DAYS
from rsoits.console.volume_chart import LARGE, said, volume_chart
from rsoits.services.declared import feed_named
from rsoits.services.volumes import Against, Day
from rsoits.store.audit import AuditEntry
from rsoits.store.intakes import FeedRun, FeedState, RunState, end_run, state_held
from rsoits.store.progress import ended_since, standing
from tests.console_feeds import Furnished
from tests.console_scene import Scene
from tests.rsoits.console.conftest import visit

Visit = Callable[[str], TestClient]
Operated = tuple[Scene, Furnished]


def cell(text: str, name: str) -> str:
    """Return what the page says of how one feed stands."""
    found = re.search(rf'id="now-{name}">(.*?)</td>', text, re.DOTALL)
    assert found
    return found[1]


def state_of(scene: Scene, name: str) -> FeedState:
    with scene.house.database.reading() as session:
        return session.get_one(FeedState, name)


def test_each_feed_says_how_it_stands_in_words(operated: Operated, operator: TestClient) -> None:
    text = operator.get("/feeds").text
    assert "silent" in cell(text, "travel-notices")
    assert "Paused by odd" in cell(text, "land-crossings")
    assert "no route to ships.example" in cell(text, "vessel-notices")
    assert "A run is asked for by odd" in cell(text, "vessel-notices")
    assert "No worker has looked yet" in cell(text, "partner-notices")
    assert "there is nowhere to look" in cell(text, "rail-lists")
    assert "/feeds/rail-lists/run" not in text
    assert f"in {SPARK_DAYS} days" in text
    assert operated[1].run


def test_a_run_under_way_shows_its_progress(operated: Operated, operator: TestClient) -> None:
    told = cell(operator.get("/feeds").text, "air-manifests")
    assert f'<progress id="run-{operated[1].run}" max="40" value="12">' in told
    assert "12 of 40 done" in told
    assert "3,410 travellers" in told
    assert "QZ650-1122.edi" in told


def test_a_source_is_named_without_user_path_or_secret(operated: Operated, operator: TestClient) -> None:
    vessels = feed_named(operated[0].house.settings, "vessel-notices")
    assert source_said(vessels) == "SFTP ships.example"
    for address in ("/feeds", "/feeds/vessel-notices"):
        text = operator.get(address).text
        assert "SFTP ships.example" in text
        assert "rsoits@" not in text
    assert source_said(replace(vessels, source="https://lists.example/a/b?key=1")) == "HTTPS lists.example"


def test_a_run_whose_worker_gives_no_sign_is_told_apart(operated: Operated) -> None:
    house = operated[0].house
    later = replace(house)
    object.__setattr__(later, "now", lambda: house.now() + timedelta(hours=2))
    with house.database.reading() as session:
        [row] = feed_rows(session, later, [feed("air-manifests")])
    assert row.unheard is not None
    assert row.unheard > timedelta(minutes=30)


def test_that_no_worker_looks_is_said_once_unless_one_is_at_work(furnished_scene: Operated) -> None:
    scene, furnished = furnished_scene
    operator = visit(scene.house, "odd")
    assert "No worker looks at" not in operator.get("/feeds").text
    with scene.house.database.writing() as session:
        end_run(session, furnished.run, RunState.DONE, scene.house.now())
    assert operator.get("/feeds").text.count("No worker looks at") == 1


def test_the_installations_own_mistakes_are_shown(furnished_scene: Operated) -> None:
    scene, _ = furnished_scene
    scene.house.settings.own_feeds.write_text('[[feed]]\nname = "air-manifests"\nschedule = "now and then"\n')
    text = visit(scene.house, "odd").get("/feeds").text
    assert "Part of feeds.toml is not used" in text
    assert "air-manifests.schedule: not a schedule" in text


def test_an_operator_pauses_resumes_and_runs_a_feed_on_record(furnished_scene: Operated) -> None:
    scene, _ = furnished_scene
    operator = visit(scene.house, "odd")
    asked = operator.post("/feeds/air-manifests/pause").headers["location"]
    assert "paused" in operator.get(asked).text
    assert state_of(scene, "air-manifests").paused_by == "odd"
    asked = operator.post("/feeds/air-manifests/resume", data={"back": "feed"}).headers["location"]
    assert asked.startswith("/feeds/air-manifests?")
    assert "resumed" in operator.get(asked).text
    assert state_of(scene, "air-manifests").paused_at is None
    operator.post("/feeds/air-manifests/run")
    assert state_of(scene, "air-manifests").wanted_by == "odd"
    with scene.house.database.reading() as session:
        entries = session.exec(select(AuditEntry).where(AuditEntry.object_id == "air-manifests")).all()
        actions = [entry.action for entry in entries]
    assert actions == ["feed paused", "feed resumed", "feed run asked for"]


@pytest.mark.parametrize("address", ["/feeds/nosuch/run", "/feeds/rail-lists/pause", "/feeds/air-manifests/stop"])
def test_what_cannot_be_asked_is_not_found(operator: TestClient, address: str) -> None:
    assert operator.post(address).status_code in {404, 422}


def test_supervisors_read_and_ask_nothing(operated: Operated) -> None:
    supervisor = visit(operated[0].house, "sol")
    for address in ("/feeds", "/feeds/air-manifests"):
        text = supervisor.get(address).text
        assert "Run now" not in text
        assert "<progress" in text
    for ask in ("pause", "resume", "run"):
        assert supervisor.post(f"/feeds/air-manifests/{ask}").status_code == 403


def test_one_feeds_page_tells_its_declaration_volume_and_runs(operator: TestClient) -> None:
    text = operator.get("/feeds/air-manifests").text
    assert "900 to 1,400 travellers" in text
    assert re.search("Travellers a day: 2 below, [23] above", text)
    assert text.count('class="mark-below"') == 2
    assert text.count('data-label="Day"') == 30
    assert "its worker was lost" in text
    assert "under way for" in text
    vessels = operator.get("/feeds/vessel-notices").text
    assert "every 15 min, up to 20 s later, next" in vessels
    assert operator.get("/feeds/nosuch").status_code == 404


def test_live_pieces_are_for_the_places_of_the_page(operator: TestClient) -> None:
    whole = operator.get("/feeds").text
    pieces = operator.get("/feeds/live-rows").text
    targets = re.findall(r'hx-target="#([\w-]+)"', pieces)
    assert len(targets) > 10
    assert [target for target in targets if f'id="{target}"' not in whole] == []
    assert "<html" not in pieces
    one = operator.get("/feeds/live-rows?feed=air-manifests").text
    assert re.findall(r'hx-target="#([\w-]+)"', one) == ["now-air-manifests", "ask-air-manifests", "runs"]


def test_the_stream_says_which_run_ended_and_nothing_of_progress(
    furnished_scene: Operated, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene, furnished = furnished_scene
    house = scene.house
    steps: list[Callable[[Session], object]] = [
        lambda session: session.get_one(FeedRun, furnished.run).sqlmodel_update({"files": 13}),
        lambda session: end_run(session, furnished.run, RunState.DONE, house.now()),
    ]
    monkeypatch.setattr(live, "_LOOKS", 2)

    async def take_a_step(_seconds: float) -> None:
        with house.database.writing() as session:
            steps.pop(0)(session)

    monkeypatch.setattr("rsoits.console.pages.live.asyncio.sleep", take_a_step)
    stream = visit(house, "odd").get("/feeds/live").text
    assert stream.count("event: feeds-changed") == 2
    told = re.findall(r"^data: ?(.*)$", stream, re.MULTILINE)
    assert told == ["", "Airline passenger and crew manifests (PAXLST): run done, 13 files."]


def test_where_the_feeds_stand_changes_when_people_or_runs_change_it(furnished_scene: Operated) -> None:
    house = furnished_scene[0].house
    with house.database.writing() as session:
        before = standing(session)
        state_held(session, "air-manifests").looked_at = house.now()
        assert standing(session) == before
        state_held(session, "air-manifests").paused_at = house.now()
        session.flush()
        paused = standing(session)
    assert str(paused) != str(before)
    with house.database.writing() as session:
        at = house.now()
        session.add(FeedRun(feed="x", due_at=at, started_at=at, beat_at=at, state=RunState.DONE))
        session.flush()
        assert [run.feed for run in ended_since(session, paused, standing(session))] == ["x"]


COUNTS = st.lists(st.integers(0, 10**6), min_size=1, max_size=40)


@settings(max_examples=100, deadline=None)
@given(COUNTS, st.tuples(st.integers(0, 10**6), st.integers(0, 10**9)), st.booleans())
def test_columns_and_band_stay_inside_the_chart(
    counts: list[int],
    ends: tuple[int, int],
    banded: bool,  # noqa: FBT001  hypothesis passes it by position
) -> None:
    days = [
        Day(date(2031, 1, 1) + timedelta(days=n), count, count, 0, Against.WITHIN) for n, count in enumerate(counts)
    ]
    chart = volume_chart(days, Band(min(ends), max(ends)) if banded else None, LARGE)
    assert len(chart.lines) <= 5
    for column in chart.columns:
        assert chart.plot.left <= column.x <= column.x + column.width <= chart.plot.width
        assert chart.plot.top <= column.y <= chart.foot
        assert column.y + column.height == pytest.approx(chart.foot, abs=0.2)
    if chart.band:
        top, height = chart.band
        assert chart.plot.top <= top <= top + height <= chart.foot + 0.1


def test_days_are_summed_up_in_words() -> None:
    def days(*against: Against) -> list[Day]:
        return [Day(date(2031, 1, 1), 1, 1, 0, one) for one in against]

    assert said(days(Against.WITHIN)) == "every day as expected"
    assert said(days(Against.BELOW, Against.BELOW, Against.ABOVE)) == "2 below, 1 above"
    assert said(days(Against.UNJUDGED)) == "no expectation is declared"
