from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from matchers.identity import PartialDate, TravelDocument
from sample_data.manifest import Aboard, Flight, FlightLeg, MessageKind, Part, Style, write_parts, write_paxlst

SENT = datetime(2026, 9, 1, 12, tzinfo=UTC)
FLIGHT = Flight("QZ", "514", (FlightLeg("IAH", datetime(2026, 9, 1, 10), "MEX", datetime(2026, 9, 1, 12, 20)),))  # noqa: DTZ001  local times of airports
HOLLIS = Aboard(
    "HOLLIS",
    "MARTEN",
    "RAY",
    PartialDate(1971, 3, 9),
    "M",
    "USA",
    TravelDocument("Z56120493", "P", "DEU", PartialDate(2031, 5, 14)),
    reference="R1",
)


def segments(content: bytes) -> list[str]:
    return [line.strip() for line in content.decode().replace("\r\n", "").split("'")][:-1]


def test_a_manifest_says_flight_person_and_counts() -> None:
    lines = segments(write_paxlst(FLIGHT, [HOLLIS], sent=SENT, reference="REF1"))
    assert lines[0].startswith("UNA:+.?")
    assert "UNH+001+PAXLST:D:05B:UN:IATA+REF1+01:F" in lines
    start = lines.index("TDT+20+QZ514+++QZ")
    assert lines[start + 1 : start + 6] == [
        "LOC+125+IAH",
        "DTM+189:2609011000:201",
        "LOC+87+MEX",
        "DTM+232:2609011220:201",
        "NAD+FL+++HOLLIS:MARTEN:RAY",
    ]
    assert {"DTM+329:710309", "NAT+2+USA", "RFF+ABO:R1", "DTM+36:310514", "LOC+91+D", "CNT+42:1"} <= set(lines)
    unh = next(number for number, line in enumerate(lines) if line.startswith("UNH"))
    unt = next(number for number, line in enumerate(lines) if line.startswith("UNT"))
    assert lines[unt] == f"UNT+{unt - unh + 1}+001"


def test_a_crew_list_is_a_crew_list() -> None:
    lines = segments(write_paxlst(FLIGHT, [HOLLIS], sent=SENT, reference="REF1", kind=MessageKind.CREW))
    assert {"BGM+250+C", "NAD+FM+++HOLLIS:MARTEN:RAY", "CNT+41:1"} <= set(lines)


def test_each_part_declares_the_total_of_the_flight() -> None:
    parts = [Part((HOLLIS,), "01:C"), Part((HOLLIS, HOLLIS), "02:F")]
    lines = segments(write_parts(FLIGHT, parts, sent=SENT, reference="REF1"))
    assert lines.count("CNT+42:3") == 2


@given(
    name=st.text("ABC ?'+:*#-", min_size=1, max_size=12),
    delimiters=st.sampled_from([":+.? '", ":*.? #", ":-.? '", ":+.?*'"]),
    wrap=st.sampled_from([0, 40, 69]),
)
@settings(max_examples=60, deadline=None)
def test_any_name_survives_any_delimiters(name: str, delimiters: str, wrap: int) -> None:
    style = Style(delimiters=delimiters, wrap=wrap)
    text = write_paxlst(FLIGHT, [Aboard(name)], sent=SENT, reference="REF1", style=style).decode().replace("\r\n", "")
    component, element, _, release, _, end = tuple(delimiters)
    literal = "".join(release + sign if sign in {component, element, release, end} else sign for sign in name)
    assert f"NAD{element}FL{element * 3}{literal}{end}" in text
