"""Files one travel notice or partner's warning: versioned, timed against its rule, joined to a trip."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlmodel import Session

from alerts.kinds import AlertKind
from feeds.findings import Finding, Severity
from feeds.notice.records import Notice as SentNotice
from feeds.notice.records import NoticeKind, NoticeLeg
from feeds.records import HOME
from matchers.identity import PartialDate
from rsoits.rules.duty import DutyStatus
from rsoits.rules.notice import Timeliness, timeliness
from rsoits.security.audit import Acting, record
from rsoits.services.notify import Directory, tell_of_notice
from rsoits.services.trips import announce
from rsoits.store.files import SourceFile
from rsoits.store.notices import Notice, orphans, versions
from rsoits.store.registrants import Registrant, registrant_with_reference, registry_changed


@dataclass(frozen=True, slots=True)
class Filed:
    """What became of a notice: whether it was stored, what to tell its sender, and whom it added to the watched."""

    stored: bool
    findings: tuple[Finding, ...] = ()
    watched: Registrant | None = None


def file_notice(session: Session, acting: Acting, directory: Directory, source: SourceFile, sent: SentNotice) -> Filed:
    """Store a notice, unless this version is on file. An older version never replaces a newer one.

    A notice that names no record we know waits for it: `adopt` joins it when the record comes.
    """
    earlier = versions(session, sent.jurisdiction, sent.reference)
    same = next((row for row in earlier if row.version == sent.version), None)
    registrant = registrant_with_reference(session, sent.registrant_id) if sent.registrant_id else None
    if same is not None:
        return Filed(stored=False, findings=_told_again(sent, same))
    watched = _watch(session, acting, source, sent) if sent.kind is NoticeKind.PARTNER and not registrant else None
    registrant = registrant or watched
    submitted = sent.submitted_at or acting.now
    timely = timeliness(submitted, _departs(sent), sent.jurisdiction, emergency=sent.emergency)
    notice = _notice(acting, source, sent, registrant, timely)
    notice.replaced = any(row.version > sent.version for row in earlier)
    session.add(notice)
    session.flush()
    record(session, acting, "notice filed", "notice", notice.id, version=sent.version, late=timely.late)
    if notice.replaced:
        return Filed(stored=True, watched=watched)
    for row in earlier:
        row.replaced = True
        session.add(row)
    if registrant is None:
        return Filed(stored=True, findings=(_unknown_registrant(sent),))
    _join(session, acting, directory, notice, registrant)
    return Filed(stored=True, watched=watched)


def adopt(session: Session, acting: Acting, directory: Directory, registrants: Sequence[Registrant]) -> int:
    """Join notices that came before their registrant's record; returns how many."""
    by_reference = {row.reference: row for row in registrants}
    waiting = orphans(session, list(by_reference))
    for notice in waiting:
        registrant = by_reference[notice.registrant_reference]
        notice.registrant_id = registrant.id
        session.add(notice)
        _join(session, acting, directory, notice, registrant)
    return len(waiting)


def _join(session: Session, acting: Acting, directory: Directory, notice: Notice, registrant: Registrant) -> None:
    trip = announce(session, acting, notice, registrant)
    late = notice.late and notice.kind != NoticeKind.PARTNER.value
    kind = AlertKind.NOTICE_LATE if late else AlertKind.NOTICE_RECEIVED
    tell_of_notice(session, acting, directory, kind, trip, notice, registrant)


def _watch(session: Session, acting: Acting, source: SourceFile, sent: SentNotice) -> Registrant:
    """Keep a person known only to a partner as a record, so that screening finds them."""
    reference = f"{sent.jurisdiction}-{sent.reference}"
    names = [str(name) for name in sent.identity.names]
    watched = registrant_with_reference(session, reference) or Registrant(
        reference=reference, jurisdiction=sent.jurisdiction, name=names[0], changed_at=acting.now
    )
    watched.name, watched.aliases = names[0], names[1:]
    watched.birth_dates = [str(day) for day in sent.identity.birth_dates]
    watched.sex = sent.identity.sex
    watched.nationalities = list(sent.identity.nationalities)
    watched.documents = [str(document) for document in sent.identity.documents]
    watched.offence, watched.status = sent.conviction, DutyStatus.FOREIGN_NOTICE.value
    watched.source_file_id, watched.changed_at = source.id, acting.now
    session.add(watched)
    session.flush()
    registry_changed(session)
    return watched


def _told_again(sent: SentNotice, stored: Notice) -> tuple[Finding, ...]:
    """Warn when the same version comes with other content; the same content again is nothing to tell."""
    if (stored.person, stored.legs) == (sent.identity.to_json(), [_stored(leg) for leg in sent.legs]):
        return ()
    return (
        Finding(
            "version-already-filed",
            Severity.WARNING,
            sent.where,
            sent.reference,
            "version",
            "this version is on file with other content, which stands",
            "send the change with a higher version",
        ),
    )


def _unknown_registrant(sent: SentNotice) -> Finding:
    return Finding(
        "unknown-registrant",
        Severity.WARNING,
        sent.where,
        sent.registrant_id,
        "registrant_id",
        "no registry record has this number, so the notice belongs to no trip yet",
        "check the number, or load the registry extract that holds it",
    )


def _notice(
    acting: Acting, source: SourceFile, sent: SentNotice, registrant: Registrant | None, timely: Timeliness
) -> Notice:
    return Notice(
        source_file_id=source.id or 0,
        registrant_id=registrant.id if registrant else None,
        registrant_reference=sent.registrant_id,
        kind=sent.kind.value,
        reference=sent.reference,
        version=sent.version,
        jurisdiction=sent.jurisdiction,
        submitting_ori=sent.submitting_ori,
        submitted_at=sent.submitted_at or acting.now,
        person=sent.identity.to_json(),
        legs=[_stored(leg) for leg in sent.legs],
        departs_on=str(_departs(sent) or ""),
        returns_on=str(sent.returns or ""),
        destination=_destination(sent),
        purpose=sent.purpose,
        destination_address=sent.destination_address,
        contact=sent.contact,
        emergency=sent.emergency,
        late_reason=sent.late_reason,
        conviction=sent.conviction,
        lead_days=timely.lead_days,
        late=timely.late,
        receipt=_receipt(sent),
        received_at=acting.now,
    )


def _receipt(sent: SentNotice) -> str:
    """Name this version for its sender: the same notice always gets the same number."""
    name = "\n".join((sent.jurisdiction, sent.reference, str(sent.version)))
    return f"N-{hashlib.sha256(name.encode()).hexdigest()[:10].upper()}"


def _departs(sent: SentNotice) -> PartialDate | None:
    first = next((leg for leg in sent.legs if leg.departs or leg.arrives), None)
    return (first.departs or first.arrives) if first else None


def _destination(sent: SentNotice) -> str:
    """Return the country of the last leg that does not lead home."""
    abroad = [leg.arrival_country for leg in sent.legs if leg.arrival_country and leg.arrival_country not in HOME]
    if sent.kind is NoticeKind.PARTNER:
        return sent.legs[-1].arrival_country if sent.legs else ""
    return abroad[-1] if abroad else ""


def _stored(leg: NoticeLeg) -> dict[str, Any]:
    return {key: str(value or "") for key, value in asdict(leg).items() if key not in {"departs", "arrives"}} | {
        "departs": str(leg.departs or ""),
        "arrives": str(leg.arrives or ""),
    }
