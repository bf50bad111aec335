"""Files one travel notice or partner's warning: versioned, timed against its rule, joined to a trip."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from sqlmodel import Session

from alerts.kinds import AlertKind
from feeds.records import Notice as SentNotice
from feeds.records import NoticeKind, NoticeLeg
from matchers.identity import PartialDate
from rsoits.rules.alert_kind import kind_of_notice
from rsoits.rules.duty import DutyStatus
from rsoits.rules.itinerary import HOME
from rsoits.rules.notice import Timeliness, timeliness
from rsoits.security.audit import Acting, record
from rsoits.services.notify import Directory, tell_of_notice
from rsoits.services.trips import announce
from rsoits.store.files import SourceFile
from rsoits.store.notices import Notice, versions
from rsoits.store.registrants import Registrant, registrant_with_reference


def file_notice(session: Session, acting: Acting, directory: Directory, source: SourceFile, sent: SentNotice) -> bool:
    """Store a notice; False when this version is on file already. An older version never replaces a newer one."""
    earlier = versions(session, sent.jurisdiction, sent.reference)
    if any(row.version == sent.version for row in earlier):
        return False
    registrant = _registrant(session, acting, source, sent)
    submitted = sent.submitted_at or acting.now
    timely = timeliness(submitted, _departs(sent), sent.jurisdiction, emergency=sent.emergency)
    notice = _notice(acting, source, sent, registrant, timely)
    notice.replaced = any(row.version > sent.version for row in earlier)
    session.add(notice)
    session.flush()
    record(session, acting, "notice filed", "notice", notice.id, version=sent.version, late=timely.late)
    if notice.replaced or registrant is None:
        return True
    for row in earlier:
        row.replaced = True
        session.add(row)
    trip = announce(session, acting, notice, registrant)
    kind = AlertKind.NOTICE_RECEIVED if sent.kind is NoticeKind.PARTNER else kind_of_notice(timely).kind
    tell_of_notice(session, acting, directory, kind, trip, notice, registrant)
    return True


def _registrant(session: Session, acting: Acting, source: SourceFile, sent: SentNotice) -> Registrant | None:
    """Find the record the notice names; a person known only to a partner gets one, so that screening finds them."""
    if sent.registrant_id:
        return registrant_with_reference(session, sent.registrant_id)
    if sent.kind is not NoticeKind.PARTNER:
        return None
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
    return watched


def _notice(
    acting: Acting, source: SourceFile, sent: SentNotice, registrant: Registrant | None, timely: Timeliness
) -> Notice:
    return Notice(
        source_file_id=source.id or 0,
        registrant_id=registrant.id if registrant else None,
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
        received_at=acting.now,
    )


def _departs(sent: SentNotice) -> PartialDate | None:
    first = next((leg for leg in sent.legs if leg.departs or leg.arrives), None)
    return (first.departs or first.arrives) if first else None


def _destination(sent: SentNotice) -> str:
    """Return the country of the last leg that does not lead home."""
    abroad = [leg.arrival_country for leg in sent.legs if leg.arrival_country and leg.arrival_country != HOME]
    if sent.kind is NoticeKind.PARTNER:
        return sent.legs[-1].arrival_country if sent.legs else ""
    return abroad[-1] if abroad else ""


def _stored(leg: NoticeLeg) -> dict[str, Any]:
    return {key: str(value or "") for key, value in asdict(leg).items() if key not in {"departs", "arrives"}} | {
        "departs": str(leg.departs or ""),
        "arrives": str(leg.arrives or ""),
    }
