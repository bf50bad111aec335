"""The whole journey on an invented world, held against what is true of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from sqlmodel import select

from rsoits import demonstration
from rsoits.house import House
from rsoits.security.audit import verify
from rsoits.services.figures import figures
from rsoits.store.alerts import Acknowledgement, Alert, Delivery
from rsoits.store.intakes import Intake
from rsoits.store.manifests import Traveller
from rsoits.store.matches import Match
from rsoits.store.registrants import Registrant
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
        if truth.readable and intake.state != "duplicate" and truth.format.startswith(("paxlst", "crossings")):
            assert (truth.file, intake.travellers, intake.rejects) == (truth.file, truth.travellers, truth.rejects)
        assert (intake.state == "quarantined") == (not truth.readable), truth.file

    seen = {sighting.traveller_id for sighting in world.truth.sightings if not sighting.rejected}
    assert len(people) == len(seen)
    assert counted.matches_by_state.keys() <= {"confirmed", "not a match"}
    assert sum(counted.matches_by_band.values()) == sum(counted.matches_by_state.values())
    assert sum(counted.alerts_by_recipient.values()) == sum(counted.deliveries.values())
    assert sum(counted.alerts_by_kind.values()) == counted.deliveries["inbox", "delivered"]
    assert {state for _, state in counted.deliveries} == {"delivered"}


def test_nearly_every_registrant_who_travels_is_found_and_few_innocents_are_asked_about(
    lived_in: tuple[House, World],
) -> None:
    house, world = lived_in
    with house.database.reading() as session:
        raised = {
            (traveller.person_key.removeprefix("ref "), registrant.reference)
            for _, traveller, registrant in session.exec(
                select(Match, Traveller, Registrant)
                .join(Traveller, Match.traveller_id == Traveller.id)  # type: ignore[arg-type]  # an SQL expression
                .join(Registrant, Match.registrant_id == Registrant.id)  # type: ignore[arg-type]  # an SQL expression
            )
        }
    wanted = {
        (sighting.traveller_id, registrant_id)
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
