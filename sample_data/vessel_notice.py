"""Writes vessels' notices of arrival and departure as eNOA/D 3.6 has them, sharing no code with the reader."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from html import escape
from typing import TYPE_CHECKING

from iso3166 import countries

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sample_data.travellers import Shown

_SEXES = {"M": "Male", "F": "Female"}
_POSITIONS = ("Master", "Chief Mate", "Chief Engineer", "Second Mate", "Bosun", "Able Seaman", "Steward", "Cook")


@dataclass(frozen=True, slots=True)
class Vessel:
    """A ship; `number` is in the place of an IMO number, `flag` ISO alpha-3."""

    name: str
    call_sign: str
    number: str
    flag: str
    operator: str


@dataclass(frozen=True, slots=True)
class Harbor:
    """A port: UN/LOCODE, name, and its state, or for one abroad its country (ISO alpha-3)."""

    code: str
    name: str
    state: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class Sailing:
    """One passage between a port at home and one abroad; times are local to the port they are of."""

    vessel: Vessel
    number: str
    home: Harbor
    abroad: Harbor
    departs: datetime
    arrives: datetime
    arriving: bool


def write_notice(
    sailing: Sailing, notice_id: str, transaction: str, crew: Sequence[Shown], others: Sequence[Shown]
) -> bytes:
    """Return one notice; `transaction` is `Initial`, `Update` or `Cancel`."""
    vessel = sailing.vessel
    flag, flag_code = _country(vessel.flag)
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        "<NOTICE>",
        *_group("NOTICE_DETAILS", [
            ("NOTICE_ID", notice_id), ("NOTICE_TRANSACTION_TYPE", transaction),
            ("NOTICE_TYPE", "Arrival" if sailing.arriving else "Departure"), ("VERSION", "3.6"),
        ]),
        *_group("SOURCE", [("ORGANIZATION_NAME", vessel.operator)]),
        *_group("VOYAGE", [
            ("VOYAGE_TYPE", "Foreign to US" if sailing.arriving else "US to Foreign"),
            ("VOYAGE_NUMBER", sailing.number),
        ]),
        *_group("VESSEL", [
            ("NAME", vessel.name), ("CALL_SIGN", vessel.call_sign), ("ID_NUM", vessel.number),
            ("ID_TYPE", "IMO Number"), ("FLAG", flag), ("FLAG_CODE", flag_code),
        ]),
        "<ARRIVE_DEPART>",
        *_ports(sailing),
        "</ARRIVE_DEPART>",
        "<CREW_LIST>",
        *(line for spot, shown in enumerate(crew) for line in _member("CREW", shown, sailing, _position(spot))),
        "</CREW_LIST>",
        "<NONCREW_LIST>",
        *(line for shown in others for line in _member("NONCREW", shown, sailing)),
        "</NONCREW_LIST>",
        "</NOTICE>",
    ]  # fmt: skip
    return ("\n".join(lines) + "\n").encode()


def _ports(sailing: Sailing) -> list[str]:
    home, abroad = sailing.home, sailing.abroad
    country, country_code = _country(abroad.country)
    at_home = [("PORT_NAME", home.name), ("PORT_CODE", home.code), ("STATE", home.state)]
    if sailing.arriving:
        return [
            *_group(
                "ARRIVE",
                [("ARRIVE_DT", _day(sailing.arrives)), ("ARRIVE_TIME", _clock(sailing.arrives)), *at_home],
            ),
            *_group("LAST_PORT", [
                ("ARRIVE_DT", _day(sailing.departs - timedelta(days=1))), ("DEPARTURE_DT", _day(sailing.departs)),
                ("LAST_PORT_COUNTRY", country), ("LAST_PORT_COUNTRY_CODE", country_code),
                ("LAST_PORT_NAME", abroad.name), ("LAST_PORT_CODE", abroad.code),
            ]),
        ]  # fmt: skip
    return [
        *_group("DEPART", [("DEPART_DT", _day(sailing.departs)), ("DEPART_TIME", _clock(sailing.departs)), *at_home]),
        *_group("NEXT_PORT", [
            ("ARRIVE_DT", _day(sailing.arrives)), ("ARRIVE_TIME", _clock(sailing.arrives)),
            ("NEXT_PORT_COUNTRY", country), ("NEXT_PORT_COUNTRY_CODE", country_code),
            ("NEXT_PORT_NAME", abroad.name), ("NEXT_PORT_CODE", abroad.code),
        ]),
    ]  # fmt: skip


def _member(element: str, shown: Shown, sailing: Sailing, position: str = "") -> list[str]:
    nationality, nationality_code = _country(shown.nationality)
    document = shown.document
    start, end = (sailing.abroad, sailing.home) if sailing.arriving else (sailing.home, sailing.abroad)
    fields = [
        ("POSITION", position), ("LAST_NAME", shown.surname), ("FIRST_NAME", shown.given),
        ("MIDDLE_NAME", shown.extra), ("BIRTH_DT", str(shown.born or "")),
        ("GENDER", _SEXES.get(shown.sex, "Unknown")), ("NATIONALITY", nationality),
        ("NATIONALITY_CODE", nationality_code), ("COUNTRY_RESIDENCE_CODE", nationality_code),
    ]  # fmt: skip
    if document:
        fields += [
            ("ID_TYPE", "Passport Number"), ("ID_NUM", document.number),
            ("ID_COUNTRY_CODE", _country(document.issuer)[1]),
            ("ID_EXPIRATION_DT", str(document.expires or "")),
        ]  # fmt: skip
    fields += [("EMBARK_PORT_NAME", start.name), ("EMBARK_DATE", _day(sailing.departs)), ("DEBARK_PORT_CODE", end.code)]
    return _group(element, fields)


def _country(code: str) -> tuple[str, str]:
    """Return the name and the alpha-2 code of an alpha-3 code, both empty for none."""
    found = countries.get(code, None)
    return (found.name.upper(), found.alpha2) if found else ("", "")


def _position(spot: int) -> str:
    return _POSITIONS[min(spot, len(_POSITIONS) - 1)]


def _group(name: str, fields: Iterable[tuple[str, str]]) -> list[str]:
    inside = [f"  <{field}>{escape(value, quote=False)}</{field}>" for field, value in fields if value]
    return [f"<{name}>", *inside, f"</{name}>"]


def _day(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d}"


def _clock(moment: datetime) -> str:
    return f"{moment:%H:%M:%S}"
