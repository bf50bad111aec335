"""PAXLST messages of invented people, in parts that tests put together."""

from __future__ import annotations

from datetime import date

from feeds.reader import read
from feeds.records import Manifest, Reading

TODAY = date(2026, 3, 15)

UNA = "UNA:+.? '"
UNB = "UNB+UNOA:4+QZAIR:ZZ+USCSAPIS:ZZ+260301:0600+000000042++APIS'"
UNG = "UNG+PAXLST+QZAIR+USCSAPIS+260301:0600+1+UN+D:05B'"
HEAD = (
    "UNH+PAX001+PAXLST:D:05B:UN:IATA+QZ514/260328+01:F'BGM+745'RFF+TN:QZ514TX:::1'"
    "NAD+MS+++QZ HELP DESK'COM+1 555 0100:TE+DESK@QZ.EXAMPLE:EM'"
)
LEG = "TDT+20+QZ514+++QZ'LOC+125+IAH'DTM+189:2603281205:201'LOC+87+MEX'DTM+232:2603281430:201'"
HOLLIS = (
    "NAD+FL+++HOLLIS:MARTEN:RAY+12 ELM ROW+HOUSTON+TX+77001+USA'ATT+2++M'DTM+329:710309'MEA+CT++:1'GEI+4+173'"
    "FTX+BAG+++QZ000123:1'LOC+22+IAH'LOC+174+USA'LOC+178+IAH'LOC+179+MEX'LOC+180+USA:::GALVESTON'COM+1 555 0101:TE'"
    "NAT+2+USA'RFF+AVF:ABC123'RFF+ABO:QZ0001'RFF+SEA:12A'DOC+P:110:111+561204937'DTM+36:300131'LOC+91+USA'"
    "DOC+V+99887766'DTM+36:270131'LOC+91+MEX'"
)
OSHEA = (
    "NAD+FL+++O?'SHEA:ORLA'ATT+2++F'DTM+329:880229'LOC+178+IAH'LOC+179+MEX'NAT+2+IRL'"
    "DOC+P:110:111+PX7741209'DTM+36:310505'LOC+91+IRL'"
)
TAIL = "CNT+42:2'UNT+38+PAX001'"
END = "UNE+1+1'UNZ+1+000000042'"

MESSAGE = HEAD + LEG + HOLLIS + OSHEA + TAIL
FILE = UNA + UNB + UNG + MESSAGE + END

LEGACY = (
    "UNA:+.? 'UNB+UNOA:1+QZAIR:NZ+USCS:US+020131:2359+0201312359++CEDIPAX'"
    "UNG+PAXLST+QZ:NZ+TECS:US+020131:2359+1+NZ+001:000'"
    "UNH+1+PAXLST:001:000:NZ+QZ812/020131/2300'CTA+IC+:HELP+1-555-0100:TE'TDT++QZ812+40+QZ'LOC+005+NZAKL:50'"
    "DTM+136+020131+1030+M05'LOC+008+USLAX:50'DTM+132+020131+2200+M05'UNS+D'"
    "PDT+P/182345345:060909:US+MARROW:SIMON:P:590429:M+PAX+NZAKL:USLAX'"
    "PDT+P/E54321A:050831:IE+O?'SHEA:KRIS::331231:F+PAX+NZAKL:USLAX'"
    "UNT+12+1'UNE+1+1'UNZ+1+0201312359'"
)
RESPONSE = (
    'UNB+SIRE:4+NIAC+QZ+260328:0910+REF0001++IAPI"UNG+CUSRES+NIAC+QZ+260328:0910+1+UN+D:05B"'
    'UNH+11+CUSRES:D:05B:UN:IATA+REF1+01:F"BGM+962"RFF+TN:0000100"RFF+AF:QZ339"DTM+189:2603281620:201"'
    'LOC+125+ICN"LOC+87+CAN"ERP+2"RFF+AVF:ABC123"ERC+0Z"FTX+AAP+++OK TO BOARD"UNT+13+11"UNE+1+1"UNZ+1+REF0001"'
)


def reading(text: str | bytes) -> Reading:
    """Read a file."""
    return read("test.edi", text.encode() if isinstance(text, str) else text, TODAY)


def manifest(text: str | bytes) -> Manifest:
    """Read a file of one message."""
    (one,) = reading(text).manifests
    return one


def people(one: Manifest) -> list[tuple[str, str]]:
    """Return the names on a manifest."""
    return [(traveller.surname, traveller.given_names) for traveller in one.travellers]


def person(segments: str) -> Manifest:
    """Read a message with one person of the given segments."""
    return manifest(UNA + UNB + HEAD + LEG + segments + "UNT+1+PAX001'UNZ+1+000000042'")


def codes(one: Manifest | Reading) -> set[str]:
    """Return the codes of the findings."""
    return {finding.code for finding in one.findings}
