"""Files one travel notice or partner's warning: versioned, timed against its rule, joined to a trip."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from alerts.kinds import AlertKind
from feeds.findings import Finding, Severity
from feeds.notice.records import Notice as SentNotice
from feeds.notice.records import NoticeKind
from rsoits.rules.duty import DutyStatus
from rsoits.rules.notice import timeliness
from rsoits.security.audit import Acting, record
from rsoits.services.attach import attached
from rsoits.services.notice_row import departs, row_of, same_content
from rsoits.services.notify import Directory, tell_of_notice
from rsoits.services.retract import retract_notice
from rsoits.services.trips import announce, take_from_others
from rsoits.store.files import SourceFile
from rsoits.store.notices import LEGAL, Notice, NoticeChannel, NoticeState, orphans, versions
from rsoits.store.registrants import Registrant, registrant_with_reference, registry_changed

ALREADY_FILED = "version-already-filed"
"""The code of the finding that a version came again with other content."""
_ANOTHER_PERSON = "A later version of this notice names another person."


@dataclass(frozen=True, slots=True)
class Filed:
    """What became of a notice: whether it was stored, what to tell its sender, and whom it added to the watched."""

    stored: bool
    findings: tuple[Finding, ...] = ()
    watched: Registrant | None = None


def file_notice(
    session: Session,
    acting: Acting,
    directory: Directory,
    source: SourceFile,
    sent: SentNotice,
    channel: NoticeChannel = NoticeChannel.FILE,
) -> Filed:
    """Store a notice, unless this version is on file. An older version never replaces a newer one.

    A notice that names no record we know waits for it: `adopt` joins it when the record comes.
    """
    earlier = versions(session, sent.jurisdiction, sent.reference)
    same = next((row for row in earlier if row.version == sent.version), None)
    registrant = registrant_with_reference(session, sent.registrant_id) if sent.registrant_id else None
    timely = timeliness(
        sent.submitted_at or acting.now, departs(sent.legs), sent.jurisdiction, emergency=sent.emergency
    )
    if same is not None:
        notice = row_of(acting, source, channel, sent, registrant, timely)
        return Filed(stored=False, findings=() if same_content(notice, same) else (_filed_otherwise(sent),))
    is_older = any(row.version > sent.version for row in earlier)
    watching = sent.kind is NoticeKind.PARTNER and not registrant and not is_older
    watched = _watch(session, acting, source, sent) if watching else None
    registrant = registrant or watched
    notice = row_of(acting, source, channel, sent, registrant, timely)
    if is_older:
        _replace(acting, notice)
    session.add(notice)
    session.flush()
    _attach(session, acting, notice, sent)
    record(
        session, acting, "notice filed", "notice", notice.id, version=sent.version, late=timely.late,
        channel=channel.value,
    )  # fmt: skip
    if notice.replaced:
        return Filed(stored=True, watched=watched)
    for row in earlier:
        _replace(acting, row)
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
    for trip, version in take_from_others(session, acting, notice, registrant):
        retract_notice(session, acting, directory, version, trip, _ANOTHER_PERSON)
    trip = announce(session, acting, notice, registrant)
    late = notice.late and notice.kind != NoticeKind.PARTNER.value
    kind = AlertKind.NOTICE_LATE if late else AlertKind.NOTICE_RECEIVED
    tell_of_notice(session, acting, directory, kind, trip, notice, registrant)


def _watch(session: Session, acting: Acting, source: SourceFile, sent: SentNotice) -> Registrant:
    """Keep a person known only to a partner as a record, so that screening finds them.

    A registry's own record that has the same number is somebody else's.
    """
    reference = f"{sent.jurisdiction}-{sent.reference}"
    names = [str(name) for name in sent.identity.names]
    known = registrant_with_reference(session, reference)
    if known and known.status != DutyStatus.FOREIGN_NOTICE:
        reference = f"{reference} (partner)"
        known = registrant_with_reference(session, reference)
    watched = known or Registrant(
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


def _replace(acting: Acting, notice: Notice) -> None:
    """Let a later version take a notice's place; one that was cancelled stays known as that."""
    notice.replaced = True
    if NoticeState.AMENDED in LEGAL[notice.state]:
        notice.state, notice.state_by, notice.state_at = NoticeState.AMENDED, acting.actor, acting.now


def _attach(session: Session, acting: Acting, notice: Notice, sent: SentNotice) -> None:
    session.add_all(attached(acting, document, notice_id=notice.id) for document in sent.attachments)
    session.flush()


def _filed_otherwise(sent: SentNotice) -> Finding:
    return Finding(
        ALREADY_FILED,
        Severity.WARNING,
        sent.where,
        sent.reference,
        "version",
        "this version is on file with other content, which stands",
        "send the change with a higher version",
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
