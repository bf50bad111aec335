from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds import hardened_xml
from feeds.findings import Severity
from feeds.hardened_xml import DEEPEST, MOST_CHARACTERS
from feeds.records import Direction, Leg, ListKind, Manifest, Mode
from tests.feeds.messages import codes, manifest, people, reading

DETAILS = (
    "<NOTICE_DETAILS><NOTICE_ID>7b1f20e4</NOTICE_ID><NOTICE_TRANSACTION_TYPE>Initial</NOTICE_TRANSACTION_TYPE>"
    "<NOTICE_TYPE>Arrival</NOTICE_TYPE><VERSION>3.6</VERSION></NOTICE_DETAILS>"
)
SHIP = (
    "<SOURCE><ORGANIZATION_NAME>Tide Lines</ORGANIZATION_NAME></SOURCE>"
    "<VOYAGE><VOYAGE_TYPE>Foreign to US</VOYAGE_TYPE><VOYAGE_NUMBER>112N</VOYAGE_NUMBER></VOYAGE>"
    "<VESSEL><NAME>Coral Tide</NAME><CALL_SIGN>C6ZZ1</CALL_SIGN><ID_NUM>9999001</ID_NUM><ID_TYPE>IMO Number</ID_TYPE>"
    "<FLAG>BAHAMAS</FLAG><FLAG_CODE>BS</FLAG_CODE><REPORTING_PARTY><NAME>Desk</NAME></REPORTING_PARTY></VESSEL>"
)
ARRIVE = (
    "<ARRIVE><ARRIVE_DT>2026-04-05</ARRIVE_DT><ARRIVE_TIME>07:30:00</ARRIVE_TIME><PORT_NAME>Miami</PORT_NAME>"
    "<PORT_CODE>USMIA</PORT_CODE><CITY>Miami</CITY><STATE>Florida</STATE></ARRIVE>"
)
DEPART = (
    "<DEPART><DEPART_DT>2026-04-06</DEPART_DT><DEPART_TIME>18:00:00</DEPART_TIME><PORT_NAME>Miami</PORT_NAME>"
    "<STATE>Florida</STATE></DEPART>"
)
NEXT = (
    "<NEXT_PORT><ARRIVE_DT>2026-04-07</ARRIVE_DT><NEXT_PORT_COUNTRY_CODE>MX</NEXT_PORT_COUNTRY_CODE>"
    "<NEXT_PORT_NAME>Cozumel</NEXT_PORT_NAME><NEXT_PORT_CODE>MXCZM</NEXT_PORT_CODE></NEXT_PORT>"
)
LAST = (
    "<LAST_PORT><ARRIVE_DT>2026-04-03</ARRIVE_DT><DEPARTURE_DT>2026-04-04</DEPARTURE_DT>"
    "<LAST_PORT_COUNTRY>BAHAMAS</LAST_PORT_COUNTRY><LAST_PORT_COUNTRY_CODE>BS</LAST_PORT_COUNTRY_CODE>"
    "<LAST_PORT_NAME>Nassau</LAST_PORT_NAME></LAST_PORT>"
)
PORTS = f"<ARRIVE_DEPART>{ARRIVE}{DEPART}{NEXT}{LAST}</ARRIVE_DEPART>"
MASTER = (
    "<CREW>\n<POSITION>Master</POSITION><LAST_NAME>ROCKWOOD</LAST_NAME><FIRST_NAME>PETER</FIRST_NAME>"
    "<BIRTH_DT>1979-02-21</BIRTH_DT><GENDER>Male</GENDER><NATIONALITY>NORWAY</NATIONALITY>"
    "<NATIONALITY_CODE>NO</NATIONALITY_CODE><COUNTRY_RESIDENCE>NORWAY</COUNTRY_RESIDENCE>"
    "<ID_TYPE>Passport Number</ID_TYPE><ID_NUM>Z330192</ID_NUM><ID_COUNTRY_CODE>NO</ID_COUNTRY_CODE>"
    "<ID_EXPIRATION_DT>2030-01-31</ID_EXPIRATION_DT><EMBARK_PORT_NAME>Nassau</EMBARK_PORT_NAME>"
    "<EMBARK_DATE>2026-04-01</EMBARK_DATE><DEBARK_PORT_NAME/></CREW>"
)
HOLLIS = (
    "<NONCREW>\n<LAST_NAME>HOLLIS</LAST_NAME><FIRST_NAME>MARTEN</FIRST_NAME><MIDDLE_NAME>RAY</MIDDLE_NAME>"
    "<BIRTH_DT>1971-03-09</BIRTH_DT><GENDER>M</GENDER><NATIONALITY>UNITED STATES</NATIONALITY>"
    "<ID_TYPE>U.S. Merchant Mariner Document</ID_TYPE><ID_NUM>MM778</ID_NUM>"
    "<DEBARK_PORT_CODE>USMIA</DEBARK_PORT_CODE></NONCREW>"
)
BODY = f"{DETAILS}{SHIP}{PORTS}\n<CREW_LIST>{MASTER}</CREW_LIST>\n<NONCREW_LIST>{HOLLIS}</NONCREW_LIST>"
FILE = f'<?xml version="1.0" encoding="utf-8"?>\n<NOTICE xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{BODY}</NOTICE>'
MANY = 3_000


def warned(one: Manifest) -> set[tuple[str, str]]:
    return {(finding.code, finding.where) for finding in one.findings if finding.severity is Severity.WARNING}


def test_a_notice_of_arrival_is_a_manifest_by_sea() -> None:
    read = reading(FILE)
    (one,) = read.manifests

    assert read.format == one.format == "noad"
    assert (one.list, one.message, one.function, one.document) == (ListKind.PASSENGER, "Arrival", "new", "112N")
    assert (one.sender, one.reference, one.key) == ("Tide Lines", "7b1f20e4", "noad|7b1f20e4")
    assert (one.voyage.carrier, one.voyage.number) == ("CORAL TIDE", "9999001")
    assert (one.voyage.mode, one.voyage.direction) == (Mode.SEA, Direction.INBOUND)
    assert one.voyage.legs == (
        Leg("NASSAU", "USMIA", "2026-04-04", "2026-04-05T07:30", "BHS", "USA", "", "America/New_York"),
    )
    assert not warned(one)


def test_crew_and_others_are_told_apart_and_read_in_full() -> None:
    rockwood, hollis = manifest(FILE).travellers

    assert (rockwood.surname, rockwood.given_names, rockwood.crew) == ("ROCKWOOD", "PETER", True)
    assert (str(rockwood.birth_date), rockwood.sex) == ("1979-02-21", "M")
    assert (rockwood.nationality, rockwood.residence) == ("NOR", "NOR")
    assert [(str(paper), str(paper.expires)) for paper in rockwood.documents] == [("P:NOR:Z330192", "2030-01-31")]
    assert (rockwood.embarkation, rockwood.debarkation) == ("NASSAU", "")
    assert rockwood.references == {"crew_role": "Master", "id_type": "Passport Number", "embarked": "2026-04-01"}
    assert (rockwood.raw, rockwood.where) == (MASTER, "line 3")
    assert (hollis.given_names, hollis.crew, hollis.debarkation) == ("MARTEN RAY", False, "USMIA")
    assert [str(paper) for paper in hollis.documents] == ["::MM778"]
    assert hollis.references == {"id_type": "U.S. Merchant Mariner Document"}
    assert (hollis.raw, hollis.where) == (HOLLIS, "line 5")


def test_a_notice_of_departure_goes_from_this_port_to_the_next() -> None:
    one = manifest(FILE.replace(">Arrival<", ">Departure<"))

    assert one.voyage.direction is Direction.OUTBOUND
    assert one.voyage.legs == (
        Leg("MIAMI", "MXCZM", "2026-04-06T18:00", "2026-04-07", "USA", "MEX", "", "America/Cancun"),
    )


def test_a_notice_of_both_has_both_legs_and_counts_by_the_border_it_crosses_first() -> None:
    one = manifest(FILE.replace(">Arrival<", ">Arrival/Departure<"))

    assert [(leg.departure, leg.arrival) for leg in one.voyage.legs] == [("NASSAU", "USMIA"), ("MIAMI", "MXCZM")]
    assert one.voyage.direction is Direction.INBOUND


@pytest.mark.parametrize(
    ("written", "function"), [("Update", "change"), ("Cancel", "cancel"), ("INITIAL", "new"), ("Sketch", "new")]
)
def test_the_transaction_says_what_is_to_be_done(written: str, function: str) -> None:
    one = manifest(FILE.replace(">Initial<", f">{written}<"))

    assert one.function == function
    assert ("unknown-function" in codes(one)) == (written == "Sketch")


def test_an_update_has_the_key_of_the_first_and_a_notice_without_a_number_its_content() -> None:
    bare = FILE.replace("7b1f20e4", "")

    assert manifest(FILE.replace(">Initial<", ">Update<")).key == manifest(FILE).key
    assert manifest(bare).key == manifest(bare).key != manifest(bare.replace("MARTEN", "LEV")).key


@pytest.mark.parametrize(
    "text",
    [
        FILE.lower(),
        FILE.replace("LAST_NAME", "LastName").replace("FIRST_NAME", "firstName").replace("NONCREW", "NonCrew"),
        FILE.replace("BIRTH_DT", "DOB").replace("ID_NUM>", "ID_NUMBER>").replace("EXPIRATION_DT", "EXPIRATION_DATE"),
        FILE.replace("<", "<n:")
        .replace("<n:/", "</n:")
        .replace("<n:?", "<?")
        .replace("<n:NOTICE ", "<n:NOTICE xmlns:n='u' "),
        FILE.replace("<NOTICE ", "<NOTICES><NOTICE ").replace("</NOTICE>", "</NOTICE></NOTICES>"),
        "\N{ZERO WIDTH NO-BREAK SPACE}" + FILE,
    ],
)
def test_names_of_elements_are_read_in_any_case_with_any_namespace(text: str) -> None:
    one = manifest(text)

    read = [(who.surname.upper(), str(who.birth_date), len(who.documents), who.crew) for who in one.travellers]
    assert read == [("ROCKWOOD", "1979-02-21", 1, True), ("HOLLIS", "1971-03-09", 1, False)]
    assert one.voyage.number == "9999001"


def test_several_notices_in_one_document_are_several_manifests() -> None:
    text = f"<NOTICES><NOTICE>{BODY}</NOTICE><NOTICE>{BODY.replace('7b1f20e4', '9')}</NOTICE></NOTICES>"

    assert [one.key for one in reading(text).manifests] == ["noad|7b1f20e4", "noad|9"]


def test_a_list_of_crew_alone_is_a_crew_list() -> None:
    assert manifest(FILE.replace(HOLLIS, "")).list is ListKind.CREW


def test_a_person_that_nothing_names_is_rejected_alone() -> None:
    one = manifest(FILE.replace(MASTER, "<CREW><POSITION>Cook</POSITION></CREW>"))

    assert people(one) == [("HOLLIS", "MARTEN RAY")]
    assert [finding.where for finding in one.findings if finding.severity is Severity.REJECT] == ["line 3"]


@pytest.mark.parametrize(
    ("old", "new", "code", "where"),
    [
        ("1979-02-21", "21/02/1979", "impossible-date", "line 3"),
        (">Male<", ">Sailor<", "unknown-sex", "line 3"),
        (">NO</NAT", ">Atlantis</NAT", "unknown-country", "line 3"),
        ("2030-01-31", "2030-02-31", "impossible-date", "line 3"),
        (">2026-04-05<", ">April 5<", "impossible-time", "line 2"),
        (">BS</LAST", ">QQ</LAST", "unknown-place", "line 2"),
    ],
)
def test_a_doubtful_field_is_a_warning_with_its_line_and_the_person_stays(
    old: str, new: str, code: str, where: str
) -> None:
    one = manifest(FILE.replace(old, new))

    assert (code, where) in warned(one)
    assert len(one.travellers) == 2


def test_a_port_of_which_only_the_name_is_sent_is_noted() -> None:
    assert [finding.value for finding in manifest(FILE).findings if finding.code == "port-by-name"] == ["Nassau"]


@pytest.mark.parametrize(
    ("state", "country"),
    [("Florida", "USA"), ("Georgia", "USA"), ("CA", "USA"), ("Puerto Rico", "PRI"), ("JAMAICA", "JAM"), ("", "USA")],
)
def test_the_country_of_the_port_is_home_unless_the_state_is_one(state: str, country: str) -> None:
    text = FILE.replace("USMIA", "").replace("<STATE>Florida", f"<STATE>{state}")

    assert manifest(text).voyage.legs[0].arrival_country == country


def test_an_unknown_element_of_a_person_is_noted_once() -> None:
    one = manifest(FILE.replace("<LAST_NAME>", "<SHOE_SIZE>9</SHOE_SIZE><LAST_NAME>"))

    noted = [(finding.value, finding.where) for finding in one.findings if finding.code == "unknown-element"]
    assert noted == [("SHOE_SIZE", "line 4")]


def test_a_document_that_breaks_off_keeps_the_people_before_the_break() -> None:
    read = reading(FILE[: FILE.index("<NONCREW>") + 20])

    assert [people(one) for one in read.manifests] == [[("ROCKWOOD", "PETER")]]
    assert ("broken-xml", "line 6") in {(finding.code, finding.where) for finding in read.findings}
    assert "truncated" in codes(read.manifests[0])


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (f'<!DOCTYPE NOTICE [<!ENTITY l0 "ha">{LAUGHS}]><NOTICE>&l9;</NOTICE>', "forbidden-xml"),
        ('<!DOCTYPE NOTICE [<!ENTITY e SYSTEM "file:///etc/passwd">]><NOTICE>&e;</NOTICE>', "forbidden-xml"),
        ('<!DOCTYPE NOTICE SYSTEM "http://dtd.example/n.dtd"><NOTICE/>', "forbidden-xml"),
        (f"<NOTICE>{'<VESSEL>' * (DEEPEST + 1)}", "too-deep"),
        (f"<NOTICE>{'<X/>' * 1_000}</NOTICE>", "too-many-elements"),
        (f"<NOTICE><NAME>{'x' * MOST_CHARACTERS}</NAME></NOTICE>", "too-large"),
    ],
    ids=["laughs", "external-entity", "external-dtd", "deep", "many", "long"],
)
def test_what_could_harm_the_reader_is_refused_with_a_reason(
    text: str, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hardened_xml, "MOST_ELEMENTS", 1_000)
    began = time.perf_counter()
    read = reading(text)

    assert time.perf_counter() - began < 5
    assert not read.readable
    (finding,) = read.findings
    assert (finding.code, finding.severity) == (code, Severity.FATAL)
    assert finding.reason
    assert finding.cure


def test_people_before_a_refusal_are_not_used() -> None:
    read = reading(FILE.replace("</NOTICE>", "<VESSEL>" * DEEPEST))

    assert (read.manifests, codes(read)) == ((), {"too-deep"})


@pytest.mark.parametrize("text", ["<NOTICE", "<NOTICE><", "<html><body>NOTICE</body></html>", "<a/>"])
def test_what_holds_no_notice_is_fatal(text: str) -> None:
    assert not reading(text).readable
    assert Severity.FATAL in {finding.severity for finding in reading(text).findings}


def test_an_empty_notice_is_fatal() -> None:
    assert "empty-message" in codes(manifest("<NOTICE></NOTICE>"))


def test_a_cruise_ship_is_read_in_bounded_time() -> None:
    began = time.perf_counter()
    one = manifest(FILE.replace(HOLLIS, HOLLIS * MANY))

    assert len(one.travellers) == MANY + 1
    assert time.perf_counter() - began < 5


def test_no_truncation_raises_or_invents_people() -> None:
    known = set(people(manifest(FILE)))
    for end in range(0, len(FILE), 3):
        for one in reading(FILE[:end]).manifests:
            assert set(people(one)) <= known


@settings(max_examples=100, deadline=None)
@given(st.integers(0, len(FILE) - 1), st.sampled_from("<>/&\"';=!A0\x00é \n"))
def test_no_changed_character_raises(place: int, letter: str) -> None:
    read = reading(FILE[:place] + letter + FILE[place + 1 :])

    assert read.readable or read.findings
