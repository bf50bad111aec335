from __future__ import annotations

import re

import pytest

from rsoits.console.pages import live
from rsoits.store.manifests import Manifest, Traveller
from rsoits.store.matches import UNDECIDED, Match
from rsoits.store.queue import Wanted, mark, newer_than, queue_rows
from tests.console_scene import Scene
from tests.rsoits.console.conftest import visit


def listed(text: str) -> list[int]:
    return [int(number) for number in re.findall(r'data-row-link href="/matches/(\d+)"', text)]


def test_the_nearest_to_the_border_comes_first_and_an_unknown_time_last(scene_on_each: Scene) -> None:
    scene = scene_on_each
    near = scene.add_match(0.5)
    with scene.house.database.writing() as session:
        session.get_one(Match, scene.matches[0]).border_at = None
    with scene.house.database.reading() as session:
        found = [row.match.id for row in queue_rows(session, Wanted(UNDECIDED), 50)]
    assert found == [near, *scene.matches[1:], scene.matches[0]]
    assert listed(visit(scene.house, "ana").get("/matches").text) == found


def test_a_reservation_is_told_from_the_list_of_the_same_voyage(scene: Scene) -> None:
    client = visit(scene.house, "ana")
    assert ">reservation<" not in client.get("/matches").text
    with scene.house.database.writing() as session:
        traveller = session.get_one(Traveller, session.get_one(Match, scene.matches[0]).traveller_id)
        session.get_one(Manifest, traveller.manifest_id).list_kind = "reservation"
    page = client.get("/matches").text
    row = page.split(f'id="match-{scene.matches[0]}"')[1].split("</tr>")[0]
    assert ">reservation<" in row


def test_filters_stand_in_the_address(scene: Scene) -> None:
    client = visit(scene.house, "ana")
    assert listed(client.get("/matches?band=strong").text) == scene.matches[:2]
    assert listed(client.get("/matches?view=decided").text) == []
    assert listed(client.get("/matches?mine=yes").text) == []
    client.post(f"/matches/{scene.matches[2]}/claim")
    assert listed(client.get("/matches?mine=yes").text) == [scene.matches[2]]
    assert client.get("/matches?view=nonsense").status_code == 422


def test_reading_the_next_one_claims_it_for_nobody_else(scene: Scene) -> None:
    ana, abel = visit(scene.house, "ana"), visit(scene.house, "abel")
    assert ana.post("/matches/next").headers["location"] == f"/matches/{scene.matches[0]}"
    assert abel.post("/matches/next").headers["location"] == f"/matches/{scene.matches[1]}"
    refused = abel.post(f"/matches/{scene.matches[0]}/claim")
    assert refused.status_code == 409
    assert "Someone else is reading this match" in refused.text
    assert "Ana Brandt is reading it" in abel.get("/matches").text
    ana.post(f"/matches/{scene.matches[0]}/let-go")
    assert abel.post(f"/matches/{scene.matches[0]}/claim").status_code == 303


def test_the_moving_part_is_the_same_table_alone(scene: Scene) -> None:
    client = visit(scene.house, "ana")
    part = client.get("/matches/live-rows", headers={"hx-request": "true"}).text
    assert part.lstrip().startswith("<section")
    assert listed(part) == listed(client.get("/matches").text)
    assert "<html" not in part


def test_the_mark_moves_with_every_change_and_only_then(scene_on_each: Scene) -> None:
    scene = scene_on_each

    def seen() -> object:
        with scene.house.database.reading() as session:
            return mark(session, UNDECIDED)

    before = seen()
    assert seen() == before
    new = scene.add_match(5)
    with scene.house.database.reading() as session:
        assert newer_than(session, new - 1) == 1
    after = seen()
    assert after != before
    visit(scene.house, "ana").post(f"/matches/{new}/claim")
    assert seen() != after


def test_a_reader_who_comes_back_is_told_what_was_missed(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "_LOOKS", 0)
    client = visit(scene.house, "ana")
    first = client.get("/matches/live")
    assert first.headers["content-type"].startswith("text/event-stream")
    assert "queue-changed" not in first.text
    known = re.findall(r"id: (.+)", first.text)[0]
    assert "queue-changed" not in client.get("/matches/live", headers={"Last-Event-ID": known}).text
    scene.add_match(2)
    assert "event: queue-changed" in client.get("/matches/live", headers={"Last-Event-ID": known}).text
