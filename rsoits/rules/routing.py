"""Who must be told of a movement across the border, why, and under which provision."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from alerts.facts import Audience
from feeds.records import HOME, Direction
from rsoits.rules import provisions
from rsoits.rules.jurisdictions import Delegation, Jurisdiction, JurisdictionKind, find

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rsoits.rules.movement import Movement


MARSHALS: Final = "USMS"
ANGEL_WATCH: Final = "AWC"
INTERPOL: Final = "INTERPOL"
_NOT_ABROAD: Final = HOME | {""}
"""Territories are home: a leg through San Juan is no transit country."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """One desk to be told: `role` says in a sentence why; `via` is the desk that carries the word abroad, if any."""

    code: str
    ori: str
    name: str
    audience: Audience
    role: str
    provision: str
    via: str = ""
    needs_second_identifier: bool = False
    needs_two_readers: bool = False


@dataclass(frozen=True, slots=True)
class _Reason:
    """A code to be told and why; the code may be unknown."""

    code: str
    role: str
    provision: str


def recipients(movement: Movement) -> tuple[Recipient, ...]:
    """Return who must be told, each once, domestic first, then federal, then foreign; nobody when no rule applies.

    Departure: the registering jurisdictions and those of residence, work and school (34 U.S.C. 20913), the Marshals'
    targeting center (34 U.S.C. 21504), Angel Watch when the offence was against a minor (34 U.S.C. 21503), and through
    INTERPOL Washington the country of destination and each country of transit (34 U.S.C. 21502(4), 21504(a), (e)).
    Entry: the jurisdiction of residence, or that of the port when no residence is known, the registering ones
    (34 U.S.C. 20930) and the Marshals. House rules: without a duty to register nobody is told, except of an entry a
    partner announced; word that leaves the country needs a second identifier and a second reader. A tribe that
    delegated is told together with its state, or its state instead (34 U.S.C. 20929).
    Codes nobody stands behind are left out; `unroutable` names them.
    """
    told: dict[str, Recipient] = {}
    for reason in _with_delegates(_reasons(movement)):
        desk = find(reason.code)
        if desk is None:
            continue
        recipient = _recipient(desk, reason)
        earlier = told.get(desk.code)
        told[desk.code] = _both(earlier, recipient) if earlier else recipient
    return tuple(told.values())


def unroutable(movement: Movement) -> tuple[str, ...]:
    """Return the codes a movement names that no desk stands behind, each once; a person must find out who is meant."""
    return tuple(dict.fromkeys(reason.code for reason in _reasons(movement) if find(reason.code) is None))


def _reasons(movement: Movement) -> tuple[_Reason, ...]:
    if movement.direction is Direction.OUTBOUND and movement.duty_required:
        return tuple(_departure(movement))
    if movement.direction is Direction.INBOUND and (movement.duty_required or movement.foreign_conviction):
        return tuple(_entry(movement))
    return ()


def _departure(movement: Movement) -> Iterable[_Reason]:
    yield from _each(movement.registering, "You hold the registration of a person leaving the country.")
    yield from _each(movement.residence, "A person who lives in your jurisdiction is leaving the country.")
    yield from _each(movement.work, "A person who works in your jurisdiction is leaving the country.")
    yield from _each(movement.school, "A person who studies in your jurisdiction is leaving the country.")
    compliance = "A person who must register is leaving the country; you say whether he or she complies"
    noticed = " with notice on record." if movement.noticed else ", and no notice is on record."
    yield _Reason(MARSHALS, compliance + noticed, f"{provisions.MARSHALS_NOTICE}; {provisions.MARSHALS_ANSWER}")
    if movement.offence_against_minor:
        role = "A person registered for an offence against a minor is leaving the country."
        yield _Reason(ANGEL_WATCH, role, provisions.ANGEL_WATCH)
    yield from _abroad(movement)


def _abroad(movement: Movement) -> Iterable[_Reason]:
    destination = movement.destination_country.strip().upper()
    transit = dict.fromkeys(country.strip().upper() for country in movement.transit_countries)
    destinations = [] if destination in _NOT_ABROAD else [destination]
    on_the_way = [country for country in transit if country not in _NOT_ABROAD | {destination}]
    if not destinations and not on_the_way:
        return
    countries = ", ".join(_country(code) for code in destinations + on_the_way)
    role = f"You pass the notice on to the police of: {countries}."
    yield _Reason(INTERPOL, role, provisions.MARSHALS_CHANNELS)
    for code in destinations:
        role = "A person who must register in the United States is travelling to your country."
        yield _Reason(code, role, provisions.MARSHALS_NOTICE)
    for code in on_the_way:
        role = "A person who must register in the United States is travelling through your country."
        yield _Reason(code, role, f"{provisions.DESTINATION_COUNTRY}; {provisions.MARSHALS_NOTICE}")


def _entry(movement: Movement) -> Iterable[_Reason]:
    entering = f"{provisions.PERSONS_ENTERING}; {provisions.WHERE_TO_REGISTER}"
    if movement.foreign_conviction:
        entering = f"{provisions.PERSONS_ENTERING}; {provisions.FOREIGN_CONVICTION}"
    yield from _each(movement.residence, "A person who lives in your jurisdiction is entering the country.", entering)
    if not any(_registers(find(code)) for code in movement.residence):
        role = "A person whose residence is not known is entering the country through your jurisdiction."
        yield from _each([movement.arrival_port_jurisdiction], role, entering)
    yield from _each(movement.registering, "You hold the registration of a person entering the country.", entering)
    role = "A person who must register, or may have to, is entering the country."
    yield _Reason(MARSHALS, role, f"{provisions.PERSONS_ENTERING}; {provisions.FUGITIVES}")


def _each(codes: Iterable[str], role: str, provision: str = provisions.WHERE_TO_REGISTER) -> Iterable[_Reason]:
    """Leave out blanks, and addresses abroad: a foreign authority is told as a destination or not at all."""
    for code in codes:
        desk = find(code)
        if code.strip() and (desk is None or _registers(desk)):
            yield _Reason(code.strip().upper(), role, provision)


def _registers(desk: Jurisdiction | None) -> bool:
    return desk is not None and _audience(desk) is Audience.DOMESTIC


def _with_delegates(reasons: Iterable[_Reason]) -> Iterable[_Reason]:
    for reason in reasons:
        desk = find(reason.code)
        if desk is None or desk.delegation is not Delegation.INSTEAD:
            yield reason
        if desk and desk.delegation is not Delegation.NONE:
            role = f"{reason.role} {desk.name} has delegated registration to you."
            yield _Reason(desk.delegates_to, role, f"{reason.provision}; {provisions.TRIBAL_ELECTION}")


def _recipient(desk: Jurisdiction, reason: _Reason) -> Recipient:
    foreign = desk.kind is JurisdictionKind.FOREIGN
    leaves = foreign or desk.code == INTERPOL
    return Recipient(
        code=desk.code,
        ori=desk.ori,
        name=desk.agency,
        audience=_audience(desk),
        role=reason.role,
        provision=reason.provision,
        via=INTERPOL if foreign else "",
        needs_second_identifier=leaves,
        needs_two_readers=leaves,
    )


def _audience(desk: Jurisdiction) -> Audience:
    match desk.kind:
        case JurisdictionKind.FOREIGN:
            return Audience.FOREIGN
        case JurisdictionKind.FEDERAL:
            return Audience.FEDERAL
        case _:
            return Audience.DOMESTIC


def _both(first: Recipient, second: Recipient) -> Recipient:
    """Join two reasons for telling one desk."""
    role = first.role if second.role in first.role else f"{first.role} {second.role}"
    provision = "; ".join(dict.fromkeys([*first.provision.split("; "), *second.provision.split("; ")]))
    return replace(first, role=role, provision=provision)


def _country(code: str) -> str:
    known = find(code)
    return known.name if known else code
