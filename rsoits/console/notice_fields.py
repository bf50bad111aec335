"""The fields of the notice form, as data: what each is called, hinted at and made of."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache

import iso3166


class Kind(StrEnum):
    """How a field is filled in."""

    TEXT = "text"
    LINES = "lines"
    """Several values, one a line."""
    AREA = "area"
    DATE = "date"
    PARTIAL_DATE = "partial date"
    """A date of which the day, or day and month, may be unknown; no date picker takes one."""
    TIME = "time"
    CHOICE = "choice"
    COUNTRY = "country"
    TICK = "tick"


@dataclass(frozen=True, slots=True)
class Field:
    """One field; `name` is the key of the JSON layout, or one that `notice_form` takes apart."""

    name: str
    label: str
    kind: Kind = Kind.TEXT
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A group of fields under one heading."""

    key: str
    title: str
    lede: str
    fields: tuple[Field, ...]


PURPOSES = ("business", "vacation", "military", "relocation", "deportation")
OTHER = "other"
_SEXES = (("", "not stated"), ("F", "female"), ("M", "male"), ("X", "unspecified"))
_MEANS = (
    ("", "choose one"), ("air", "by air"), ("sea", "by sea"), ("rail", "by train"), ("bus", "by bus"),
    ("land", "by car or on foot"), ("private", "by private aircraft or boat"),
)  # fmt: skip
_DATE_HINT = "YYYY-MM-DD, or 2027-04 if only the month is known."

PERSON = Section(
    "person",
    "The person",
    "As on the registry record. Correct here only what the record does not know yet.",
    (
        Field("registrant_id", "Registry record number"),
        Field("full_name", "Full name", hint="SURNAME, Given Middle"),
        Field("aliases", "Other names", Kind.LINES, "One a line, written the same way."),
        Field("birth_dates", "Birth dates", Kind.LINES, "YYYY-MM-DD, one a line, the right one first."),
        Field("sex", "Sex", Kind.CHOICE, choices=_SEXES),
        Field("nationalities", "Citizenships", hint="Three-letter codes, for example USA, MEX."),
        Field("passport_number", "Passport number"),
        Field("passport_country", "Passport issued by", Kind.COUNTRY),
        Field("other_documents", "Other travel documents", Kind.LINES, "One a line, as TYPE:COUNTRY:NUMBER."),
    ),
)
LEG = (
    Field("departure_place", "From", hint="Airport, port or town."),
    Field("departure_country", "Country of departure", Kind.COUNTRY),
    Field("departs", "Date of departure", Kind.DATE),
    Field("departs_time", "Departs at, local time", Kind.TIME),
    Field("arrival_place", "To", hint="Airport, port or town."),
    Field("arrival_country", "Country of arrival", Kind.COUNTRY),
    Field("arrives", "Date of arrival", Kind.DATE),
    Field("arrives_time", "Arrives at, local time", Kind.TIME),
    Field("means", "Means of travel", Kind.CHOICE, choices=_MEANS),
    Field("carrier", "Carrier", hint="Its code is best."),
    Field("number", "Flight number", hint="Or that of the train or ship."),
    Field("transit", "Only passed through: the journey goes on from here", Kind.TICK),
)
RETURN = Section(
    "return",
    "Return",
    "Leave this empty for someone who moves abroad for good.",
    (
        Field("returns", "Date of return", Kind.PARTIAL_DATE, _DATE_HINT),
        Field("return_place", "Place of return", hint="Where the person will enter the United States."),
    ),
)
SECTIONS = (
    Section(
        "purpose",
        "Purpose and company",
        "",
        (
            Field(
                "purpose",
                "Purpose of travel",
                Kind.CHOICE,
                choices=(("", "choose one"), *((word, word) for word in (*PURPOSES, OTHER))),
            ),
            Field("purpose_other", "If other, which"),
            Field("companions", "Who travels along", Kind.AREA, "Names and ages; say which of them are minors."),
        ),
    ),
    Section(
        "destination",
        "At the destination",
        "An address or a contact there is asked for by 34 U.S.C. 20914(a)(7).",
        (
            Field("lodging", "Hotel or host"),
            Field("destination_address", "Address", Kind.AREA),
            Field("contact", "Contact there", hint="A telephone number, or who can be reached."),
        ),
    ),
    Section(
        "visa",
        "Visa",
        "Only if one is needed.",
        (
            Field("visa_country", "Issued by", Kind.COUNTRY),
            Field("visa_type", "Visa type"),
            Field("visa_number", "Visa number"),
            Field("visa_expires", "Good until", Kind.DATE),
        ),
    ),
    Section(
        "registration",
        "Registration and conviction",
        "",
        (
            Field("registration_jurisdictions", "Registered in", hint="Codes of jurisdictions, for example TX, OK."),
            Field("offence", "Offence"),
            Field("statute", "Statute"),
            Field("conviction_jurisdiction", "Convicted in"),
            Field("conviction_date", "Convicted on", Kind.DATE),
            Field("victim_age", "Age of the victim"),
            Field("victim_sex", "Sex of the victim", Kind.CHOICE, choices=_SEXES),
            Field("supervision", "Probation, parole or other supervision"),
            Field("fbi_number", "FBI number", hint="For domestic use only; it never goes abroad."),
        ),
    ),
    Section(
        "agency",
        "Your agency",
        "Whom the Marshals call with a question.",
        (
            Field("submitting_officer", "Submitting officer"),
            Field("agency_contact_name", "Contact"),
            Field("agency_contact_phone", "Telephone"),
            Field("agency_contact_email", "E-mail"),
            Field("reference", "Your reference", hint="Names this notice; it stays the same when it is amended."),
        ),
    ),
)
TIMING = Section(
    "timing",
    "In time?",
    "",
    (
        Field("emergency", "This is emergency travel", Kind.TICK),
        Field("late_reason", "Why the notice comes late", Kind.AREA),
    ),
)
PLAIN = (*RETURN.fields, *(one for section in SECTIONS for one in section.fields), *TIMING.fields)


@cache
def countries() -> tuple[tuple[str, str], ...]:
    """Return code and name of every country, by name."""
    named = ((entry.alpha3, f"{entry.apolitical_name} ({entry.alpha3})") for entry in iso3166.countries)
    return (("", "choose one"), *sorted(named, key=lambda one: one[1]))


def of_leg(place: int) -> tuple[Field, ...]:
    """Return the fields of one leg, named for their place in the form."""
    return tuple(replace(one, name=f"leg-{place}-{one.name}") for one in LEG)
