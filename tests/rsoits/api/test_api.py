from __future__ import annotations

from starlette.testclient import TestClient

from rsoits.app import create_app
from rsoits.house import House
from rsoits.store.matches import Verdict
from tests.console_scene import build
from tests.rsoits.console.conftest import visit


def test_the_api_tells_the_queue_the_trip_and_the_alerts(house: House) -> None:
    scene = build(house)
    analyst, agency = visit(house, "ana"), visit(house, "gil")
    queue = analyst.get("/api/matches?limit=2").json()
    assert queue["total"] == 4
    assert [match["id"] for match in queue["matches"]] == scene.matches[:2]
    assert queue["matches"][0]["traveller"]["names"] == ["MCGOWAN, JOHNMR"]
    scene.decide("ana", scene.matches[0], Verdict.CONFIRM)
    [alert] = agency.get("/api/alerts").json()["alerts"]
    assert alert["read_at"] is None
    assert agency.get(f"/api/alerts/{alert['reference']}").json()["id"] == alert["reference"]
    done = agency.post(f"/api/alerts/{alert['reference']}/acknowledgement", json={"note": "Seen."}).json()
    assert done["note"] == "Seen."
    told = analyst.get(f"/api/trips/{scene.trip}").json()["timeline"]
    assert told[-1]["kind"] in {"acknowledged", "crossing"}
    assert "acknowledged" in {event["kind"] for event in told}


def test_compare_explains_or_says_what_is_wrong(house: House) -> None:
    build(house)
    client = visit(house, "ana")
    right = {"names": ["HOLLIS, Marty"], "birth_dates": ["1971-03-09"]}
    told = client.post("/api/compare", json={"left": "HOLLIS, Marten", "right": right}).json()
    assert told["evidence"]
    assert 0 <= told["probability"] <= 1
    for bad in (
        {"left": {"names": 3}, "right": right},
        {"left": "HOLLIS"},
        {"left": {"birth_dates": ["x"]}, "right": "A"},
    ):
        answer = client.post("/api/compare", json=bad)
        assert answer.status_code == 422
        assert answer.json().keys() == {"error", "cure"}


def test_health_is_public_and_says_the_version(house: House) -> None:
    answer = TestClient(create_app(house)).get("/api/health")
    assert answer.json()["database"] == "ok"
    assert answer.json()["version"]
