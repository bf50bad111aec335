"""Writes and verifies the audit trail: every entry carries a keyed hash of itself and of the entry before it."""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from rsoits.store.audit import AuditEntry, AuditHead


@dataclass(frozen=True, slots=True)
class Acting:
    """On whose behalf, when and from where something is done; `key` signs the audit trail."""

    actor: str
    now: datetime
    key: bytes
    account_id: int | None = None
    address: str = ""


@dataclass(frozen=True, slots=True)
class Verified:
    """The outcome of reading the whole trail: how many entries, the last hash, and the first entry that is wrong."""

    entries: int
    head: str
    broken_at: int | None = None
    reason: str = ""


def stand_in_line(session: Session) -> AuditHead:
    """Wait for earlier writers to finish, and return the end of the trail, held until this transaction ends.

    Whatever changes a record and tells the trail of it stands in line before it touches anything else: everybody then
    waits in the same order, and nobody waits for each other.
    """
    held = select(AuditHead).where(AuditHead.id == 1).with_for_update().execution_options(populate_existing=True)
    return session.exec(held).one()


def record(
    session: Session,
    acting: Acting,
    action: str,
    object_kind: str = "",
    object_id: object = "",
    *,
    outcome: str = "done",
    **detail: Any,  # noqa: ANN401  JSON values
) -> None:
    """Append one entry, in the same transaction as the change it tells of (CJIS Security Policy AU-2, AU-3).

    `detail` holds ids, counts and codes; never a name, a birth date or a document number.
    """
    head = stand_in_line(session)
    entry = AuditEntry(
        id=head.entries + 1,
        at=acting.now,
        actor=acting.actor,
        address=acting.address,
        action=action,
        object_kind=object_kind,
        object_id=str(object_id),
        outcome=outcome,
        detail=detail,
        previous=head.hash,
        hash="",
    )
    entry.hash = _hash(entry, acting.key)
    head.entries, head.hash = entry.id, entry.hash
    session.add(entry)
    session.add(head)
    session.flush()


def verify(session: Session, key: bytes) -> Verified:
    """Read the trail from the first entry and stop at the first that was changed, removed or added from outside."""
    previous, count = "", 0
    for entry in session.exec(select(AuditEntry).order_by(col(AuditEntry.id))).yield_per(1000):
        count += 1
        if entry.id != count:
            return Verified(count, previous, count, "an entry is missing here")
        if entry.previous != previous or not hmac.compare_digest(entry.hash, _hash(entry, key)):
            return Verified(count, previous, entry.id, "this entry was changed after it was written")
        previous = entry.hash
    head = session.exec(select(AuditHead).where(AuditHead.id == 1)).one()
    if (head.entries, head.hash) != (count, previous):
        return Verified(count, previous, count + 1, "the end of the trail was cut off")
    return Verified(count, previous)


def _hash(entry: AuditEntry, key: bytes) -> str:
    told = {
        "id": entry.id,
        "at": entry.at.isoformat(),
        "actor": entry.actor,
        "address": entry.address,
        "action": entry.action,
        "object": [entry.object_kind, entry.object_id],
        "outcome": entry.outcome,
        "detail": entry.detail,
        "previous": entry.previous,
    }
    canonical = json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hmac.new(key, canonical.encode(), hashlib.sha256).hexdigest()
