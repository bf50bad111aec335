from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlmodel import select

from matchers.identity import PartialDate
from rsoits.house import House
from rsoits.security.permissions import Role
from rsoits.services.earlier import earlier_records
from rsoits.store.intakes import Intake, rejects_of
from rsoits.store.manifests import Manifest, Traveller, Voyage
from rsoits.store.matches import MatchState, Verdict
from sample_data.manifest import Aboard, Flight, MessageKind, write_paxlst
from tests.rsoits.scenes import HOLLIS, STRANGER, leg, load_registry, manifest, matches, person, receive, soon, verdict

BORN_LATER = replace(HOLLIS, born=PartialDate(1971, 3, 19))


def message(
    *people: Aboard,
    departs: datetime,
    written: datetime,
    reference: str,
    bgm: str = "745",
    sender: str = "QZAIR",
) -> bytes:
    """Write a list of flight QZ 514 that says when it was written."""
    data = write_paxlst(
        Flight("QZ", "514", (leg(departs),)), people, sent=written, reference=reference, kind=MessageKind.PASSENGERS
    )
    return data.replace(b"BGM+745", b"BGM+" + bgm.encode()).replace(b"+QZAIR:", b"+" + sender.encode() + b":")


def current(house: House) -> list[Traveller]:
    with house.database.reading() as session:
        found = select(Traveller).where(
            Traveller.replaced_by == None,  # noqa: E711  an SQL expression
            Traveller.cancelled_at == None,  # noqa: E711  an SQL expression
        )
        return sorted(session.exec(found), key=lambda row: row.surname)


def findings(house: House, intake: Intake) -> list[str]:
    with house.database.reading() as session:
        return [row.code for row in rejects_of(session, intake.id or 0)]


def test_a_correction_that_overtakes_its_original_stands(house: House) -> None:
    load_registry(house)
    departs = soon(house)
    ten, eleven = (departs - timedelta(hours=hours) for hours in (12, 11))
    receive(house, message(BORN_LATER, departs=departs, written=eleven, reference="B", bgm="745+CP"))
    late = receive(house, message(HOLLIS, STRANGER, departs=departs, written=ten, reference="A"))
    assert [(row.surname, row.birth_date) for row in current(house)] == [
        ("HOLLIS", "1971-03-19"),
        ("OYELARAN", "1988-11-23"),
    ]
    assert findings(house, late) == ["older-message"]


def test_a_person_taken_off_before_the_list_came_stays_off(house: House) -> None:
    load_registry(house)
    departs = soon(house)
    ten, eleven = (departs - timedelta(hours=hours) for hours in (12, 11))
    receive(house, message(HOLLIS, departs=departs, written=eleven, reference="B", bgm="745+XR"))
    receive(house, message(HOLLIS, STRANGER, departs=departs, written=ten, reference="A"))
    assert [row.surname for row in current(house)] == ["OYELARAN"]
    assert matches(house) == []


def test_a_flight_cancelled_before_its_list_came_stays_cancelled_until_it_is_listed_anew(house: House) -> None:
    load_registry(house)
    departs = soon(house)
    ten, eleven, noon = (departs - timedelta(hours=hours) for hours in (12, 11, 10))
    receive(house, message(departs=departs, written=eleven, reference="X", bgm="266+XF"))
    receive(house, message(HOLLIS, departs=departs, written=ten, reference="A"))
    assert current(house) == []
    receive(house, message(HOLLIS, departs=departs, written=noon, reference="C"))
    assert [row.surname for row in current(house)] == ["HOLLIS"]
    assert [match.state for match in matches(house)] == [MatchState.OPEN]
    with house.database.reading() as session:
        assert session.exec(select(Voyage)).one().cancelled_at is None


def test_what_was_confirmed_by_a_newer_list_is_not_undone_by_one_in_between(house: House) -> None:
    departs = soon(house)
    ten, eleven, noon = (departs - timedelta(hours=hours) for hours in (12, 11, 10))
    receive(house, message(HOLLIS, departs=departs, written=ten, reference="A"))
    receive(house, message(HOLLIS, departs=departs, written=noon, reference="C"))
    receive(house, message(BORN_LATER, departs=departs, written=eleven, reference="B"))
    assert [row.birth_date for row in current(house)] == ["1971-03-09"]


def test_a_sender_whose_clock_runs_a_week_ahead_cannot_shut_out_what_follows(house: House) -> None:
    departs = soon(house)
    receive(house, message(HOLLIS, departs=departs, written=departs + timedelta(days=7), reference="A"))
    receive(house, message(BORN_LATER, departs=departs, written=departs - timedelta(hours=10), reference="B"))
    assert [row.birth_date for row in current(house)] == ["1971-03-19"]


def test_another_sender_is_not_measured_by_the_first_ones_clock(house: House) -> None:
    departs = soon(house)
    ten, eleven = (departs - timedelta(hours=hours) for hours in (12, 11))
    receive(house, message(HOLLIS, departs=departs, written=eleven, reference="A", sender="ONE"))
    receive(house, message(BORN_LATER, departs=departs, written=ten, reference="B", sender="TWO"))
    assert [row.birth_date for row in current(house)] == ["1971-03-19"]


def test_every_version_is_on_record_and_the_late_one_is_marked(house: House) -> None:
    departs = soon(house)
    ten, eleven = (departs - timedelta(hours=hours) for hours in (12, 11))
    receive(house, message(BORN_LATER, departs=departs, written=eleven, reference="B"))
    receive(house, message(HOLLIS, departs=departs, written=ten, reference="A"))
    with house.database.reading() as session:
        kept = session.exec(select(Manifest).order_by(Manifest.id)).all()  # type: ignore[arg-type]  # a column
    assert [row.outdated for row in kept] == [False, True]
    assert [row.sent[11:] for row in kept] == [f"{when:%H:%M}" for when in (eleven, ten)]


def test_crew_and_passengers_with_one_number_are_two_people(house: House) -> None:
    departs = soon(house)
    receive(house, message(HOLLIS, departs=departs, written=departs, reference="A"))
    crew = write_paxlst(
        Flight("QZ", "514", (leg(departs),)),
        [replace(STRANGER, reference=HOLLIS.reference)],
        sent=departs,
        reference="C",
        kind=MessageKind.CREW,
    )
    receive(house, crew)
    assert [row.surname for row in current(house)] == ["HOLLIS", "OYELARAN"]


def test_a_decided_person_sent_otherwise_comes_back_with_the_difference_and_what_was_said(house: House) -> None:
    load_registry(house)
    kim = person(house, "kim", Role.ANALYST)
    departs = soon(house)
    receive(house, message(HOLLIS, departs=departs, written=departs - timedelta(hours=9), reference="A"))
    verdict(house, kim, matches(house)[0], Verdict.NOT_A_MATCH, "A namesake: the registrant sits in custody.")
    receive(house, message(BORN_LATER, departs=departs, written=departs - timedelta(hours=8), reference="B"))
    (back,) = matches(house, MatchState.OPEN)
    with house.database.reading() as session:
        traveller = session.get_one(Traveller, back.traveller_id)
        (earlier,) = earlier_records(session, traveller, back.registrant_id)
        assert [(change.field, change.before, change.after) for change in earlier.changes] == [
            ("birth date", "1971-03-09", "1971-03-19")
        ]
        assert [decision.verdict for decision in earlier.decisions] == [Verdict.NOT_A_MATCH]


def test_two_parts_of_a_split_list_make_one_voyage_in_any_order(house: House) -> None:
    departs = soon(house)
    written = message(STRANGER, departs=departs, written=departs, reference="A")
    assert b"+01:F'" in written
    receive(house, written.replace(b"+01:F'", b"+02:F'"), "second.edi")
    receive(house, message(HOLLIS, departs=departs, written=departs, reference="A").replace(b"+01:F'", b"+01:C'"))
    assert [row.surname for row in current(house)] == ["HOLLIS", "OYELARAN"]
    with house.database.reading() as session:
        assert len(session.exec(select(Voyage)).all()) == 1


def booked(departs: datetime, status: str = "HK", reference: str = "R1") -> bytes:
    """Write a reservation of Hollis on flight QZ 514."""
    arrives = departs + timedelta(hours=2, minutes=20)
    times = f"{departs:%d%m%y}:{departs:%H%M}:{arrives:%d%m%y}:{arrives:%H%M}"
    document = "P/USA/Z56120493/USA/09MAR71/M/14MAY41/HOLLIS/MARTEN RAY"
    return (
        f"UNA:+.?*'UNB+IATA:1+QZ+USCBP+{departs:%y%m%d}:0100+{reference}++PNRGOV'UNH+1+PNRGOV:11:1:IA+{reference}+01:F'"
        f"MSG+:22'ORG+QZ:IAH'TVL+{times}+IAH+MEX+QZ+514'EQN+1'SRC'RCI+QZ:ZKD4TW::020326:0915'"
        f"TIF+HOLLIS:I+MARTEN RAY:A:1'TVL+{times}+IAH+MEX+QZ+514:Y'RPI+1+{status}'"
        f"SSR+DOCS:{status}:1:QZ:::IAH:MEX:/{document}+::1'UNT+13+1'UNZ+1+{reference}'"
    ).encode()


def test_a_reservation_is_evidence_that_tells_nobody_and_is_shown_when_the_list_comes(house: House) -> None:
    load_registry(house)
    kim = person(house, "kim", Role.ANALYST)
    departs = soon(house)
    receive(house, booked(departs), "bookings.edi")
    (early,) = matches(house)
    outcome = verdict(house, kim, early, Verdict.CONFIRM)
    assert (outcome.state, outcome.alerts, outcome.trip_id) == (MatchState.CONFIRMED, (), None)
    receive(house, manifest(HOLLIS, departs=departs))
    (listed,) = matches(house, MatchState.OPEN)
    with house.database.reading() as session:
        assert len(session.exec(select(Voyage)).all()) == 1
        (earlier,) = earlier_records(session, session.get_one(Traveller, listed.traveller_id), listed.registrant_id)
        assert earlier.manifest.list_kind == "reservation"
        assert [decision.verdict for decision in earlier.decisions] == [Verdict.CONFIRM]
    assert verdict(house, kim, listed, Verdict.CONFIRM).alerts


def test_a_reservation_given_up_takes_its_match_out_of_the_queue(house: House) -> None:
    load_registry(house)
    departs = soon(house)
    receive(house, booked(departs), "bookings.edi")
    assert [match.state for match in matches(house)] == [MatchState.OPEN]
    receive(house, booked(departs, status="HX", reference="R2"), "bookings-2.edi")
    assert [match.state for match in matches(house)] == [MatchState.WITHDRAWN]
    assert current(house) == []


def response(departs: datetime, document: str = "") -> bytes:
    """Write an authority's answer to the list of QZ 514 from Mexico City, without the time of arrival."""
    return (
        f"UNB+UNOA:4+USCSAPIS+QZAIR+{departs:%y%m%d}:0100+77'UNH+1+CUSRES:D:05B:UN'BGM+962+{document}'RFF+TN:Z1:::1'"
        f"RFF+AF:QZ514'DTM+189:{departs:%y%m%d%H%M}:201'LOC+125+MEX'LOC+87+IAH'ERP+2'RFF+AVF:A'ERC+0Z'UNT+10+1'"
        "UNZ+1+77'"
    ).encode()


def test_a_response_moves_nothing_and_takes_nobody_off(house: House) -> None:
    load_registry(house)
    departs = soon(house)
    receive(house, manifest(HOLLIS, departs=departs, inbound=True))
    with house.database.reading() as session:
        before = session.exec(select(Voyage)).one()
    (match,) = matches(house)
    receive(house, response(departs, "CLNB"), "response.edi")
    with house.database.reading() as session:
        after = session.exec(select(Voyage)).one()
        assert len(session.exec(select(Manifest)).all()) == 2
    assert before.arrives
    assert (after.departs, after.arrives, after.arrives_at) == (before.departs, before.arrives, before.arrives_at)
    assert [(row.state, row.border_at) for row in matches(house)] == [(MatchState.OPEN, match.border_at)]


def test_a_closed_flight_that_left_nobody_behind_keeps_everybody(house: House) -> None:
    load_registry(house)
    departs = soon(house)
    receive(house, message(HOLLIS, departs=departs, written=departs - timedelta(hours=9), reference="A"))
    closed = receive(house, message(departs=departs, written=departs, reference="B", bgm="266+CLNB"))
    assert [match.state for match in matches(house)] == [MatchState.OPEN]
    assert findings(house, closed) == []


def test_a_cancelled_reservation_that_names_nobody_is_no_cancelled_flight(house: House) -> None:
    load_registry(house)
    departs = soon(house)
    receive(house, message(HOLLIS, departs=departs, written=departs - timedelta(hours=9), reference="A"))
    empty = receive(house, message(departs=departs, written=departs, reference="B", bgm="745+XR"))
    assert [match.state for match in matches(house)] == [MatchState.OPEN]
    assert findings(house, empty) == ["cancels-nobody"]


def test_a_cancelled_flight_is_cancelled_for_everybody_whomever_it_names(house: House) -> None:
    departs = soon(house)
    receive(house, message(HOLLIS, STRANGER, departs=departs, written=departs - timedelta(hours=9), reference="A"))
    receive(house, message(STRANGER, departs=departs, written=departs, reference="B", bgm="266+XF"))
    assert current(house) == []


def test_people_who_share_a_reference_never_take_each_others_place(house: House) -> None:
    load_registry(house)
    kim = person(house, "kim", Role.ANALYST)
    departs = soon(house)
    nine = departs - timedelta(hours=9)
    sharing = replace(STRANGER, reference=HOLLIS.reference)
    receive(house, message(HOLLIS, sharing, departs=departs, written=nine, reference="A"))
    verdict(house, kim, matches(house)[0], Verdict.CONFIRM)
    receive(house, message(sharing, departs=departs, written=nine + timedelta(hours=1), reference="B", bgm="745+CP"))
    receive(house, message(sharing, HOLLIS, departs=departs, written=nine + timedelta(hours=2), reference="C"))
    other = replace(sharing, born=PartialDate(1988, 11, 24))
    receive(house, message(other, departs=departs, written=nine + timedelta(hours=3), reference="D", bgm="745+CP"))
    third = replace(sharing, surname="ABARCA", given="NIEVES")
    receive(house, message(third, departs=departs, written=nine + timedelta(hours=4), reference="E"))
    assert [(row.surname, row.birth_date) for row in current(house)] == [
        ("ABARCA", "1988-11-23"),
        ("HOLLIS", "1971-03-09"),
        ("OYELARAN", "1988-11-24"),
    ]
    assert [match.state for match in matches(house)] == [MatchState.SECOND_READING]


def test_a_reference_that_two_senders_use_does_not_make_two_people_one(house: House) -> None:
    departs = soon(house)
    receive(house, message(HOLLIS, departs=departs, written=departs, reference="A", sender="ONE"))
    sharing = replace(STRANGER, reference=HOLLIS.reference)
    receive(house, message(sharing, departs=departs, written=departs, reference="B", sender="TWO"))
    assert [row.surname for row in current(house)] == ["HOLLIS", "OYELARAN"]


@pytest.mark.parametrize("bgm", ["745+XR", "266+CLNB"])
def test_who_is_taken_off_without_the_number_of_the_list_is_found_by_document(house: House, bgm: str) -> None:
    load_registry(house)
    departs = soon(house)
    receive(house, message(HOLLIS, STRANGER, departs=departs, written=departs, reference="A"))
    receive(house, message(replace(HOLLIS, reference=""), departs=departs, written=departs, reference="B", bgm=bgm))
    assert [row.surname for row in current(house)] == ["OYELARAN"]
    assert [match.state for match in matches(house)] == [MatchState.WITHDRAWN]


def test_a_clock_that_ran_ahead_once_does_not_keep_a_flight_from_being_delayed(house: House) -> None:
    departs = soon(house)
    late = departs + timedelta(minutes=20)
    if late.date() != departs.date():
        late = departs - timedelta(minutes=20)
    receive(house, message(HOLLIS, departs=departs, written=departs + timedelta(days=7), reference="A"))
    receive(house, message(HOLLIS, departs=late, written=departs - timedelta(hours=10), reference="B"))
    with house.database.reading() as session:
        assert session.exec(select(Voyage)).one().departs == f"{late:%Y-%m-%dT%H:%M}"
