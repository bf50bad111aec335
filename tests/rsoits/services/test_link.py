from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import delete
from sqlmodel import select

from rsoits.errors import AlreadyDecidedError, ReasonMissingError
from rsoits.house import House
from rsoits.security.permissions import Role
from rsoits.services.link import decide_link
from rsoits.store.alerts import Alert
from rsoits.store.audit import AuditEntry
from rsoits.store.links import contradictory
from rsoits.store.matches import MatchState, Verdict
from rsoits.store.registrants import LinkState, RecordKey, RecordLink, Registrant, registrant_with_reference
from rsoits.store.trips import Crossing, Trip
from tests.rsoits.scenes import HOLLIS, load_registry, manifest, matches, person, receive, soon, verdict

COLUMNS = (
    "registrant_id,jurisdiction,name,birth_dates,sex,nationalities,documents,offence_against_minor,protected,"
    "residence_jurisdiction,work_jurisdiction,fbi_number"
)
TX = 'TX-000042,TX,"HOLLIS, Marten Ray",1971-03-09,M,USA,P:USA:Z56120493,yes,no,TX,,123456AB7'
NM = 'NM-000012,NM,"HOLLIS, Martin",1971-03-09,M,USA,,no,no,TX,OK,123456AB7'
OH = 'OH-000003,OH,"HOLLIS, Marten Ray",1971-03-09,M,USA,,no,no,OH,,'
REASON = "Spoke to both registries."


def load(house: House, *rows: str) -> None:
    load_registry(house, "\n".join((COLUMNS, *rows, "")))


def people(house: House) -> dict[str, int | None]:
    with house.database.reading() as session:
        return {row.reference: row.person for row in session.exec(select(Registrant))}


def links(house: House) -> dict[tuple[str, str], LinkState]:
    with house.database.reading() as session:
        return {
            (session.get_one(Registrant, row.left_id).reference, session.get_one(Registrant, row.right_id).reference):
            row.state for row in session.exec(select(RecordLink))
        }  # fmt: skip


def decide(house: House, one: str, other: str, state: LinkState, reason: str = REASON) -> None:
    with house.database.reading() as session:
        left, right = (registrant_with_reference(session, reference) for reference in (one, other))
        assert left
        assert right
        found = session.exec(select(RecordLink).where(RecordLink.left_id == left.id, RecordLink.right_id == right.id))
        number = found.one().id or 0
    with house.writing("odd") as (session, acting):
        decide_link(session, acting, house.screener, number, state, reason)


def test_records_that_share_a_number_are_one_person_whenever_they_come(house: House) -> None:
    load(house, TX)
    assert people(house) == {"TX-000042": None}
    load(house, NM)
    first = people(house)["TX-000042"]
    assert people(house) == {"TX-000042": first, "NM-000012": first}
    assert first is not None
    assert links(house) == {("TX-000042", "NM-000012"): LinkState.LINKED}


def test_a_strong_match_waits_for_somebody_to_say(house: House) -> None:
    load(house, TX, OH)
    assert links(house) == {("TX-000042", "OH-000003"): LinkState.SUGGESTED}
    assert set(people(house).values()) == {None}
    with pytest.raises(ReasonMissingError):
        decide(house, "TX-000042", "OH-000003", LinkState.LINKED, "yes")
    decide(house, "TX-000042", "OH-000003", LinkState.LINKED)
    assert len(set(people(house).values())) == 1
    with pytest.raises(AlreadyDecidedError):
        decide(house, "TX-000042", "OH-000003", LinkState.LINKED)
    with house.database.reading() as session:
        assert "records linked" in {row.action for row in session.exec(select(AuditEntry))}


def test_what_somebody_refused_stays_refused_when_the_record_changes(house: House) -> None:
    load(house, TX, OH)
    decide(house, "TX-000042", "OH-000003", LinkState.REFUSED)
    load(house, OH.replace(",no,no,OH,,", ",no,no,OH,PA,"))
    assert links(house) == {("TX-000042", "OH-000003"): LinkState.REFUSED}


def test_a_corrected_number_takes_its_link_back(house: House) -> None:
    load(house, TX, NM)
    load(house, NM.replace("123456AB7", "765432CD1").replace("1971-03-09", "1988-11-23"))
    assert links(house) == {("TX-000042", "NM-000012"): LinkState.SUGGESTED}
    assert set(people(house).values()) == {None}


def test_a_suggestion_that_nothing_speaks_for_any_more_is_dropped(house: House) -> None:
    load(house, TX, OH)
    load(house, OH.replace("1971-03-09", "1988-11-23"))
    assert links(house) == {}


def test_a_chain_that_a_refusal_contradicts_is_one_person_and_is_shown(house: House) -> None:
    load(house, TX, OH)
    decide(house, "TX-000042", "OH-000003", LinkState.REFUSED)
    load(house, NM, OH[:-1] + ",123456AB7")
    assert len(set(people(house).values())) == 1
    with house.database.reading() as session:
        (pair,) = contradictory(session, 10)
        assert (pair.left.reference, pair.right.reference) == ("TX-000042", "OH-000003")
    decide(house, "OH-000003", "NM-000012", LinkState.REFUSED)
    alone = people(house)
    assert alone["OH-000003"] is None
    assert alone["TX-000042"] == alone["NM-000012"] is not None
    with house.database.reading() as session:
        assert contradictory(session, 10) == []


def test_a_protected_record_is_in_no_link_and_leaves_those_it_was_in(house: House) -> None:
    load(house, TX, NM)
    load(house, NM.replace(",no,no,TX,OK", ",no,yes,TX,OK"))
    assert links(house) == {}
    assert set(people(house).values()) == {None}


def test_a_traveller_gets_one_match_for_a_person_with_two_records(house: House) -> None:
    load(house, TX, NM)
    receive(house, manifest(HOLLIS, departs=soon(house)))
    (match,) = matches(house)
    with house.database.reading() as session:
        assert session.get_one(Registrant, match.registrant_id).reference == "TX-000042"


def test_a_record_that_comes_later_raises_no_second_match_of_the_same_person(house: House) -> None:
    load(house, TX)
    receive(house, manifest(HOLLIS, departs=soon(house)))
    load(house, NM)
    assert len(matches(house)) == 1


def test_a_no_for_one_record_counts_for_the_person(house: House) -> None:
    load(house, TX, NM)
    analyst = person(house, "kim", Role.ANALYST)
    receive(house, manifest(HOLLIS, departs=soon(house)))
    verdict(house, analyst, matches(house)[0], Verdict.NOT_A_MATCH)
    load(house, TX.replace("Z56120493", "Z77000001"))
    receive(house, manifest(HOLLIS, departs=soon(house, 60)))
    assert [match.state for match in matches(house)].count(MatchState.OPEN) == 1, "what was cleared has changed"
    load(house, TX)
    receive(house, manifest(HOLLIS, departs=soon(house, 90)))
    assert len(matches(house)) == 2


def test_all_jurisdictions_of_the_person_are_told(house: House) -> None:
    load(house, TX, NM)
    receive(house, manifest(HOLLIS, departs=soon(house)))
    verdict(house, person(house, "kim", Role.ANALYST), matches(house)[0], Verdict.CONFIRM)
    with house.database.reading() as session:
        assert {"TX", "NM", "OK", "AWC"} <= {alert.jurisdiction for alert in session.exec(select(Alert))}


def test_a_crossing_under_another_record_belongs_to_the_trip_of_the_person(house: House) -> None:
    load(house, TX, NM)
    analyst = person(house, "kim", Role.ANALYST)
    departs = soon(house)
    bare = replace(HOLLIS, given="MARTIN", extra="", document=None)
    receive(house, manifest(HOLLIS, departs=departs))
    verdict(house, analyst, matches(house)[0], Verdict.CONFIRM)
    receive(house, manifest(bare, departs=departs, inbound=True, reference="QZ514B"), "back.edi")
    for match in matches(house, MatchState.OPEN):
        verdict(house, analyst, match, Verdict.CONFIRM)
    with house.database.reading() as session:
        matched = {row.registrant_id for row in matches(house)}
        crossings = session.exec(select(Crossing)).all()
        assert len(matched) == 2
        assert len(crossings) == 2
        assert len(session.exec(select(Trip)).all()) == 1


def found(house: House) -> list[str]:
    with house.database.reading() as session:
        return sorted(session.get_one(Registrant, match.registrant_id).reference for match in matches(house))


def test_records_that_are_parted_are_each_looked_for_again(house: House) -> None:
    load(house, TX, NM)
    receive(house, manifest(HOLLIS, departs=soon(house)))
    assert found(house) == ["TX-000042"]
    decide(house, "TX-000042", "NM-000012", LinkState.REFUSED)
    assert found(house) == ["NM-000012", "TX-000042"]


@pytest.mark.parametrize("change", [("123456AB7", "765432CD1"), ("yes,no,TX", "yes,yes,TX")])
def test_a_record_left_by_the_one_that_was_matched_is_looked_for_itself(house: House, change: tuple[str, str]) -> None:
    load(house, TX, NM)
    receive(house, manifest(HOLLIS, departs=soon(house)))
    load(house, TX.replace(*change))
    assert found(house) == ["NM-000012", "TX-000042"]


def test_records_from_before_there_were_links_are_linked_when_they_are_sent_again(house: House) -> None:
    load(house, TX)
    with house.database.writing() as session:
        session.execute(delete(RecordKey))
        for row in session.exec(select(Registrant)):
            row.provenance = {}
    load(house, NM)
    assert links(house) == {}
    load(house, TX, NM.replace("NM-000012", "NM-000013").replace("123456AB7", "000000"))
    assert links(house)["TX-000042", "NM-000012"] is LinkState.LINKED
