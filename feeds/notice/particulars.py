"""The further facts of a notice: texts that people read, with a word on those that cannot be understood."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from feeds.people import iso_country, iso_day

if TYPE_CHECKING:
    from collections.abc import Mapping

    from feeds.reporting import Report


@dataclass(frozen=True, slots=True)
class Particulars:
    """What the SMART Office lists for a notice of international travel beyond person and journey; all as written."""

    return_place: str = ""
    lodging: str = ""
    """The name of the hotel, or of whoever gives lodging."""
    visa_country: str = ""
    visa_type: str = ""
    visa_number: str = ""
    visa_expires: str = ""
    companions: str = ""
    """Who travels along, minors included."""
    offence: str = ""
    statute: str = ""
    conviction_jurisdiction: str = ""
    conviction_date: str = ""
    victim_age: str = ""
    victim_sex: str = ""
    supervision: str = ""
    registration_jurisdictions: str = ""
    fbi_number: str = ""
    """For domestic use only; it is never part of what goes abroad."""
    agency_contact_name: str = ""
    agency_contact_phone: str = ""
    agency_contact_email: str = ""
    submitting_officer: str = ""


NAMES = tuple(one.name for one in fields(Particulars))


def particulars(texts: Mapping[str, str], where: str, report: Report) -> Particulars:
    """Take the further facts as written; dates and countries that cannot be understood get a WARNING."""
    for name in ("visa_expires", "conviction_date"):
        iso_day(texts.get(name, ""), name, where, report)
    iso_country(texts.get("visa_country", ""), "visa_country", where, report)
    return Particulars(**{name: texts.get(name, "") for name in NAMES})
