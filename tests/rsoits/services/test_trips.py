from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import select

from rsoits.house import House
from rsoits.security.permissions import Actor, Role
from rsoits.services.acknowledge import acknowledge, open_alert
from rsoits.services.ingest import Parcel, take_in
from rsoits.services.relay import channels_of, relay
from rsoits.services.timeline import timeline
from rsoits.store.alerts import Alert
from rsoits.store.intakes import Intake
from rsoits.store.matches import MatchState, Verdict
from rsoits.store.notices import Notice
from rsoits.store.registrants import Registrant
from rsoits.store.trips import Crossing, Trip, TripState
from tests.rsoits.scenes import HOLLIS, load_registry, manifest, matches, person, receive, soon, verdict


def notice(house: House, departs: datetime, *, version: int = 1, lead: int = 30, **changes: Any) -> Intake:  # noqa: ANN401  JSON values
    day = departs.date().isoformat()
    told = {
        "kind": "intended_travel",
        "reference": "TX-2026-9",
        "version": version,
        "submitting_ori": "TXRSO0001",
        "jurisdiction": "TX",
        "submitted_at": (house.now() + timedelta(hours=20) - timedelta(days=lead)).isoformat(),
        "registrant_id": "TX-000042",
        "person": {"names": ["HOLLIS, Marten Ray"], "birth_dates": ["1971-03-09"]},
        "legs": [
            {
                "departure_place": "IAH", "departure_country": "USA", "departs": day,
                "arrival_place": "MEX", "arrival_country": "MEX", "arrives": day, "carrier": "QZ", "number": "514",
            }
        ],
        "returns": (departs + timedelta(days=10)).date().isoformat(),
    }  # fmt: skip
    data = json.dumps(told | changes).encode()
    return take_in(house, Parcel(f"notice-{version}.json", data, "travel-notices"), "test")


def fly(house: House, reader: Actor, departs: datetime, reference: str, *, inbound: bool = False) -> None:
    receive(house, manifest(HOLLIS, departs=departs, reference=reference, inbound=inbound))
    for match in matches(house, MatchState.OPEN):
        verdict(house, reader, match, Verdict.CONFIRM)


def trips(house: House) -> list[Trip]:
    with house.database.reading() as session:
        return list(session.exec(select(Trip)))


def kinds(house: House, place: str) -> list[str]:
    with house.database.reading() as session:
        return [row.kind for row in session.exec(select(Alert).where(Alert.jurisdiction == place))]


def test_a_notice_opens_a_trip_and_tells_the_marshals(house: House) -> None:
    load_registry(house)
    assert notice(house, soon(house)).notices == 1
    (trip,) = trips(house)
    assert (trip.state, trip.destination) == (TripState.ANNOUNCED, "MEX")
    assert kinds(house, "USMS") == ["notice_received"]


def test_a_notice_that_comes_late_says_so(house: House) -> None:
    load_registry(house)
    notice(house, soon(house), lead=5)
    assert kinds(house, "USMS") == ["notice_late"]
    with house.database.reading() as session:
        stored = session.exec(select(Notice)).one()
    assert (stored.late, stored.lead_days) == (True, 5)


def test_a_departure_as_announced_joins_the_noticed_trip(house: House) -> None:
    load_registry(house)
    notice(house, soon(house))
    fly(house, person(house, "kim", Role.ANALYST), soon(house), "QZ514A")
    (trip,) = trips(house)
    assert trip.state is TripState.DEPARTED
    assert kinds(house, "TX") == ["departure_confirmed"]


def test_another_flight_than_announced_is_a_discrepancy_that_says_what_differs(house: House) -> None:
    load_registry(house)
    departs = soon(house)
    notice(house, departs, legs=[{"departure_country": "USA", "departs": departs.date().isoformat(),
           "arrival_country": "CRI", "carrier": "XV", "number": "20"}])  # fmt: skip
    fly(house, person(house, "kim", Role.ANALYST), departs, "QZ514A")
    assert kinds(house, "TX") == ["itinerary_discrepancy"]
    with house.database.reading() as session:
        told = " ".join(session.exec(select(Crossing)).one().differences)
    assert "CRI" in told
    assert "MEX" in told
    assert "XV" in told


def test_a_departure_nobody_announced_is_called_that(house: House) -> None:
    load_registry(house)
    fly(house, person(house, "kim", Role.ANALYST), soon(house), "QZ514A")
    assert kinds(house, "TX") == ["departure_no_notice"]


def test_a_notice_that_arrives_after_the_departure_joins_the_same_trip(house: House) -> None:
    load_registry(house)
    departs = soon(house)
    fly(house, person(house, "kim", Role.ANALYST), departs, "QZ514A")
    notice(house, departs)
    (trip,) = trips(house)
    assert trip.notice_id is not None
    with house.database.reading() as session:
        assert session.exec(select(Crossing)).one().noticed


def test_the_way_out_and_the_way_back_are_one_trip(house: House) -> None:
    load_registry(house)
    kim = person(house, "kim", Role.ANALYST)
    fly(house, kim, soon(house, 2), "QZ514A")
    fly(house, kim, soon(house, 2 + 24 * 9), "QZ515B", inbound=True)
    (trip,) = trips(house)
    assert trip.state is TripState.RETURNED
    with house.database.reading() as session:
        assert [row.direction for row in session.exec(select(Crossing))] == ["outbound", "inbound"]


def test_the_way_back_may_be_seen_before_the_way_out(house: House) -> None:
    load_registry(house)
    kim = person(house, "kim", Role.ANALYST)
    fly(house, kim, soon(house, 2 + 24 * 9), "QZ515B", inbound=True)
    fly(house, kim, soon(house, 2), "QZ514A")
    (trip,) = trips(house)
    assert trip.state is TripState.RETURNED


def test_the_next_journey_is_another_trip(house: House) -> None:
    load_registry(house)
    kim = person(house, "kim", Role.ANALYST)
    fly(house, kim, soon(house, 2), "QZ514A")
    fly(house, kim, soon(house, 2 + 24 * 9), "QZ515B", inbound=True)
    fly(house, kim, soon(house, 2 + 24 * 60), "QZ514C")
    assert sorted(trip.state for trip in trips(house)) == [TripState.DEPARTED, TripState.RETURNED]


def test_an_amended_notice_replaces_the_first_and_opens_no_second_trip(house: House) -> None:
    load_registry(house)
    notice(house, soon(house))
    notice(house, soon(house), version=2, purpose="business")
    notice(house, soon(house), version=2, purpose="sent twice")
    (trip,) = trips(house)
    with house.database.reading() as session:
        stored = session.exec(select(Notice).order_by(Notice.version)).all()  # type: ignore[arg-type]  # a column
    assert [(row.version, row.replaced) for row in stored] == [(1, True), (2, False)]
    assert trip.notice_id == stored[1].id


def test_an_older_version_that_arrives_late_replaces_nothing(house: House) -> None:
    load_registry(house)
    notice(house, soon(house), version=2, purpose="business")
    notice(house, soon(house), version=1)
    with house.database.reading() as session:
        stored = {row.version: row for row in session.exec(select(Notice))}
    assert (stored[1].replaced, stored[2].replaced) == (True, False)
    assert trips(house)[0].notice_id == stored[2].id


def test_a_person_a_partner_warned_of_is_found_on_arrival_and_told_to_the_receiving_state(house: House) -> None:
    departs = soon(house)
    told = {
        "kind": "partner", "reference": "MX-77", "jurisdiction": "MEX", "conviction": "Abuse of a minor, 2019",
        "person": {"names": ["HOLLIS, Marten Ray"], "birth_dates": ["1971-03-09"], "sex": "M",
                   "documents": ["P:USA:Z56120493"]},
        "legs": [{"departure_country": "MEX", "arrival_place": "IAH", "arrival_country": "USA",
                  "arrives": departs.date().isoformat()}],
    }  # fmt: skip
    take_in(house, Parcel("partner.json", json.dumps(told).encode(), "partner-notices"), "test")
    with house.database.reading() as session:
        assert session.exec(select(Registrant)).one().status == "foreign_notice"
    fly(house, person(house, "kim", Role.ANALYST), departs, "QZ515A", inbound=True)
    assert kinds(house, "TX") == ["foreign_conviction_entry"]
    assert [trip.state for trip in trips(house)] == [TripState.ENTERED]


def test_the_timeline_tells_everything_in_order(house: House) -> None:
    load_registry(house)
    notice(house, soon(house))
    fly(house, person(house, "kim", Role.ANALYST), soon(house), "QZ514A")
    relay(house, channels_of(house.settings), "test")
    agency = person(house, "lou", Role.AGENCY, "TX")
    with house.database.reading() as session:
        reference = session.exec(select(Alert.reference).where(Alert.jurisdiction == "TX")).one()
    with house.writing(agency) as (session, acting):
        open_alert(session, acting, agency, reference)
    with house.writing(agency) as (session, acting):
        acknowledge(session, acting, agency, reference, "Officer assigned.")
        acknowledge(session, acting, agency, reference, "Pressed twice.")
    with house.database.reading() as session:
        events = timeline(session, trips(house)[0].id or 0)
    assert [event.at for event in events] == sorted(event.at for event in events)
    order = [event.kind for event in events if event.kind not in {"crossing", "manifest"}]
    assert order[:4] == ["notice", "alert", "match", "decision"]
    assert order.index("delivery") < order.index("read") < order.index("acknowledged")
    assert [event.detail for event in events if event.kind == "acknowledged"] == ["Lou: Officer assigned."]


def test_the_timeline_keeps_the_first_verdict_from_the_second_reader(house: House) -> None:
    load_registry(house)
    fly(house, person(house, "kim", Role.ANALYST), soon(house), "QZ514A")
    with house.database.reading() as session:
        told = " ".join(f"{event.title} {event.detail}" for event in timeline(session, trips(house)[0].id or 0))
    assert "first reading done" in told
    assert "Name, birth date and passport agree" not in told
    for match in matches(house, MatchState.SECOND_READING):
        verdict(house, person(house, "noor", Role.ANALYST), match, Verdict.CONFIRM)
    with house.database.reading() as session:
        told = " ".join(f"{event.title} {event.detail}" for event in timeline(session, trips(house)[0].id or 0))
    assert told.count("Name, birth date and passport agree") == 2
