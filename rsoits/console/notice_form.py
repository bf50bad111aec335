"""Between the notice form and the JSON layout: what was typed to a document, a document to what the form shows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from rsoits.console.notice_fields import LEG, OTHER, PLAIN, PURPOSES, Kind

MOST_LEGS = 30
_LONGEST = 4000
_LONGEST_LINE = 500
_MOST_LINES = 50
_LEG_FIELD = re.compile(r"leg-(\d{1,3})-([a-z_]+)")
_LEG_NAMES = frozenset(one.name for one in LEG)
_PASSPORT = "P:"
_TICKED = "yes"


def content_of_form(typed: Mapping[str, str], kept: Mapping[str, Any]) -> dict[str, Any]:
    """Return the document the form describes; what the form does not ask stays as `kept` has it."""
    content = dict(kept)
    for one in PLAIN:
        content[one.name] = _line(typed.get(one.name, ""), one.kind)
    content["emergency"] = typed.get("emergency") == _TICKED
    content["registrant_id"] = _line(typed.get("registrant_id", ""))
    other = content.pop("purpose_other", "")
    content["purpose"] = other or content["purpose"] if content["purpose"] in {"", OTHER} else content["purpose"]
    content["reference"] = content["reference"] or kept.get("reference", "")
    content["person"] = dict(kept.get("person", {})) | _person(typed)
    content["legs"] = _legs(typed)
    return content


def typed_of_content(content: Mapping[str, Any]) -> dict[str, str]:
    """Return what the form shows of a document, by the name of its field."""
    typed = {one.name: str(content.get(one.name) or "") for one in PLAIN}
    purpose = typed["purpose"]
    if purpose and purpose not in PURPOSES:
        typed["purpose"], typed["purpose_other"] = OTHER, "" if purpose == OTHER else purpose
    typed["emergency"] = _TICKED if content.get("emergency") else ""
    typed["registrant_id"] = str(content.get("registrant_id") or "")
    typed |= _typed_person(content.get("person") or {})
    for place, leg in enumerate(content.get("legs") or [{}]):
        typed |= {f"leg-{place}-{one.name}": str(leg.get(one.name) or "") for one in LEG}
    return typed


def legs_of(content: Mapping[str, Any]) -> int:
    """Return how many legs the form shows: at least one."""
    return max(len(content.get("legs") or []), 1)


def with_leg(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return the document with one more leg, which begins where the last one ends."""
    legs: list[dict[str, Any]] = [*(content.get("legs") or [{}])]
    last = legs[-1]
    onward = {"departure_place": last.get("arrival_place", ""), "departure_country": last.get("arrival_country", "")}
    return {**content, "legs": [*legs, onward][:MOST_LEGS]}


def without_leg(content: Mapping[str, Any], place: int) -> dict[str, Any]:
    """Return the document without the leg at this place; the last one left is emptied."""
    legs: Sequence[dict[str, Any]] = content.get("legs") or []
    left = [leg for number, leg in enumerate(legs) if number != place]
    return {**content, "legs": left or [{}]}


def _person(typed: Mapping[str, str]) -> dict[str, Any]:
    names = [_line(typed.get("full_name", "")), *_lines(typed.get("aliases", ""))]
    number, country = _line(typed.get("passport_number", "")), _line(typed.get("passport_country", ""))
    passport = [f"{_PASSPORT}{country}:{number}"] if number else []
    return {
        "names": [name for name in names if name],
        "birth_dates": _lines(typed.get("birth_dates", "")),
        "sex": _line(typed.get("sex", "")),
        "nationalities": [part for part in re.split(r"[\s,;|]+", _line(typed.get("nationalities", ""))) if part],
        "documents": [*passport, *_lines(typed.get("other_documents", ""))],
    }


def _typed_person(person: Mapping[str, Any]) -> dict[str, str]:
    names, documents = list(person.get("names") or []), list(person.get("documents") or [])
    passport = next((one for one in documents if one.startswith(_PASSPORT) and one.count(":") == 2), "")  # noqa: PLR2004  type, issuer, number
    _, country, number = passport.split(":") if passport else ("", "", "")
    if passport:
        documents.remove(passport)
    return {
        "full_name": names[0] if names else "",
        "aliases": "\n".join(names[1:]),
        "birth_dates": "\n".join(person.get("birth_dates") or []),
        "sex": str(person.get("sex") or ""),
        "nationalities": ", ".join(person.get("nationalities") or []),
        "passport_number": number,
        "passport_country": country,
        "other_documents": "\n".join(documents),
    }


def _legs(typed: Mapping[str, str]) -> list[dict[str, Any]]:
    found: dict[int, dict[str, Any]] = {}
    for key, value in typed.items():
        named = _LEG_FIELD.fullmatch(key)
        if named and named[2] in _LEG_NAMES:
            found.setdefault(int(named[1]), {})[named[2]] = _line(value)
    return [found[place] for place in sorted(found)][:MOST_LEGS] or [{}]


def _line(written: str, kind: Kind = Kind.TEXT) -> str:
    return " ".join(written.split())[: _LONGEST if kind is Kind.AREA else _LONGEST_LINE]


def _lines(written: str) -> list[str]:
    return [line for line in map(_line, written.splitlines()[:_MOST_LINES]) if line]
