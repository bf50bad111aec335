"""A notice as it is read: labelled facts by section, and what a version changed of the one before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from rsoits.console.notice_fields import LEG, PERSON, RETURN, SECTIONS, TIMING, Field, Kind, Section, countries
from rsoits.console.notice_form import typed_of_content
from rsoits.console.words import local


@dataclass(frozen=True, slots=True)
class Group:
    """Facts under one heading; only those that were stated."""

    title: str
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One fact that a version states otherwise."""

    label: str
    before: str
    after: str


def groups_of(content: Mapping[str, Any]) -> list[Group]:
    """Return what a notice states beyond its legs, in the order of the form."""
    typed = typed_of_content(content)
    sections = (PERSON, RETURN, *SECTIONS, TIMING)
    groups = [Group(section.title, tuple(_facts(section, typed))) for section in sections]
    if conviction := content.get("conviction"):
        groups.append(Group("What the partner says of the conviction", (("Conviction", str(conviction)),)))
    return [group for group in groups if group.facts]


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """Return what the later of two versions states otherwise."""
    old, new = typed_of_content(before), typed_of_content(after)
    found = []
    for section in (PERSON, RETURN, *SECTIONS, TIMING):
        for one in section.fields:
            was, now = _shown(one, old[one.name]), _shown(one, new[one.name])
            if was != now:
                found.append(Change(one.label, was, now))
    nothing: dict[str, Any] = {}
    legs = zip_longest(before.get("legs", []), after.get("legs", []), fillvalue=nothing)
    for number, (was_leg, now_leg) in enumerate(legs, 1):
        for one in LEG:
            was, now = _shown(one, str(was_leg.get(one.name) or "")), _shown(one, str(now_leg.get(one.name) or ""))
            if was != now:
                found.append(Change(f"Leg {number}: {one.label}", was, now))
    return found


def _facts(section: Section, typed: Mapping[str, str]) -> list[tuple[str, str]]:
    named = ((one.label, _shown(one, typed[one.name])) for one in section.fields)
    return [(label, value) for label, value in named if value]


def _shown(one: Field, value: str) -> str:
    match one.kind:
        case Kind.DATE | Kind.PARTIAL_DATE:
            return local(value)
        case Kind.LINES:
            return "; ".join(value.splitlines())
        case Kind.COUNTRY:
            return dict(countries()).get(value, value) if value else ""
        case Kind.CHOICE:
            return dict(one.choices).get(value, value) if value else ""
        case _:
            return value
