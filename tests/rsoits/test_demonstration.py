"""The whole journey on an invented world, held against what is true of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from sqlmodel import select

from rsoits import demonstration
from rsoits.demonstration_truth import true_people, truth_id
from rsoits.house import House
from rsoits.security.audit import verify
from rsoits.services.declared import declared
from rsoits.services.figures import figures
from rsoits.services.punctuality import Punctuality, punctuality
from rsoits.store.alerts import Acknowledgement, Alert, Delivery
from rsoits.store.intakes import FeedState, Intake
from rsoits.store.manifests import Traveller
from rsoits.store.matches import Match
from rsoits.store.registrants import LinkState, RecordLink, Registrant
from rsoits.store.trips import Crossing
from sample_data.world import World
from tests.conftest import DATABASES, empty_database, settings_for


def silent(_what: str, _steps: int) -> Callable[[], None]:
    return lambda: None


@pytest.fixture(scope="module", params=DATABASES)
def lived_in(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[House, World]]:
    """Yield a house in which the whole journey has run, and its world."""
    folder = tmp_path_factory.mktemp("demonstration")
    with empty_database(request.param, folder) as address:
        house = House.open(settings_for(address, folder))
        world = demonstration.build(house, 500, 500, silent)
        demonstration.link_all(house, world, silent)
        demonstration.decide_all(house, world, silent)
        demonstration.deliver(house)
        demonstration.acknowledge_all(house, silent)
        yield house, world
        house.database.dispose()


def test_the_journey_agrees_with_the_ground_truth(lived_in: tuple[House, World]) -> None:
    house, world = lived_in
    with house.database.reading() as session:
        counted = figures(session)
        intakes = {(row.feed, row.name): row for row in session.exec(select(Intake))}
        people = Counter(row.person_key for row in session.exec(select(Traveller)))

    for truth in world.truth.files:
        intake = intakes[truth.feed, truth.file]
        if truth.readable and intake.state != "duplicate" and truth.format not in {"registry", "notice"}:
            assert (truth.file, intake.travellers, intake.rejects) == (truth.file, truth.travellers, truth.rejects)
        assert (intake.state == "quarantined") == (not truth.readable), truth.file

    seen = {sighting.traveller_id for sighting in world.truth.sightings if not sighting.rejected}
    assert len(people) == len(seen)
    assert counted.matches_by_state.keys() <= {"confirmed", "not a match", "withdrawn"}
    assert sum(counted.matches_by_band.values()) == sum(counted.matches_by_state.values())
    assert sum(counted.alerts_by_recipient.values()) == sum(counted.deliveries.values())
    assert sum(counted.alerts_by_kind.values()) == counted.deliveries["inbox", "delivered"]
    assert {state for _, state in counted.deliveries} == {"delivered"}


def test_nearly_every_registrant_who_travels_is_found_and_few_innocents_are_asked_about(
    lived_in: tuple[House, World],
) -> None:
    house, world = lived_in
    people = {number: person.registrant_ids[0] for person in world.truth.people for number in person.registrant_ids}
    with house.database.reading() as session:
        raised = {
            (truth_id(session, traveller), people.get(registrant.reference, registrant.reference))
            for _, traveller, registrant in session.exec(
                select(Match, Traveller, Registrant)
                .join(Traveller, Match.traveller_id == Traveller.id)  # type: ignore[arg-type]  # an SQL expression
                .join(Registrant, Match.registrant_id == Registrant.id)  # type: ignore[arg-type]  # an SQL expression
            )
        }
    wanted = {
        (sighting.traveller_id, people.get(registrant_id, registrant_id))
        for sighting in world.truth.sightings
        for registrant_id in sighting.traveller.registrant_ids
        if sighting.traveller.status in {"registered", "absconder"} and not sighting.rejected
    }
    unwanted = {
        (sighting.traveller_id, sighting.traveller.withheld_id)
        for sighting in world.truth.sightings
        if sighting.traveller.status == "protected"
    }
    assert len(wanted) > 30
    assert len(wanted & raised) / len(wanted) >= 0.95
    assert not raised & unwanted


def test_records_of_one_person_are_linked_and_no_others(lived_in: tuple[House, World]) -> None:
    house, world = lived_in
    person = true_people(world)
    with house.database.reading() as session:
        rows = {row.id: row for row in session.exec(select(Registrant))}
        states = [(rows[row.left_id], rows[row.right_id], row.state) for row in session.exec(select(RecordLink))]
        counted = figures(session)
    known = {row.reference for row in rows.values() if not row.protected}
    true = [one for one in world.truth.people if known.issuperset(one.registrant_ids)]
    linked = [(one, two) for one, two, state in states if state is LinkState.LINKED]
    for one, two in linked:
        sent = [row.reference.removeprefix("GBR-") for row in (one, two)]
        assert person.get(sent[0], sent[0]) == person.get(sent[1], sent[1])
    assert len(linked) >= len(true) * 0.75
    assert not any(state is LinkState.SUGGESTED for _, _, state in states)
    assert sum(counted.record_links.values()) == len(states)
    assert counted.unmatchable > 0


def test_what_is_only_booked_is_evidence_and_tells_nobody(lived_in: tuple[House, World]) -> None:
    house, world = lived_in
    booked = {one.traveller_id for one in world.truth.sightings if one.feed.endswith("reservations")}
    with house.database.reading() as session:
        matches = [
            match
            for match in session.exec(select(Match))
            if truth_id(session, session.get_one(Traveller, match.traveller_id)) in booked
        ]
        crossed = {crossing.match_id for crossing in session.exec(select(Crossing))}
        counted = figures(session)
    assert any(match.state == "confirmed" for match in matches)
    assert not crossed & {match.id for match in matches}
    assert counted.reserved == len(booked)
    assert sum(counted.reservation_matches.values()) == len(matches)


def test_a_correction_stands_against_the_list_it_came_before(lived_in: tuple[House, World]) -> None:
    house, world = lived_in
    corrected = [one for one in world.truth.sightings if one.file.endswith("-PAX-CHANGE.edi")]
    cancelled = [one for one in world.truth.sightings if one.file.endswith("-PAX-CANCEL.edi")]
    with house.database.reading() as session:
        rows = {row.person_key: row for row in session.exec(select(Traveller)) if row.replaced_by is None}
    assert corrected
    assert cancelled
    for one in corrected:
        assert rows[f"ref {one.traveller_id}"].surname == one.traveller.shown.surname
    assert all(rows[f"ref {one.traveller_id}"].cancelled_at for one in cancelled)


def test_the_pages_have_a_mapped_a_pushed_and_a_silent_feed_to_show(lived_in: tuple[House, World]) -> None:
    house, _ = lived_in
    found = declared(house.settings)
    assert not found.findings
    with house.database.reading() as session:
        told = {feed.name: punctuality(feed, session.get(FeedState, feed.name), house.now()) for feed in found.feeds}
        formats = {row.format for row in session.exec(select(Intake)) if row.feed == "border-ferry"}
    assert formats == {"mapping:border-ferry"}
    assert told.pop("yacht-harbors") is Punctuality.NEVER
    assert set(told.values()) <= {Punctuality.ON_TIME, Punctuality.AS_NEEDED}


def test_every_alert_is_delivered_and_the_two_desks_acknowledged_all_of_theirs(lived_in: tuple[House, World]) -> None:
    house, world = lived_in
    assert world.files
    with house.database.reading() as session:
        alerts = session.exec(select(Alert)).all()
        delivered = {row.alert_id for row in session.exec(select(Delivery)) if row.state == "delivered"}
        acknowledged = {row.alert_id for row in session.exec(select(Acknowledgement))}
        assert {alert.id for alert in alerts} == delivered
        assert {alert.id for alert in alerts if alert.jurisdiction == "USMS"} <= acknowledged
        assert verify(session, house.key).broken_at is None
