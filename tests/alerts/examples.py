"""Invented people and journeys the alert tests speak of."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from alerts.compose import compose
from alerts.facts import Audience, Facts, Identification, Recipient, Sender, Travel
from alerts.kinds import AlertKind
from matchers.identity import Identity

if TYPE_CHECKING:
    from alerts.message import Message

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
SENDER = Sender("DCRSO0001", "Travel Screening Desk", "+1 555 010 0199")
RECIPIENTS = {
    Audience.DOMESTIC: Recipient("TXRSO0001", "Texas registry", Audience.DOMESTIC, "You registered this person."),
    Audience.FEDERAL: Recipient("DCUSM0001", "National targeting desk", Audience.FEDERAL),
    Audience.FOREIGN: Recipient("DCINTER00", "Central bureau, Fredonia", Audience.FOREIGN),
}
TRAVEL = Travel(
    direction="outbound",
    carrier="ZZ",
    number="418",
    from_place="IAH",
    from_country="USA",
    to_place="LHR",
    to_country="GBR",
    departs_local="2026-03-02T19:05",
    arrives_local="2026-03-03T09:40",
    departs_at=datetime(2026, 3, 3, 1, 5, tzinfo=UTC),
    arrives_at=datetime(2026, 3, 3, 9, 40, tzinfo=UTC),
)
FACTS = Facts(
    registrant=Identity.from_json(
        {
            "names": ["QUILLFEATHER, Barnaby Ødegård", "Wrenfield, Barney"],
            "birth_dates": ["1961-07-14", "1961"],
            "sex": "M",
            "nationalities": ["USA"],
            "documents": ["P:USA:590217733", "P:USA:481190264", "A:USA:A77120983"],
        }
    ),
    traveller=Identity.from_json(
        {
            "names": ["QUILLFEATHER, BARNABY MR"],
            "birth_dates": ["1961-07-14"],
            "sex": "M",
            "nationalities": ["USA"],
            "documents": ["P:USA:590217733", "V:GBR:V0098812"],
        }
    ),
    travel=TRAVEL,
    identification=Identification(
        0.9994,
        ("The passport is the same: 590217733", "The given name lacks its second part"),
        "R. Okonjo-Vale and T. Abernathy",
        2,
    ),
    registrant_id="TX-R-0044871",
    jurisdiction="TX",
    tier=3,
    offence="Aggravated assault of a sexual nature",
    offence_against_minor=True,
    fbi_number="998877AB3",
    residence_address="17 Larkspur Crescent, Amarillo",
    differences=("The notice names Paris, the manifest London",),
    corrects="01EARLIERALERT",
    correction="The flight number was wrong.",
)


def message(
    alert_id: str = "01ALERT",
    kind: AlertKind = AlertKind.DEPARTURE_NO_NOTICE,
    audience: Audience = Audience.DOMESTIC,
    facts: Facts = FACTS,
) -> Message:
    """Compose one message from the example."""
    return compose(
        kind,
        facts,
        RECIPIENTS[audience],
        SENDER,
        alert_id=alert_id,
        created_at=NOON,
        provisions=("34 U.S.C. § 20914(a)(7)",),
        due_at=datetime(2026, 3, 5, 23, 59, tzinfo=UTC),
    )
