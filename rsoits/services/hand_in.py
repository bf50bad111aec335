"""Hands in one notice by form or by API: the same document, the same reader, the same record as a file."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlmodel import Session, select

from feeds.findings import Finding, Severity
from feeds.reader import Format, read
from rsoits.errors import NoticeOnFileError, NoticeRefusedError
from rsoits.services.file_notice import ALREADY_FILED
from rsoits.services.ingest import Parcel, take_in
from rsoits.services.notice_row import WHERE
from rsoits.store.intakes import Intake, IntakeState, Reject, rejects_of
from rsoits.store.notices import Notice, NoticeChannel, version_of

if TYPE_CHECKING:
    from rsoits.house import House
    from rsoits.security.permissions import Actor

_SET_ASIDE = (Severity.REJECT, Severity.FATAL)


class RefusedWithFindingsError(NoticeRefusedError):
    """The notice could not be taken; the findings say why."""

    def __init__(self, findings: Sequence[Finding | Reject]) -> None:
        super().__init__()
        self.findings = list(findings)


@dataclass(frozen=True, slots=True)
class HandedIn:
    """The notice on file, and whether it was new."""

    notice: Notice
    new: bool


def hand_in(house: House, document: bytes, actor: Actor, channel: NoticeChannel) -> HandedIn:
    """Take in one notice in the JSON layout for the actor's jurisdiction; the same again changes nothing.

    Raises `RefusedWithFindingsError` when nothing could be taken, `NoticeOnFileError` when this version is on file
    with other content.
    """
    today, most = house.now().date(), house.settings.largest_file_bytes
    reading = read("", document, today, Format.NOTICE_JSON, most)
    if len(reading.notices) != 1 or any(row.severity in _SET_ASIDE for row in reading.findings):
        raise RefusedWithFindingsError(reading.findings or [_not_one()])
    [sent] = reading.notices
    parcel = Parcel(
        f"notice-{channel.value}.json",
        document,
        f"{channel.value} {actor.jurisdiction}",
        format=Format.NOTICE_JSON,
        jurisdiction=actor.jurisdiction,
        channel=channel,
    )
    intake = take_in(house, parcel, actor)
    with house.database.reading() as session:
        findings = rejects_of(session, intake.id or 0)
        if any(row.code == ALREADY_FILED for row in findings):
            raise NoticeOnFileError
        notice = version_of(session, sent.jurisdiction, sent.reference, sent.version)
        if notice is None or sent.jurisdiction != actor.jurisdiction:
            raise RefusedWithFindingsError(findings)
        new = intake.state is not IntakeState.DUPLICATE and notice.source_file_id == intake.source_file_id
        return HandedIn(notice, new)


def document_of(content: dict[str, Any]) -> bytes:
    """Write a notice's JSON layout as the bytes that are kept."""
    return json.dumps(content, ensure_ascii=False, indent=1).encode("utf-8", "replace")


def findings_on(session: Session, notice: Notice) -> list[Reject]:
    """Return what was noticed about a notice when its file was taken in."""
    where = notice.details.get(WHERE, "")
    return [
        row
        for row in _findings_of_file(session, notice)
        if row.place == where or row.place.startswith(f"{where}, ") or not where
    ]


def _findings_of_file(session: Session, notice: Notice) -> Sequence[Reject]:
    taken = select(Intake.id).where(Intake.source_file_id == notice.source_file_id, Intake.notices > 0)
    found = session.exec(taken).first()
    return rejects_of(session, found) if found else []


def _not_one() -> Finding:
    return Finding(
        "not-one-notice",
        Severity.REJECT,
        "document",
        field="notice",
        reason="the document does not hold exactly one notice",
        cure="send one notice at a time, or a file of several by upload",
    )
