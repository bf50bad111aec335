from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import select

from rsoits.house import House
from rsoits.security.permissions import Actor, Role
from rsoits.services.acknowledge import acknowledge, open_alert
from rsoits.services.ingest import Parcel, take_in
from rsoits.services.notify import Directory
from rsoits.services.relay import channels_of, relay
from rsoits.services.retract import retract
from rsoits.services.timeline import timeline
from rsoits.services.trips import part
from rsoits.store.alerts import Alert
from rsoits.store.intakes import Intake
from rsoits.store.matches import Match, MatchState, Verdict
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
        "submitted_at": f"{departs.date() - timedelta(days=lead)}T12:00:00-06:00",
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


CROSSINGS = (
    "crossing_id,direction,crossed_at,port_code,time_zone,other_country,"
    "surname,given_names,birth_date,document_number,document_issuer,document_type\n"
)


def walk(house: House, reader: Actor, *crossings: tuple[str, str]) -> None:
    """Let Hollis cross at El Paso, which way and when, and let one reader confirm it in that order."""
    rows = [
        f"C{number},{way},{when},2402,America/Denver,MEX,HOLLIS,MARTEN RAY,1971-03-09,Z56120493,USA,P"
        for number, (way, when) in enumerate(crossings)
    ]
    receive(house, (CROSSINGS + "\n".join(rows) + "\n").encode(), "crossings.csv")
    for match in matches(house, MatchState.OPEN):
        verdict(house, reader, match, Verdict.CONFIRM)


def references(house: House) -> set[str]:
    with house.database.reading() as session:
        return set(session.exec(select(Alert.reference)))


def both_read(house: House, *readers: Actor) -> None:
    for reader in readers:
        for match in matches(house, MatchState.OPEN, MatchState.SECOND_READING):
            verdict(house, reader, match, Verdict.CONFIRM)


def test_out_in_the_evening_and_back_the_same_night_is_one_trip(house: House) -> None:
    load_registry(house)
    walk(house, person(house, "kim", Role.ANALYST), ("outbound", "2026-10-01T19:00:00-06:00"),
         ("inbound", "2026-10-01T23:00:00-06:00"))  # fmt: skip
    assert [trip.state for trip in trips(house)] == [TripState.RETURNED]


def test_two_journeys_in_two_days_stay_two(house: House) -> None:
    load_registry(house)
    walk(house, person(house, "kim", Role.ANALYST), ("outbound", "2026-10-01T08:00:00-06:00"),
         ("inbound", "2026-10-01T18:00:00-06:00"), ("outbound", "2026-10-02T08:00:00-06:00"),
         ("inbound", "2026-10-02T18:00:00-06:00"))  # fmt: skip
    assert [(trip.state, trip.departs_on) for trip in trips(house)] == [
        (TripState.RETURNED, "2026-10-01"),
        (TripState.RETURNED, "2026-10-02"),
    ]
    with house.database.reading() as session:
        crossed = session.exec(select(Crossing).order_by(Crossing.at)).all()  # type: ignore[arg-type]  # a column
    assert [(row.trip_id, row.direction) for row in crossed] == [
        (1, "outbound"),
        (1, "inbound"),
        (2, "outbound"),
        (2, "inbound"),
    ]


def test_a_list_that_does_not_say_which_way_counts_as_a_departure_everywhere(house: House) -> None:
    load_registry(house)
    kim = person(house, "kim", Role.ANALYST)
    departs = soon(house)
    nowhere = manifest(HOLLIS, departs=departs, reference="QZ514U")
    receive(house, nowhere.replace(b"LOC+125+IAH", b"LOC+125+QQQ").replace(b"LOC+87+MEX", b"LOC+87+QQX"))
    both_read(house, kim)
    (trip,) = trips(house)
    assert (trip.state, trip.direction) == (TripState.DEPARTED, "outbound")
    assert kinds(house, "TX") == ["departure_no_notice"]
    with house.database.reading() as session:
        (told,) = [event for event in timeline(session, trip.id or 0) if event.kind == "crossing"]
        assert session.exec(select(Crossing)).one().at is None
    assert told.title.startswith("Departs on")
    assert "does not say which way" in told.detail
    fly(house, kim, departs, "QZ514A")
    assert [row.id for row in trips(house)] == [trip.id]
    assert kinds(house, "TX") == ["departure_no_notice"]


def test_a_second_list_of_the_same_crossing_tells_nobody_again(house: House) -> None:
    load_registry(house)
    kim, noor = person(house, "kim", Role.ANALYST), person(house, "noor", Role.ANALYST)
    departs = soon(house)
    receive(house, manifest(HOLLIS, departs=departs))
    both_read(house, kim, noor)
    before = references(house)
    receive(house, manifest(replace(HOLLIS, extra=""), departs=departs, reference="QZ514B"), "corrected.edi")
    receive(house, manifest(replace(HOLLIS, reference="QZ77"), departs=departs, reference="QZ514C"), "booked.edi")
    both_read(house, kim, noor)
    assert len(matches(house, MatchState.CONFIRMED)) == 3
    assert references(house) == before
    assert len(before) == 6


def test_what_another_list_still_carries_is_not_withdrawn(house: House) -> None:
    load_registry(house)
    kim, noor, ines = (person(house, name, Role.SUPERVISOR) for name in ("kim", "noor", "ines"))
    departs = soon(house)
    receive(house, manifest(HOLLIS, replace(HOLLIS, extra="", reference="QZ77"), departs=departs))
    both_read(house, kim)
    one, other = matches(house)
    verdict(house, noor, one, Verdict.NOT_A_MATCH)
    assert verdict(house, ines, one, Verdict.NOT_A_MATCH).alerts == ()
    verdict(house, noor, other, Verdict.NOT_A_MATCH)
    withdrawn = verdict(house, ines, other, Verdict.NOT_A_MATCH).alerts
    assert {alert.jurisdiction for alert in withdrawn} == {"TX", "NM", "USMS", "AWC"}


def test_after_a_retraction_a_new_confirmation_tells_them_again(house: House) -> None:
    load_registry(house)
    departs = soon(house)
    notice(house, departs)
    kim, noor, ines = (person(house, name, Role.SUPERVISOR) for name in ("kim", "noor", "ines"))
    receive(house, manifest(HOLLIS, departs=departs))
    both_read(house, kim)
    (match,) = matches(house)
    verdict(house, noor, match, Verdict.NOT_A_MATCH)
    verdict(house, ines, match, Verdict.NOT_A_MATCH)
    receive(house, manifest(replace(HOLLIS, extra=""), departs=departs, reference="QZ514B"), "corrected.edi")
    both_read(house, kim)
    assert kinds(house, "TX") == ["departure_confirmed", "retraction", "departure_confirmed"]
    assert len(trips(house)) == 1


def test_a_notice_corrected_to_another_person_moves_to_that_persons_trip(house: House) -> None:
    load_registry(house)
    departs = soon(house)
    notice(house, departs, registrant_id="OH-000007")
    notice(house, departs, version=2)
    wrong, right = trips(house)
    with house.database.reading() as session:
        names = {row.id: row.reference for row in session.exec(select(Registrant))}
        told = [event.detail for event in timeline(session, wrong.id or 0) if event.kind == "notice"]
    assert (names[wrong.registrant_id], wrong.state) == ("OH-000007", TripState.WITHDRAWN)
    assert (names[right.registrant_id], right.state) == ("TX-000042", TripState.ANNOUNCED)
    assert told[-1] == "This version names another registrant."
    fly(house, person(house, "kim", Role.ANALYST), departs, "QZ514A")
    assert kinds(house, "TX") == ["departure_confirmed"]


def test_a_notice_corrected_after_the_departure_leaves_a_departure_without_notice(house: House) -> None:
    load_registry(house)
    departs = soon(house)
    notice(house, departs)
    fly(house, person(house, "kim", Role.ANALYST), departs, "QZ514A")
    notice(house, departs, version=2, registrant_id="ME-000009")
    left, announced = trips(house)
    assert (left.state, left.notice_id, left.destination) == (TripState.DEPARTED, None, "MEX")
    assert announced.state is TripState.ANNOUNCED
    with house.database.reading() as session:
        assert session.exec(select(Crossing)).one().noticed is False


def test_abroad_keeps_only_what_two_people_still_say(house: House) -> None:
    load_registry(house)
    kim, noor = person(house, "kim", Role.ANALYST), person(house, "noor", Role.ANALYST)
    departs = soon(house)
    receive(house, manifest(HOLLIS, replace(HOLLIS, extra="", reference="QZ77"), departs=departs))
    both_read(house, kim)
    verdict(house, noor, matches(house)[0], Verdict.CONFIRM)
    with house.writing("test") as (session, acting):
        crossing = session.exec(select(Crossing).order_by(Crossing.id)).first()  # type: ignore[arg-type]  # a column
        assert crossing is not None
        match = session.get_one(Match, crossing.match_id)
        trip = part(session, acting, crossing)
        gone = retract(session, acting, Directory.of(house.settings), match, trip, "Not on board.")
    assert {alert.jurisdiction for alert in gone} == {"MEX", "INTERPOL"}


def test_an_alert_of_a_land_crossing_tells_the_persons_own_time_by_the_ports_clock(house: House) -> None:
    load_registry(house)
    header = "crossing_id,port_code,direction,crossed_at,other_country,surname,given_names,birth_date,document_number"
    rows = [
        "C1,2402,outbound,2026-11-20T09:00:00-07:00,MEX,OYELARAN,FOLASADE,1988-11-23,A11223344",
        "C2,2402,outbound,2026-11-20T15:45:00-07:00,MEX,HOLLIS,MARTEN RAY,1971-03-09,Z56120493",
    ]
    receive(house, "\n".join([header, *rows]).encode(), "crossings.csv")
    (match,) = matches(house, MatchState.OPEN)
    verdict(house, person(house, "kim", Role.ANALYST), match, Verdict.CONFIRM)
    with house.database.reading() as session:
        told = str(session.exec(select(Alert).where(Alert.jurisdiction == "TX")).one().message)
    assert "2026-11-20 15:45 local time / 2026-11-20 22:45 UTC" in told
    assert "09:00" not in told
    assert "El Paso" in told


def test_a_notice_by_way_of_san_juan_is_for_the_country_abroad(house: House) -> None:
    load_registry(house)
    day = soon(house).date().isoformat()
    legs = [
        {"departure_country": "USA", "departs": day, "arrival_country": "PRI"},
        {"departure_country": "PRI", "departs": day, "arrival_country": "DOM"},
        {"departure_country": "DOM", "arrival_country": "PRI"},
    ]
    notice(house, soon(house), legs=legs)
    assert trips(house)[0].destination == "DOM"
