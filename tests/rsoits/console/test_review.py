from __future__ import annotations

from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from rsoits.store.matches import Match, MatchState, Verdict, decisions_of
from tests.console_scene import REASON, Scene
from tests.rsoits.console.conftest import visit

Visit = Callable[[str], TestClient]


def test_the_page_shows_both_records_and_says_which_alias_hit(reader: Visit) -> None:
    text = reader("ana").get("/matches/1").text
    assert "MCGOWAN, JO<del>H</del>N<del>MR</del>" in text.replace("\n", "")
    assert "alias; registered as MACGOWAN, John Henry" in text
    assert "day and month are swapped" in text
    assert "NAD+FL+++MCGOWAN:JOHNMR&#39;" in text
    assert "TX-000000" in text


@pytest.mark.parametrize("username", ["abel", "sol"])
def test_a_second_reader_never_sees_the_first_verdict(shared: Scene, reader: Visit, username: str) -> None:
    second = shared.matches[1]
    pages = (
        f"/matches/{second}",
        "/matches",
        "/matches?view=second-reading",
        f"/trips/{shared.trip}",
        f"/api/trips/{shared.trip}",
        "/api/matches",
        f"/matches?decided={second}",
    )
    for path in pages:
        answer = reader(username).get(path)
        assert answer.status_code == 200
        assert "The first reader" not in answer.text, path
        assert "alerts queued" not in answer.text, path
    assert "hidden until the second reader has decided" in reader(username).get(f"/matches/{second}").text
    assert "The first reader&#39;s own words." in reader("ana").get(f"/matches/{second}").text


def test_the_first_reader_is_not_offered_the_second_reading(shared: Scene, reader: Visit) -> None:
    text = reader("ana").get(f"/matches/{shared.matches[1]}").text
    assert "You have read this match." in text
    assert 'name="verdict"' not in text
    answer = reader("ana").post(f"/matches/{shared.matches[1]}/decision", data={"verdict": "confirm", "reason": REASON})
    assert answer.status_code == 409


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"verdict": "confirm", "reason": "too short"}, "at least ten characters"),
        ({"verdict": "confirm"}, "at least ten characters"),
        ({"reason": "Written before choosing."}, "Choose one of the three verdicts."),
    ],
)
def test_an_incomplete_form_comes_back_as_it_was(reader: Visit, sent: dict[str, str], told: str) -> None:
    for headers in ({}, {"hx-request": "true"}):
        answer = reader("ana").post("/matches/1/decision", data=sent, headers=headers)
        assert answer.status_code == 422
        assert told in answer.text
        assert sent.get("reason", "") in answer.text
        assert ("<html" in answer.text) is not bool(headers)


def test_a_verdict_leads_to_the_next_match_and_says_what_followed(scene: Scene) -> None:
    client = visit(scene.house, "ana")
    answer = client.post(f"/matches/{scene.matches[0]}/decision", data={"verdict": "confirm", "reason": REASON})
    goal = answer.headers["location"]
    assert goal == f"/matches/{scene.matches[1]}?decided={scene.matches[0]}"
    text = " ".join(client.get(goal).text.split())
    assert f"Match {scene.matches[0]}: confirmed" in text
    assert "alerts queued" in text
    assert "You are reading it until" in text
    with scene.house.database.reading() as session:
        assert [row.reason for row in decisions_of(session, scene.matches[0])] == [REASON]


def test_disagreement_goes_to_the_supervisor_who_sees_both_readings(scene: Scene) -> None:
    match = scene.matches[0]
    scene.decide("ana", match, Verdict.CONFIRM, "The first reader's own words.")
    scene.decide("abel", match, Verdict.NOT_A_MATCH, "The second reader's own words.")
    with scene.house.database.reading() as session:
        assert session.get_one(Match, match).state is MatchState.DISPUTED
    assert "A supervisor settles it." in visit(scene.house, "ana").get(f"/matches/{match}").text
    supervisor = visit(scene.house, "sol")
    text = supervisor.get(f"/matches/{match}").text
    assert "The first reader&#39;s own words." in text
    assert "The second reader&#39;s own words." in text
    answer = supervisor.post(f"/matches/{match}/decision", data={"verdict": "confirm", "reason": REASON})
    assert answer.status_code == 303
    again = supervisor.post(f"/matches/{match}/decision", data={"verdict": "confirm", "reason": REASON})
    assert again.status_code == 409


def test_who_was_slower_is_told_in_place_of_the_form(scene: Scene) -> None:
    match = scene.matches[0]
    slower = visit(scene.house, "abel")
    scene.decide("ana", match, Verdict.NOT_A_MATCH)
    sent = {"verdict": "not a match", "reason": REASON}
    answer = slower.post(f"/matches/{match}/decision", data=sent, headers={"hx-request": "true"})
    assert answer.status_code == 409
    assert "decided in the meantime" in answer.text
    assert 'id="decision"' in answer.text
    assert "<html" not in answer.text


def test_a_reader_who_disagrees_is_told_that_a_supervisor_settles_it(scene: Scene) -> None:
    match = scene.matches[0]
    scene.decide("ana", match, Verdict.CONFIRM)
    scene.decide("abel", match, Verdict.NOT_A_MATCH)
    assert (
        "the readings differ, so a supervisor settles it"
        in visit(scene.house, "abel").get(f"/matches?decided={match}").text
    )
    disputed = "/matches?view=disputed"
    assert f"/matches/{match}/claim" not in visit(scene.house, "ana").get(disputed).text
    assert f"/matches/{match}/claim" in visit(scene.house, "sol").get(disputed).text


def test_looking_at_a_match_goes_on_record(scene: Scene) -> None:
    visit(scene.house, "ana").get(f"/matches/{scene.matches[3]}")
    trail = visit(scene.house, "uma").get("/audit?action=match+read").text
    assert f"match {scene.matches[3]}" in trail
