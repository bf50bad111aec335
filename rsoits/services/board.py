"""Puts one manifest on record: its voyage, its travellers, what a re-sent or cancelled person changes, and matches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlmodel import Session

from feeds.findings import Finding, Severity
from feeds.records import ListKind
from feeds.records import Manifest as SentManifest
from feeds.records import Traveller as SentTraveller
from matchers.fingerprint import fingerprint
from rsoits.security.audit import Acting
from rsoits.services.notify import Directory
from rsoits.services.screen import Screener, screen
from rsoits.services.versions import manifest_of, written_after
from rsoits.services.voyages import voyage_of
from rsoits.services.withdraw import correct, withdraw
from rsoits.store.files import SourceFile
from rsoits.store.manifests import SCREENED, Manifest, Traveller, Voyage, aboard, latest_on

_NOT_ON_BOARD = "CLNB"
_GIVEN_UP = frozenset({"HX", "XX", "UC", "UN", "NO"})
"""Statuses of a booking whose seats are cancelled or were never given (IATA passenger and airport data interchange)."""
_SCOPES = {ListKind.CREW: "crew ", ListKind.RESERVATION: "reserved "}
"""A carrier numbers its crew, its bookings and its passengers apart, so that a number alone does not name a person."""


@dataclass(frozen=True, slots=True)
class Boarded:
    """How many travellers a manifest listed, how many matches they raised, and what its sender should be told."""

    travellers: int
    matches: int
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class _Arrived:
    """A manifest that has arrived: as stored, its voyage, its people by key, and what was known of them before."""

    manifest: Manifest
    voyage: Voyage
    keyed: Mapping[str, SentTraveller]
    known: Mapping[str, Traveller]
    older: frozenset[str]
    """Keys of people of whom something written later is on record."""

    def wanted(self, key: str) -> bool:
        """Tell whether what was sent of a person is new."""
        if key in self.older:
            return False
        known = self.known.get(key)
        return (
            known is None
            or known.cancelled_at is not None
            or fingerprint(known.identity) != fingerprint(self.keyed[key].identity)
        )


def board(
    session: Session,
    acting: Acting,
    screener: Screener,
    directory: Directory,
    source: SourceFile,
    sent: SentManifest,
) -> Boarded:
    """Store a manifest and screen those of its travellers who are new or changed.

    Messages may come in any order: what was written earlier by its sender's own clock or revision never undoes what
    was written later. It is kept as a version of its own and named in a finding.
    """
    voyage = voyage_of(session, acting, sent)
    manifest = manifest_of(session, acting, source, voyage, sent)
    keyed = _keyed(sent)
    known = latest_on(session, voyage.id or 0, list(keyed))
    older = {key for key, row in known.items() if _written_after(session, row.last_word, manifest)}
    if voyage.cancelled_by and _written_after(session, voyage.cancelled_by, manifest):
        older |= set(keyed)
    arrived = _Arrived(manifest, voyage, keyed, known, frozenset(older))
    manifest.outdated = bool(keyed) and older == set(keyed)
    raised = 0
    if sent.function == "cancel" or sent.document.startswith(_NOT_ON_BOARD):
        _cancel(session, acting, directory, arrived)
    else:
        given_up = {key: person for key, person in keyed.items() if person.references.get("status") in _GIVEN_UP}
        if given_up:
            _cancel(session, acting, directory, replace(arrived, keyed=given_up))
        kept = {key: person for key, person in keyed.items() if key not in given_up}
        raised = _list(session, acting, screener, replace(arrived, keyed=kept))
    if sent.function == "close":
        voyage.closed_at = voyage.closed_at or acting.now
    return Boarded(len(sent.travellers), raised, _told(sent, len(older)))


def _list(session: Session, acting: Acting, screener: Screener, arrived: _Arrived) -> int:
    voyage, known = arrived.voyage, arrived.known
    fresh = {
        key: _traveller(arrived.manifest, voyage, position, key, person)
        for position, (key, person) in enumerate(arrived.keyed.items())
        if arrived.wanted(key)
    }
    for key, row in known.items():
        if key in arrived.keyed and key not in fresh and key not in arrived.older:
            row.listed_by = arrived.manifest.id
    if fresh and voyage.cancelled_at:
        voyage.cancelled_at = voyage.cancelled_by = None
    session.add_all(fresh.values())
    session.flush()
    raised = screen(session, acting, screener, voyage, list(fresh.values())) if voyage.direction in SCREENED else []
    for key, traveller in fresh.items():
        if key in known:
            correct(session, acting, known[key], traveller, raised)
    return len(raised)


def _cancel(session: Session, acting: Acting, directory: Directory, arrived: _Arrived) -> None:
    """Take people off the list, or everybody; one who is not known yet is noted, in case the list comes later."""
    manifest, voyage = arrived.manifest, arrived.voyage
    if arrived.keyed:
        known = ((key, row) for key, row in arrived.known.items() if key in arrived.keyed)
        gone = [row for key, row in known if key not in arrived.older and row.cancelled_at is None]
        unknown = [
            _traveller(manifest, voyage, position, key, person)
            for position, (key, person) in enumerate(arrived.keyed.items())
            if key not in arrived.known
        ]
        for traveller in unknown:
            traveller.cancelled_at = acting.now
        session.add_all(unknown)
    else:
        voyage.cancelled_at, voyage.cancelled_by = acting.now, manifest.id
        listed = aboard(session, voyage.id or 0)
        gone = [row for row in listed if not _written_after(session, row.last_word, manifest)]
        unknown = []
    withdraw(session, acting, directory, gone)
    for traveller in (*gone, *unknown):
        traveller.cancelled_by = manifest.id
    session.flush()


def _written_after(session: Session, manifest_id: int, manifest: Manifest) -> bool:
    return written_after(session.get_one(Manifest, manifest_id), manifest)


def _told(sent: SentManifest, older: int) -> tuple[Finding, ...]:
    if not older:
        return ()
    reason = f"{older} of its {len(sent.travellers)} persons are known from a message written later, which stands"
    return (Finding("older-message", Severity.WARNING, "file", sent.sent or sent.revision, "sent", reason, ""),)


def _keyed(sent: SentManifest) -> dict[str, SentTraveller]:
    """Name each person by the carrier's reference, else the document, else name and birth date.

    Two different people sent under one key both stay: the second gets a number.
    """
    keyed: dict[str, SentTraveller] = {}
    for person in sent.travellers:
        name = key = _SCOPES.get(sent.list, "") + _person_key(person)
        number = 1
        while key in keyed and keyed[key].identity != person.identity:
            number += 1
            key = f"{name} #{number}"
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
        in_transit=person.in_transit,
        documents=[str(document) for document in person.documents],
        embarkation=person.embarkation,
        debarkation=person.debarkation,
        crossed_at=person.crossed_at,
        references=person.references,
        raw=person.raw,
        place=person.where,
    )
