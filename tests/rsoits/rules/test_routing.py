from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alerts.facts import Audience
from feeds.records import Direction
from rsoits.rules.jurisdictions import JurisdictionKind, by_code
from rsoits.rules.movement import Movement
from rsoits.rules.routing import recipients, unroutable

OUT = Movement(Direction.OUTBOUND, registering=("TX",), residence=("TX",), destination_country="MEX")
IN = Movement(Direction.INBOUND, registering=("TX",), residence=("OK",), arrival_port_jurisdiction="NY")

SCENARIOS = [
    # a departure: 34 U.S.C. 20913, 21503, 21504
    (OUT, "TX USMS INTERPOL MEX"),
    (replace(OUT, residence=("OK",)), "TX OK USMS INTERPOL MEX"),
    (replace(OUT, work=("LA",), school=("AR",)), "TX LA AR USMS INTERPOL MEX"),
    (replace(OUT, work=("TX",), school=("", " ")), "TX USMS INTERPOL MEX"),
    (replace(OUT, registering=("TX", "NM")), "TX NM USMS INTERPOL MEX"),
    (replace(OUT, offence_against_minor=True), "TX USMS AWC INTERPOL MEX"),
    (replace(OUT, noticed=True, offence_against_minor=True), "TX USMS AWC INTERPOL MEX"),
    (replace(OUT, transit_countries=("PAN", "CRI")), "TX USMS INTERPOL MEX PAN CRI"),
    (replace(OUT, transit_countries=("PAN", "MEX", "PAN", "USA", "")), "TX USMS INTERPOL MEX PAN"),
    (replace(OUT, destination_country=""), "TX USMS"),
    (replace(OUT, destination_country="USA"), "TX USMS"),
    (replace(OUT, destination_country="", transit_countries=("JPN",)), "TX USMS INTERPOL JPN"),
    (replace(OUT, destination_country="TUV"), "TX USMS INTERPOL"),
    (replace(OUT, duty_required=False, offence_against_minor=True), ""),
    (replace(OUT, duty_required=False, foreign_conviction=True), ""),
    (replace(OUT, registering=(), residence=()), "USMS INTERPOL MEX"),
    # a registrant who lives abroad: the destination is told as such, not as a residence
    (replace(OUT, residence=("GTM",)), "TX USMS INTERPOL MEX"),
    # tribes: 34 U.S.C. 20929
    (replace(OUT, registering=("T-NAVAJO",), residence=("T-NAVAJO",)), "T-NAVAJO USMS INTERPOL MEX"),
    (replace(OUT, registering=("T-BLACKFEET",), residence=()), "MT USMS INTERPOL MEX"),
    (replace(OUT, registering=("T-BLACKFEET",), residence=("MT",)), "MT USMS INTERPOL MEX"),
    (replace(OUT, registering=("T-TOHONO",), residence=()), "T-TOHONO AZ USMS INTERPOL MEX"),
    # an entry: 34 U.S.C. 20930
    (IN, "OK TX USMS"),
    (replace(IN, residence=("TX",)), "TX USMS"),
    (replace(IN, residence=()), "NY TX USMS"),
    (replace(IN, residence=(), arrival_port_jurisdiction=""), "TX USMS"),
    (replace(IN, residence=("MEX",)), "NY TX USMS"),
    (replace(IN, residence=("ZZ",)), "NY TX USMS"),
    (replace(IN, residence=("T-BLACKFEET",)), "MT TX USMS"),
    (replace(IN, destination_country="MEX", transit_countries=("PAN",)), "OK TX USMS"),
    (replace(IN, duty_required=False), ""),
    (replace(IN, registering=(), residence=(), duty_required=False, foreign_conviction=True), "NY USMS"),
    # no border, nobody
    (replace(OUT, direction=Direction.DOMESTIC), ""),
    (replace(OUT, direction=Direction.FOREIGN), ""),
    (replace(OUT, direction=Direction.UNKNOWN), ""),
]


@pytest.mark.parametrize(("movement", "told"), SCENARIOS)
def test_who_is_told(movement: Movement, told: str) -> None:
    assert [row.code for row in recipients(movement)] == told.split()


def test_word_abroad_needs_a_second_identifier_and_a_second_reader() -> None:
    for row in recipients(replace(OUT, offence_against_minor=True, transit_countries=("PAN",))):
        leaves = row.code in {"INTERPOL", "MEX", "PAN"}
        assert row.needs_second_identifier == leaves
        assert row.needs_two_readers == leaves
        assert row.via == ("INTERPOL" if row.audience is Audience.FOREIGN else "")


def test_each_is_told_why_and_under_which_provision() -> None:
    told = {row.code: row for row in recipients(replace(OUT, offence_against_minor=True, transit_countries=("PAN",)))}
    assert told["TX"].role == (
        "You hold the registration of a person leaving the country. "
        "A person who lives in your jurisdiction is leaving the country."
    )
    assert told["TX"].provision == "34 U.S.C. 20913(a)"
    assert (told["TX"].ori, told["TX"].audience) == ("TXRSO0001", Audience.DOMESTIC)
    assert told["USMS"].role.endswith("no notice is on record.")
    assert told["USMS"].provision == "34 U.S.C. 21504(a); 34 U.S.C. 21504(c)"
    assert told["AWC"].provision == "34 U.S.C. 21503"
    assert told["INTERPOL"].role == "You pass the notice on to the police of: Mexico, Panama."
    assert told["INTERPOL"].provision == "34 U.S.C. 21504(e)"
    assert "21502(4)" in told["PAN"].provision


def test_the_marshals_hear_whether_a_notice_is_on_record() -> None:
    marshals = recipients(replace(OUT, noticed=True))[1]
    assert marshals.role.endswith("with notice on record.")


def test_an_entry_after_a_partners_notice_cites_the_rule_on_foreign_convictions() -> None:
    (port, _marshals) = recipients(replace(IN, registering=(), residence=(), foreign_conviction=True))
    assert port.provision == "34 U.S.C. 20930; 28 CFR 72.7(a)(2)(ii)"


def test_a_delegated_state_learns_for_whom_it_acts() -> None:
    (montana, *_rest) = recipients(replace(OUT, registering=("T-BLACKFEET",), residence=()))
    assert "Blackfeet Tribe has delegated registration to you." in montana.role
    assert montana.provision.endswith("34 U.S.C. 20929")


def test_codes_nobody_stands_behind_are_named() -> None:
    movement = replace(OUT, registering=("ZZ", "TX"), work=("ZZ",), destination_country="TUV")
    assert unroutable(movement) == ("ZZ", "TUV")
    assert unroutable(OUT) == ()


CODES = st.lists(
    st.sampled_from(["TX", "tx ", "OK", "T-BLACKFEET", "T-TOHONO", "AZ", "MT", "ZZ", "", "MEX"]), max_size=3
)
COUNTRIES = st.sampled_from(["", "USA", "MEX", "THA", "TUV", "mex"])


@settings(max_examples=200, deadline=None)
@given(
    movement=st.builds(
        Movement,
        direction=st.sampled_from(Direction),
        registering=CODES.map(tuple),
        residence=CODES.map(tuple),
        work=CODES.map(tuple),
        school=CODES.map(tuple),
        destination_country=COUNTRIES,
        transit_countries=st.lists(COUNTRIES, max_size=3).map(tuple),
        arrival_port_jurisdiction=st.sampled_from(["", "NY", "ZZ"]),
        offence_against_minor=st.booleans(),
        duty_required=st.booleans(),
        noticed=st.booleans(),
        foreign_conviction=st.booleans(),
    )
)
def test_nobody_is_told_twice_or_out_of_turn(movement: Movement) -> None:
    told = recipients(movement)
    codes = [row.code for row in told]
    assert len(codes) == len(set(codes))
    order = [list(Audience).index(row.audience) for row in told]
    assert order == sorted(order)
    assert not told or "USMS" in codes
    for row in told:
        assert row.provision
        assert row.role.endswith(".")
        assert (by_code(row.code).kind is JurisdictionKind.FOREIGN) == (row.audience is Audience.FOREIGN)
    if movement.direction is not Direction.OUTBOUND:
        assert all(row.audience is not Audience.FOREIGN for row in told)


def test_a_territory_on_the_way_is_home_and_no_country_to_be_told() -> None:
    movement = Movement(
        direction=Direction.OUTBOUND,
        registering=("NY",),
        destination_country="DOM",
        transit_countries=("PRI", "USA", "PAN"),
    )
    told = recipients(movement)
    assert {desk.code for desk in told if desk.audience is Audience.FOREIGN} <= {"DOM", "PAN"}
    assert not any("PRI" in desk.role for desk in told)
    assert "PRI" not in unroutable(movement)
    nowhere = replace(movement, destination_country="PRI", transit_countries=())
    assert "INTERPOL" not in {desk.code for desk in recipients(nowhere)}
