"""Puts one manifest on record: its voyage, its travellers, what a re-sent or cancelled person changes, and matches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from sqlmodel import Session, col, select

from feeds.records import Direction
from feeds.records import Manifest as SentManifest
from feeds.records import Traveller as SentTraveller
from feeds.records import Voyage as SentVoyage
from matchers.fingerprint import fingerprint
from rsoits.security.audit import Acting, record
from rsoits.services.screen import Screener, screen
from rsoits.store.files import SourceFile
from rsoits.store.manifests import Manifest, Traveller, Voyage, manifest_versions, same_person_on
from rsoits.store.matches import UNDECIDED, Match, MatchState

_SCREENED = (Direction.OUTBOUND, Direction.INBOUND, Direction.UNKNOWN)
_NOT_ON_BOARD = "CLNB"


@dataclass(frozen=True, slots=True)
class Boarded:
    """How many travellers a manifest listed and how many matches they raised."""

    travellers: int
    matches: int


def board(session: Session, acting: Acting, screener: Screener, source: SourceFile, sent: SentManifest) -> Boarded:
    """Store a manifest and screen those of its travellers who are new or changed."""
    voyage = _voyage(session, sent.voyage)
    manifest = _manifest(session, acting, source, voyage, sent)
    keyed = _keyed(sent.travellers)
    known = same_person_on(session, voyage.id or 0, set(keyed))
    if sent.function == "cancel" or sent.document.startswith(_NOT_ON_BOARD):
        gone = list(known.values()) if sent.travellers else _aboard(session, voyage)
        _withdraw(session, acting, gone)
        return Boarded(len(sent.travellers), 0)
    fresh: list[Traveller] = []
    for position, (key, person) in enumerate(keyed.items()):
        earlier = known.get(key)
        if earlier and fingerprint(earlier.identity) == fingerprint(person.identity):
            continue
        traveller = _traveller(manifest, voyage, position, key, person)
        session.add(traveller)
        session.flush()
        if earlier:
            earlier.replaced_by = traveller.id
            session.add(earlier)
            _withdraw(session, acting, [earlier])
        fresh.append(traveller)
    matches = screen(session, acting, screener, voyage, fresh) if sent.voyage.direction in _SCREENED else []
    return Boarded(len(sent.travellers), len(matches))


def _voyage(session: Session, sent: SentVoyage) -> Voyage:
    leg = sent.border_leg
    departs = (leg.departs or leg.arrives) if leg else ""
    found = session.exec(
        select(Voyage).where(
            Voyage.carrier == sent.carrier,
            Voyage.number == sent.number,
            Voyage.origin == (leg.departure if leg else ""),
            Voyage.destination == (leg.arrival if leg else ""),
            Voyage.departs == departs,
            Voyage.direction == sent.direction.value,
        )
    ).first()
    if found:
        return found
    voyage = Voyage(
        mode=sent.mode.value,
        direction=sent.direction.value,
        carrier=sent.carrier,
        number=sent.number,
        origin=leg.departure if leg else "",
        destination=leg.arrival if leg else "",
        origin_country=leg.departure_country if leg else "",
        destination_country=leg.arrival_country if leg else "",
        departs=departs,
        arrives=leg.arrives if leg else "",
        departs_at=leg.departs_at if leg else None,
        arrives_at=leg.arrives_at if leg else None,
        legs=[asdict(hop) for hop in sent.legs],
    )
    session.add(voyage)
    session.flush()
    return voyage


def _manifest(session: Session, acting: Acting, source: SourceFile, voyage: Voyage, sent: SentManifest) -> Manifest:
    key = sent.key or f"{source.sha256}/{sent.reference}"
    earlier = manifest_versions(session, key)
    manifest = Manifest(
        source_file_id=source.id or 0,
        voyage_id=voyage.id or 0,
        key=key,
        version=len(earlier) + 1,
        format=sent.format,
        list_kind=sent.list.value,
        message=sent.message,
        function=sent.function,
        sender=sent.sender,
        reference=sent.reference,
        received_at=acting.now,
    )
    session.add(manifest)
    session.flush()
    return manifest


def _keyed(people: Sequence[SentTraveller]) -> dict[str, SentTraveller]:
    """Name each person by the carrier's reference, else the document, else name and birth date.

    Two different people sent under one key both stay: the second gets a number.
    """
    keyed: dict[str, SentTraveller] = {}
    for person in people:
        key = _person_key(person)
        number = 1
        while key in keyed and keyed[key].identity != person.identity:
            number += 1
            key = f"{_person_key(person)} #{number}"
        keyed[key] = person
    return keyed


def _person_key(person: SentTraveller) -> str:
    if unique := person.references.get("unique") or person.references.get("crossing_id"):
        return f"ref {unique}"
    if person.documents:
        return f"doc {person.documents[0]}"
    return f"name {person.surname}/{person.given_names}/{person.birth_date or ''}"


def _traveller(manifest: Manifest, voyage: Voyage, position: int, key: str, person: SentTraveller) -> Traveller:
    return Traveller(
        manifest_id=manifest.id or 0,
        voyage_id=voyage.id or 0,
        position=position,
        person_key=key,
        surname=person.surname,
        given_names=person.given_names,
        birth_date=str(person.birth_date or ""),
        sex=person.sex,
        nationality=person.nationality,
        residence=person.residence,
        crew=person.crew,
        documents=[str(document) for document in person.documents],
        embarkation=person.embarkation,
        debarkation=person.debarkation,
        crossed_at=person.crossed_at,
        references=person.references,
        raw=person.raw,
        place=person.where,
    )


def _aboard(session: Session, voyage: Voyage) -> list[Traveller]:
    return list(session.exec(select(Traveller).where(Traveller.voyage_id == voyage.id)))


def _withdraw(session: Session, acting: Acting, travellers: Sequence[Traveller]) -> None:
    """Take undecided matches of people who were cancelled or sent anew out of the queue."""
    ids = [traveller.id for traveller in travellers]
    open_ones = session.exec(
        select(Match).where(
            col(Match.traveller_id).in_(ids), col(Match.state).in_((*UNDECIDED, MatchState.INSUFFICIENT))
        )
    )
    for match in open_ones:
        match.state, match.changed_at = MatchState.WITHDRAWN, acting.now
        session.add(match)
        record(session, acting, "match withdrawn", "match", match.id)
