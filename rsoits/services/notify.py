"""Tells those who must be told: one alert per recipient, written with its deliveries in the caller's transaction."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from alerts.compose import compose
from alerts.facts import Audience, Facts, Identification, Recipient, Sender, Travel
from alerts.kinds import AlertKind
from feeds.records import Direction, Mode
from matchers.evidence import Explanation
from matchers.identity import Identity
from rsoits.rules import deadlines, routing, safeguards
from rsoits.rules.alert_kind import kind_of_movement
from rsoits.rules.duty import DutyStatus
from rsoits.rules.jurisdictions import by_code
from rsoits.rules.movement import Movement
from rsoits.rules.ports import port_jurisdiction, port_name
from rsoits.security.audit import Acting, record
from rsoits.services.standing import standing
from rsoits.services.trips import differences
from rsoits.settings import Settings
from rsoits.store.agencies import Agency
from rsoits.store.alerts import Alert, Delivery, alert_with_reference, alerts_of_match
from rsoits.store.manifests import Traveller, Voyage
from rsoits.store.matches import Match
from rsoits.store.notices import Notice
from rsoits.store.registrants import Registrant
from rsoits.store.trips import Crossing, Trip

QUEUED = "queued"


@dataclass(frozen=True, slots=True)
class Directory:
    """Who signs alerts, and whom a reader can call."""

    sender: Sender

    @classmethod
    def of(cls, settings: Settings) -> Directory:
        """Take the sending desk from the settings."""
        return cls(Sender(settings.sender_ori, settings.sender_name, settings.sender_phone))


@dataclass(frozen=True, slots=True)
class _Occasion:
    """What happened, ready to be told to anyone; `name` keeps the same occasion from being told twice."""

    name: str
    kind: AlertKind
    facts: Facts
    trip: Trip
    match: Match | None
    border_at: datetime | None
    provision: str


def tell_of_movement(
    session: Session,
    acting: Acting,
    directory: Directory,
    match: Match,
    trip: Trip,
    crossing: Crossing,
    *,
    readers: int,
) -> list[Alert]:
    """Tell of a confirmed crossing everyone `rules.routing` names who has not been told of it.

    Desks abroad, and the one that passes word to them, are told only when two readers agree and a second
    identifier does (`rules.safeguards`).
    """
    registrant = session.get_one(Registrant, match.registrant_id)
    voyage = session.get_one(Voyage, match.voyage_id)
    notice = session.get(Notice, trip.notice_id) if trip.notice_id else None
    movement = movement_of(registrant, voyage, notice, acting.now.date())
    found = differences(notice, voyage) if notice else ()
    kind = kind_of_movement(movement, found)
    if kind is None:
        return []
    occasion = _Occasion(
        name=f"movement/{match.id}",
        kind=kind.kind,
        facts=_facts_of_match(session, match, registrant, voyage, notice, crossing.differences, readers),
        trip=trip,
        match=match,
        border_at=match.border_at,
        provision=kind.provision,
    )
    abroad = readers > 1 and safeguards.may_notify_foreign(agreeing(match)).allowed
    allowed = [desk for desk in routing.recipients(movement) if abroad or not desk.needs_two_readers]
    return _tell(session, acting, directory, occasion, allowed)


def tell_of_notice(
    session: Session,
    acting: Acting,
    directory: Directory,
    kind: AlertKind,
    trip: Trip,
    notice: Notice,
    registrant: Registrant,
) -> list[Alert]:
    """Tell the Marshals' targeting center that a notice came in (SMART: jurisdictions send notices to it)."""
    desk = by_code(routing.MARSHALS)
    marshals = routing.Recipient(
        code=desk.code,
        ori=desk.ori,
        name=desk.agency,
        audience=routing.Audience.FEDERAL,
        role="Notices of international travel are yours to review and pass on.",
        provision="34 U.S.C. 20914(a)(7); 34 U.S.C. 21504",
    )
    occasion = _Occasion(
        name=f"notice/{notice.jurisdiction}/{notice.reference}/{notice.version}",
        kind=kind,
        facts=_facts(registrant, _announced_travel(notice), Identification(), notice=notice),
        trip=trip,
        match=None,
        border_at=None,
        provision="34 U.S.C. 20914(a)(7); 28 CFR 72.7(f)",
    )
    return _tell(session, acting, directory, occasion, [marshals])


def retract(session: Session, acting: Acting, directory: Directory, match: Match, trip: Trip, why: str) -> list[Alert]:
    """Withdraw what was said of a match from everyone it was said to (34 U.S.C. 21504(d))."""
    registrant = session.get_one(Registrant, match.registrant_id)
    voyage = session.get_one(Voyage, match.voyage_id)
    retractions = []
    for alert in alerts_of_match(session, match.id or 0):
        facts = _facts(
            registrant, _travel(voyage), Identification(match.probability), corrects=alert.reference, correction=why
        )
        occasion = _Occasion(
            f"retraction/{alert.reference}", AlertKind.RETRACTION, facts, trip, match, None, "34 U.S.C. 21504(d)"
        )
        desk = by_code(alert.jurisdiction)
        told = routing.Recipient(
            code=desk.code,
            ori=alert.recipient_ori,
            name=alert.recipient,
            audience=routing.Audience(alert.audience),
            role="You received the alert that this one withdraws.",
            provision="34 U.S.C. 21504(d)",
        )
        retractions += _tell(session, acting, directory, occasion, [told])
    return retractions


def movement_of(registrant: Registrant, voyage: Voyage, notice: Notice | None, today: date) -> Movement:
    """Return the crossing as the rules need it; a crossing of unknown direction counts as a departure."""
    inbound = voyage.direction == Direction.INBOUND.value
    foreign = registrant.status == DutyStatus.FOREIGN_NOTICE or (notice is not None and notice.kind == "partner")
    transit = [leg["arrival_country"] for leg in voyage.legs if leg["arrival_country"] != voyage.destination_country]
    if notice and not inbound:
        transit += [leg["arrival_country"] for leg in notice.legs]
    return Movement(
        direction=Direction.INBOUND if inbound else Direction.OUTBOUND,
        registering=(registrant.jurisdiction,),
        residence=(registrant.residence_jurisdiction,),
        work=(registrant.work_jurisdiction,),
        school=(registrant.school_jurisdiction,),
        destination_country="" if inbound else voyage.destination_country,
        transit_countries=() if inbound else tuple(transit),
        arrival_port_jurisdiction=(port_jurisdiction(voyage.destination) or "") if inbound else "",
        offence_against_minor=registrant.offence_against_minor,
        duty_required=standing(registrant, today).required,
        noticed=notice is not None,
        foreign_conviction=inbound and foreign,
    )


def agreeing(match: Match) -> set[str]:
    """Return which of name, birth date and document identify the traveller, as `rules.safeguards` counts them."""
    return set(safeguards.agreeing(Explanation.from_json(match.explanation).evidence))


def _tell(
    session: Session,
    acting: Acting,
    directory: Directory,
    occasion: _Occasion,
    desks: Iterable[routing.Recipient],
) -> list[Alert]:
    written = []
    for desk in desks:
        reference = _reference(acting, occasion, desk)
        if alert_with_reference(session, reference):
            continue
        due_at = deadlines.acknowledgement(acting.now, occasion.border_at).due_at
        message = compose(
            occasion.kind,
            occasion.facts,
            Recipient(desk.ori, desk.name, Audience(desk.audience.value), desk.role),
            directory.sender,
            alert_id=reference,
            created_at=acting.now,
            provisions=tuple(dict.fromkeys([*occasion.provision.split("; "), *desk.provision.split("; ")])),
            due_at=due_at,
        )
        alert = Alert(
            reference=reference,
            trip_id=occasion.trip.id or 0,
            match_id=occasion.match.id if occasion.match else None,
            kind=message.kind.value,
            audience=message.audience.value,
            recipient_ori=desk.ori,
            recipient=desk.name,
            jurisdiction=desk.code,
            urgency=message.urgency.value,
            message=message.to_json(),
            due_at=message.due_at,
            raised_at=acting.now,
        )
        session.add(alert)
        session.flush()
        _queue(session, acting, alert)
        record(session, acting, "alert raised", "alert", alert.id, kind=alert.kind, recipient=desk.ori)
        written.append(alert)
    return written


def _queue(session: Session, acting: Acting, alert: Alert) -> None:
    agency = session.get(Agency, alert.recipient_ori)
    for wanted in agency.channels if agency else ["inbox"]:
        channel, _, address = wanted.partition(":")
        session.add(
            Delivery(
                alert_id=alert.id or 0,
                channel=channel,
                address=address or alert.recipient_ori,
                state=QUEUED,
                due_at=acting.now,
            )
        )
    session.flush()


def _reference(acting: Acting, occasion: _Occasion, desk: routing.Recipient) -> str:
    """Return the id every channel uses; the same occasion and recipient always get the same one."""
    named = f"{occasion.name}/{occasion.kind.value}/{desk.ori}"
    return hmac.new(acting.key, named.encode(), hashlib.sha256).hexdigest()[:32]


def _facts_of_match(
    session: Session,
    match: Match,
    registrant: Registrant,
    voyage: Voyage,
    notice: Notice | None,
    differs: Sequence[str],
    readers: int,
) -> Facts:
    explanation = Explanation.from_json(match.explanation)
    identification = Identification(
        probability=match.probability,
        sentences=tuple(row.sentence for row in explanation.evidence if row.sentence),
        readers=readers,
    )
    traveller = session.get_one(Traveller, match.traveller_id).identity
    return _facts(registrant, _travel(voyage), identification, traveller=traveller, notice=notice, differs=differs)


def _facts(
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
        fbi_number=registrant.fbi_number,
        residence_address=registrant.residence_address,
        notice=notice.reference if notice else "",
        differences=tuple(differs),
        corrects=corrects,
        correction=correction,
    )


def _travel(voyage: Voyage) -> Travel:
    on_land = voyage.mode == Mode.LAND
    return Travel(
        direction=voyage.direction,
        carrier=voyage.carrier,
        number="" if on_land else voyage.number,
        from_place=_place(voyage.origin, voyage.origin_country) if on_land else voyage.origin,
        from_country=voyage.origin_country,
        to_place=_place(voyage.destination, voyage.destination_country) if on_land else voyage.destination,
        to_country=voyage.destination_country,
        departs_local=voyage.departs,
        arrives_local=voyage.arrives,
        departs_at=voyage.departs_at,
        arrives_at=voyage.arrives_at,
    )


def _place(code: str, country: str) -> str:
    """Name a land port; the other side of a land border is known by its country alone."""
    return "" if code == country else port_name(code)


def _announced_travel(notice: Notice) -> Travel:
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
