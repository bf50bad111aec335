from datetime import date

import airportsdata
import pytest

from feeds.records import Mode
from rsoits.rules.jurisdictions import JurisdictionKind, all_jurisdictions, by_code
from rsoits.rules.ports import port, port_jurisdiction
from rsoits.rules.tables import rows

RENAMED = {"PBI", "DJT"}
"""One airport under its old and its new code; what is published knows one of them."""
IN_VIRGINIA = {"IAD", "DCA"}
REGISTERING = {JurisdictionKind.STATE, JurisdictionKind.DISTRICT, JurisdictionKind.TERRITORY}


@pytest.mark.parametrize(
    ("code", "jurisdiction"),
    [
        ("JFK", "NY"),
        ("EWR", "NJ"),
        ("iah", "TX"),
        ("IAD", "VA"),
        ("CVG", "KY"),
        ("SJU", "PR"),
        ("GUM", "GU"),
        ("SPN", "MP"),
        ("PPG", "AS"),
        ("STT", "VI"),
        ("2304", "TX"),
        ("2504", "CA"),
        ("0901", "NY"),
        ("901", "NY"),
        ("2408", "NM"),
        ("3801", "MI"),
        ("", None),
        ("XXX", None),
        ("LHR", None),
        ("9999", None),
        ("²", None),
    ],
)
def test_the_state_of_a_port(code: str, jurisdiction: str | None) -> None:
    assert port_jurisdiction(code) == jurisdiction


def test_el_paso_keeps_mountain_time_though_texas_keeps_central() -> None:
    crossing = port("2402")
    assert crossing is not None
    assert (crossing.time_zone, crossing.mode) == ("America/Denver", Mode.LAND)


def test_the_table_agrees_with_the_published_airports() -> None:
    airports = airportsdata.load("IATA")
    names = {row.name: row.code for row in all_jurisdictions(date(2026, 1, 1)) if row.kind in REGISTERING}
    names |= {"Virgin Islands": "VI"}
    listed = [row for row in rows("ports.csv") if row["mode"] == "air"]
    assert len(listed) >= 70
    assert {row["code"] for row in listed} - set(airports) <= RENAMED
    for row in (row for row in listed if row["code"] in airports):
        published = airports[row["code"]]
        assert row["time_zone"] == published["tz"]
        territory = published["country"] if published["country"] != "US" else ""
        if row["code"] not in IN_VIRGINIA:
            assert row["jurisdiction"] == (territory or names[published["subd"]])


def test_land_ports_have_schedule_d_codes_and_lie_in_states() -> None:
    listed = [row for row in rows("ports.csv") if row["mode"] == "land"]
    assert len(listed) >= 25
    for row in listed:
        assert len(row["code"]) == 4
        assert row["code"].isdecimal()
        assert by_code(row["jurisdiction"]).kind is JurisdictionKind.STATE
