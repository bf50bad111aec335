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
from rsoits.services.left_out import heard_of, was_filed
from rsoits.services.notify import Directory
from rsoits.services.screen import Screener, screen
from rsoits.services.tell_apart import named_otherwise, tell_apart
from rsoits.services.versions import manifest_of, written_after
from rsoits.services.voyages import voyage_of
from rsoits.services.withdraw import correct, withdraw
from rsoits.store.files import SourceFile
from rsoits.store.manifests import SCREENED, Manifest, Traveller, Voyage, aboard

_NOT_ON_BOARD = "CLNB"
_RESERVATION_CANCELLED = "XR"
_GIVEN_UP = frozenset({"HX", "XX", "UC", "UN", "NO"})
"""Statuses of a booking whose seats are cancelled or were never given (IATA passenger and airport data interchange)."""


@dataclass(frozen=True, slots=True)
class Boarded:
    """How many travellers a manifest listed, how many matches they raised, and what its sender should be told.

    `stored` is False for one that is read again and says nothing new.
    """

    travellers: int
    matches: int
    findings: tuple[Finding, ...] = ()
    stored: bool = True


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
    *,
    again: bool = False,
) -> Boarded:
    """Store a manifest and screen those of its travellers who are new or changed.

    Messages may come in any order: what was written earlier by its sender's own clock or revision never undoes what
    was written later. It is kept as a version of its own and named in a finding. What is read `again` from a stored
    file adds people of whom nobody has heard since, and changes nothing else; a cancellation on file is not repeated.
    """
    voyage = voyage_of(session, acting, sent, again=again)
    keyed, known = tell_apart(session, voyage.id or 0, sent)
    older = heard_of(session, voyage, keyed, known) if again else frozenset()
    if again and was_filed(session, source, sent) and (older == set(keyed) or _takes_off(sent)):
        return Boarded(0, 0, stored=False)
    manifest = manifest_of(session, acting, source, voyage, sent)
    if not again:
        older = _known_from_later(session, manifest, voyage, keyed, known)
    arrived = _Arrived(manifest, voyage, keyed, known, older)
    manifest.outdated = bool(keyed) and older == set(keyed)
    raised = 0
    if _cancels_voyage(sent):
        _cancel_voyage(session, acting, directory, arrived)
    elif _takes_off(sent):
        _cancel(session, acting, directory, arrived)
    else:
        given_up = {key: person for key, person in keyed.items() if person.references.get("status") in _GIVEN_UP}
        if given_up:
            _cancel(session, acting, directory, replace(arrived, keyed=given_up))
        kept = {key: person for key, person in keyed.items() if key not in given_up}
        raised = _list(session, acting, screener, replace(arrived, keyed=kept))
    if sent.function == "close":
        voyage.closed_at = voyage.closed_at or acting.now
    if again:
        return Boarded(len(keyed) - len(older), raised)
    return Boarded(len(sent.travellers), raised, (*_older(sent, len(older)), *_without_effect(sent)))


def _known_from_later(
    session: Session,
    manifest: Manifest,
    voyage: Voyage,
    keyed: Mapping[str, SentTraveller],
    known: Mapping[str, Traveller],
) -> frozenset[str]:
    if voyage.cancelled_by and _written_after(session, voyage.cancelled_by, manifest):
        return frozenset(keyed)
    return frozenset(key for key, row in known.items() if _written_after(session, row.last_word, manifest))


def _takes_off(sent: SentManifest) -> bool:
    """Tell whether a message takes off the list whom it names."""
    return sent.function == "cancel" or sent.document.upper().startswith(_NOT_ON_BOARD)


def _cancels_voyage(sent: SentManifest) -> bool:
    """Tell whether a message calls off the voyage for everybody.

    A cancelled reservation, or a list of those who are not on board, that names nobody takes nobody off; neither does
    one whose persons could not be read.
    """
    if sent.function != "cancel":
        return False
    if sent.list is ListKind.STATUS:
        return True
    named = sent.travellers or any(finding.severity is Severity.REJECT for finding in sent.findings)
    return not (named or sent.list is ListKind.CREW or sent.document.upper().startswith(_RESERVATION_CANCELLED))


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
    """Take people off the list; one who is not known yet is noted, in case the list comes later."""
    manifest, voyage, known = arrived.manifest, arrived.voyage, arrived.known
    strange = {key: each for key, each in arrived.keyed.items() if key not in known and key not in arrived.older}
    otherwise = named_otherwise(session, voyage.id or 0, strange)
    meant = [known[key] for key in arrived.keyed if key in known and key not in arrived.older]
    meant += [row for row in otherwise.values() if not _written_after(session, row.last_word, manifest)]
    unknown = [
        _traveller(manifest, voyage, position, key, person)
        for position, (key, person) in enumerate(strange.items())
        if key not in otherwise
    ]
    for traveller in unknown:
        traveller.cancelled_at = acting.now
    session.add_all(unknown)
    gone = list({row.id: row for row in meant if row.cancelled_at is None}.values())
    withdraw(session, acting, directory, gone)
    for traveller in (*gone, *unknown):
        traveller.cancelled_by = manifest.id
    session.flush()


def _cancel_voyage(session: Session, acting: Acting, directory: Directory, arrived: _Arrived) -> None:
    """Take everybody off the list, but for those of whom something written later is on record."""
    manifest, voyage = arrived.manifest, arrived.voyage
    voyage.cancelled_at, voyage.cancelled_by = acting.now, manifest.id
    listed = aboard(session, voyage.id or 0)
    gone = [row for row in listed if not _written_after(session, row.last_word, manifest)]
    withdraw(session, acting, directory, gone)
    for traveller in gone:
        traveller.cancelled_by = manifest.id
    session.flush()


def _written_after(session: Session, manifest_id: int, manifest: Manifest) -> bool:
    return written_after(session.get_one(Manifest, manifest_id), manifest)


def _older(sent: SentManifest, older: int) -> tuple[Finding, ...]:
    if not older:
        return ()
    reason = f"{older} of its {len(sent.travellers)} persons are known from a message written later, which stands"
    return (Finding("older-message", Severity.WARNING, "file", sent.sent or sent.revision, "sent", reason, ""),)


def _without_effect(sent: SentManifest) -> tuple[Finding, ...]:
    """Warn of a cancellation that names nobody; a closed flight without anybody left behind is no news."""
    if sent.function != "cancel" or sent.travellers or _cancels_voyage(sent):
        return ()
    reason, cure = "the cancellation names nobody who can be read, so nobody was taken off", "send it again, complete"
    return (Finding("cancels-nobody", Severity.WARNING, "file", sent.document, "travellers", reason, cure),)


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
