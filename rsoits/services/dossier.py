"""Gathers what is known of a movement: as the rules need it, and as alerts are written from it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session

from alerts.facts import Facts, Identification, Travel
from feeds.records import Direction, Mode
from matchers.evidence import Explanation
from matchers.identity import Identity
from rsoits.rules import safeguards
from rsoits.rules.duty import DutyStatus
from rsoits.rules.movement import Movement
from rsoits.rules.ports import port, port_jurisdiction, port_name
from rsoits.services.journey import counted_as
from rsoits.services.standing import standing
from rsoits.store.manifests import Traveller, Voyage
from rsoits.store.matches import Match, Verdict, decisions_of
from rsoits.store.notices import Notice
from rsoits.store.registrants import Registrant, records_of_person


def movement_of(
    session: Session, registrant: Registrant, voyage: Voyage, notice: Notice | None, today: date
) -> Movement:
    """Return the crossing as the rules need it: with every jurisdiction that has the person on record in force."""
    person = records_of_person(session, registrant)
    records = [registrant, *(row for row in person[1:] if standing(row, today).required)]
    way = counted_as(voyage.direction)
    inbound = way is Direction.INBOUND
    warned = any(row.status == DutyStatus.FOREIGN_NOTICE for row in person)
    foreign = warned or (notice is not None and notice.kind == "partner")
    transit = [leg["arrival_country"] for leg in voyage.legs if leg["arrival_country"] != voyage.destination_country]
    if notice and not inbound:
        transit += [leg["arrival_country"] for leg in notice.legs]
    return Movement(
        direction=way,
        registering=tuple(row.jurisdiction for row in records),
        residence=tuple(row.residence_jurisdiction for row in records),
        work=tuple(row.work_jurisdiction for row in records),
        school=tuple(row.school_jurisdiction for row in records),
        destination_country="" if inbound else voyage.destination_country,
        transit_countries=() if inbound else tuple(transit),
        arrival_port_jurisdiction=(port_jurisdiction(voyage.destination) or "") if inbound else "",
        offence_against_minor=any(row.offence_against_minor for row in records),
        duty_required=any(standing(row, today).required for row in records),
        noticed=notice is not None,
        foreign_conviction=inbound and foreign,
    )


def agreeing(match: Match) -> set[str]:
    """Return which of name, birth date and document identify the traveller, as `rules.safeguards` counts them."""
    return set(safeguards.agreeing(Explanation.from_json(match.explanation).evidence))


def confirmations(session: Session, match_id: int) -> int:
    """Return how many different people have said that the traveller is the registrant."""
    said_yes = (row for row in decisions_of(session, match_id) if row.verdict is Verdict.CONFIRM)
    return len({row.account_id for row in said_yes})


def facts_of_match(
    session: Session,
    match: Match,
    registrant: Registrant,
    voyage: Voyage,
    notice: Notice | None,
    differs: Sequence[str],
    readers: int,
) -> Facts:
    """Collect what an alert of a confirmed crossing may be written from; `readers` is how many people agreed."""
    explanation = Explanation.from_json(match.explanation)
    identification = Identification(
        probability=match.probability,
        sentences=tuple(row.sentence for row in explanation.evidence if row.sentence),
        readers=readers,
    )
    traveller = session.get_one(Traveller, match.traveller_id).identity
    return facts(
        registrant,
        travel_of(voyage, match.border_at),
        identification,
        traveller=traveller,
        notice=notice,
        differs=differs,
    )


def facts(
    registrant: Registrant,
    travel: Travel,
    identification: Identification,
    *,
    traveller: Identity | None = None,
    notice: Notice | None = None,
    differs: Sequence[str] = (),
    corrects: str = "",
    correction: str = "",
) -> Facts:
    """Collect what an alert may be written from; what a recipient sees of it is for `alerts.redaction` to say."""
    return Facts(
        registrant=registrant.identity,
        travel=travel,
        identification=identification,
        traveller=traveller,
        registrant_id=registrant.reference,
        jurisdiction=registrant.jurisdiction,
        tier=registrant.federal_tier,
        offence=registrant.offence,
        offence_against_minor=registrant.offence_against_minor,
        fbi_number=registrant.fbi_number or (notice.details.get("fbi_number", "") if notice else ""),
        residence_address=registrant.residence_address,
        notice=notice.reference if notice else "",
        differences=tuple(differs),
        corrects=corrects,
        correction=correction,
    )


def travel_of(voyage: Voyage, crossed_at: datetime | None) -> Travel:
    """Return an observed journey as alerts tell it; on land everyone crosses at a time of their own."""
    if voyage.mode == Mode.LAND:
        return _over_land(voyage, crossed_at)
    return Travel(
        direction=voyage.direction,
        carrier=voyage.carrier,
        number=voyage.number,
        from_place=voyage.origin,
        from_country=voyage.origin_country,
        to_place=voyage.destination,
        to_country=voyage.destination_country,
        departs_local=voyage.departs,
        arrives_local=voyage.arrives,
        departs_at=voyage.departs_at,
        arrives_at=voyage.arrives_at,
    )


def _over_land(voyage: Voyage, crossed_at: datetime | None) -> Travel:
    gate = port(voyage.destination if voyage.direction == Direction.INBOUND.value else voyage.origin)
    here = crossed_at.astimezone(ZoneInfo(gate.time_zone)) if crossed_at and gate else None
    local = f"{here:%Y-%m-%dT%H:%M}" if here else voyage.day
    return Travel(
        direction=voyage.direction,
        carrier=voyage.carrier,
        from_place=_place(voyage.origin, voyage.origin_country),
        from_country=voyage.origin_country,
        to_place=_place(voyage.destination, voyage.destination_country),
        to_country=voyage.destination_country,
        departs_local=local,
        arrives_local=local,
        departs_at=crossed_at,
        arrives_at=crossed_at,
    )


def _place(code: str, country: str) -> str:
    """Name a land port; the other side of a land border is known by its country alone."""
    return "" if code == country else port_name(code)


def announced_travel(notice: Notice) -> Travel:
    """Return an announced journey as alerts tell it: from its first place to its last."""
    first = notice.legs[0] if notice.legs else {}
    last = notice.legs[-1] if notice.legs else {}
    return Travel(
        direction="inbound" if notice.kind == "partner" else "outbound",
        carrier=first.get("carrier", ""),
        number=first.get("number", ""),
        from_place=first.get("departure_place", ""),
        from_country=first.get("departure_country", ""),
        to_place=last.get("arrival_place", ""),
        to_country=last.get("arrival_country", "") or notice.destination,
        departs_local=notice.departs_on,
        arrives_local=last.get("arrives", ""),
    )
