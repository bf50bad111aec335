"""The outbox contract on the tables, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import pytest
from sqlmodel import select

from alerts.message import Message
from alerts.outbox import DeliveryState, Outcome
from rsoits.house import House
from rsoits.store.alerts import Alert, Delivery, alert_with_reference, attempts_of
from rsoits.store.outbox import SqlOutbox
from rsoits.store.registrants import Registrant
from rsoits.store.trips import Trip, TripState
from tests.alerts.examples import NOON
from tests.contracts.test_outbox import OutboxContract


class SqlBench:
    """Queues deliveries as the services do: an alert of some trip, and a delivery of it."""

    def __init__(self, house: House) -> None:
        self.outbox = SqlOutbox(house.database)
        self._house = house
        with house.database.writing() as session:
            registrant = Registrant(reference="R1", jurisdiction="TX", name="X,", changed_at=NOON)
            session.add(registrant)
            session.flush()
            trip = Trip(
                registrant_id=registrant.id or 0,
                direction="outbound",
                state=TripState.DEPARTED,
                opened_at=NOON,
                changed_at=NOON,
            )
            session.add(trip)
            session.flush()
            self._trip = trip.id or 0

    def put(self, message: Message, due_at: datetime, channel: str = "memory", address: str = "somewhere") -> int:
        """Queue a delivery."""
        with self._house.database.writing() as session:
            alert = alert_with_reference(session, message.id) or Alert(
                reference=message.id,
                trip_id=self._trip,
                kind=message.kind.value,
                audience=message.audience.value,
                recipient_ori=message.recipient_ori,
                recipient=message.recipient_name,
                jurisdiction="TX",
                urgency=message.urgency.value,
                message=message.to_json(),
                raised_at=message.created_at,
            )
            session.add(alert)
            session.flush()
            delivery = Delivery(
                alert_id=alert.id or 0,
                channel=channel,
                address=address,
                state=DeliveryState.QUEUED.value,
                due_at=due_at,
            )
            session.add(delivery)
            session.flush()
            return delivery.id or 0

    def state(self, delivery_id: int) -> DeliveryState:
        """Return where it stands."""
        with self._house.database.reading() as session:
            return DeliveryState(session.exec(select(Delivery.state).where(Delivery.id == delivery_id)).one())

    def outcomes(self, delivery_id: int) -> Sequence[Outcome]:
        """Return the outcomes of all attempts."""
        with self._house.database.reading() as session:
            return [Outcome(attempt.outcome) for attempt in attempts_of(session, [delivery_id])]


class TestSqlOutbox(OutboxContract):
    """Both databases keep the contract."""

    @pytest.fixture
    def bench(self, house: House) -> SqlBench:
        """Return the bench of the database under test."""
        return SqlBench(house)


del OutboxContract  # the cases themselves are collected where they stand
