"""A stored file is read again: out of quarantine after a fix, or only to screen its people anew."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlmodel import col, func, select

from feeds.findings import Finding, Severity
from feeds.reader import read
from feeds.records import Reading
from rsoits.errors import NotFoundError, NothingToSettleError, ReasonMissingError
from rsoits.house import House
from rsoits.security.audit import verify
from rsoits.security.permissions import Role
from rsoits.services import ingest
from rsoits.services.ingest import Parcel, take_in
from rsoits.services.replay_file import reread
from rsoits.services.settle import settle
from rsoits.store.audit import AuditEntry
from rsoits.store.intakes import Intake, IntakeState
from rsoits.store.manifests import Manifest, Traveller
from rsoits.store.matches import Match, MatchState, Verdict
from rsoits.store.registrants import Registrant
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

BECAUSE = "A newsletter; it was sent here by mistake."


def count(house: House, table: type[Traveller | Manifest | Intake]) -> int:
    with house.database.reading() as session:
        return session.exec(select(func.count()).select_from(table)).one()


def intake(house: House, number: int) -> Intake:
    with house.database.reading() as session:
        return session.get_one(Intake, number)


def test_a_file_in_quarantine_is_taken_in_once_its_format_is_named(house: House) -> None:
    load_registry(house)
    wrong = Parcel("list.txt", manifest(HOLLIS, STRANGER, departs=soon(house)), "air-manifests", format="crossings")
    refused = take_in(house, wrong, "test")
    assert refused.state is IntakeState.QUARANTINED
    assert reread(house, refused.id or 0, "tove", "crossings").intake.state is IntakeState.QUARANTINED
    assert intake(house, refused.id or 0).settled_at is None

    again = reread(house, refused.id or 0, "tove", "paxlst").intake
    assert (again.state, again.travellers, again.matches) == (IntakeState.ACCEPTED, 2, 1)
    assert (again.replay_of, again.name, again.feed) == (refused.id, "list.txt", "air-manifests")
    before = intake(house, refused.id or 0)
    assert (before.settled_by, before.settled_because) == ("tove", f"taken in as intake {again.id}")
    with house.database.reading() as session:
        told = session.exec(select(AuditEntry).where(AuditEntry.object_id == str(again.id))).all()
        assert [entry.detail.get("replay_of") for entry in told if entry.object_kind == "intake"] == [refused.id]
        assert verify(session, house.key).broken_at is None


def test_a_file_of_a_feed_is_read_again_as_the_feed_now_says(house: House) -> None:
    data = manifest(STRANGER, departs=soon(house))
    refused = take_in(house, Parcel("list.edi", data, "air-manifests", format="noad"), "test")
    assert refused.state is IntakeState.QUARANTINED
    assert reread(house, refused.id or 0, "tove").intake.state is IntakeState.ACCEPTED


def test_what_an_officer_handed_in_stays_within_the_jurisdiction(house: House) -> None:
    parcel = Parcel("registry.csv", REGISTRY.encode(), "upload TX", jurisdiction="TX")
    refused = take_in(house, parcel, "officer")
    again = reread(house, refused.id or 0, "tove").intake
    assert (again.state, again.registrants) == (IntakeState.QUARANTINED, 0)


def test_a_file_on_record_is_screened_again_and_keeps_what_was_decided(house: House) -> None:
    load_registry(house)
    kim = person(house, "kim", Role.ANALYST)
    first = receive(house, manifest(HOLLIS, STRANGER, departs=soon(house)))
    verdict(house, kim, matches(house)[0], Verdict.NOT_A_MATCH)
    people, messages = count(house, Traveller), count(house, Manifest)

    for _ in range(2):
        again = reread(house, first.id or 0, "tove")
        assert (again.screened, again.intake.state, again.intake.matches) == (2, IntakeState.DUPLICATE, 0)
        assert again.intake.replay_of == first.id
        assert again.intake.travellers == 0
    assert (count(house, Traveller), count(house, Manifest)) == (people, messages)
    assert [match.state for match in matches(house)] == [MatchState.NOT_A_MATCH]


def test_screening_again_raises_the_match_that_is_missing_and_only_that(house: House) -> None:
    load_registry(house)
    first = receive(house, manifest(HOLLIS, STRANGER, departs=soon(house)))
    with house.database.writing() as session:
        session.delete(session.exec(select(Match)).one())
    assert reread(house, first.id or 0, "tove").intake.matches == 1
    assert reread(house, first.id or 0, "tove").intake.matches == 0
    assert [match.state for match in matches(house)] == [MatchState.OPEN]


def test_a_registry_extract_read_again_screens_whoever_is_listed(house: House) -> None:
    extract = load_registry(house)
    receive(house, manifest(HOLLIS, departs=soon(house)))
    with house.database.writing() as session:
        session.delete(session.exec(select(Match)).one())
    assert reread(house, extract.id or 0, "tove").intake.matches == 1


def test_what_is_not_there_cannot_be_read_again(house: House) -> None:
    with pytest.raises(NotFoundError):
        reread(house, 404, "tove")


def test_a_quarantined_file_is_settled_once_with_a_reason(house: House) -> None:
    refused = take_in(house, Parcel("newsletter.txt", b"Dear all, please find attached.\n"), "test")
    kept = receive(house, manifest(STRANGER, departs=soon(house)))
    number = refused.id or 0
    for wrong, because, error in (
        (number, "junk", ReasonMissingError),
        (404, BECAUSE, NotFoundError),
        (kept.id or 0, BECAUSE, NothingToSettleError),
    ):
        with pytest.raises(error), house.writing("tove") as (session, acting):
            settle(session, acting, wrong, because)
    with house.writing("tove") as (session, acting):
        settle(session, acting, number, BECAUSE)
    settled = intake(house, number)
    assert (settled.settled_by, settled.settled_because, settled.state) == ("tove", BECAUSE, IntakeState.QUARANTINED)
    assert settled.settled_at is not None
    with pytest.raises(NothingToSettleError), house.writing("ines") as (session, acting):
        settle(session, acting, number, BECAUSE)


def _blind_to(surname: str) -> Callable[..., Reading]:
    """Return a reader that cannot read one person."""

    def reader(*asked: Any) -> Reading:  # noqa: ANN401  whatever the real one takes
        found = read(*asked)
        unread = Finding("unusable-person", Severity.REJECT, "segment 20")
        seen = tuple(
            replace(
                manifest,
                travellers=tuple(person for person in manifest.travellers if person.surname != surname),
                findings=(*manifest.findings, unread),
            )
            for manifest in found.manifests
        )
        return replace(found, manifests=seen)

    return reader


def test_who_was_rejected_comes_in_when_the_reader_is_mended(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    load_registry(house)
    departs, sharing = soon(house), replace(STRANGER, reference=HOLLIS.reference)
    with monkeypatch.context() as before:
        before.setattr(ingest, "read", _blind_to("HOLLIS"))
        first = receive(house, manifest(HOLLIS, sharing, departs=departs))
        assert (first.state, first.travellers) == (IntakeState.PARTLY, 1)
        assert reread(house, first.id or 0, "tove").intake.state is IntakeState.DUPLICATE
    receive(house, manifest(replace(sharing, given="FOLA"), departs=departs, reference="QZ514B"))

    mended = reread(house, first.id or 0, "tove")
    assert (mended.intake.state, mended.intake.travellers, mended.intake.matches) == (IntakeState.ACCEPTED, 1, 1)
    assert reread(house, first.id or 0, "tove").intake.state is IntakeState.DUPLICATE
    with house.database.reading() as session:
        current = session.exec(select(Traveller).where(col(Traveller.replaced_by).is_(None))).all()
        assert sorted(row.given_names for row in current) == ["FOLA", "MARTEN RAY"]
    assert len(matches(house)) == 1


def test_nobody_comes_back_onto_a_flight_that_was_cancelled_since(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_registry(house)
    departs = soon(house)
    with monkeypatch.context() as before:
        before.setattr(ingest, "read", _blind_to("HOLLIS"))
        first = receive(house, manifest(HOLLIS, STRANGER, departs=departs))
    off = manifest(departs=departs, reference="QZ514B").replace(b"BGM+745'", b"BGM+266+XF'")
    receive(house, off)
    assert reread(house, first.id or 0, "tove").intake.state is IntakeState.DUPLICATE
    assert matches(house) == []


def test_a_record_set_aside_comes_in_later_and_changes_no_other(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def blind(*asked: Any) -> Reading:  # noqa: ANN401  whatever the real one takes
        found = read(*asked)
        return replace(found, registry=found.registry[1:], findings=(Finding("x", Severity.REJECT, "line 2"),))

    with monkeypatch.context() as before:
        before.setattr(ingest, "read", blind)
        first = load_registry(house, REGISTRY)
    load_registry(house, REGISTRY.replace("QUILLON, Bertrand", "QUILLON, Bertram").replace("TX-", "ZZ-"))
    assert reread(house, first.id or 0, "tove").intake.registrants == 1
    with house.database.reading() as session:
        names = {row.reference: row.name for row in session.exec(select(Registrant))}
    assert (names["TX-000042"], names["OH-000007"]) == ("HOLLIS, Marten Ray", "QUILLON, Bertram")
