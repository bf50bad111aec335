"""Tells what of a file that is read again was not taken in the first time, and has not come since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sqlmodel import Session

from feeds.records import Manifest as SentManifest
from feeds.records import Reading
from feeds.records import Traveller as SentTraveller
from rsoits.services.versions import key_of
from rsoits.store.files import SourceFile
from rsoits.store.manifests import Traveller, Voyage, manifest_versions, texts_on
from rsoits.store.notices import version_of
from rsoits.store.registrants import registrants_by_reference


def left_out(session: Session, reading: Reading) -> Reading:
    """Return a reading without the registry records and notices that are on file by now; its manifests stay whole."""
    known = registrants_by_reference(session, [row.registrant_id for row in reading.registry])
    registry = tuple(row for row in reading.registry if row.registrant_id not in known)
    notices = tuple(
        notice
        for notice in reading.notices
        if version_of(session, notice.jurisdiction, notice.reference, notice.version) is None
    )
    return replace(reading, registry=registry, notices=notices)


def heard_of(
    session: Session, voyage: Voyage, keyed: Mapping[str, SentTraveller], known: Mapping[str, Traveller]
) -> frozenset[str]:
    """Return the keys of people who need not be listed any more: on record, or on a voyage that was called off.

    Somebody is on record by key, or by the very text that was sent, however it is understood now.
    """
    if voyage.cancelled_at:
        return frozenset(keyed)
    texts = texts_on(session, voyage.id or 0)
    return frozenset(known.keys() | {key for key, person in keyed.items() if person.raw in texts})


def was_filed(session: Session, source: SourceFile, sent: SentManifest) -> bool:
    """Tell whether a message of this file is on record, with or without its people."""
    return any(row.source_file_id == source.id for row in manifest_versions(session, key_of(source, sent)))
