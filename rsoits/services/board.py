"""Puts one manifest on record: its voyage, its travellers, what a re-sent or cancelled person changes, and matches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from sqlmodel import Session, col, select

from feeds.records import Leg, Mode
from feeds.records import Manifest as SentManifest
from feeds.records import Traveller as SentTraveller
from feeds.records import Voyage as SentVoyage
from matchers.fingerprint import fingerprint
from rsoits.security.audit import Acting
from rsoits.services.notify import Directory
from rsoits.services.screen import Screener, screen
from rsoits.services.withdraw import correct, withdraw
from rsoits.store.files import SourceFile
from rsoits.store.manifests import SCREENED, Manifest, Traveller, Voyage, aboard, manifest_versions, same_person_on
from rsoits.store.matches import DECIDABLE, Match

_NOT_ON_BOARD = "CLNB"


@dataclass(frozen=True, slots=True)
class Boarded:
    """How many travellers a manifest listed and how many matches they raised."""

    travellers: int
    matches: int


def board(
    session: Session,
    acting: Acting,
    screener: Screener,
    directory: Directory,
    source: SourceFile,
    sent: SentManifest,
) -> Boarded:
    """Store a manifest and screen those of its travellers who are new or changed."""
    voyage = _voyage(session, acting, sent.voyage)
    manifest = _manifest(session, acting, source, voyage, sent)
    keyed = _keyed(sent.travellers)
    known = same_person_on(session, voyage.id or 0, list(keyed))
    if sent.function == "cancel" or sent.document.startswith(_NOT_ON_BOARD):
        gone = list(known.values()) if sent.travellers else aboard(session, voyage.id or 0)
        withdraw(session, acting, directory, gone)
        return Boarded(len(sent.travellers), 0)
    fresh = {
        key: _traveller(manifest, voyage, position, key, person)
        for position, (key, person) in enumerate(keyed.items())
        if key not in known or fingerprint(known[key].identity) != fingerprint(person.identity)
    }
    session.add_all(fresh.values())
    session.flush()
    raised = screen(session, acting, screener, voyage, list(fresh.values())) if voyage.direction in SCREENED else []
    for key, traveller in fresh.items():
        if key in known:
            correct(session, acting, known[key], traveller, raised)
    return Boarded(len(sent.travellers), len(raised))


def _voyage(session: Session, acting: Acting, sent: SentVoyage) -> Voyage:
    """Find the voyage by carrier, number, places and local day, or put it on record; new times replace old ones."""
    leg = sent.border_leg or Leg("", "")
    departs = leg.departs or leg.arrives
    found = session.exec(
        select(Voyage).where(
            Voyage.carrier == sent.carrier,
            Voyage.number == sent.number,
            Voyage.origin == leg.departure,
            Voyage.destination == leg.arrival,
            Voyage.day == departs[:10],
            Voyage.direction == sent.direction.value,
        )
    ).first()
    voyage = found or Voyage(
        mode=sent.mode.value,
        direction=sent.direction.value,
        carrier=sent.carrier,
        number=sent.number,
        origin=leg.departure,
        destination=leg.arrival,
        origin_country=leg.departure_country,
        destination_country=leg.arrival_country,
        day=departs[:10],
    )
    if found is None or (sent.mode is not Mode.LAND and (found.departs, found.arrives) != (departs, leg.arrives)):
        voyage.departs, voyage.arrives = departs, leg.arrives
        voyage.departs_at, voyage.arrives_at = leg.departs_at, leg.arrives_at
        voyage.legs = [asdict(hop) for hop in sent.legs]
        session.add(voyage)
        session.flush()
        _reschedule(session, acting, voyage)
    return voyage


def _reschedule(session: Session, acting: Acting, voyage: Voyage) -> None:
    """Move undecided matches to where their new time puts them in the queue."""
    waiting = session.exec(select(Match).where(Match.voyage_id == voyage.id, col(Match.state).in_(DECIDABLE)))
    for match in waiting:
        match.border_at, match.changed_at = voyage.border_at, acting.now
        session.add(match)


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
