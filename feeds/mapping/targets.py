"""The fields a mapping can fill, for each kind of record."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from feeds.records import Mode
from feeds.registry.extracts import STATUSES


class Yields(StrEnum):
    """What one row becomes: a person on a voyage, a border crossing, or a jurisdiction's record of a registrant."""

    MANIFEST = "manifest"
    CROSSINGS = "crossings"
    REGISTRY = "registry"


class Kind(StrEnum):
    """How the text of a field is understood."""

    TEXT = "text"
    SEX = "sex"
    COUNTRY = "country"
    PLACE = "place"
    ZONE = "time zone"
    FLAG = "yes or no"
    WORD = "one of"
    BIRTH = "birth date"
    PAST = "date in the past"
    EXPIRY = "date of expiry"
    MOMENT = "date and time"


DATES = frozenset({Kind.BIRTH, Kind.PAST, Kind.EXPIRY, Kind.MOMENT})


@dataclass(frozen=True, slots=True)
class Target:
    """A field: `many` takes a list, `words` are what a field of `Kind.WORD` may hold, `required` must be mapped.

    A `vital` one may be left out of a mapping, but where it is mapped its column must be in the file.
    """

    kind: Kind = Kind.TEXT
    required: bool = False
    many: bool = False
    words: frozenset[str] = frozenset()
    vital: bool = False


_NEEDED = Target(required=True)
_WAYS = frozenset({"inbound", "outbound"})
_PERSON = {
    "surname": _NEEDED,
    "given_names": Target(),
    "birth_date": Target(Kind.BIRTH),
    "sex": Target(Kind.SEX),
    "nationality": Target(Kind.COUNTRY),
    "document_type": Target(),
    "document_issuer": Target(Kind.COUNTRY),
    "document_number": Target(),
    "document_expires": Target(Kind.EXPIRY),
}

REFERENCES = ("unique", "pnr", "seat", "ticket", "redress", "known_traveller", "plate", "address", "contact")
"""What is kept of a traveller as sent."""

VOYAGE = {
    "carrier": _NEEDED,
    "number": Target(),
    "departure": Target(Kind.PLACE, required=True),
    "arrival": Target(Kind.PLACE, required=True),
    "departs": Target(Kind.MOMENT, required=True),
    "arrives": Target(Kind.MOMENT),
    "departure_zone": Target(Kind.ZONE),
    "arrival_zone": Target(Kind.ZONE),
    "direction": Target(Kind.WORD, words=_WAYS),
    "mode": Target(Kind.WORD, required=True, words=frozenset(Mode)),
}
"""The fields of `[voyage]`; rows that agree in them are one manifest."""

FIELDS: dict[Yields, dict[str, Target]] = {
    Yields.MANIFEST: _PERSON
    | {
        "residence": Target(Kind.COUNTRY),
        "crew": Target(Kind.FLAG),
        "in_transit": Target(Kind.FLAG),
        "embarkation": Target(Kind.PLACE),
        "debarkation": Target(Kind.PLACE),
    }
    | dict.fromkeys(REFERENCES, Target()),
    Yields.CROSSINGS: _PERSON
    | {
        "crossing_id": _NEEDED,
        "port_code": Target(),
        "port_name": Target(),
        "direction": Target(Kind.WORD, required=True, words=_WAYS),
        "crossed_at": Target(Kind.MOMENT, required=True),
        "time_zone": Target(Kind.ZONE),
        "mode": Target(Kind.WORD, words=frozenset(Mode)),
        "other_country": Target(Kind.COUNTRY),
        "mrz": Target(),
        "plate": Target(),
    },
    Yields.REGISTRY: {
        "registrant_id": _NEEDED,
        "jurisdiction": _NEEDED,
        "name": _NEEDED,
        "aliases": Target(many=True),
        "birth_dates": Target(Kind.BIRTH, many=True),
        "sex": Target(Kind.SEX),
        "nationalities": Target(Kind.COUNTRY, many=True),
        "documents": Target(many=True),
        "federal_tier": Target(Kind.WORD, words=frozenset({"1", "2", "3"})),
        "local_class": Target(),
        "offence": Target(),
        "offence_against_minor": Target(Kind.FLAG),
        "conviction_jurisdiction": Target(),
        "conviction_date": Target(Kind.PAST),
        "duty_ends": Target(Kind.EXPIRY),
        "status": Target(Kind.WORD, words=STATUSES),
        "protected": Target(Kind.FLAG, vital=True),
        "residence_jurisdiction": Target(),
        "residence_address": Target(),
        "work_jurisdiction": Target(),
        "school_jurisdiction": Target(),
        "fbi_number": Target(),
        "state_id": Target(),
        "statute": Target(),
        "victim_age": Target(),
        "victim_sex": Target(),
        "supervision": Target(),
        "description": Target(),
        "photo": Target(),
        "vehicles": Target(many=True),
        "vessels": Target(many=True),
        "as_of": Target(Kind.PAST),
        "mrz": Target(),
    },
}
"""The fields of `[fields]`."""
