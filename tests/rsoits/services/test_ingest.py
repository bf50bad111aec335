from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

from sqlmodel import select

from feeds.reader import read
from matchers.identity import PartialDate
from rsoits.house import House
from rsoits.security.permissions import Role
from rsoits.services.enrol import enrol
from rsoits.services.ingest import Parcel, take_in
from rsoits.store.files import SourceFile
from rsoits.store.intakes import IntakeState, rejects_of
from rsoits.store.manifests import Manifest, Traveller, Voyage
from rsoits.store.matches import MatchState, Verdict
from rsoits.store.registrants import Registrant, registrant_with_reference
from sample_data.manifest import Aboard, MessageKind
from tests.rsoits.scenes import (
    HOLLIS,
    REGISTRY,
    STRANGER,
    load_registry,
    manifest,
    matches,
    person,
    receive,
    soon,
    verdict,
)


def travellers(house: House) -> list[Traveller]:
    with house.database.reading() as session:
        return list(session.exec(select(Traveller).order_by(Traveller.id)))  # type: ignore[arg-type]  # a column


def test_a_manifest_becomes_travellers_and_a_match_for_the_registrant_only(house: House) -> None:
    load_registry(house)
    intake = receive(house, manifest(HOLLIS, STRANGER, departs=soon(house)))
    assert (intake.state, intake.messages, intake.travellers, intake.matches) == (IntakeState.ACCEPTED, 1, 2, 1)
    (match,) = matches(house)
    with house.database.reading() as session:
        assert session.get_one(Registrant, match.registrant_id).reference == "TX-000042"
        assert session.get_one(Traveller, match.traveller_id).surname == "HOLLIS"
    assert match.band == "strong"


def test_the_bytes_are_kept_as_they_came(house: House) -> None:
    data = manifest(HOLLIS, departs=soon(house))
    receive(house, data)
    with house.database.reading() as session:
        (kept,) = session.exec(select(SourceFile)).all()
    assert kept.content == data


def test_the_same_file_again_changes_nothing_but_is_on_record(house: House) -> None:
    load_registry(house)
    data = manifest(HOLLIS, STRANGER, departs=soon(house))
    receive(house, data)
    again = receive(house, data, "sent-again.edi")
    assert (again.state, again.travellers, again.matches) == (IntakeState.DUPLICATE, 0, 0)
    assert len(travellers(house)) == 2
    assert len(matches(house)) == 1


def test_a_manifest_sent_again_adds_only_new_people(house: House) -> None:
    load_registry(house)
    departs = soon(house)
    receive(house, manifest(HOLLIS, departs=departs))
    receive(house, manifest(HOLLIS, STRANGER, departs=departs))
    assert [row.surname for row in travellers(house)] == ["HOLLIS", "OYELARAN"]
    assert len(matches(house)) == 1
    with house.database.reading() as session:
        assert [row.version for row in session.exec(select(Manifest))] == [1, 2]
        assert len(session.exec(select(Voyage)).all()) == 1


def test_a_person_sent_again_with_another_birth_date_replaces_the_first_version(house: House) -> None:
    load_registry(house)
    departs = soon(house)
    receive(house, manifest(HOLLIS, departs=departs))
    receive(house, manifest(replace(HOLLIS, born=PartialDate(1971, 3, 19)), departs=departs))
    first, second = travellers(house)
    assert first.replaced_by == second.id
    assert [match.state for match in matches(house)].count(MatchState.WITHDRAWN) == 1
    assert [match.traveller_id for match in matches(house, MatchState.OPEN)] == [second.id]


def test_a_decided_person_sent_again_unchanged_stays_decided(house: House) -> None:
    load_registry(house)
    analyst = person(house, "kim", Role.ANALYST)
    departs = soon(house)
    receive(house, manifest(HOLLIS, departs=departs))
    verdict(house, analyst, matches(house)[0], Verdict.NOT_A_MATCH)
    receive(house, manifest(HOLLIS, STRANGER, departs=departs, reference="QZ514B"))
    assert [match.state for match in matches(house)] == [MatchState.NOT_A_MATCH]


def test_two_people_with_one_reference_both_stay(house: House) -> None:
    receive(house, manifest(HOLLIS, replace(STRANGER, reference=HOLLIS.reference), departs=soon(house)))
    assert [row.surname for row in travellers(house)] == ["HOLLIS", "OYELARAN"]


def test_a_cancelled_flight_takes_its_matches_out_of_the_queue(house: House) -> None:
    load_registry(house)
    departs = soon(house)
    receive(house, manifest(HOLLIS, departs=departs))
    cancelled = manifest(departs=departs, reference="QZ514X", kind=MessageKind.CLOSE)
    receive(house, cancelled.replace(b"BGM+266+CL'", b"BGM+266+XF'"))
    assert [match.state for match in matches(house)] == [MatchState.WITHDRAWN]


def test_one_unusable_person_does_not_hold_up_the_others(house: House) -> None:
    intake = receive(house, manifest(HOLLIS, Aboard(surname=""), STRANGER, departs=soon(house)))
    assert (intake.state, intake.travellers, intake.rejects) == (IntakeState.PARTLY, 2, 1)
    with house.database.reading() as session:
        reject = next(row for row in rejects_of(session, intake.id or 0) if row.severity == "reject")
    assert reject.place.startswith("segment")
    assert reject.reason
    assert reject.cure


def test_rubbish_goes_to_quarantine_with_its_bytes_and_a_reason(house: House) -> None:
    intake = receive(house, b"\x00\xff this is no manifest", "rubbish.edi")
    assert intake.state is IntakeState.QUARANTINED
    with house.database.reading() as session:
        assert session.get_one(SourceFile, intake.source_file_id).content.startswith(b"\x00\xff")
        assert [row.severity for row in rejects_of(session, intake.id or 0)] == ["fatal"]


def test_people_who_need_not_register_or_are_protected_are_never_matched(house: House) -> None:
    load_registry(house)
    ended = Aboard("QUILLON", "BERTRAND", born=PartialDate(1960, 7, 1), sex="M", nationality="USA", reference="QZ5")
    protected = Aboard("ISTERWOOD", "PALMER", born=PartialDate(1958, 2, 11), sex="M", reference="QZ6")
    receive(house, manifest(ended, protected, departs=soon(house)))
    assert matches(house) == []


def test_a_registry_change_is_seen_by_the_last_manifest_and_the_next(house: House) -> None:
    load_registry(house)
    receive(house, manifest(STRANGER, departs=soon(house)))
    assert matches(house) == []
    added = (
        REGISTRY + 'NM-000001,NM,"OYELARAN, Folasade",,1988-11-23,F,NGA,,1,Assault,no,registered,no,NM,,,2026-02-02\n'
    )
    take_in(house, Parcel("registry-2.csv", added.encode(), "registry-extracts"), "test")
    assert len(matches(house)) == 1
    receive(house, manifest(STRANGER, departs=soon(house, 44), reference="QZ514C"))
    assert len(matches(house)) == 2


def test_a_registry_record_sent_again_is_updated_not_doubled(house: House) -> None:
    load_registry(house)
    take_in(house, Parcel("r2.csv", REGISTRY.replace(",Enticement,", ",Solicitation,").encode()), "test")
    with house.database.reading() as session:
        assert len(session.exec(select(Registrant)).all()) == 3
        updated = registrant_with_reference(session, "TX-000042")
    assert updated is not None
    assert updated.offence == "Solicitation"


def test_matches_are_queued_by_time_left_to_the_border(house: House) -> None:
    load_registry(house)
    for number, hours in enumerate((60, 5, 30)):
        aboard = replace(HOLLIS, reference=f"QZ-{number}")
        receive(house, manifest(aboard, departs=soon(house, hours), reference=f"QZ514{number}"))
    times = [match.border_at for match in matches(house, MatchState.OPEN)]
    assert len(times) == 3
    assert times == sorted(times, key=lambda time: time or house.now() + timedelta(days=99))


def test_an_officer_hands_in_notices_of_the_own_jurisdiction_and_nothing_else(house: House) -> None:
    legs = [{"departure_country": "USA", "arrival_country": "MEX", "departs": "2031-05-01"}]
    told = [
        {"reference": place, "jurisdiction": place, "person": {"names": ["HOLLIS, Marten"]}, "legs": legs}
        for place in ("TX", "VT")
    ]
    parcel = Parcel("notices.json", json.dumps(told).encode(), "upload TX", jurisdiction="TX")
    intake = take_in(house, parcel, "officer")
    assert (intake.notices, intake.rejects) == (1, 1)
    registry = take_in(house, Parcel("registry.csv", REGISTRY.encode(), "upload TX", jurisdiction="TX"), "officer")
    assert (registry.state, registry.registrants) == (IntakeState.QUARANTINED, 0)
    with house.database.reading() as session:
        assert session.exec(select(Registrant)).all() == []


def test_a_jurisdiction_nobody_stands_behind_is_warned_of(house: House) -> None:
    intake = load_registry(house, REGISTRY.replace("TX-000042,TX,", "TX-000042,TEXAS,"))
    with house.database.reading() as session:
        (warning,) = rejects_of(session, intake.id or 0)
    assert (warning.code, warning.value, warning.place) == ("unknown-jurisdiction", "TEXAS", "line 2")


def test_an_index_of_a_registry_that_was_never_committed_is_not_used_again(house: House) -> None:
    load_registry(house)
    extra = 'NM-000001,NM,"OYELARAN, Folasade",,1988-11-23,F,NGA,,1,Assault,no,registered,no,NM,,,2026-02-02\n'
    reading = read("registry.csv", (REGISTRY + extra).encode(), house.now().date())
    with house.writing("test") as (session, acting):
        source = session.exec(select(SourceFile)).one()
        enrol(session, acting, source, reading.registry)
        house.screener.matcher(session, acting.now.date())
        session.rollback()
    take_in(house, Parcel("r2.csv", REGISTRY.replace(",Enticement,", ",Solicitation,").encode()), "test")
    receive(house, manifest(STRANGER, departs=soon(house)))
    assert matches(house) == []
