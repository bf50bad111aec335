"""What each class of recipient may be shown: one profile per audience, and a cover for identifiers in free text."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC
from enum import StrEnum
from typing import TYPE_CHECKING

from alerts.facts import Audience

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from alerts.facts import Facts
    from matchers.identity import TravelDocument

LONGEST_VALUE = 600
MOST_ITEMS = 12
WITHHELD = "[withheld]"
_SHORTEST_IDENTIFIER = 4


class Field(StrEnum):
    """The facts a message can list; the value is the label a reader sees."""

    NAME = "Name"
    TRAVELS_AS = "Travels as"
    ALIASES = "Other names"
    BIRTH_DATES = "Born"
    SEX = "Sex"
    NATIONALITIES = "Nationality"
    PASSPORT_USED = "Passport used"
    DOCUMENTS = "Other documents"
    FBI_NUMBER = "FBI number"
    RESIDENCE = "Residence"
    REGISTRANT_ID = "Registry number"
    JURISDICTION = "Registered in"
    TIER = "Federal tier"
    OFFENCE = "Registered for"
    AGAINST_MINOR = "Offence against a minor"
    CARRIER = "Carrier and number"
    ROUTE = "Route"
    DEPARTS = "Departs"
    ARRIVES = "Arrives"
    NOTICE = "Travel notice"
    DIFFERENCES = "Differs from the notice"
    PROBABILITY = "Probability of one person"
    EXPLANATION = "What spoke for and against"
    DECIDED_BY = "Decided by"
    CORRECTS = "Alert corrected"


PROFILES: Mapping[Audience, frozenset[Field]] = {
    Audience.DOMESTIC: frozenset(Field),
    Audience.FEDERAL: frozenset(Field),
    Audience.FOREIGN: frozenset(
        {
            Field.NAME,
            Field.BIRTH_DATES,
            Field.SEX,
            Field.NATIONALITIES,
            Field.PASSPORT_USED,
            Field.JURISDICTION,
            Field.OFFENCE,
            Field.AGAINST_MINOR,
            Field.CARRIER,
            Field.ROUTE,
            Field.DEPARTS,
            Field.ARRIVES,
            Field.PROBABILITY,
            Field.CORRECTS,
        }
    ),
}
"""Abroad go basic passenger and conviction data; the FBI number is for domestic use (SMART, SORNA: Information
Required for Notice of International Travel), and travel documents beyond the one used stay at home."""

_NOT_FREE_TEXT = frozenset({Field.BIRTH_DATES, Field.PASSPORT_USED, Field.DEPARTS, Field.ARRIVES})
"""A date may happen to read like a document number; these values are parsed, so nothing can hide in them."""

OF_A_RETRACTION = frozenset(
    {Field.NAME, Field.TRAVELS_AS, Field.CARRIER, Field.ROUTE, Field.DEPARTS, Field.ARRIVES, Field.CORRECTS}
)
"""A withdrawn alert is named well enough to be undone; the record it wrongly spread is not spread again."""


def disclose(facts: Facts, audience: Audience, *, retracted: bool = False) -> tuple[tuple[str, str], ...]:
    """Return the labelled facts this audience may read, in a fixed order, without the empty ones."""
    profile = PROFILES[audience] & OF_A_RETRACTION if retracted else PROFILES[audience]
    values = _values(facts, audience)
    return tuple((str(label), values[label]) for label in Field if label in profile and values.get(label))


def cover(text: str, facts: Facts, audience: Audience) -> str:
    """Replace, in free text, every identifier this audience may not read by `[withheld]`, however it is spaced."""
    compact = (re.sub(r"[\W_]", "", identifier) for identifier in _identifiers_withheld(facts, audience))
    patterns = [r"[\W_]*".join(value) for value in compact if len(value) >= _SHORTEST_IDENTIFIER]
    return re.sub("|".join(patterns), WITHHELD, text, flags=re.IGNORECASE) if patterns else text


def plain(text: str, limit: int = LONGEST_VALUE) -> str:
    """Return the text on one line, without control or direction characters, cut to `limit` characters."""
    visible = "".join(" " if unicodedata.category(sign) in {"Cc", "Zl", "Zp"} else sign for sign in text[: 4 * limit])
    visible = "".join(sign for sign in visible if not unicodedata.category(sign).startswith("C"))
    line = " ".join(visible.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


def joined(items: Iterable[object], separator: str = "; ") -> str:
    """Return the items on one line, the first twelve and a count of the rest."""
    texts = [text for text in (plain(str(item)) for item in items) if text]
    rest = [f"and {len(texts) - MOST_ITEMS} more"] if len(texts) > MOST_ITEMS else []
    return plain(separator.join(texts[:MOST_ITEMS] + rest))


def passport_used(facts: Facts) -> TravelDocument | None:
    """Return the passport the traveller showed; None when no manifest or notice names one."""
    documents = facts.traveller.documents if facts.traveller else ()
    return next((document for document in documents if document.type.upper().startswith("P")), None)


def probability_in_words(probability: float) -> str:
    """Return a percentage that never claims certainty."""
    if probability > 0.999:  # noqa: PLR2004  beyond this a decimal would round to certainty
        return "over 99.9 %"
    return f"{probability:.1%}".replace("%", " %") if probability >= 0.001 else "under 0.1 %"  # noqa: PLR2004  as above


def name_for(facts: Facts, audience: Audience) -> str:
    """Return the name to print first: the registry's at home, abroad the one the traveller goes by."""
    identity = facts.traveller if audience is Audience.FOREIGN and facts.traveller else facts.registrant
    return plain(str(identity.names[0])) if identity.names else "name not stated"


def _values(facts: Facts, audience: Audience) -> dict[Field, str]:
    person, traveller, travel = facts.registrant, facts.traveller, facts.travel
    foreign = audience is Audience.FOREIGN
    shown = traveller if foreign and traveller else person
    born = shown.birth_dates or person.birth_dates
    used = passport_used(facts)
    others = dict.fromkeys(document for document in _documents(facts) if used is None or document.number != used.number)
    probability = facts.identification.probability
    values = {
        Field.NAME: name_for(facts, audience),
        Field.TRAVELS_AS: joined(traveller.names) if traveller else "",
        Field.ALIASES: joined(person.names[1:]),
        Field.BIRTH_DATES: joined(born[:1] if foreign else born),
        Field.SEX: shown.sex or person.sex,
        Field.NATIONALITIES: joined(shown.nationalities or person.nationalities, ", "),
        Field.PASSPORT_USED: str(used) if used else "",
        Field.DOCUMENTS: joined(others),
        Field.FBI_NUMBER: facts.fbi_number,
        Field.RESIDENCE: facts.residence_address,
        Field.REGISTRANT_ID: facts.registrant_id,
        Field.JURISDICTION: facts.jurisdiction,
        Field.TIER: "" if facts.tier is None else str(facts.tier),
        Field.OFFENCE: facts.offence,
        Field.AGAINST_MINOR: "yes" if facts.offence_against_minor else "not recorded",
        Field.CARRIER: f"{travel.carrier} {travel.number}",
        Field.ROUTE: f"{place(travel.from_place, travel.from_country)} to {place(travel.to_place, travel.to_country)}",
        Field.DEPARTS: _moment(travel.departs_local, travel.departs_at),
        Field.ARRIVES: _moment(travel.arrives_local, travel.arrives_at),
        Field.NOTICE: facts.notice or "none on record",
        Field.DIFFERENCES: joined(facts.differences),
        Field.PROBABILITY: "" if probability is None else probability_in_words(probability),
        Field.EXPLANATION: joined(facts.identification.sentences),
        Field.DECIDED_BY: facts.identification.decided_by,
        Field.CORRECTS: facts.corrects,
    }
    return {
        label: plain(value) if label in _NOT_FREE_TEXT else cover(plain(value), facts, audience)
        for label, value in values.items()
    }


def place(code: str, country: str) -> str:
    """Return a place with its country; what is not known is said so."""
    code, country = plain(code, 80), plain(country, 80)
    if code and country:
        return f"{code} ({country})"
    return code or country or "an unstated place"


def _moment(local: str, moment: datetime | None) -> str:
    parts = [f"{local.replace('T', ' ')} local time"] if local else []
    parts += [f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"] if moment else []
    return " / ".join(parts)


def _documents(facts: Facts) -> tuple[TravelDocument, ...]:
    return facts.registrant.documents + (facts.traveller.documents if facts.traveller else ())


def _identifiers_withheld(facts: Facts, audience: Audience) -> set[str]:
    profile = PROFILES[audience]
    used = passport_used(facts)
    withheld: set[str] = set()
    if Field.FBI_NUMBER not in profile:
        withheld.add(facts.fbi_number)
    if Field.RESIDENCE not in profile:
        withheld.add(facts.residence_address)
    if Field.REGISTRANT_ID not in profile:
        withheld.add(facts.registrant_id)
    if Field.DOCUMENTS not in profile:
        withheld |= {document.number for document in _documents(facts)}
        withheld -= {used.number if used else ""}
    return withheld
