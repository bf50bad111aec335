"""Notices of intended travel, right and wrong, and foreign partners' notices of people coming in."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sample_data.places import AIRPORTS, ROUTES, ori
from sample_data.registry import as_cell
from sample_data.truth import FileTruth, NoticeTruth
from sample_data.world_file import WorldFile

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from sample_data.flights import Planned
    from sample_data.recorded import Registrant
    from sample_data.travellers import Shown

FEED = "travel-notices"
PARTNER_FEED = "partner-notices"
FORMAT = "notice"
COLUMNS = (
    "kind", "reference", "version", "submitting_ori", "jurisdiction", "submitted_at", "registrant_id", "names",
    "birth_dates", "sex", "nationalities", "documents", "legs", "returns", "return_place", "purpose",
    "destination_address", "contact",
    "emergency", "late_reason", "conviction",
)  # fmt: skip
LEAD = timedelta(days=21)
"""A notice is due 21 days before departure (SMART guidance on notice of international travel)."""

_PURPOSES = ("vacation", "business", "family visit", "relocation", "medical")
_LATE_REASONS = ("death in the family", "employer assigned the trip late", "medical emergency of a parent")
_LODGINGS = ("Hotel Prado", "Pension Linde", "Harbor Inn", "Casa Azul", "c/o a cousin")


class Case(StrEnum):
    """How a notice and what was observed agree; the truth names the case."""

    RIGHT = "right"
    OTHER_DATE = "other_date"
    OTHER_FLIGHT = "other_flight"
    OTHER_COUNTRY = "other_country"
    LATE = "late"
    NO_SHOW = "no_show"
    UPCOMING = "upcoming"
    RETURN_OVERDUE = "return_overdue"
    PARTNER_KNOWN = "partner_known"
    PARTNER_UNKNOWN = "partner_unknown"


OF_TRAVELLERS = (Case.RIGHT, Case.OTHER_DATE, Case.RIGHT, Case.OTHER_FLIGHT, Case.LATE, Case.OTHER_COUNTRY)
OF_THE_UNSEEN = (Case.NO_SHOW, Case.UPCOMING, Case.RETURN_OVERDUE)


@dataclass(frozen=True, slots=True)
class Hop:
    """One announced leg: airports, days, flight."""

    departure: str
    departs: date
    arrival: str
    arrives: date
    carrier: str
    number: str

    def to_json(self) -> dict[str, str]:
        """Return the leg as notices carry it."""
        return {
            "departure_place": self.departure,
            "departure_country": AIRPORTS[self.departure].country,
            "departs": self.departs.isoformat(),
            "arrival_place": self.arrival,
            "arrival_country": AIRPORTS[self.arrival].country,
            "arrives": self.arrives.isoformat(),
            "carrier": self.carrier,
            "number": self.number,
            "means": "air",
        }

    def __str__(self) -> str:
        """Write the leg as a CSV cell has it."""
        leg = self.to_json()
        departs = f"{leg['departure_place']}/{leg['departure_country']}/{leg['departs']}"
        arrives = f"{leg['arrival_place']}/{leg['arrival_country']}/{leg['arrives']}"
        return f"{departs}>{arrives} {self.carrier} {self.number} air"


@dataclass(frozen=True, slots=True)
class Announced:
    """A notice and its truth."""

    fields: dict[str, Any]
    hops: tuple[Hop, ...]
    truth: NoticeTruth

    def to_json(self) -> dict[str, Any]:
        """Return the notice as JSON has it."""
        return self.fields | {"legs": [hop.to_json() for hop in self.hops]}

    def to_row(self) -> list[str]:
        """Return the notice as `COLUMNS`."""
        flat = self.fields | self.fields["person"] | {"legs": [str(hop) for hop in self.hops]}
        return [as_cell(flat.get(column, "")) for column in COLUMNS]


@dataclass(slots=True)
class Desk:
    """Writes notices as seen at `now`, numbering them."""

    rng: Random
    now: datetime
    announced: list[Announced] = field(default_factory=list)

    def of_traveller(
        self, case: Case, person: Registrant, planned: Planned, traveller_id: str, returns: date | None
    ) -> None:
        """Announce a trip that was then observed, with what the case makes of it."""
        hops = _hops(planned)
        if case is Case.OTHER_DATE:
            shift = timedelta(days=self.rng.choice((-3, -2, 2, 4)))
            hops = [_moved(hop, shift) for hop in hops]
        elif case is Case.OTHER_FLIGHT:
            hops = [_other_flight(hop) for hop in hops]
        elif case is Case.OTHER_COUNTRY:
            hops = [_elsewhere(self.rng, hops[0])]
        departs = hops[0].departs
        submitted = departs - (timedelta(days=self.rng.randrange(2, 20)) if case is Case.LATE else self._in_time())
        back = returns or departs + timedelta(days=self.rng.randrange(6, 30))
        self._announce(case, person, tuple(hops), submitted=submitted, returns=back, traveller_id=traveller_id)

    def of_the_unseen(self, case: Case, person: Registrant) -> None:
        """Announce a trip on which nobody was observed."""
        away = {
            Case.NO_SHOW: -self.rng.randrange(2, 6),
            Case.UPCOMING: self.rng.randrange(5, 25),
            Case.RETURN_OVERDUE: -self.rng.randrange(35, 60),
        }[case]
        departs = self.now.date() + timedelta(days=away)
        route = self.rng.choice([route for route in ROUTES if route.outbound and len(route.stops) == 2])  # noqa: PLR2004  from and to
        hop = Hop(route.stops[0], departs, route.stops[1], departs, route.carrier, route.number)
        stay = timedelta(days=20 if case is Case.RETURN_OVERDUE else self.rng.randrange(7, 30))
        self._announce(
            case, person, (hop,), submitted=departs - self._in_time(), returns=departs + stay, traveller_id=""
        )

    def of_partner(
        self, case: Case, person: Registrant | None, shown: Shown, planned: Planned, traveller_id: str
    ) -> None:
        """Have the country the flight comes from announce one of its passengers."""
        country = AIRPORTS[planned.flight.legs[planned.flight.border].departure].country
        number = len(self.announced) + 1
        reference = f"{country}-NCB-{self.now:%Y}-{number:06}"
        known = person.name if person else f"{shown.surname}, {shown.given_names.title()}"
        fields = {
            "kind": "partner",
            "reference": reference,
            "version": 1,
            "submitting_ori": "",
            "jurisdiction": country,
            "submitted_at": _moment(planned.sent.date() - timedelta(days=2), 9).isoformat(),
            "registrant_id": "",
            "person": _person(known, [str(shown.born)], shown),
            "returns": "",
            "purpose": "unknown",
            "destination_address": "",
            "contact": "duty desk, +00 555 0155",
            "emergency": False,
            "late_reason": "",
            "conviction": f"Convicted in {country} of a sexual offence against a minor; served four years",
        }
        truth = NoticeTruth(reference, "", person.registrant_id if person else "", case, traveller_id)
        self.announced.append(Announced(fields, tuple(_hops(planned)), truth))

    def _in_time(self) -> timedelta:
        return LEAD + timedelta(days=self.rng.randrange(1, 30))

    def _announce(
        self,
        case: Case,
        person: Registrant,
        hops: tuple[Hop, ...],
        *,
        submitted: date,
        returns: date,
        traveller_id: str,
    ) -> None:
        where = person.jurisdiction
        reference = f"{where}-{self.now:%Y}-{len(self.announced) + 1:06}"
        late = case is Case.LATE
        fields = {
            "kind": "intended_travel",
            "reference": reference,
            "version": 1,
            "submitting_ori": ori(where),
            "jurisdiction": where,
            "submitted_at": min(_moment(submitted, 15), self.now - timedelta(hours=3)).isoformat(),
            "registrant_id": person.registrant_id,
            "person": {
                "names": [person.name, *(str(alias) for alias in person.aliases if alias.surname)],
                "birth_dates": [str(born) for born in person.birth_dates],
                "sex": person.sex,
                "nationalities": list(person.nationalities),
                "documents": [str(document) for document in person.documents],
            },
            "returns": returns.isoformat(),
            "return_place": hops[0].departure,
            "purpose": self.rng.choice(_PURPOSES),
            "destination_address": f"{self.rng.choice(_LODGINGS)}, near {hops[-1].arrival}",
            "contact": f"+00 555 01{self.rng.randrange(100):02}",
            "emergency": late and self.rng.random() < 0.5,  # noqa: PLR2004  half
            "late_reason": self.rng.choice(_LATE_REASONS) if late else "",
        }
        self.announced.append(
            Announced(fields, hops, NoticeTruth(reference, "", person.registrant_id, case, traveller_id))
        )


def as_json(feed: str, name: str, notices: Sequence[Announced]) -> tuple[WorldFile, FileTruth]:
    """Return the notices as one JSON file."""
    content = json.dumps({"notices": [notice.to_json() for notice in notices]}, ensure_ascii=False, indent=1)
    return WorldFile(feed, name, f"{content}\n".encode()), FileTruth(feed, name, FORMAT, len(notices), 0)


def as_csv(feed: str, name: str, notices: Sequence[Announced]) -> tuple[WorldFile, FileTruth]:
    """Return the notices as one CSV file."""
    text = io.StringIO()
    out = csv.writer(text, lineterminator="\r\n")
    out.writerow(COLUMNS)
    out.writerows(notice.to_row() for notice in notices)
    return WorldFile(feed, name, text.getvalue().encode()), FileTruth(feed, name, FORMAT, len(notices), 0)


def _person(name: str, birth_dates: list[str], shown: Shown) -> dict[str, Any]:
    return {
        "names": [name],
        "birth_dates": birth_dates,
        "sex": shown.sex,
        "nationalities": [shown.nationality],
        "documents": [str(shown.document)] if shown.document else [],
    }


def _moment(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour, 4), UTC)


def _hops(planned: Planned) -> list[Hop]:
    flight = planned.flight
    return [
        Hop(leg.departure, leg.departs.date(), leg.arrival, leg.arrives.date(), flight.carrier, flight.number)
        for leg in flight.legs
    ]


def _moved(hop: Hop, by: timedelta) -> Hop:
    return Hop(hop.departure, hop.departs + by, hop.arrival, hop.arrives + by, hop.carrier, hop.number)


def _other_flight(hop: Hop) -> Hop:
    return Hop(hop.departure, hop.departs, hop.arrival, hop.arrives, hop.carrier, f"{int(hop.number) + 4}")


def _elsewhere(rng: Random, hop: Hop) -> Hop:
    taken = {AIRPORTS[hop.departure].country, AIRPORTS[hop.arrival].country, "USA", "PRI", "GUM"}
    arrival = rng.choice([port.code for port in AIRPORTS.values() if port.country not in taken])
    return Hop(hop.departure, hop.departs, arrival, hop.arrives, hop.carrier, hop.number)
