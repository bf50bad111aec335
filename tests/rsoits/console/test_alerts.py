from __future__ import annotations

import re
from collections.abc import Callable

from starlette.testclient import TestClient

from rsoits.store.matches import Verdict
from tests.console_scene import Scene
from tests.rsoits.console.conftest import visit

Visit = Callable[[str], TestClient]


def references(text: str) -> list[str]:
    return re.findall(r'data-row-link class="big" href="/alerts/([^"]+)"', text)


def test_an_agency_reads_its_own_alerts_and_no_others(shared: Scene, reader: Visit) -> None:
    [own] = references(reader("mara").get("/marshals").text)
    assert references(reader("vera").get("/inbox").text) == []
    for stranger in ("gil", "vera", "rex"):
        for path in (f"/alerts/{own}", f"/api/alerts/{own}"):
            assert reader(stranger).get(path).status_code == 404
        assert reader(stranger).post(f"/alerts/{own}/acknowledgement").status_code == 404
    assert reader("vera").get(f"/trips/{shared.trip}").status_code == 404
    assert reader("vera").get(f"/api/trips/{shared.trip}").status_code == 404
    assert "No trips" in reader("vera").get("/trips").text


def test_an_agency_sees_the_journey_and_not_how_others_were_told_or_why(shared: Scene, reader: Visit) -> None:
    text = reader("gil").get(f"/trips/{shared.trip}").text
    assert "Departs on QZ 511" in text
    assert "Alert to Texas" in text
    for hidden in ("The first reader", "Angel Watch", "/matches/", "National Sex Offender Targeting Center"):
        assert hidden not in text


def test_an_alert_is_read_acknowledged_and_both_show_on_the_trip(scene_on_each: Scene) -> None:
    scene = scene_on_each
    scene.decide("ana", scene.matches[0], Verdict.CONFIRM)
    agency = visit(scene.house, "gil")
    inbox = agency.get("/inbox").text
    [reference] = references(inbox)
    assert 'class="unread"' in inbox
    assert "MACGOWAN, John Henry, born 1960-05-03" in inbox
    alert = agency.get(f"/alerts/{reference}").text
    for heading in ("Who", "What", "When", "Why you", "What is asked", "By when", "Whom to call", "How sure this is"):
        assert f"<h2>{heading}</h2>" in alert
    assert 'class="unread"' not in agency.get("/inbox").text
    answer = agency.post(f"/alerts/{reference}/acknowledgement", data={"note": "Opened a compliance inquiry."})
    assert "Acknowledged. It shows" in agency.get(answer.headers["location"]).text
    again = agency.post(f"/api/alerts/{reference}/acknowledgement", json={"note": "A second time."})
    assert again.json()["note"] == "Opened a compliance inquiry."
    for username in ("gil", "ana"):
        trip = visit(scene.house, username).get(f"/trips/{scene.trip}").text
        assert "Acknowledged by Texas" in trip
        assert "Opened a compliance inquiry." in trip


def test_the_marshals_queue_puts_the_nearest_border_first(scene_on_each: Scene) -> None:
    scene = scene_on_each
    for match in reversed(scene.matches[:2]):
        scene.decide("ana", match, Verdict.CONFIRM)
    marshal = visit(scene.house, "mara")
    text = marshal.get("/marshals").text
    first, second = references(text)
    assert text.index("in 3 h") < text.index("in 10 h")
    assert "registered in TX" in text
    back = marshal.post(f"/alerts/{first}/acknowledgement", data={"back": "marshals"}).headers["location"]
    assert references(marshal.get(back).text) == [second, first]
    assert references(marshal.get("/marshals?waiting=yes").text) == [second]
    assert 'value="marshals-waiting"' in marshal.get("/marshals?waiting=yes").text
    kept = marshal.post(f"/alerts/{second}/acknowledgement", data={"back": "marshals-waiting"}).headers["location"]
    assert kept == "/marshals?waiting=yes&done=acknowledged"
    assert "/alerts/" not in visit(scene.house, "sol").get("/marshals").text
