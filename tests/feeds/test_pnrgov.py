from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.findings import Severity
from feeds.manifest.special_requests import address, document, electronic, other_document
from feeds.records import Direction, Leg, ListKind, Manifest
from tests.feeds.messages import codes, manifest, people, reading

HEAD = (
    "UNA:+.?*'UNB+IATA:1+QZ+USCBP+260327:0649+0003'UNH+1+PNRGOV:11:1:IA+280326/0649/QZ/514+01:F'MSG+:22'ORG+1Q:IAH'"
    "TVL+280326:1205:280326:1430+IAH+MEX+QZ+514'EQN+1'"
)
OPEN = "SRC'RCI+1Q:3PQZOV::190326:1354'DAT+700:270326:0559'ORG+1Q:IAH+32393340:IAHQZ08AA+HOU+QZ:HOU+A+US+ELPD'"
ADULT = "TIF+MARROW:I+ISABELLE MRS:A:2:1'FTI+QZ:8794285757'TKT+9991234567890:T:1'FOP+CC:VI:0:4000000000000002'"
DOCS_INFANT = "SSR+DOCS:HK:1:QZ:::::/P/USA/512731999/USA/20SEP25/FI/25OCT32/MARROW/SOPHY OLIVIA/"
DOCS_ADULT = "SSR+DOCS:HK:1:QZ:::::/P/USA/509229987/USA/01JUL78/F/12NOV30/MARROW/ISABELLE RUTH/"
INFANT = "TIF+MARROW:I+SOPHY:IN:3'"
FLIGHT = "TVL+280326:1205:280326:1430+IAH+MEX+QZ+514:D'RPI+1+HK'"
MORE = (
    "SSR+DOCO:HK:1:QZ::::://K/TT12345///USA+::2'SSR+DOCO:HK:1:QZ:::::/HOUSTON/V/17317323/LONDON/01JAN26/MEX+::2'"
    "SSR+DOCA:HK:1:QZ:::::/D/MEX/PASEO 5/CANCUN/QR/77500+::2'"
    "SSR+DOCA:HK:1:QZ:::::/R/USA/12 ELM ROW/HOUSTON/TX/77001+::2'"
    "SSR+CTCE:HK:1:QZ:::::/I..MARROW//POST.EXAMPLE+::2'SSR+SEAT:HK:1:QZ:::IAH:MEX+11D::2:N'"
    "TVL+290326:0905:290326:1130+MEX+CUN+QZ+77:D'RPI+1+HK'"
)
CHECK_IN = (
    "RCI+1Q:3PQZOV::190326:1354'DAT'ORG+QZ++++A'TRI++IAH-168:::2'TIF+MARROW:I+ISABELLE MRS:A:2'SSD+011D++++J'"
    "TBD++3:33:700++HP:IAH-168+618:0123456789:2:MEX'"
)
END = "UNT+40+1'UNZ+1+0003'"
FILE = f"{HEAD}{OPEN}{ADULT}{DOCS_INFANT}'{DOCS_ADULT}'{INFANT}{FLIGHT}{DOCS_ADULT}+::2'{MORE}{CHECK_IN}{END}"

TWO = "TIF+HOLLIS+MARTENMR:A:1'TIF+HOLLIS+LEVMR:A:2'"
DOCS = "SSR+DOCS:HK:1:QZ:::::"


def party(segments: str) -> Manifest:
    """Read one reservation of the given segments."""
    return manifest(HEAD + OPEN + segments + END)


def born(one: Manifest) -> list[tuple[str, str]]:
    return [(person.given_names, str(person.birth_date or "")) for person in one.travellers]


def warned(one: Manifest) -> set[str]:
    return {finding.code for finding in one.findings if finding.severity is Severity.WARNING}


def test_a_push_is_a_list_of_who_booked_the_flight() -> None:
    read = reading(FILE)
    (one,) = read.manifests

    assert read.format == one.format == "pnrgov"
    assert (one.list, one.message, one.function) == (ListKind.RESERVATION, "22", "new")
    assert (one.sender, one.reference, one.key, one.part) == ("QZ", "280326/0649/QZ/514", "QZ|0003|1", "01:F")
    assert (one.voyage.carrier, one.voyage.number, one.voyage.direction) == ("QZ", "514", Direction.OUTBOUND)
    assert one.voyage.legs == (
        Leg(
            "IAH", "MEX", "2026-03-28T12:05", "2026-03-28T14:30", "USA", "MEX", "America/Chicago", "America/Mexico_City"
        ),
    )
    assert one.sent == "2026-03-27T06:49"
    assert people(one) == [("MARROW", "ISABELLE MRS"), ("MARROW", "SOPHY")]
    assert all(person.crossed_at is None for person in one.travellers)


def test_a_passenger_has_what_the_special_requests_say() -> None:
    isabelle = manifest(FILE).travellers[0]

    assert (str(isabelle.birth_date), isabelle.sex, isabelle.nationality) == ("1978-07-01", "F", "USA")
    assert [(str(paper), str(paper.expires or "")) for paper in isabelle.documents] == [
        ("V:MEX:17317323", ""), ("P:USA:509229987", "2030-11-12"),
    ]  # fmt: skip
    assert isabelle.residence == "USA"
    assert (isabelle.embarkation, isabelle.debarkation) == ("IAH", "MEX")
    assert isabelle.references == {
        "passenger_type": "A",
        "frequent_flyer": "QZ 8794285757",
        "ticket": "9991234567890",
        "check_in": "IAH-168",
        "seat": "011D, 11D",
        "known_traveller": "TT12345",
        "birth_place": "HOUSTON",
        "address": "PASEO 5, CANCUN, QR, 77500, MEX",
        "residence_address": "12 ELM ROW, HOUSTON, TX, 77001, USA",
        "contact": "I_MARROW@POST.EXAMPLE",
        "document_name": "MARROW/ISABELLE RUTH",
        "pnr": "3PQZOV",
        "itinerary": "QZ514 IAH-MEX 2026-03-28; QZ77 MEX-CUN 2026-03-29",
        "status": "HK",
        "unique": "3PQZOV/2",
    }


def test_what_was_paid_with_is_not_kept_with_the_person() -> None:
    isabelle = manifest(FILE).travellers[0]

    assert isabelle.raw.startswith("TIF+MARROW:I+ISABELLE MRS:A:2:1'")
    assert DOCS_ADULT in isabelle.raw
    assert "I..MARROW//POST.EXAMPLE" in isabelle.raw
    assert "4000000000000002" not in isabelle.raw + str(isabelle.references)


def test_the_infants_document_sent_under_the_adult_goes_to_the_infant_by_name() -> None:
    sophy = manifest(FILE).travellers[1]

    assert (str(sophy.birth_date), sophy.sex) == ("2025-09-20", "F")
    assert [str(paper) for paper in sophy.documents] == ["P:USA:512731999"]
    assert sophy.references["passenger_type"] == "IN"


def test_a_title_stays_with_the_name_and_is_noted() -> None:
    assert {("title-in-name", "MRS")} <= {(finding.code, finding.value) for finding in manifest(FILE).findings}
    assert people(party("TIF+HOLLIS+MARTENMR:A:1'")) == [("HOLLIS", "MARTENMR")]


def test_each_reservation_is_read_with_its_own_locator() -> None:
    one = manifest(HEAD + OPEN + TWO + FLIGHT + OPEN.replace("3PQZOV", "ABC123") + "TIF+IVANOFF+SERGEI:A:1'" + END)

    assert [person.references["unique"] for person in one.travellers] == ["3PQZOV/1", "3PQZOV/2", "ABC123/1"]
    assert ("reservation-count", "1") in {(finding.code, finding.value) for finding in one.findings}


@pytest.mark.parametrize(
    ("documents", "expected"),
    [
        ("/P/USA/Z1/USA/09MAR71/M/01JAN30/HOLLIS/MARTEN RAY'", [("MARTENMR", "1971-03-09"), ("LEVMR", "")]),
        ("/P/USA/Z1/USA/09MAR71/M/01JAN30/HOLLIS/LEV+::1'", [("MARTENMR", ""), ("LEVMR", "1971-03-09")]),
        ("/P/USA/Z1/USA/09MAR71/M/01JAN30/HOLLIS/L+::2'", [("MARTENMR", ""), ("LEVMR", "1971-03-09")]),
        ("/P/USA/Z1/USA/09MAR71/M/01JAN30//+::2'", [("MARTENMR", ""), ("LEVMR", "1971-03-09")]),
        ("/P/USA/Z1/USA/09MAR71/M/01JAN30/HOLLIS/WILLIAM+::2'", [("MARTENMR", ""), ("LEVMR", "1971-03-09")]),
    ],
)
def test_a_document_goes_to_its_passenger_by_name_and_then_by_number(
    documents: str, expected: list[tuple[str, str]]
) -> None:
    one = party(TWO + FLIGHT + DOCS + documents)

    assert born(one) == expected
    assert not warned(one)


@pytest.mark.parametrize(
    "documents",
    [
        "/P/USA/Z1/USA/09MAR71/M/01JAN30/QUINTANILLA/LUCIA+::2'",
        "/P/USA/Z1/USA/09MAR71/M/01JAN30/HOLLIS/WILLIAM'",
        "/P/USA/Z1/USA/09MAR71/M/01JAN30//'",
    ],
)
def test_a_document_of_nobody_for_certain_is_a_person_of_its_own_and_not_a_guess(documents: str) -> None:
    one = party(TWO + FLIGHT + DOCS + documents)

    assert born(one)[:2] == [("MARTENMR", ""), ("LEVMR", "")]
    assert [str(paper) for paper in one.travellers[2].documents] == ["P:USA:Z1"]
    assert one.travellers[2].references["pnr"] == "3PQZOV"
    assert warned(one) == {"untied-document"}


def test_namesakes_are_told_apart_by_number_only() -> None:
    namesakes = "TIF+HOLLIS+MARTEN:A:1'TIF+HOLLIS+MARTEN:A:2'"
    text = "/P/USA/Z1/USA/09MAR71/M/01JAN30/HOLLIS/MARTEN"

    assert born(party(namesakes + FLIGHT + DOCS + text + "+::2'")) == [("MARTEN", ""), ("MARTEN", "1971-03-09")]
    guessed = party(namesakes + FLIGHT + DOCS + text + "'")
    assert born(guessed) == [("MARTEN", ""), ("MARTEN", ""), ("MARTEN", "1971-03-09")]
    assert warned(guessed) == {"untied-document"}


def test_a_second_document_is_kept_and_another_birth_date_reported() -> None:
    twice = f"{DOCS}/P/USA/Z1/USA/09MAR71/M/01JAN30/HOLLIS/MARTEN'{DOCS}/P/MEX/Z2/MEX/10MAR71/M//HOLLIS/MARTEN'"
    (one,) = party("TIF+HOLLIS+MARTEN:A:1'" + FLIGHT + twice).travellers

    assert [str(paper) for paper in one.documents] == ["P:USA:Z1", "P:MEX:Z2"]
    assert (str(one.birth_date), one.nationality, one.references["other_nationality"]) == ("1971-03-09", "USA", "MEX")
    assert warned(party("TIF+HOLLIS+MARTEN:A:1'" + FLIGHT + twice)) == {"birth-dates-differ"}


def test_groups_are_no_persons_and_a_reservation_without_names_is_noted() -> None:
    one = party("TIF+TIDE TOURS:G'" + FLIGHT)

    assert one.travellers == ()
    assert codes(one) >= {"group-name", "reservation-without-passengers"}


def test_somebody_only_the_check_in_names_is_listed_and_noted() -> None:
    one = party(TWO + FLIGHT + "TRI++IAH-7:::9'TIF+ZELLER+ODA:A:9'SSD+3A'")

    assert people(one)[2] == ("ZELLER", "ODA")
    assert one.travellers[2].references["seat"] == "3A"
    assert "name-after-flights" in codes(one)


def test_a_check_in_of_namesakes_makes_no_third_person() -> None:
    namesakes = "TIF+HOLLIS+MARTEN:A:1'TIF+HOLLIS+MARTEN:A:2'"
    one = party(f"{namesakes}{FLIGHT}TIF+HOLLIS+MARTEN:A'SSD+3A'TIF+HOLLIS+MARTEN:A:2'SSD+3B'")

    assert [person.references.get("seat") for person in one.travellers] == [None, "3B"]


@pytest.mark.parametrize(("code", "function"), [("22", "new"), ("141", "change"), ("9", "new"), ("", "new")])
def test_the_function_is_that_of_msg(code: str, function: str) -> None:
    one = manifest(FILE.replace("MSG+:22", f"MSG+:{code}"))

    assert (one.message, one.function) == (code, function)
    assert ("unknown-function" in codes(one)) == (code not in ("22", "141"))


@pytest.mark.parametrize("version", range(10, 18))
def test_every_version_is_read(version: int) -> None:
    assert manifest(FILE.replace(":11:1:IA", f":{version}:1:IA")) == manifest(FILE)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("UNA:+.?*'", ""),
        ("UNA:+.?*'", "UNA:+\\*'"),
        ("UNA:+.?*'", "UNA:+.?*\N{RIGHT SINGLE QUOTATION MARK}"),
        ("UNA:+.?*'", "QN HDQQZXX\r\n.HOUQZXX 270649\r\n\x02UNA:+.?*'\r\n"),
        ("'", "'\r\n"),
        ("MARROW:I", "MAR\r\nROW:I"),
        ("UNB+IATA:1+QZ+USCBP+260327:0649+0003'", ""),
        ("UNH+1+PNRGOV", "UNG+PNRGOV+QZ+USCBP+260327:0649+1+IA+11:1'UNH+1+PNRGOV"),
        ("UNH+1+PNRGOV:11:1:IA+280326/0649/QZ/514+01:F'", "UNG+PNRGOV+QZ+USCBP+260327:0649+1+IA+11:1'"),
        ("SRC'", ""),
        ("UNT+40+1'UNZ+1+0003'", ""),
    ],
)
def test_the_people_are_read_whatever_happened_on_the_way(old: str, new: str) -> None:
    one = manifest(FILE.replace(old, new))

    assert [(*names, day) for names, (_, day) in zip(people(one), born(one), strict=True)] == [
        ("MARROW", "ISABELLE MRS", "1978-07-01"), ("MARROW", "SOPHY", "2025-09-20"),
    ]  # fmt: skip
    assert one.list is ListKind.RESERVATION
    assert one.voyage.number == "514"


def test_other_delimiters_are_read() -> None:
    swapped = FILE.translate(str.maketrans("+:'", "^|~")).replace("UNA|^.?*~", "UNA|^.?*~")

    assert people(manifest(swapped)) == people(manifest(FILE))


@pytest.mark.parametrize(
    ("kind", "body"),
    [("ACKRES", "MSG+:23'ERC+118:2:3'"), ("GOVREQ", "MSG+:43'ORG+US:IAH'TVL+280326:1205+IAH+MEX+QZ+514'")],
)
def test_answers_and_requests_are_filed(kind: str, body: str) -> None:
    read = reading(f"UNB+IATA:1+USCBP+QZ+260327:0650+9'UNH+1+{kind}:11:1:IA+280326/0649/QZ/514'{body}UNT+4+1'UNZ+1+9'")
    (one,) = read.manifests

    assert (one.format, one.list, one.travellers) == (kind.lower(), ListKind.RESPONSE, ())
    assert one.reference == "280326/0649/QZ/514"
    assert one.message in body


def test_a_message_that_names_nothing_is_fatal() -> None:
    one = manifest("UNB+IATA:1+QZ+USCBP+260327:0649+0003'UNH+1+PNRGOV:11:1:IA'MSG+:22'UNT+3+1'UNZ+1+0003'")

    assert [finding.code for finding in one.findings if finding.severity is Severity.FATAL] == ["empty-message"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/P/GBR/Z12/GBR/20SEP12/FI/25OCT17/DOE/ANNA", ("P", "GBR", "Z12", "GBR", "20SEP12", "DOE", "ANNA", False)),
        ("P/GBR/Z12/GBR/20SEP12/F/25OCT17/DOE/ANNA", ("P", "GBR", "Z12", "GBR", "20SEP12", "DOE", "ANNA", False)),
        ("0001Y28JUN/P/GBR/Z12/GBR/20SEP12/F//DOE/A", ("P", "GBR", "Z12", "GBR", "20SEP12", "DOE", "A", False)),
        ("/////05AUG70/F//DOE/ANNA", ("", "", "", "", "05AUG70", "DOE", "ANNA", False)),
        ("//DE/Z12/DE/23AUG77/M//DOE/JON/ANDREAS", ("", "DE", "Z12", "DE", "23AUG77", "DOE", "JON ANDREAS", False)),
        ("/P/GBR/Z12/GBR/20SEP12/F//DOE/ANNA/H", ("P", "GBR", "Z12", "GBR", "20SEP12", "DOE", "ANNA", False)),
        ("/P/GBR/Z12/GBR/20SEP12/F//DOE/ANNA/MAY/H", ("P", "GBR", "Z12", "GBR", "20SEP12", "DOE", "ANNA MAY", False)),
        ("/P/GBR/Z12/GBR/20SEP12/F//DOE/ANNA-1DOE/ANNA", ("P", "GBR", "Z12", "GBR", "20SEP12", "DOE", "ANNA", False)),
        ("/P/GBR/Z12/GBR//F//DOE/ANNA", ("P", "GBR", "Z12", "GBR", "", "DOE", "ANNA", False)),
        ("/P/GBR/Z12/GBR", ("P", "GBR", "Z12", "GBR", "", "", "", False)),
        ("//P/P00266142/14JUL71/M/28MAY23/DOE/JON", ("", "", "", "", "14JUL71", "DOE", "JON", True)),
        ("GARBLED/BEYOND/1/2/3/WHAT/EVER", ("", "", "", "", "", "", "", True)),
    ],
)
def test_docs_are_divided_as_senders_write_them(text: str, expected: tuple[str | bool, ...]) -> None:
    found = document(text)

    read = (found.type, found.issuer, found.number, found.nationality, found.birth, found.surname, found.given)
    assert (*read, found.odd) == expected


def test_what_stands_in_the_wrong_place_is_not_taken_for_a_passport() -> None:
    one = party("TIF+DOE+JON:A:1'" + FLIGHT + DOCS + "//P/P00266142/14JUL71/M/28MAY33/DOE/JON'")

    assert (born(one), one.travellers[0].documents) == ([("JON", "1971-07-14")], ())
    assert warned(one) == {"odd-document"}


def test_doco_doca_and_telex_letters() -> None:
    assert other_document("//R/1234567890123///US")[:3] == ("", "R", "1234567890123")
    assert other_document("/AMBER HILL/V/17317323/LONDON/01JAN98/USA") == (
        "AMBER HILL", "V", "17317323", "LONDON", "01JAN98", "USA",
    )  # fmt: skip
    assert address("/D/AUS/13 SHORE AVENUE/BROADBEACH/QLD/4215") == (
        "D", "AUS", "13 SHORE AVENUE, BROADBEACH, QLD, 4215",
    )  # fmt: skip
    assert electronic("/J..DOE//POST.EXAMPLE") == "J_DOE@POST.EXAMPLE"


def test_a_request_that_could_be_anybodys_is_reported() -> None:
    one = party(TWO + FLIGHT + "SSR+DOCO:HK:1:QZ::::://K/TT12345///USA'")

    assert warned(one) == {"untied-request"}
    assert not any("known_traveller" in person.references for person in one.travellers)


def test_no_truncation_raises_or_invents_people() -> None:
    known = set(people(manifest(FILE)))
    for end in range(len(FILE)):
        for one in reading(FILE[:end]).manifests:
            for person in one.travellers:
                assert any(name.startswith(person.surname) for name, _ in known)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(FILE) - 1), st.sampled_from("'+:?/A0\x00é \n*"))
def test_no_changed_character_raises(place: int, letter: str) -> None:
    read = reading(FILE[:place] + letter + FILE[place + 1 :])

    assert read.readable or read.findings


@pytest.mark.parametrize(
    "body",
    [
        "".join(f"TIF+HOLLIS+M{number}:A:{number}'" for number in range(3_000))
        + "".join(f"{DOCS}/P/USA/Z{number}/USA/09MAR71/M//HOLLIS/W{number}'" for number in range(3_000)),
        "TIF+HOLLIS+MARTEN:A:1'" + "".join(f"{DOCS}/P/USA/Z{n}/USA/09MAR71/M//HOLLIS/MARTEN'" for n in range(6_000)),
        "TIF+HOLLIS+MARTEN:A:1'" + "".join(f"TKT+{number}'" for number in range(20_000)),
        "".join(f"TVL+280326:1205+IAH+MEX+QZ+{number}'" for number in range(20_000)),
    ],
)
def test_a_reservation_that_never_ends_is_read_in_bounded_time(body: str) -> None:
    began = time.perf_counter()
    one = party(body)

    assert time.perf_counter() - began < 5
    assert len(one.findings) <= 10_001
    assert all(len(person.documents) <= 20 for person in one.travellers)
    assert all(len(value) < 3_000 for person in one.travellers for value in person.references.values())
