"""Keeps every version of a message, and tells which of two was written later, whatever order they came in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlmodel import Session

from feeds.records import Manifest as SentManifest
from rsoits.security.audit import Acting
from rsoits.store.files import SourceFile
from rsoits.store.manifests import Manifest, Voyage, manifest_versions

_CLOCKS_DIFFER = timedelta(days=1)
"""A sender's clock is local and may be wrong, but not by more than this."""


def key_of(source: SourceFile, sent: SentManifest) -> str:
    """Return what all versions of a message have in common."""
    return sent.key or f"{source.sha256}/{sent.reference}"


def manifest_of(session: Session, acting: Acting, source: SourceFile, voyage: Voyage, sent: SentManifest) -> Manifest:
    """Put a message on record as the next version of itself."""
    key = key_of(source, sent)
    manifest = Manifest(
        source_file_id=source.id or 0,
        voyage_id=voyage.id or 0,
        key=key,
        version=len(manifest_versions(session, key)) + 1,
        format=sent.format,
        list_kind=sent.list.value,
        message=sent.message,
        function=sent.function,
        sender=sent.sender,
        document=sent.document,
        reference=sent.reference,
        revision=sent.revision,
        part=sent.part,
        sent=sent.sent,
        received_at=acting.now,
    )
    session.add(manifest)
    session.flush()
    return manifest


def written_after(one: Manifest, other: Manifest) -> bool:
    """Tell whether one sender wrote `one` after `other`: by the revision of one transaction, else by its own clock.

    False when the two do not say, when two senders wrote them, and when the clock of `one` was ahead of ours by more
    than time zones explain: then the order in which they came stands.
    """
    if one.sender != other.sender or one.id == other.id:
        return False
    same = one.reference and one.reference == other.reference
    if same and one.revision.isdigit() and other.revision.isdigit() and int(one.revision) != int(other.revision):
        return int(one.revision) > int(other.revision)
    return bool(one.sent and other.sent) and one.sent > other.sent and not is_ahead(one)


def is_ahead(manifest: Manifest) -> bool:
    """Tell whether the sender's clock was ahead of ours by more than time zones explain."""
    return datetime.fromisoformat(manifest.sent).replace(tzinfo=UTC) > manifest.received_at + _CLOCKS_DIFFER
