"""Takes one received file into the record: once by its content, raw bytes kept, every reject with its reason."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlmodel import Session

from feeds.findings import Finding, Severity
from feeds.mapping.shelf import resolved
from feeds.reader import read
from feeds.records import Manifest, Reading
from rsoits.errors import RunTakenOverError
from rsoits.security.audit import Acting, record
from rsoits.services.board import board
from rsoits.services.enrol import enrol, unknown_places
from rsoits.services.file_name import harmless
from rsoits.services.file_notice import adopt, file_notice
from rsoits.services.left_out import left_out
from rsoits.services.link import link
from rsoits.services.notify import Directory
from rsoits.services.own_notices import within
from rsoits.services.screen import Screener, screen_again
from rsoits.services.settle import settle_by
from rsoits.store.files import SourceFile, file_with_hash
from rsoits.store.intakes import Intake, IntakeState, Reject, count_file, was_taken_in
from rsoits.store.notices import NoticeChannel
from rsoits.store.registrants import Registrant

if TYPE_CHECKING:
    from feeds.mapping.mapping import Mapping
    from rsoits.house import House
    from rsoits.security.permissions import Actor

_MOST_FINDINGS_KEPT = 1000
_SET_ASIDE = (Severity.REJECT, Severity.FATAL)


@dataclass(frozen=True, slots=True)
class Parcel:
    """One file as it arrived, and through which feed and run.

    `format` may be `mapping:NAME` of the installation. With a `jurisdiction`, whoever hands it in speaks for that one
    only: nothing but its own notices is taken.
    """

    name: str
    data: bytes
    feed: str = ""
    run_id: int | None = None
    format: str | Mapping | None = None
    jurisdiction: str = ""
    channel: NoticeChannel = NoticeChannel.FILE
    replay_of: int | None = None
    """The intake whose stored bytes these are."""


def take_in(house: House, parcel: Parcel, actor: Actor | str) -> Intake:
    """Read, store and screen one file in one transaction of its own.

    Reading, and bringing the index up to date, happen before the transaction, so that others wait as little as can be.
    A file that is larger than the installation takes may have been read in part only: it is quarantined without bytes.
    """
    today = house.now().date()
    most = house.settings.largest_file_bytes
    form = resolved(parcel.format, house.settings.mappings)
    reading = within(parcel.jurisdiction, read(parcel.name, parcel.data, today, form, most))
    if reading.manifests:
        with house.database.reading() as session:
            house.screener.matcher(session, today)
    directory = Directory.of(house.settings)
    with house.writing(actor) as (session, acting):
        return ingest(session, acting, house.screener, directory, parcel, reading, most)


def quarantine(house: House, parcel: Parcel, actor: Actor | str, failure: str) -> Intake:
    """Keep a file that cannot be taken in because we fail at it; `failure` names the error, without its text."""
    finding = Finding(
        "not-stored",
        Severity.FATAL,
        "file",
        failure,
        "",
        "the system failed at this file; nothing of it was taken in",
        "report it; the file can be sent again once this is mended",
    )
    sha256 = hashlib.sha256(parcel.data).hexdigest()
    reading = Reading(parcel.name, sha256, "", "", findings=(finding,))
    with house.writing(actor) as (session, acting):
        record(session, acting, "file received", "file", sha256[:16], feed=parcel.feed, size=len(parcel.data))
        source = _kept(session, acting, parcel, reading, sha256, parcel.data)
        return _intake(session, acting, parcel, reading, source, IntakeState.QUARANTINED)


def ingest(
    session: Session,
    acting: Acting,
    screener: Screener,
    directory: Directory,
    parcel: Parcel,
    reading: Reading,
    most: int,
) -> Intake:
    """Store what a file held; bytes that were taken in before change nothing and are recorded as a duplicate.

    What could not be read before is read again: the reader may have been mended, or the format named. Of a file that
    was taken in, a replay brings in what was left out then.
    """
    sha256 = hashlib.sha256(parcel.data).hexdigest()
    record(session, acting, "file received", "file", sha256[:16], feed=parcel.feed, size=len(parcel.data))
    known = file_with_hash(session, sha256)
    again = known is not None and was_taken_in(session, known.id or 0, parcel.jurisdiction)
    if known and again and parcel.replay_of is None:
        return _intake(session, acting, parcel, reading, known, IntakeState.DUPLICATE)
    source = _kept(session, acting, parcel, reading, sha256, parcel.data if len(parcel.data) <= most else b"")
    manifests = [manifest for manifest in reading.manifests if not _is_fatal(manifest)]
    if again:
        reading = left_out(session, reading)
    elif not (manifests or reading.notices or reading.registry):
        return _intake(session, acting, parcel, reading, source, IntakeState.QUARANTINED)
    done = _Done(findings=unknown_places(reading.registry))
    enrolled = enrol(session, acting, source, reading.registry)
    done.findings += enrolled.findings
    parted = link(session, acting, enrolled.registrants)
    adopt(session, acting, directory, enrolled.registrants)
    watched: list[Registrant] = []
    for notice in reading.notices:
        filed = file_notice(session, acting, directory, source, notice, parcel.channel)
        done.notices += filed.stored
        done.findings += filed.findings
        watched += [filed.watched] if filed.watched else []
    parted += link(session, acting, watched)
    anew = {row.id: row for row in (*enrolled.registrants, *watched, *parted)}
    done.matches += len(screen_again(session, acting, screener, list(anew.values())))
    for manifest in manifests:
        boarded = board(session, acting, screener, directory, source, manifest, again=again)
        done.messages += boarded.stored
        done.travellers += boarded.travellers
        done.matches += boarded.matches
        done.findings += boarded.findings
    done.registrants = len(reading.registry)
    if again and not (done.messages or done.notices or done.registrants):
        return _intake(session, acting, parcel, reading, source, IntakeState.DUPLICATE)
    state = IntakeState.PARTLY if _rejects(reading, done) else IntakeState.ACCEPTED
    return _intake(session, acting, parcel, reading, source, state, done)


@dataclass(slots=True)
class _Done:
    """What one file led to."""

    messages: int = 0
    travellers: int = 0
    notices: int = 0
    registrants: int = 0
    matches: int = 0
    findings: tuple[Finding, ...] = ()


def _kept(
    session: Session, acting: Acting, parcel: Parcel, reading: Reading, sha256: str, content: bytes
) -> SourceFile:
    source = file_with_hash(session, sha256) or SourceFile(
        sha256=sha256,
        name=harmless(parcel.name),
        size=len(parcel.data),
        encoding=reading.encoding,
        received_at=acting.now,
        content=content,
    )
    source.content = source.content or content
    session.add(source)
    session.flush()
    return source


def _intake(
    session: Session,
    acting: Acting,
    parcel: Parcel,
    reading: Reading,
    source: SourceFile,
    state: IntakeState,
    done: _Done | None = None,
) -> Intake:
    done = done or _Done()
    duplicate = state is IntakeState.DUPLICATE
    findings = [] if duplicate else [*_findings(reading), *done.findings]
    intake = Intake(
        feed_run_id=parcel.run_id,
        source_file_id=source.id or 0,
        feed=parcel.feed,
        name=harmless(parcel.name),
        format=reading.format,
        replay_of=parcel.replay_of,
        jurisdiction=parcel.jurisdiction,
        state=state,
        at=acting.now,
        messages=done.messages,
        travellers=done.travellers,
        matches=done.matches,
        notices=done.notices,
        registrants=done.registrants,
        rejects=0 if duplicate else _rejects(reading, done),
        warnings=sum(finding.severity is Severity.WARNING for finding in findings),
    )
    session.add(intake)
    session.flush()
    _keep(session, intake, findings)
    if parcel.run_id is not None and not count_file(session, parcel.run_id, intake.travellers, acting.now):
        raise RunTakenOverError
    if state in (IntakeState.ACCEPTED, IntakeState.PARTLY):
        settle_by(session, acting, intake)
    detail = {"travellers": intake.travellers} | ({"replay_of": parcel.replay_of} if parcel.replay_of else {})
    record(session, acting, "file taken in", "intake", intake.id, outcome=state.value, **detail)
    return intake


def _findings(reading: Reading) -> list[Finding]:
    return [
        *reading.findings,
        *(finding for manifest in reading.manifests for finding in manifest.findings),
        *(finding for notice in reading.notices for finding in notice.findings),
        *(finding for row in reading.registry for finding in row.findings),
    ]


def _is_fatal(manifest: Manifest) -> bool:
    return any(finding.severity is Severity.FATAL for finding in manifest.findings)


def _rejects(reading: Reading, done: _Done) -> int:
    return sum(finding.severity in _SET_ASIDE for finding in (*_findings(reading), *done.findings))


def _keep(session: Session, intake: Intake, findings: list[Finding]) -> None:
    worth_reading = [finding for finding in findings if finding.severity is not Severity.NOTE]
    worth_reading.sort(key=lambda finding: finding.severity not in _SET_ASIDE)
    session.add_all(
        Reject(
            intake_id=intake.id or 0,
            code=finding.code,
            severity=finding.severity.value,
            place=finding.where,
            field=finding.field,
            value=finding.value,
            reason=finding.reason,
            cure=finding.cure,
        )
        for finding in worth_reading[:_MOST_FINDINGS_KEPT]
    )
