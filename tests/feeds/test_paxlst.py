from __future__ import annotations

import random
import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.findings import Severity
from feeds.records import Direction, Leg, ListKind, Mode
from feeds.reporting import LIMIT
from tests.feeds.messages import (
    END,
    FILE,
    HEAD,
    HOLLIS,
    LEG,
    LEGACY,
    MESSAGE,
    OSHEA,
    RESPONSE,
    TAIL,
    UNA,
    UNB,
    UNG,
    codes,
    manifest,
    people,
    person,
    reading,
)

NAMES = [("HOLLIS", "MARTEN RAY"), ("O'SHEA", "ORLA")]


def test_a_whole_message() -> None:
    one = manifest(FILE)

    assert (one.format, one.list, one.message, one.function, one.part) == ("paxlst", "passenger", "745", "new", "01:F")
    assert (one.sender, one.reference, one.revision) == ("QZAIR", "QZ514TX", "1")
    assert one.key == "QZAIR|000000042|PAX001"
    assert one.delimiters == ":+.? '"
    assert (one.voyage.carrier, one.voyage.number) == ("QZ", "514")
    assert (one.voyage.direction, one.voyage.mode) == (Direction.OUTBOUND, Mode.AIR)
    assert people(one) == NAMES
    assert not [finding for finding in one.findings if finding.severity is not Severity.NOTE]


def test_everything_said_of_a_person() -> None:
    hollis = manifest(FILE).travellers[0]

    assert (str(hollis.birth_date), hollis.sex, hollis.nationality, hollis.residence) == (
        "1971-03-09",
        "M",
        "USA",
        "USA",
    )
    assert (hollis.embarkation, hollis.debarkation, hollis.crew, hollis.in_transit) == ("IAH", "MEX", False, False)
    assert [(str(one), str(one.expires)) for one in hollis.documents] == [
        ("P:USA:561204937", "2030-01-31"),
        ("V:MEX:99887766", "2027-01-31"),
    ]
    assert hollis.references == {
        "address": "12 ELM ROW, HOUSTON, TX, 77001, USA",
        "bag_count": "1",
        "bags": "QZ000123 1",
        "birth_place": "USA GALVESTON",
        "clearance": "IAH",
        "contact": "1 555 0101",
        "pnr": "ABC123",
        "seat": "12A",
        "unique": "QZ0001",
        "verification": "173",
    }
    assert hollis.raw == HOLLIS
    assert hollis.where == "segment 13"


def test_times_are_local_as_sent_and_known_in_utc() -> None:
    (leg,) = manifest(FILE).voyage.legs

    assert (leg.departs, leg.arrives) == ("2026-03-28T12:05", "2026-03-28T14:30")
    assert leg.departs_at
    assert leg.arrives_at
    assert (leg.departs_at.isoformat(), leg.arrives_at.isoformat()) == (
        "2026-03-28T17:05:00+00:00",
        "2026-03-28T20:30:00+00:00",
    )


LEGS_TWO = (
    "TDT+20+QZ250+++QZ'LOC+92+JFK'DTM+189:2604010220:201'LOC+92+ANC'DTM+232:2604010550:201'"
    "TDT+20+QZ250+++QZ'LOC+125+ANC'DTM+189:2604010650:201'LOC+87+ICN'DTM+232:2604020840:201'"
)
LEGS_ONE = LEGS_TWO[:85] + LEGS_TWO[85:].replace("TDT+20+QZ250+++QZ'", "")
TWO_LEGS = (
    Leg("JFK", "ANC", "2026-04-01T02:20", "2026-04-01T05:50", "USA", "USA", "America/New_York", "America/Anchorage"),
    Leg("ANC", "ICN", "2026-04-01T06:50", "2026-04-02T08:40", "USA", "KOR", "America/Anchorage", "Asia/Seoul"),
)


@pytest.mark.parametrize("legs", [LEGS_TWO, LEGS_ONE], ids=["a TDT for each leg", "one TDT"])
def test_one_tdt_and_one_for_each_leg_give_the_same_legs(legs: str) -> None:
    assert LEGS_ONE.count("TDT") == 1
    voyage = manifest(UNA + UNB + HEAD + legs + HOLLIS + TAIL + END).voyage

    assert voyage.legs == TWO_LEGS
    assert voyage.direction is Direction.OUTBOUND
    assert voyage.border_leg == TWO_LEGS[1]


@pytest.mark.parametrize(
    ("transport", "ends", "direction"),
    [
        ("TDT+20+QZ1'LOC+125+LHR'LOC+87+JFK'", ["LHR", "JFK"], "inbound"),
        ("TDT+20+QZ1'LOC+92+BCN'LOC+92+IAD'LOC+92+IAD'LOC+92+SFO'", ["BCN", "IAD", "IAD", "SFO"], "inbound"),
        ("TDT+20+QZ1'LOC+22+DXB'LOC+87+JFK'", ["DXB", "JFK"], "inbound"),
        ("TDT+20+QZ1'LOC+92+JFK'LOC+92+SFO'", ["JFK", "SFO"], "domestic"),
        ("TDT+20+QZ1'LOC+92+LHR'LOC+92+CDG'LOC+125+CDG'LOC+87+FRA'", ["LHR", "CDG", "CDG", "FRA"], "foreign"),
        ("TDT+20+QZ1'LOC+92+FRA'LOC+92+LHR'LOC+125+LHR'LOC+87+JFK'", ["FRA", "LHR", "LHR", "JFK"], "inbound"),
        ("TDT+20+QZ1'LOC+125+QQQ'LOC+87+JFK'", ["QQQ", "JFK"], "inbound"),
        ("TDT+20+QZ1'LOC+125+QQQ'LOC+87+QQR'", ["QQQ", "QQR"], "unknown"),
        ("TDT+20+QZ1'LOC+125+LHR'LOC+87+JFK'LOC+130+SFO'", ["LHR", "JFK", "JFK", "SFO"], "inbound"),
        ("TDT+20+QZ1'LOC+125+LHR'TDT+20+QZ1'LOC+87+JFK'", ["LHR", "JFK"], "inbound"),
        ("TDT+20+QZ1'LOC+87+JFK'", ["", "JFK"], "inbound"),
        ("LOC+125+LHR'LOC+87+JFK'", ["LHR", "JFK"], "inbound"),
        ("TDT+20+QZ01MCL'LOC+188+CPH'DTM+554:2604010000:201'LOC+172+JFK'", [], "unknown"),
        ("TDT+20+QZ1'", [], "unknown"),
    ],
)
def test_places_pair_into_legs(transport: str, ends: list[str], direction: str) -> None:
    voyage = manifest(UNA + UNB + HEAD + transport + HOLLIS + TAIL + END).voyage

    assert [end for leg in voyage.legs for end in (leg.departure, leg.arrival)] == ends
    assert voyage.direction == direction


NOON, HALF_PAST_TWO = "2026-03-28T12:05", "2026-03-28T14:30"


@pytest.mark.parametrize(
    ("times", "departs", "arrives"),
    [
        ("LOC+125+IAH'DTM+189: 2603281205:201'LOC+87+MEX'DTM+232:202603281430:201'", NOON, HALF_PAST_TWO),
        ("DTM+189:2603281205:201'DTM+232:2603281430:201'LOC+125+IAH'LOC+87+MEX'", NOON, HALF_PAST_TWO),
        ("LOC+125+IAH'LOC+87+MEX'DTM+189:2603281205:201'DTM+232:2603281430:201'", NOON, HALF_PAST_TWO),
        ("LOC+125+IAH'DTM+189:2603281205'LOC+87+MEX'DTM+189:2603281430'", NOON, HALF_PAST_TWO),
        ("LOC+125+IAH'DTM+189:260328:1205'LOC+87+MEX'", "2026-03-28T12:05", ""),
        ("LOC+125+IAH'DTM+189::201'LOC+87+MEX'DTM+232:NOON'", "", ""),
    ],
)  # fmt: skip
def test_times_attach_to_their_leg(times: str, departs: str, arrives: str) -> None:
    (leg,) = manifest(UNA + UNB + HEAD + "TDT+20+QZ514'" + times + HOLLIS + TAIL + END).voyage.legs

    assert (leg.departs, leg.arrives) == (departs, arrives)


@pytest.mark.parametrize(
    ("tdt", "carrier", "number"),
    [
        ("TDT+20+QZ514+++QZ'", "QZ", "514"), ("TDT+20+qz 514'", "QZ", "514"), ("TDT+20+QZX514A'", "QZX", "514A"),
        ("TDT+20+7Q12345'", "7Q", "12345"), ("TDT+20+514+++QZ'", "QZ", "514"), ("TDT+20++++QZ'", "QZ", ""),
        ("TDT+20+QZ01MCL'", "QZ", "01MCL"), ("TDT+34+QZ9'", "QZ", "9"), ("TDT+20'", "", ""),
    ],
)  # fmt: skip
def test_flight_numbers(tdt: str, carrier: str, number: str) -> None:
    voyage = manifest(UNA + UNB + HEAD + tdt + HOLLIS + TAIL + END).voyage

    assert (voyage.carrier, voyage.number) == (carrier, number)


@pytest.mark.parametrize(
    ("bgm", "kind", "function"),
    [
        ("745", "passenger", "new"), ("745+CP", "passenger", "change"), ("745+XR", "passenger", "cancel"),
        ("745+RP", "passenger", "change"), ("745+C", "passenger", "new"), ("250", "crew", "new"),
        ("250+C", "crew", "new"),
        ("250+CC", "crew", "change"),
        ("266+CL", "status", "close"), ("266+CLNB", "status", "close"),
        ("266+XF", "status", "cancel"), ("266+CF", "status", "change"), ("336+H", "crew", "cancel"),
        ("336+I", "crew", "change"), ("655", "passenger", "new"), ("745+CI:1.0", "passenger", "new"),
    ],
)  # fmt: skip
def test_what_the_message_does(bgm: str, kind: str, function: str) -> None:
    one = manifest(FILE.replace("BGM+745", f"BGM+{bgm}"))

    assert (one.message, one.list, one.function) == (bgm[:3], kind, function)
    assert one.document == bgm[4:]


def test_a_nil_manifest_is_legal() -> None:
    one = manifest(UNA + UNB + HEAD.replace("745", "266+CLNB") + LEG + "CNT+42:0'UNT+10+PAX001'" + END)

    assert one.travellers == ()
    assert (one.list, one.function, len(one.voyage.legs)) == (ListKind.STATUS, "close", 1)
    assert not [finding for finding in one.findings if finding.severity is not Severity.NOTE]


def test_a_message_with_neither_flight_nor_person_is_set_aside() -> None:
    assert [finding.code for finding in manifest(UNA + UNB + HEAD).findings if finding.severity is Severity.FATAL] == [
        "empty-message"
    ]


@settings(max_examples=40, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_within_a_person_does_not_matter(shuffle: random.Random) -> None:
    nad, *rest = re.findall(r".+?(?<!\?)'", OSHEA)
    document = rest[-3:]
    middle = [[segment] for segment in rest[:-3]] + [document]
    shuffle.shuffle(middle)
    plain = person(OSHEA).travellers[0]

    shuffled = person(nad + "".join("".join(group) for group in middle)).travellers[0]

    assert (shuffled.identity, shuffled.embarkation, shuffled.debarkation) == (
        plain.identity,
        plain.embarkation,
        plain.debarkation,
    )


def test_an_expiry_may_follow_the_issuer() -> None:
    (document,) = person("NAD+FL+++HOLLIS:MARTEN'DOC+P+561204937'LOC+91+USA'DTM+36:300131'").travellers[0].documents

    assert (str(document), str(document.expires)) == ("P:USA:561204937", "2030-01-31")


@pytest.mark.parametrize(
    ("qualifier", "crew", "in_transit"),
    [("FL", False, False), ("FM", True, False), ("DDU", False, True), ("DDT", True, True), ("VW", True, False),
     ("fl", False, False)],
)  # fmt: skip
def test_who_a_person_is_aboard(qualifier: str, crew: bool, in_transit: bool) -> None:  # noqa: FBT001  a table of flags
    one = person(f"NAD+{qualifier}+++HOLLIS:MARTEN'").travellers[0]

    assert (one.crew, one.in_transit) == (crew, in_transit)


@pytest.mark.parametrize(
    ("nad", "surname", "given", "code"),
    [
        ("NAD+FL+++HOLLIS:MARTEN'", "HOLLIS", "MARTEN", ""),
        ("NAD+FL+++HOLLIS:MARTEN:RAY'", "HOLLIS", "MARTEN RAY", ""),
        ("NAD+FL+++HOLLIS :  MARTEN  :'", "HOLLIS", "MARTEN", ""),
        ("NAD+FL+++HOLLIS:MARTEN::::1'", "HOLLIS", "MARTEN", ""),
        ("NAD+FL+++OMAR:LAMR'", "OMAR", "LAMR", ""),
        ("NAD+FL+++HOLLIS:JOHNMR'", "HOLLIS", "JOHNMR", ""),
        ("NAD+FL+++HOLLIS:MARTEN:MR'", "HOLLIS", "MARTEN MR", "title-in-name"),
        ("NAD+FL+++HOLLIS/MARTEN RAY'", "HOLLIS", "MARTEN RAY", "whole-name"),
        ("NAD+FL+++HOLLIS<<MARTEN<RAY'", "HOLLIS", "MARTEN<RAY", "whole-name"),
        ("NAD+FL+++MARTEN HOLLIS'", "MARTEN HOLLIS", "", "incomplete-person"),
        ("NAD+FL+++HOLLIS'", "HOLLIS", "", "incomplete-person"),
        ("NAD+FL+++HOLLIS:'", "HOLLIS", "", "incomplete-person"),
        ("NAD+FL+++:MARTEN'", "", "MARTEN", "incomplete-person"),
        ("NAD+FL+++HOLLIS:FNU'", "HOLLIS", "FNU", "placeholder-name"),
        ("NAD+FL+++O?'HOLLIS?:?+??:MARTEN'", "O'HOLLIS:+?", "MARTEN", ""),
        ("NAD+FL++HOLLIS:MARTEN'", "HOLLIS", "MARTEN", "misplaced-name"),
        ("NAD+FL+HOLLIS:MARTEN'", "HOLLIS", "MARTEN", "misplaced-name"),
        (f"NAD+FL+++{'A' * 35}:MARTEN'", "A" * 35, "MARTEN", ""),
    ],
)
def test_names_stay_as_sent(nad: str, surname: str, given: str, code: str) -> None:
    one = person(nad)

    assert people(one) == [(surname, given)]
    assert not code or code in codes(one)


def test_names_in_any_encoding() -> None:
    text = FILE.replace("HOLLIS", "NOVÁKOVÁ")

    for data, encoding in (
        (text.encode(), "utf-8"),
        (text.encode("cp1252"), "cp1252"),
        (b"\xef\xbb\xbf" + text.encode(), "utf-8-sig"),
        (text.encode("utf-16"), "utf-16"),
        (text.encode("cp1252") + b"\x81", "iso-8859-1"),
    ):
        assert reading(data).encoding == encoding
        assert people(manifest(data))[0] == ("NOVÁKOVÁ", "MARTEN RAY")


@pytest.mark.parametrize(
    ("segments", "code"),
    [
        ("DTM+329:000000'", "unknown-date"),
        ("DTM+329:502010'", "impossible-date"),
        ("DTM+329:M'", "impossible-date"),
        ("DTM+329:20280101:102'", "birth-after-flight"),
        ("ATT+2++Q'", "unknown-sex"),
        ("NAT+2+ABC'", "unknown-country"),
        ("DOC+P+561204937'LOC+91+QQQ'", "unknown-country"),
        ("DOC+P'", "no-number"),
        ("DOC+P++561204937'", "misplaced-number"),
        ("QQQ+1'", "unknown-segment"),
        ("LOC+999+IAH'", "unknown-qualifier"),
        ("CNT+42:7'", "person-count"),
    ],
)
def test_a_doubtful_field_is_a_finding_and_the_person_stays(segments: str, code: str) -> None:
    one = person(f"NAD+FL+++HOLLIS:MARTEN'{segments}NAD+FL+++OSHEA:ORLA'")

    assert people(one) == [("HOLLIS", "MARTEN"), ("OSHEA", "ORLA")]
    (finding,) = [finding for finding in one.findings if finding.code == code]
    assert finding.where.startswith("segment ")
    assert finding.reason


def test_a_state_that_issued_a_licence_is_not_a_country() -> None:
    (document,) = person("NAD+VW+++HOLLIS:MARTEN'DOC+5K+TX9912'LOC+91+VA:163'LOC+91+US:162'").travellers[0].documents

    assert str(document) == "5K:USA:TX9912"


def test_a_person_that_nothing_names_is_rejected_alone() -> None:
    one = person("NAD+FL'ATT+2++M'NAD+FL+++OSHEA:ORLA'")

    assert people(one) == [("OSHEA", "ORLA")]
    (finding,) = [finding for finding in one.findings if finding.severity is Severity.REJECT]
    assert (finding.code, finding.where) == ("unusable-person", "segment 12")
    assert finding.field
    assert finding.cure


def test_a_person_of_only_a_document_is_kept() -> None:
    assert person("NAD+FL'DOC+P+561204937'").travellers[0].documents[0].number == "561204937"


def test_a_truck_manifest() -> None:
    one = manifest(
        "UNB+UNOA:4+HAUL:02+ACE:02+260313:1901+16++ACE'UNG+PAXLST+HAUL:02+ACE:02+260313:1901+16+UN+D:03B'"
        "UNH+1+PAXLST:D:03B:UN'BGM+10:::STANDARD+HAULTRIP1+4'TDT+11++03++HAUL:172'DTM+132:20260315:102'"
        "NAD+VW+0000041153:109++MARROW:LEV::::1+1 ROAD+RESTON+VA:163:5+20190'ATT+2++M*M*M'DTM+329:19350919:102'"
        "NAT+2+US::5'DOC+5K+P1009'LOC+91+VA:163'LOC+91+US:162'UNT+12+1'UNE+1+16'UNZ+1+16'"
    )

    assert (one.message, one.document, one.function) == ("10", "HAULTRIP1", "change")
    assert (one.voyage.carrier, one.voyage.mode, one.voyage.legs) == ("HAUL", Mode.LAND, ())
    (driver,) = one.travellers
    assert (driver.surname, driver.given_names, str(driver.birth_date)) == ("MARROW", "LEV", "1935-09-19")
    assert (driver.sex, driver.nationality, driver.crew) == ("M", "USA", True)


def test_legacy_messages() -> None:
    one = manifest(LEGACY)

    assert (one.format, one.message, one.list) == ("legacy", "", "passenger")
    assert people(one) == [("MARROW", "SIMON P"), ("O'SHEA", "KRIS")]
    assert [(str(person.birth_date), person.sex, str(person.documents[0])) for person in one.travellers] == [
        ("1959-04-29", "M", "P:USA:182345345"),
        ("1933-12-31", "F", "P:IRL:E54321A"),
    ]
    (leg,) = one.voyage.legs
    assert (leg.departure, leg.arrival, leg.departs) == ("NZAKL", "USLAX", "2002-01-31T10:30")
    assert (one.voyage.carrier, one.voyage.number, one.voyage.direction) == ("QZ", "812", "inbound")


def test_responses_are_filed_and_list_nobody() -> None:
    one = manifest(RESPONSE)

    assert (one.format, one.list, one.message) == ("cusres", ListKind.RESPONSE, "962")
    assert (one.voyage.carrier, one.voyage.number) == ("QZ", "339")
    (leg,) = one.voyage.legs
    assert (leg.departure, leg.arrival, leg.departs) == ("ICN", "CAN", "2026-03-28T16:20")
    assert one.travellers == ()


def test_an_acknowledgement_is_filed() -> None:
    one = manifest("UNB+UNOA:4+US+QZ+260301:0600+9'UNH+1+CONTRL:D:3:UN'UCI+42+QZ+US+8'UNT+3+1'UNZ+1+9'")

    assert (one.format, one.list, one.reference) == ("contrl", ListKind.RESPONSE, "42")


def test_other_messages_are_named_and_not_read() -> None:
    read = reading("UNB+IATA:1+QZ+US+260301:0600+9'UNH+1+PAORES:93:1:IA'MSG+1:45'UNT+3+1'UNZ+1+9'")

    assert not read.readable
    assert codes(read) == {"other-message", "no-message"}


@pytest.mark.parametrize(
    "text",
    [
        UNB + UNG + MESSAGE + END,
        UNG + MESSAGE + END,
        MESSAGE + END,
        MESSAGE,
        MESSAGE[MESSAGE.index("BGM") :],
        UNA + UNB + UNG + HEAD + LEG + HOLLIS + OSHEA,
        UNA + UNB + UNG + HEAD + LEG + HOLLIS + OSHEA + TAIL,
        UNA + UNB + HEAD + LEG + HOLLIS + OSHEA + TAIL + END,
        "junk\r\n" + FILE + "\r\njunk",
    ],
)
def test_any_part_of_the_envelope_may_be_lost(text: str) -> None:
    one = manifest(text)

    assert people(one) == NAMES
    assert one.voyage == manifest(FILE).voyage


def test_a_list_that_does_not_say_whom_it_lists_is_of_passengers_and_the_warning_names_the_cure() -> None:
    one = manifest(FILE.replace("BGM+745'", ""))
    [warning] = [found for found in one.findings if found.code == "missing-segment"]

    assert one.list is ListKind.PASSENGER
    assert (warning.severity, warning.value, warning.field) == (Severity.WARNING, "BGM", "message")
    assert "list of passengers" in warning.reason
    assert "745" in warning.cure


def test_a_message_without_references_is_named_by_its_content() -> None:
    assert manifest(MESSAGE).key == manifest(MESSAGE + "\r\n").key
    assert manifest(MESSAGE).key != manifest(MESSAGE.replace("ORLA", "ORNA")).key


def test_several_messages_in_one_interchange() -> None:
    second = MESSAGE.replace("PAX001", "PAX002").replace("01:F", "02:F").replace("HOLLIS", "MARROW")
    read = reading(UNA + UNB + UNG + MESSAGE + second + END)

    assert [(one.key[-6:], one.part, people(one)[0][0]) for one in read.manifests] == [
        ("PAX001", "01:F", "HOLLIS"),
        ("PAX002", "02:F", "MARROW"),
    ]


def test_a_lost_message_border_does_not_mix_two_lists() -> None:
    crew = HEAD[HEAD.index("BGM") :].replace("745", "250") + LEG + OSHEA.replace("FL", "FM")
    read = reading(UNA + UNB + HEAD + LEG + HOLLIS + crew + TAIL + END)

    assert [(one.message, len(one.travellers)) for one in read.manifests] == [("745", 1), ("250", 1)]


def test_the_count_of_a_part_is_not_compared() -> None:
    assert "person-count" not in codes(manifest(FILE.replace("01:F", "01:C").replace("CNT+42:2", "CNT+42:300")))


def test_wrapped_files_read_the_same() -> None:
    wrapped = "\r\n".join(FILE[place : place + 69] for place in range(0, len(FILE), 69))

    assert manifest(wrapped) == manifest(FILE)


@pytest.mark.parametrize("text", [FILE, LEGACY, RESPONSE], ids=["paxlst", "legacy", "cusres"])
def test_a_file_cut_at_any_byte_is_read_as_far_as_it_goes(text: str) -> None:
    whole = [name for one in reading(text).manifests for name in people(one)]

    for end in range(len(text)):
        read = reading(text[:end])
        assert read.readable or read.findings
        found = [name for one in read.manifests for name in people(one)]
        assert found[:-1] == whole[: max(len(found) - 1, 0)]


@pytest.mark.parametrize("replacement", list("'+:? \n\"U0"))
def test_any_byte_may_be_replaced(replacement: str) -> None:
    began = time.process_time()
    for place in range(len(FILE)):
        read = reading(FILE[:place] + replacement + FILE[place + 1 :])
        assert read.readable or read.findings
        assert sum(len(one.travellers) for one in read.manifests) <= 3
    assert time.process_time() - began < 30


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200), st.integers(0, len(FILE)))
def test_any_bytes_anywhere_are_survived(junk: bytes, place: int) -> None:
    read = reading(FILE[:place].encode() + junk + FILE[place:].encode())

    assert read.readable or read.findings


def test_hostile_repetition_is_bounded() -> None:
    began = time.process_time()
    for hostile in (
        "QQQ+1'" * 50_000,
        "'" * 300_000,
        "+" * 300_000,
        "NAD+FL'" * 30_000,
        "?" * 300_000,
        "UNA" * 100_000,
    ):
        for one in reading(UNA + UNB + HEAD + LEG + hostile + OSHEA).manifests:
            assert len(one.findings) <= LIMIT + 5
    assert time.process_time() - began < 20


def test_a_large_flight_is_read_quickly() -> None:
    many = "".join(
        HOLLIS.replace("561204937", f"{number:09}").replace("ABO:QZ0001", f"ABO:{number}") for number in range(300)
    )
    text = UNA + UNB + UNG + HEAD + LEG + many + "UNT+6612+PAX001'" + END
    manifest(text)
    began = time.process_time()

    assert len(manifest(text).travellers) == 300
    assert time.process_time() - began < 0.5
