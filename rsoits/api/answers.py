"""What the API answers: the shapes that its OpenAPI document shows."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import BaseModel, Field

from rsoits.store.intakes import IntakeState, Reject


class Refusal(BaseModel):
    """Why a request was not done, and what cures it."""

    error: str
    cure: str


class FindingAnswer(BaseModel):
    """One thing noticed about what was sent."""

    code: str
    severity: str
    where: str
    field: str
    value: str
    reason: str
    cure: str


class NoticeRefusal(Refusal):
    """Why a notice was not taken."""

    findings: list[FindingAnswer] = Field(default_factory=list)


class NoticeAnswer(BaseModel):
    """One version of a notice as its sender sees it."""

    receipt: str
    jurisdiction: str
    reference: str
    version: int
    status: str = Field(description="Where it stands, in a word: what became of it here and of the journey.")
    meaning: str = Field(description="The same in a sentence.")
    reason: str = Field(description="Why it was returned or cancelled; empty otherwise.")
    state: str
    late: bool
    lead_days: int | None
    received_at: datetime
    channel: str


class NoticeTaken(NoticeAnswer):
    """A notice that is on file, with what was noticed about it."""

    findings: list[FindingAnswer]


class NoticeInFull(NoticeTaken):
    """A notice with its content in the layout in which it was sent, its attachments by name."""

    notice: dict[str, Any]
    attachments: list[dict[str, Any]]
    versions: list[str] = Field(description="The receipts of every version, oldest first.")


class NoticeList(BaseModel):
    """A screenful of notices, the newest first."""

    total: int
    notices: list[NoticeAnswer]


class IntakeAnswer(BaseModel):
    """What became of one file."""

    id: int
    feed: str
    name: str
    state: IntakeState
    format: str = Field(description="Empty when it was not recognized.")
    at: datetime
    messages: int
    travellers: int
    notices: int
    registrants: int
    matches: int
    rejects: int = Field(description="Rows, persons and messages that were set aside.")
    warnings: int


class IntakeTaken(IntakeAnswer):
    """What became of one file, with the first of its findings."""

    findings: list[FindingAnswer] = Field(description="At most 50; the rest is at /api/intakes/{id}/findings.")


class IntakeRefusal(Refusal):
    """Why nothing could be read in a file; it is in quarantine under its number."""

    intake: IntakeTaken | None = None


class FindingList(BaseModel):
    """A screenful of a file's findings, what was set aside first."""

    total: int
    findings: list[FindingAnswer]


def finding_of(row: Reject) -> FindingAnswer:
    """Return a finding on record as it is told."""
    return FindingAnswer(
        code=row.code,
        severity=row.severity,
        where=row.place,
        field=row.field,
        value=row.value,
        reason=row.reason,
        cure=row.cure,
    )


def _refused(sentence: str, model: type[Refusal] = Refusal) -> dict[str, Any]:
    return {"model": model, "description": sentence}


REFUSALS: dict[int | str, dict[str, Any]] = {
    400: _refused("The body is not what its content type says."),
    401: _refused("Nobody is signed in, or the token is not good."),
    403: _refused("The account's role does not allow this, or another site asked for it."),
    404: _refused("There is nothing at this address, or it is not yours to see."),
    413: _refused("The request is larger than this installation takes."),
    422: _refused("Something in the request is missing or cannot be read."),
}
NOTICE_REFUSALS: dict[int | str, dict[str, Any]] = {
    403: _refused("The notice belongs to another jurisdiction, or the role does not allow it.", NoticeRefusal),
    409: _refused("This version is on file with other content.", NoticeRefusal),
    415: _refused("The request is not JSON."),
    422: _refused("The notice could not be taken; the findings say why.", NoticeRefusal),
}
MOVE_REFUSALS: dict[int | str, dict[str, Any]] = {
    409: _refused("The notice is no longer in a state in which this can be done."),
    415: _refused("The request is not JSON."),
}
FILE_REFUSALS: dict[int | str, dict[str, Any]] = {
    415: _refused("The request is packed; files are taken as they are."),
    422: _refused("Nothing in the file could be read; the findings say why.", IntakeRefusal),
    503: _refused("The feed is paused; keep the file and send it again."),
}
