"""A notice's life: received, returned, amended, cancelled; what the trip makes of it and what desks hear."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select

from alerts.kinds import AlertKind
from rsoits.errors import JourneySeenError, NoticeSettledError, ReasonMissingError
from rsoits.house import House
from rsoits.security.permissions import Actor, Role
from rsoits.services.cancel_notice import cancel
from rsoits.services.notice_status import Standing, status_of, trip_of
from rsoits.services.notify import Directory
from rsoits.services.receipt import ALPHABET, receipt_as_typed, receipt_of
from rsoits.services.return_notice import give_back
from rsoits.store.alerts import Alert
from rsoits.store.matches import Verdict
from rsoits.store.notices import Notice, NoticeState
from rsoits.store.registrants import Registrant
from rsoits.store.trips import Trip, TripState
from tests.rsoits.scenes import HOLLIS, REGISTRY, load_registry, manifest, matches, person, receive, soon, verdict
from tests.rsoits.services.test_trips import fly, kinds, notice, trips

WHY = "The journey will not be made."
TRANSIT: list[dict[str, Any]] = [
    {"departure_place": "IAH", "departure_country": "USA", "arrival_place": "MEX", "arrival_country": "MEX",
     "transit": True},
    {"departure_place": "MEX", "departure_country": "MEX", "arrival_place": "LIM", "arrival_country": "PER"},
    {"departure_place": "LIM", "departure_country": "PER", "arrival_place": "PTY", "arrival_country": "PAN",
     "transit": True},
    {"departure_place": "PTY", "departure_country": "PAN", "arrival_place": "IAH", "arrival_country": "USA"},
]  # fmt: skip


def _cancel(house: House, why: str = WHY) -> None:
    with house.writing("officer") as (session, acting):
        cancel(session, acting, Directory.of(house.settings), _current(session), why)


def _return(house: House, why: str = "The flight number is missing.") -> None:
    with house.writing("marshal") as (session, acting):
        give_back(session, acting, _current(session), why)


def _current(session: Session) -> Notice:
    return session.exec(select(Notice).where(col(Notice.replaced).is_(False))).one()


def _standing(house: House, days: int = 0) -> Standing:
    with house.database.reading() as session:
        found = _current(session)
        return status_of(found, trip_of(session, found), house.now().date() + timedelta(days=days)).word


@pytest.fixture
def reader(house: House) -> Actor:
    load_registry(house)
    return person(house, "kim", Role.ANALYST)


@pytest.mark.usefixtures("reader")
def test_a_cancelled_notice_withdraws_its_trip_and_tells_who_was_told(house: House) -> None:
    notice(house, soon(house))
    _cancel(house)
    assert [trip.state for trip in trips(house)] == [TripState.WITHDRAWN]
    assert kinds(house, "USMS") == ["notice_received", "retraction"]
    with house.database.reading() as session:
        first, second = session.exec(select(Alert).order_by(Alert.id)).all()  # type: ignore[arg-type]  # a column
        assert first.reference in str(second.message)
        assert f"TX has cancelled the notice TX-2026-9: {WHY}" in str(second.message)
        found = _current(session)
        assert (found.state, found.state_reason, found.state_by) == (NoticeState.CANCELLED, WHY, "officer")
    assert _standing(house) is Standing.CANCELLED


def test_whoever_is_seen_after_cancelling_departs_without_notice(house: House, reader: Actor) -> None:
    departs = soon(house)
    notice(house, departs)
    _cancel(house)
    fly(house, reader, departs, "QZ-A")
    assert AlertKind.DEPARTURE_NO_NOTICE.value in kinds(house, "TX")
    assert sorted(trip.state for trip in trips(house)) == [TripState.DEPARTED, TripState.WITHDRAWN]


def test_a_journey_that_was_seen_can_no_longer_be_cancelled(house: House, reader: Actor) -> None:
    departs = soon(house)
    notice(house, departs)
    fly(house, reader, departs, "QZ-A")
    with pytest.raises(JourneySeenError):
        _cancel(house)
    assert _standing(house) is Standing.DEPARTED
    assert "retraction" not in kinds(house, "USMS")


@pytest.mark.usefixtures("reader")
def test_a_returned_notice_still_counts_and_a_higher_version_corrects_it(house: House) -> None:
    departs = soon(house)
    notice(house, departs)
    _return(house)
    assert _standing(house) is Standing.RETURNED
    assert [trip.state for trip in trips(house)] == [TripState.ANNOUNCED]
    with pytest.raises(NoticeSettledError):
        _return(house)
    notice(house, departs, version=2, purpose="business")
    assert _standing(house) is Standing.RECEIVED
    with house.database.reading() as session:
        states = session.exec(select(Notice.version, Notice.state).order_by(Notice.version)).all()  # type: ignore[arg-type]  # a column
        assert states == [(1, NoticeState.AMENDED), (2, NoticeState.RECEIVED)]
    assert len(trips(house)) == 1


@pytest.mark.usefixtures("reader")
def test_a_new_version_of_a_cancelled_notice_announces_the_journey_anew(house: House) -> None:
    departs = soon(house)
    notice(house, departs)
    _cancel(house)
    with pytest.raises(NoticeSettledError):
        _cancel(house)
    notice(house, departs, version=2)
    assert _standing(house) is Standing.RECEIVED
    assert sorted(trip.state for trip in trips(house)) == [TripState.ANNOUNCED, TripState.WITHDRAWN]
    with house.database.reading() as session:
        first = session.exec(select(Notice).where(Notice.version == 1)).one()
        assert (first.state, first.replaced) == (NoticeState.CANCELLED, True)


def test_a_cancelled_notice_joins_no_trip_when_its_record_comes(house: House) -> None:
    notice(house, soon(house))
    assert _standing(house) is Standing.WAITING
    _cancel(house)
    load_registry(house)
    assert trips(house) == []


@pytest.mark.usefixtures("reader")
@pytest.mark.parametrize("why", ["", "   ", "too short", "\x00" * 20])
def test_no_reason_no_change(house: House, why: str) -> None:
    notice(house, soon(house))
    for move in (_cancel, _return):
        with pytest.raises(ReasonMissingError):
            move(house, why)
    assert _standing(house) is Standing.RECEIVED


@pytest.mark.usefixtures("reader")
def test_a_sender_learns_that_nobody_was_seen(house: House) -> None:
    notice(house, soon(house))
    assert _standing(house, days=5) is Standing.NOT_SEEN
    assert _standing(house, days=14) is Standing.EXPIRED


def test_countries_of_transit_are_destinations_too(house: House, reader: Actor) -> None:
    departs = soon(house)
    day = departs.date().isoformat()
    notice(house, departs, legs=[{**leg, "departs": day, "arrives": day} for leg in TRANSIT])
    (trip,) = trips(house)
    assert trip.destination == "PER"
    second = person(house, "lee", Role.ANALYST)
    receive(house, manifest(HOLLIS, departs=departs))
    for actor in (reader, second):
        for match in matches(house):
            verdict(house, actor, match, Verdict.CONFIRM)
    with house.database.reading() as session:
        told = {row.jurisdiction: json.dumps(row.message) for row in session.exec(select(Alert))}
        assert session.exec(select(Trip)).one().state is TripState.DEPARTED
    assert {"MEX", "PER", "PAN"} <= set(told)
    assert "departure_confirmed" in kinds(house, "TX")


def test_the_fbi_number_of_a_notice_never_leaves_the_country(house: House) -> None:
    registry = "registrant_id,jurisdiction,name,birth_dates,documents,residence_jurisdiction\n"
    registry += 'TX-000042,TX,"HOLLIS, Marten Ray",1971-03-09,P:USA:Z56120493,TX\n'
    load_registry(house, registry)
    departs = soon(house)
    notice(house, departs, fbi_number="987654ZZ3", purpose="987654ZZ3", contact="987654ZZ3")
    receive(house, manifest(HOLLIS, departs=departs))
    for name in ("kim", "lee"):
        actor = person(house, name, Role.ANALYST)
        for match in matches(house):
            verdict(house, actor, match, Verdict.CONFIRM)
    with house.database.reading() as session:
        told = {row.jurisdiction: json.dumps(row.message) for row in session.exec(select(Alert))}
    assert "987654ZZ3" in told["TX"]
    assert "MEX" in told
    assert "987654ZZ3" not in told["MEX"]


def test_a_receipt_is_read_as_it_is_heard_and_notices_a_slip() -> None:
    receipt = receipt_of("TX", "TX-2026-9", 1)
    assert receipt == receipt_of("TX", "TX-2026-9", 1)
    assert receipt != receipt_of("TX", "TX-2026-9", 2)
    signs = receipt.removeprefix("N-").replace("-", "")
    for heard in (signs, signs.lower(), f"n {signs[:4]} {signs[4:8]} {signs[8:]}", receipt):
        assert receipt_as_typed(heard) == receipt
    for place, sign in enumerate(signs):
        for other in set(ALPHABET) - {sign}:
            assert receipt_as_typed(signs[:place] + other + signs[place + 1 :]) != receipt
            assert not receipt_as_typed(signs[:place] + other + signs[place + 1 :]).startswith("N-")
    for place in range(len(signs) - 1):
        swapped = signs[:place] + signs[place + 1] + signs[place] + signs[place + 2 :]
        assert swapped == signs or not receipt_as_typed(swapped).startswith("N-")


def test_a_version_that_names_another_person_takes_back_what_was_told_of_the_first(house: House) -> None:
    load_registry(house, REGISTRY.replace("duty_ended", "registered"))
    departs = soon(house)
    notice(house, departs)
    notice(house, departs, version=2, registrant_id="OH-000007")
    assert [trip.state for trip in trips(house)] == [TripState.WITHDRAWN, TripState.ANNOUNCED]
    assert sorted(kinds(house, "USMS")) == ["notice_received", "notice_received", "retraction"]
    with house.database.reading() as session:
        withdrawn = session.exec(select(Alert).where(Alert.kind == "retraction")).one()
        assert withdrawn.trip_id == trips(house)[0].id


@pytest.mark.usefixtures("reader")
def test_cancelling_a_version_that_names_nobody_known_calls_off_what_an_earlier_one_announced(house: House) -> None:
    departs = soon(house)
    notice(house, departs)
    notice(house, departs, version=2, registrant_id="TX-999999")
    _cancel(house)
    assert [trip.state for trip in trips(house)] == [TripState.WITHDRAWN]
    assert kinds(house, "USMS") == ["notice_received", "retraction"]


def _warned(house: House, version: int, born: str, jurisdiction: str = "GBR", reference: str = "P1") -> None:
    told = {
        "kind": "partner", "reference": reference, "version": version, "jurisdiction": jurisdiction,
        "person": {"names": ["QUAYLE, Edmund"], "birth_dates": [born], "sex": "M"}, "conviction": "Assault",
        "legs": [{"departure_country": "GBR", "arrival_country": "USA", "departs": str(soon(house).date())}],
    }  # fmt: skip
    receive(house, json.dumps(told).encode(), "warning.json")


def test_an_older_version_of_a_partners_warning_does_not_change_who_is_watched(house: House) -> None:
    _warned(house, 2, "1970-01-02")
    _warned(house, 1, "1971-01-02")
    with house.database.reading() as session:
        assert session.exec(select(Registrant)).one().birth_dates == ["1970-01-02"]


@pytest.mark.usefixtures("reader")
def test_a_partners_warning_never_overwrites_a_registry_record_of_the_same_number(house: House) -> None:
    _warned(house, 1, "1970-01-02", "TX", "000042")
    _warned(house, 2, "1970-01-03", "TX", "000042")
    with house.database.reading() as session:
        names = {row.reference: row.name for row in session.exec(select(Registrant))}
    assert names["TX-000042"] == "HOLLIS, Marten Ray"
    assert list(names.values()).count("QUAYLE, Edmund") == 1
