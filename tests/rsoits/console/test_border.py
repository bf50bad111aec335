from __future__ import annotations

from datetime import UTC, datetime

import pytest

from rsoits.console.border import border_clocks, place
from rsoits.store.manifests import Voyage

CROSSED = datetime(2026, 11, 21, 17, 8, tzinfo=UTC)


def _land(
    origin: str = "3801",
    destination: str = "CAN",
    direction: str = "outbound",
    departs: str = "2026-11-21T07:23",
) -> Voyage:
    return Voyage(
        mode="land",
        direction=direction,
        carrier="",
        number="",
        origin=origin,
        destination=destination,
        departs=departs,
        arrives=departs,
    )


def test_a_land_crossing_is_told_by_its_own_time_not_by_the_first_of_the_day() -> None:
    assert border_clocks(_land(), CROSSED) == "21 Nov 12:08 local · 21 Nov 17:08 UTC"
    inbound = _land("MEX", "2504", "inbound")
    assert border_clocks(inbound, CROSSED) == "21 Nov 09:08 local · 21 Nov 17:08 UTC"


def test_a_crossing_at_a_port_nobody_lists_is_told_in_utc_alone() -> None:
    assert border_clocks(_land(origin="9999"), CROSSED) == "21 Nov 17:08 UTC"


def test_a_crossing_without_a_time_is_told_as_it_was_sent() -> None:
    assert border_clocks(_land(departs="2026-11-21"), None) == "21 Nov local"


def test_a_flight_is_told_by_the_clocks_of_its_list() -> None:
    flight = Voyage(
        mode="air",
        direction="inbound",
        carrier="QZ",
        number="515",
        origin="MEX",
        destination="IAH",
        departs="2026-11-21T08:00",
        arrives="2026-11-21T11:05",
    )
    assert border_clocks(flight, CROSSED) == "21 Nov 11:05 local · 21 Nov 17:08 UTC"


@pytest.mark.parametrize(
    ("code", "country", "told"),
    [
        ("2504", "USA", "San Ysidro (2504, USA)"),
        ("2504", "", "San Ysidro (2504)"),
        ("LAX", "USA", "LAX (USA)"),
        ("MEX", "MEX", "MEX"),
        ("9999", "", "9999"),
    ],
)
def test_a_place_is_named(code: str, country: str, told: str) -> None:
    assert place(code, country) == told
