"""What real senders of PAXLST do that the guide does not say: one row of a table for each habit."""

from __future__ import annotations

import re

import pytest

from feeds.delimiters import Delimiters
from feeds.edifact import interchanges, written
from feeds.findings import Severity
from feeds.records import Direction, ListKind, Manifest
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

SETS = (":+.? '", ":+.?*'", ":*.? $", ":*.? #", ":-.? '", ":(.) -", ":(.? )", ':+.? "', "|;,~ !")
PERSON = "NAD+FL+++HOLLIS:MARTEN'"
SEGMENTS = re.findall(r".+?(?<!\?)'", FILE.removeprefix(UNA))


def told(one: Manifest) -> object:
    """Return all that a message says, without its envelope and its delimiters."""
    persons = [
        (one.identity, one.residence, one.crew, one.in_transit, one.embarkation, one.debarkation, one.references)
        for one in one.travellers
    ]
    return one.format, one.list, one.message, one.function, one.voyage, persons


def emitted(stated: str, without: tuple[str, ...] = ()) -> str:
    (interchange,) = interchanges(FILE)
    return written((one for one in interchange.segments() if one.tag not in without), Delimiters(*stated))


def wrapped(text: str, width: int = 69) -> str:
    return "\r\n".join(text[place : place + width] for place in range(0, len(text), width))


@pytest.mark.parametrize("stated", SETS)
@pytest.mark.parametrize("without", [(), ("UNB", "UNZ"), ("UNB", "UNG", "UNT", "UNE", "UNZ")], ids="-".join)
def test_any_delimiters_wrapped_and_without_its_envelope(stated: str, without: tuple[str, ...]) -> None:
    text = emitted(stated, without)

    for sent in (text, wrapped(text), text.replace("UNA" + stated, f"UNA{stated} \r\n ")):
        one = manifest(sent)
        assert told(one) == told(manifest(FILE))
        assert one.delimiters == stated


@pytest.mark.parametrize("stated", SETS)
@pytest.mark.parametrize("without", [(), ("UNB", "UNZ"), ("UNB", "UNG", "UNT", "UNE", "UNZ")], ids="-".join)
def test_any_delimiters_without_a_una(stated: str, without: tuple[str, ...]) -> None:
    text = emitted(stated, without).removeprefix("UNA" + stated).replace(stated[3] + stated[5], "")

    one = manifest(wrapped(text))

    shown = one.delimiters
    assert (shown[0], shown[1], shown[5]) == (stated[0], stated[1], stated[5])
    assert [traveller.given_names for traveller in one.travellers] == ["MARTEN RAY", "ORLA"]
    assert one.voyage == manifest(FILE).voyage


@pytest.mark.parametrize(
    "prefix", ["> ", "[12:00:01] ", "12:00:01 INFO [main] - ", "RX| ", "2026-03-01T06:00Z: ", "<13>Mar 1 apis: "]
)
@pytest.mark.parametrize("una", [UNA, ""], ids=["with UNA", "without"])
def test_what_a_log_or_a_mail_puts_before_every_line_is_no_delimiter(prefix: str, una: str) -> None:
    one = manifest("".join(f"{prefix}{line}\r\n" for line in (una, *SEGMENTS) if line))

    assert told(one) == told(manifest(FILE))


def test_a_stated_terminator_counts_behind_a_prefix_too() -> None:
    lines = emitted(":*.? $").replace("$", "$\n").splitlines()

    assert told(manifest("".join(f"[7] {line}\n" for line in lines))) == told(manifest(FILE))


@pytest.mark.parametrize(
    "text",
    [
        FILE.replace("'NAD", "'\r\nQN HDQXX\r\n.ABCDE 130631\r\nNAD").replace("'LOC", "'\x0c\r\n  \r\nLOC"),
        FILE.replace("'", "'  \r\n   ").replace("?'  \r\n   ", "?'"),
        FILE.replace("?'", "?\r\n'").replace("HOLL", "HO\rLL").replace("ATT+", "A\r\nTT+"),
        FILE[FILE.index("UNG") :],
        FILE[FILE.index("ZZ+260301") :],
        FILE[FILE.index("AXLST:D:05B") :],
        UNA + UNB + MESSAGE + END,
        UNA + UNB + UNG + MESSAGE.replace("UNT+38", "UNT+00007") + "UNE+5+9'UNZ+0+1'",
        FILE.replace("UNG+", "UNG +").replace("UNB+", " UNB+").replace("BGM+", " bgm +"),
    ],
    ids=[
        "noise between", "indent and blanks", "wraps in tag, value and behind the release", "no UNB", "cut in UNB",
        "cut in UNH", "UNE without UNG", "wrong counts", "blanks around tags",
    ],
)  # fmt: skip
def test_transport_noise_changes_nobody(text: str) -> None:
    assert told(manifest(text)) == told(manifest(FILE))


def test_several_groups_and_messages_of_one_name_stay_apart() -> None:
    crew = MESSAGE.replace("BGM+745", "BGM+250").replace("NAD+FL", "NAD+FM")
    group = UNG.replace("+1+UN", "+2+UN")

    read = reading(UNA + UNB + UNG + MESSAGE + "UNE+1+1'" + group + crew + MESSAGE + "UNE+2+2'UNZ+2+000000042'")

    assert [(one.list, len(one.travellers)) for one in read.manifests] == [
        ("passenger", 2),
        ("crew", 2),
        ("passenger", 2),
    ]
    assert {one.crew for one in read.manifests[1].travellers} == {True}


def test_one_header_may_stand_before_several_lists() -> None:
    body = MESSAGE[MESSAGE.index("BGM") : MESSAGE.index("CNT")]
    read = reading(UNA + UNB + HEAD[: HEAD.index("BGM")] + body + body.replace("745", "250") + TAIL + END)

    assert [(one.message, people(one)) for one in read.manifests] == [
        (code, people(manifest(FILE))) for code in ("745", "250")
    ]


@pytest.mark.parametrize(
    ("bgm", "kind", "function"),
    [
        ("250+CLNB", "crew", "close"), ("250+CLOB", "crew", "close"), ("266+CLOB", "status", "close"),
        ("250:1.0", "crew", "new"), ("250+CI:1.0", "crew", "new"), ("250+BC", "crew", "change"),
        ("336+G", "crew", "new"),
        ("745+cp", "passenger", "change"), ("745++1", "passenger", "cancel"), ("745:110:111", "passenger", "new"),
    ],
)  # fmt: skip
def test_what_the_message_does(bgm: str, kind: str, function: str) -> None:
    one = manifest(FILE.replace("BGM+745", f"BGM+{bgm}"))

    assert (one.message, one.list, one.function) == (bgm[:3], kind, function)


NOON, LATER, NIGHT = "2026-03-28T12:05", "2026-03-28T14:30", "2026-03-29T01:10"


@pytest.mark.parametrize(
    ("itinerary", "legs"),
    [
        ("LOC+92+LHR'DTM+232:2603281205:201'LOC+92+JFK'DTM+189:2603281430:201'", [("LHR", "JFK", NOON, LATER)]),
        ("LOC+22+DXB'DTM+189:202603281205:201'LOC+22+JFK'DTM+232: 2603281430 '", [("DXB", "JFK", NOON, LATER)]),
        (
            "LOC+125+LHR'DTM+189:260328:101'DTM+189:1205:401'LOC+87+JFK'DTM+232:260328:1430'",
            [("LHR", "JFK", NOON, LATER)],
        ),
        ("LOC+125+LHR'DTM+189:2026-03-28T12?:05'LOC+87+JFK'DTM+232:20260328 14?:30'", [("LHR", "JFK", NOON, LATER)]),
        ("LOC+125+LHR'DTM+189:260328:101'DTM+189:2561:401'LOC+87+JFK'", [("LHR", "JFK", "2026-03-28", "")]),
        (
            (
                "DTM+189:2603281205:201'DTM+232:2603281430:201'LOC+125+LHR'LOC+87+JFK'"
                "DTM+189:2603281430:201'DTM+232:2603290110:201'LOC+92+JFK'LOC+92+SFO'"
            ),
            [("LHR", "JFK", NOON, LATER), ("JFK", "SFO", LATER, NIGHT)],
        ),
        (
            (
                "LOC+125+LHR'DTM+189:2603281205:201'LOC+87+JFK'DTM+232:2603281430:201'"
                "LOC+92+JFK'DTM+189:2603281430:201'LOC+130+SFO'DTM+232:2603290110:201'"
            ),
            [("LHR", "JFK", NOON, LATER), ("JFK", "SFO", LATER, NIGHT)],
        ),
        ("LOC+125+LHR::: HEATHROW'LOC+87+ jfk '", [("LHR", "JFK", "", "")]),
        ("LOC+188+LHR'DTM+554:2603281205:201'LOC+172+JFK'", []),
        ("LOC+91+JFK'", []),
    ],
)  # fmt: skip
def test_places_come_in_pairs_and_times_with_them(itinerary: str, legs: list[tuple[str, ...]]) -> None:
    one = manifest(UNA + UNB + HEAD + "TDT+20+QZ514'" + itinerary + HOLLIS + TAIL + END)

    assert [(leg.departure, leg.arrival, leg.departs, leg.arrives) for leg in one.voyage.legs] == legs
    assert "surplus-time" not in codes(one)


@pytest.mark.parametrize(("departure", "doubtful"), [("22+GBR", True), ("22+DXB", False), ("125+FRA", False)])
def test_a_departure_that_may_be_a_country_is_reported(departure: str, doubtful: bool) -> None:  # noqa: FBT001  a table
    one = manifest(FILE.replace("125+IAH", departure))

    assert ("ambiguous-place" in codes(one)) is doubtful


@pytest.mark.parametrize(
    ("place", "time"), [("'NAD+FL", "DTM+232:2603281800:201"), ("'LOC+87", "DTM+189:2603281900:201")]
)
def test_a_time_too_many_is_noted(place: str, time: str) -> None:
    one = manifest(FILE.replace(place, f"'{time}{place}", 1))

    assert one.voyage.legs == manifest(FILE).voyage.legs
    assert [finding.value for finding in one.findings if finding.code == "surplus-time"] == [time]


@pytest.mark.parametrize(
    ("nad", "surname", "given", "address"),
    [
        ("NAD+FL+++BRUNO:SALVI'", "BRUNO", "SALVI", ""),
        ("NAD+FL+++SALVI/BRUNO:MR'", "SALVI", "BRUNO MR", ""),
        ("NAD+FL+++SALVI:BRUNO/MR'", "SALVI", "BRUNO/MR", ""),
        ("NAD+FL+++S:B:'", "S", "B", ""),
        ("NAD+FL++++SALVI:BRUNO+ROMA'", "SALVI", "BRUNO", "ROMA"),
        ("NAD+FL++SALVI BRUNO:1 VIA LARGA:ROMA'", "SALVI BRUNO", "", ""),
        ("NAD+FL++1 VIA LARGA+SALVI:BRUNO'", "SALVI", "BRUNO", ""),
        ("NAD+FL+++SALVI:BRUNO+1 VIA  LARGA :+ROMA+:::RM+00100'", "SALVI", "BRUNO", "1 VIA LARGA, ROMA, RM, 00100"),
        ("NAD+DDU+++Salvi:Bruno::::2'", "Salvi", "Bruno", ""),
    ],
)  # fmt: skip
def test_a_name_is_found_where_it_was_put(nad: str, surname: str, given: str, address: str) -> None:
    (one,) = person(nad).travellers

    assert (one.surname, one.given_names, one.references.get("address", "")) == (surname, given, address)


def test_a_street_alone_is_nobodys_name() -> None:
    assert person("NAD+FL++++1 VIA LARGA:ROMA'DOC+P+YA1234567'").travellers[0].surname == ""


def test_a_party_that_is_no_person_is_noted() -> None:
    one = person(f"NAD+PA+++SALVI:BRUNO'NAD+BA+++HANDLING AGENT'{PERSON}")

    assert people(one) == [("HOLLIS", "MARTEN")]
    assert [found.value for found in one.findings if found.code == "unknown-qualifier"] == ["NAD+PA"]


@pytest.mark.parametrize(
    ("segment", "sex"),
    [("ATT+2++m'", "M"), ("ATT+2++2'", "F"), ("ATT+2++0'", ""), ("ATT+2++:::F'", "F"), ("ATT+2+F'", "F"),
     ("ATT+2++X'", "X"), ("ATT+2'", "")],
)  # fmt: skip
def test_sex(segment: str, sex: str) -> None:
    one = person(PERSON + segment)

    assert one.travellers[0].sex == sex
    assert "unknown-sex" not in codes(one)


@pytest.mark.parametrize(
    ("segment", "born"),
    [("DTM+329:010510'", "2001-05-10"), ("DTM+329:260329'", "1926-03-29"), ("DTM+329: 710309 :101'", "1971-03-09"),
     ("DTM+329:7103090000:201'", "1971-03-09"), ("DTM+329:197103090000:203'", "1971-03-09"),
     ("DTM+329:720000'", "1972"), ("DTM+329:'", "None"), ("DTM+329:F'", "None"), ("DTM+329:09031971'", "None")],
)  # fmt: skip
def test_birth_dates(segment: str, born: str) -> None:
    assert str(person(PERSON + segment).travellers[0].birth_date) == born


@pytest.mark.parametrize(
    ("segment", "nationality"),
    [("NAT+2+D'", "DEU"), ("NAT+2+US::5'", "USA"), ("NAT+2+:::GERMANY'", "DEU"), ("NAT+USA'", "USA"),
     ("NAT+2+usa '", "USA"),
     ("NAT+2+GBD'", "GBD"), ("NAT+2+'", "")],
)  # fmt: skip
def test_nationalities(segment: str, nationality: str) -> None:
    one = person(PERSON + segment)

    assert one.travellers[0].nationality == nationality
    assert "unknown-country" not in codes(one)


@pytest.mark.parametrize(
    ("segments", "documents"),
    [
        ("DOC+P+YA 12-34<'DTM+36:'LOC+91+'", ["P::YA 12-34< None"]),
        ("DOC+P+YA1234567'LOC+91+FRA:::PARIS'DTM+36:20300131:102'", ["P:FRA:YA1234567 2030-01-31"]),
        ("DOC+P+YA1234567'LOC+91+:::FRANCE'", ["P:FRA:YA1234567 None"]),
        ("DOC+P+YA1234567'LOC+91+:::PARIS'DTM+36:99'", ["P::YA1234567 None"]),
        ("LOC+91+FRA'DTM+36:300131'DOC+P+YA1234567'DOC+V+V1'", ["P:FRA:YA1234567 2030-01-31", "V::V1 None"]),
        ("DOC++123'", ["::123 None"]),
        ("DOC+YA1234567'", ["::YA1234567 None"]),
        ("DOC+P:YA1234567'", ["P::YA1234567 None"]),
        ("DOC+P+:YA1234567'", ["P::YA1234567 None"]),
        ("DOC+P+++1'DOC+P:110:111'DOC'", []),
        ("DOC+PP+YA1234567'ATT+2++F'NAT+2+FRA'LOC+91+FRA'DTM+36:300131'", ["PP:FRA:YA1234567 2030-01-31"]),
        ("DTM+36:300131'LOC+91+FRA'", []),
    ],
)  # fmt: skip
def test_documents(segments: str, documents: list[str]) -> None:
    one = person(PERSON + segments)

    assert [f"{paper} {paper.expires}" for paper in one.travellers[0].documents] == documents


@pytest.mark.parametrize(
    ("dates", "code"),
    [
        ("DTM+36:260327'", "expired-document"), ("DTM+36:2602'", "expired-document"), ("DTM+36:260328'", ""),
        ("DTM+36:2603'", ""), ("DTM+182:270101'DTM+36:260601'", "expiry-before-issue"),
        ("DTM+36:260601'DTM+182:270101'", "expiry-before-issue"), ("DTM+182:200101'DTM+36:300101'", ""),
        ("DTM+182:'DTM+36:99'", ""),
    ],
)  # fmt: skip
def test_a_document_that_is_not_valid_is_kept_and_reported(dates: str, code: str) -> None:
    one = person(f"{PERSON}DOC+P+YA1234567'{dates}")

    assert one.travellers[0].documents[0].number == "YA1234567"
    found = [finding for finding in one.findings if finding.code in ("expired-document", "expiry-before-issue")]
    assert [(finding.code, finding.severity) for finding in found] == [(code, Severity.WARNING)] * bool(code)


def test_what_else_is_said_of_a_person() -> None:
    one = person(
        f"{PERSON}EMP+1+CR1:110:111'COM+A.B.AT.QZ.EXAMPLE:EM+(1) 555 0101:TE'COM+X@QZ.EXAMPLE:EM'RFF+SEA:056F'"
        "RFF+AGK:Q7'LOC+180+:::LEEDS GBR'LOC+22+USA'MEA+CT++2'GEI+4+36'"
    ).travellers[0]

    assert one.references == {
        "crew_role": "CR1", "contact": "A.B.AT.QZ.EXAMPLE, (1) 555 0101, X@QZ.EXAMPLE", "seat": "056F", "agk": "Q7",
        "birth_place": "LEEDS GBR", "clearance": "USA", "bag_count": "2", "verification": "36",
    }  # fmt: skip


@pytest.mark.parametrize(("cnt", "counted"), [("CNT+41+1'", ""), ("CNT+41+8'", "8"), ("CNT+42'", ""), ("CNT+3:9'", "")])
def test_counts_are_compared_when_they_are_stated(cnt: str, counted: str) -> None:
    found = [finding.value for finding in person(PERSON + cnt).findings if finding.code == "person-count"]

    assert found == [counted] * (cnt in ("CNT+41+8'", "CNT+42'"))


def test_a_response_is_about_a_leg_and_lists_nobody() -> None:
    one = manifest(RESPONSE.replace("LOC+125", 'DTM+232:2603282035:201"LOC+125').replace('"', "'"))

    (leg,) = one.voyage.legs
    assert (leg.departure, leg.arrival, leg.departs, leg.arrives) == (
        "ICN",
        "CAN",
        "2026-03-28T16:20",
        "2026-03-28T20:35",
    )
    assert (one.list, one.voyage.direction, one.travellers) == (ListKind.RESPONSE, Direction.FOREIGN, ())


def test_a_report_on_syntax_is_filed_without_its_header() -> None:
    one = manifest("UNH+1+CONTRL:D:3:UN'UCI+42+US+QZ+4'UCM+PAX001+PAXLST:D:05B:UN+4+12'UCS+3+13'UCD+12+1'")

    assert (one.format, one.list, one.reference, one.travellers) == ("contrl", ListKind.RESPONSE, "42", ())


@pytest.mark.parametrize(
    ("papers", "documents"),
    [
        ("P/182345345:060909:US+V/99X7:070909:MX+", ["P:USA:182345345", "V:MEX:99X7"]),
        ("P/182345345:060909:US:V/99X7:070909:MX+", ["P:USA:182345345", "V:MEX:99X7"]),
        ("182345345:060909:US+", [":USA:182345345"]),
        ("+", []),
        ("", []),
    ],
)
def test_a_legacy_person_may_have_several_documents_or_none(papers: str, documents: list[str]) -> None:
    one = manifest(LEGACY.replace("P/182345345:060909:US+", papers))

    assert people(one)[0] == ("MARROW", "SIMON P")
    assert [str(paper) for paper in one.travellers[0].documents] == documents


def test_an_expired_document_of_a_legacy_person_is_reported() -> None:
    assert "expired-document" in codes(manifest(LEGACY.replace("182345345:060909", "182345345:011231")))
    assert "expired-document" not in codes(manifest(LEGACY))


def test_a_list_cut_anywhere_keeps_whom_it_named_in_full() -> None:
    text = wrapped(UNA + UNB + UNG + HEAD + LEG + HOLLIS + OSHEA.replace("?'", ""))
    whole = manifest(text).travellers

    for end in range(text.index("OSHEA"), len(text), 3):
        one = manifest(text[:end])
        assert one.travellers[0] == whole[0]
        assert len(one.travellers) <= len(whole)
