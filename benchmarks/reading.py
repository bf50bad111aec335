"""Reading manifests, against pydifact: tokens only on both sides, then our whole reading."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from pydifact.parser import Parser

from benchmarks.measure import Row, pair
from feeds.edifact import interchanges
from feeds.reader import read
from matchers.identity import PartialDate, TravelDocument
from sample_data.manifest import Aboard, Flight, FlightLeg, Style, write_paxlst

PERSONS = 300
TODAY = date(2031, 5, 1)


def measure() -> list[Row]:
    """Read one list of 300 passengers."""
    data = manifest(PERSONS)
    text = data.decode()
    ours, peer = pair(lambda: [list(one.segments()) for one in interchanges(text)], lambda: list(Parser().parse(text)))
    whole, same_peer = pair(lambda: read("list.edi", data, TODAY), lambda: list(Parser().parse(text)))
    return [
        Row(f"tokens of {PERSONS} passengers", ours, peer, "peer: pydifact"),
        Row(f"{PERSONS} passengers, everything understood", whole, same_peer, "peer: pydifact, tokens only"),
    ]


def manifest(persons: int) -> bytes:
    """Write a list of invented passengers."""
    departs = datetime(2031, 5, 1, 9, tzinfo=UTC).replace(tzinfo=None)
    leg = FlightLeg("IAH", departs, "MEX", departs + timedelta(hours=2))
    people = (
        Aboard(
            surname=f"OYELARAN{chr(65 + number // 26 % 26)}{chr(65 + number % 26)}",
            given="FOLASADE",
            born=PartialDate(1960 + number % 40, 1 + number % 12, 1 + number % 28),
            sex="FM"[number % 2],
            nationality="NGA",
            document=TravelDocument(f"Z{number:08}", "P", "NGA"),
            reference=f"P{number}",
        )
        for number in range(persons)
    )
    flight = Flight("QZ", "514", (leg,))
    return write_paxlst(flight, people, sent=departs, reference="QZ514", style=Style(line_per_segment=False))
