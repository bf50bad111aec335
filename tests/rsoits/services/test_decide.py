from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from alerts.compose import compose
from alerts.message import Message
from rsoits.errors import (
    AlreadyDecidedError,
    ClaimedByAnotherError,
    ReasonMissingError,
    RefusedError,
    SecondReaderMustDifferError,
    SettleWithAnAnswerError,
)
from rsoits.house import House
from rsoits.security.audit import verify
from rsoits.security.permissions import Role
from rsoits.services.acknowledge import acknowledge
from rsoits.services.claim import claim, let_go, next_unclaimed
from rsoits.services.figures import figures
from rsoits.services.timeline import timeline
from rsoits.store.alerts import Alert, Delivery
from rsoits.store.audit import AuditEntry
from rsoits.store.matches import Decision, Match, MatchState, Verdict
from rsoits.store.trips import Trip, TripState
from tests.rsoits.scenes import HOLLIS, REGISTRY, load_registry, manifest, matches, person, receive, soon, verdict


@pytest.fixture
def match(house: House) -> Match:
    load_registry(house)
    receive(house, manifest(HOLLIS, departs=soon(house)))
    return matches(house)[0]


def recipients(house: House, kind: str = "") -> set[str]:
    with house.database.reading() as session:
        return {alert.jurisdiction for alert in session.exec(select(Alert)) if not kind or alert.kind == kind}


def state(house: House, match: Match) -> MatchState:
    with house.database.reading() as session:
        return session.get_one(Match, match.id).state


def test_a_first_reader_alerts_the_desks_at_home_and_waits_for_a_second_before_telling_abroad(
    house: House, match: Match
) -> None:
    outcome = verdict(house, person(house, "kim", Role.ANALYST), match, Verdict.CONFIRM)
    assert outcome.state is MatchState.SECOND_READING
    assert recipients(house) == {"TX", "NM", "USMS", "AWC"}
    second = verdict(house, person(house, "noor", Role.ANALYST), match, Verdict.CONFIRM)
    assert second.state is MatchState.CONFIRMED
    assert {alert.jurisdiction for alert in second.alerts} == {"INTERPOL", "MEX"}


def test_everything_a_decision_leads_to_is_one_connected_record(house: House, match: Match) -> None:
    outcome = verdict(house, person(house, "kim", Role.ANALYST), match, Verdict.CONFIRM)
    with house.database.reading() as session:
        trip = session.get_one(Trip, outcome.trip_id)
        assert (trip.state, trip.registrant_id) == (TripState.DEPARTED, match.registrant_id)
        alerts = session.exec(select(Alert)).all()
        assert {(alert.trip_id, alert.match_id) for alert in alerts} == {(trip.id, match.id)}
        deliveries = session.exec(select(Delivery)).all()
        assert sorted(row.alert_id for row in deliveries) == sorted(alert.id or 0 for alert in alerts)
        audited = [row.object_id for row in session.exec(select(AuditEntry)) if row.action == "alert raised"]
        assert sorted(audited) == sorted(str(alert.id) for alert in alerts)


def test_a_failure_while_alerting_leaves_no_trace_of_the_decision(
    house: House, match: Match, monkeypatch: pytest.MonkeyPatch
) -> None:
    analyst = person(house, "kim", Role.ANALYST)
    calls: list[object] = []

    def fail_on_the_third(*arguments: object, **named: object) -> Message:
        calls.append(arguments)
        if len(calls) == 3:
            raise OSError("disk full")
        return compose(*arguments, **named)  # type: ignore[arg-type]  # passed through

    monkeypatch.setattr("rsoits.services.notify.compose", fail_on_the_third)
    with pytest.raises(OSError, match="disk full"):
        verdict(house, analyst, match, Verdict.CONFIRM)
    assert state(house, match) is MatchState.OPEN
    with house.database.reading() as session:
        for table in (Decision, Alert, Delivery, Trip):
            assert session.exec(select(table)).all() == []
        assert "match decided" not in {row.action for row in session.exec(select(AuditEntry))}
        assert verify(session, house.key).broken_at is None
    monkeypatch.setattr("rsoits.services.notify.compose", compose)
    assert len(verdict(house, analyst, match, Verdict.CONFIRM).alerts) == 4


def test_the_second_reader_must_be_someone_else(house: House, match: Match) -> None:
    analyst = person(house, "kim", Role.ANALYST)
    verdict(house, analyst, match, Verdict.CONFIRM)
    with pytest.raises(SecondReaderMustDifferError):
        verdict(house, analyst, match, Verdict.CONFIRM)
    with pytest.raises(SecondReaderMustDifferError), house.writing(analyst) as (session, acting):
        claim(session, acting, match.id or 0, house.now() + timedelta(minutes=5))
    with house.database.reading() as session:
        assert next_unclaimed(session, analyst.account_id, house.now()) is None


def test_disagreeing_readers_are_settled_by_a_supervisor_and_a_no_withdraws_every_alert(
    house: House, match: Match
) -> None:
    kim, noor = person(house, "kim", Role.ANALYST), person(house, "noor", Role.ANALYST)
    supervisor = person(house, "ines", Role.SUPERVISOR)
    verdict(house, kim, match, Verdict.CONFIRM)
    assert verdict(house, noor, match, Verdict.NOT_A_MATCH).state is MatchState.DISPUTED
    with pytest.raises(RefusedError):
        verdict(house, noor, match, Verdict.NOT_A_MATCH)
    with pytest.raises(SettleWithAnAnswerError):
        verdict(house, supervisor, match, Verdict.INSUFFICIENT)
    told = recipients(house)
    outcome = verdict(house, supervisor, match, Verdict.NOT_A_MATCH)
    assert outcome.state is MatchState.NOT_A_MATCH
    assert {alert.jurisdiction for alert in outcome.alerts} == told
    assert recipients(house, "retraction") == told
    with house.database.reading() as session:
        assert session.get_one(Trip, outcome.trip_id).state is TripState.WITHDRAWN


@pytest.mark.parametrize("reason", ["", "   ", "too short", "x " * 4])
def test_a_reason_is_required(house: House, match: Match, reason: str) -> None:
    with pytest.raises(ReasonMissingError):
        verdict(house, person(house, "kim", Role.ANALYST), match, Verdict.CONFIRM, reason)
    assert state(house, match) is MatchState.OPEN


def test_not_a_match_tells_nobody_and_stays_cleared_on_the_next_flight(house: House, match: Match) -> None:
    verdict(house, person(house, "kim", Role.ANALYST), match, Verdict.NOT_A_MATCH)
    assert recipients(house) == set()
    receive(house, manifest(replace(HOLLIS, reference="QZ9"), departs=soon(house, 70), reference="QZ514Z"))
    assert len(matches(house)) == 1


def test_a_cleared_traveller_with_another_passport_comes_back(house: House, match: Match) -> None:
    verdict(house, person(house, "kim", Role.ANALYST), match, Verdict.NOT_A_MATCH)
    assert HOLLIS.document is not None
    other = replace(HOLLIS, document=replace(HOLLIS.document, number="Z11111111"))
    receive(house, manifest(other, departs=soon(house, 70), reference="QZ514Z"))
    assert len(matches(house, MatchState.OPEN)) == 1


def test_not_enough_information_can_be_decided_later(house: House, match: Match) -> None:
    analyst = person(house, "kim", Role.ANALYST)
    assert verdict(house, analyst, match, Verdict.INSUFFICIENT).state is MatchState.INSUFFICIENT
    assert verdict(house, analyst, match, Verdict.CONFIRM).state is MatchState.SECOND_READING


def test_a_decided_match_is_not_decided_again(house: House, match: Match) -> None:
    analyst = person(house, "kim", Role.ANALYST)
    verdict(house, analyst, match, Verdict.NOT_A_MATCH)
    with pytest.raises(AlreadyDecidedError):
        verdict(house, analyst, match, Verdict.CONFIRM)


def test_nobody_gets_a_match_someone_else_is_reading_until_the_claim_runs_out(house: House, match: Match) -> None:
    kim, noor = person(house, "kim", Role.ANALYST), person(house, "noor", Role.ANALYST)
    with house.writing(kim) as (session, acting):
        claim(session, acting, match.id or 0, acting.now + timedelta(minutes=20))
    with pytest.raises(ClaimedByAnotherError), house.writing(noor) as (session, acting):
        claim(session, acting, match.id or 0, acting.now + timedelta(minutes=20))
    with pytest.raises(ClaimedByAnotherError):
        verdict(house, noor, match, Verdict.CONFIRM)
    with house.database.reading() as session:
        assert next_unclaimed(session, noor.account_id, house.now()) is None
        assert next_unclaimed(session, kim.account_id, house.now()) == match.id
    with house.database.writing() as session:
        late = replace(house.acting(noor), now=house.now() + timedelta(minutes=21))
        assert claim(session, late, match.id or 0, late.now + timedelta(minutes=20)).claimed_by == noor.account_id


def test_a_claim_let_go_is_free_for_others(house: House, match: Match) -> None:
    kim, noor = person(house, "kim", Role.ANALYST), person(house, "noor", Role.ANALYST)
    with house.writing(kim) as (session, acting):
        claim(session, acting, match.id or 0, acting.now + timedelta(minutes=20))
    with house.writing(kim) as (session, acting):
        let_go(session, acting, match.id or 0)
    with house.database.reading() as session:
        assert next_unclaimed(session, noor.account_id, house.now()) == match.id


def test_an_entry_tells_the_receiving_jurisdiction_without_a_second_reader(house: House) -> None:
    load_registry(house)
    receive(house, manifest(HOLLIS, departs=soon(house), inbound=True))
    outcome = verdict(house, person(house, "kim", Role.ANALYST), matches(house)[0], Verdict.CONFIRM)
    assert outcome.state is MatchState.CONFIRMED
    assert recipients(house, "return_inbound") == {"TX", "USMS"}


def test_a_message_abroad_holds_no_fbi_number_and_one_at_home_does(house: House, match: Match) -> None:
    verdict(house, person(house, "kim", Role.ANALYST), match, Verdict.CONFIRM)
    verdict(house, person(house, "noor", Role.ANALYST), match, Verdict.CONFIRM)
    with house.database.reading() as session:
        by_place = {alert.jurisdiction: str(alert.message) for alert in session.exec(select(Alert))}
    assert "123456AB7" in by_place["TX"]
    assert "123456AB7" not in by_place["MEX"]


def test_the_figures_agree_with_what_happened(house: House, match: Match) -> None:
    verdict(house, person(house, "kim", Role.ANALYST), match, Verdict.CONFIRM)
    with house.database.reading() as session:
        found = figures(session)
    assert found.decisions == {"confirm": 1}
    assert found.matches_by_state == {"second reading": 1}
    assert found.matches_by_band == {"strong": 1}
    assert sum(found.alerts_by_recipient.values()) == sum(found.deliveries.values()) == 4


def test_nobody_settles_a_dispute_of_which_they_are_a_part(house: House, match: Match) -> None:
    ines, kim = person(house, "ines", Role.SUPERVISOR), person(house, "kim", Role.ANALYST)
    verdict(house, ines, match, Verdict.CONFIRM)
    assert verdict(house, kim, match, Verdict.NOT_A_MATCH).state is MatchState.DISPUTED
    with pytest.raises(SecondReaderMustDifferError):
        verdict(house, ines, match, Verdict.CONFIRM)
    with pytest.raises(SecondReaderMustDifferError), house.writing(ines) as (session, acting):
        claim(session, acting, match.id or 0, house.now() + timedelta(minutes=5))
    assert "MEX" not in recipients(house)
    settled = verdict(house, person(house, "otto", Role.SUPERVISOR), match, Verdict.CONFIRM)
    assert settled.state is MatchState.CONFIRMED
    assert {alert.jurisdiction for alert in settled.alerts} == {"INTERPOL", "MEX"}


@pytest.mark.parametrize("sign", ["\x00", "\ud800"])
def test_a_reason_and_a_note_with_signs_no_database_takes_are_kept_without_them(
    house: House, match: Match, sign: str
) -> None:
    outcome = verdict(house, person(house, "kim", Role.ANALYST), match, Verdict.CONFIRM, f"Birth date {sign} agrees.")
    assert outcome.decision.reason == "Birth date agrees."
    agency = person(house, "lou", Role.AGENCY, "TX")
    reference = next(alert.reference for alert in outcome.alerts if alert.jurisdiction == "TX")
    with house.writing(agency) as (session, acting):
        assert acknowledge(session, acting, agency, reference, f"Officer{sign} sent.").note == "Officer sent."


def test_a_code_nobody_stands_behind_is_shown_on_the_trip_and_in_the_trail(house: House) -> None:
    load_registry(house, REGISTRY.replace("TX-000042,TX,", "TX-000042,TEXAS,"))
    receive(house, manifest(HOLLIS, departs=soon(house)))
    for username in ("kim", "noor"):
        outcome = verdict(house, person(house, username, Role.ANALYST), matches(house)[0], Verdict.CONFIRM)
    with house.database.reading() as session:
        trail = [row for row in session.exec(select(AuditEntry)) if row.action == "recipient unknown"]
        events = timeline(session, outcome.trip_id or 0)
    assert [row.detail for row in trail] == [{"codes": ["TEXAS"]}] * 2
    assert [event.title for event in events if event.kind == "unrouted"] == ["Nobody was told for TEXAS"]
