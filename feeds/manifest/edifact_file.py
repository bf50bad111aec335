"""A file of EDIFACT messages to manifests, each by the reader for its type."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from feeds.edifact import LONGEST_SEGMENT, MOST_SEGMENTS, interchanges
from feeds.findings import Finding, Severity
from feeds.manifest import legacy, paxlst, responses
from feeds.manifest.messages import messages
from feeds.reporting import Report

if TYPE_CHECKING:
    from datetime import date

    from feeds.edifact import Interchange
    from feeds.manifest.messages import Message
    from feeds.records import Manifest

_LIST_TYPES = frozenset({"PAXLST", ""})


def read_edifact(
    text: str, today: date, most_segments: int = MOST_SEGMENTS
) -> tuple[tuple[Manifest, ...], tuple[Finding, ...]]:
    """Return the manifests of a file, and the findings that belong to none of them.

    What is noticed about an interchange stands with its first message.
    """
    manifests: list[Manifest] = []
    strays = Report()
    for interchange in interchanges(text, most_segments):
        about = _about(interchange)
        for message in messages(interchange):
            read = _read(message, today)
            if read is None:
                strays.add(
                    Severity.WARNING, "other-message", message.where, message.type, field="format",
                    reason="a message type that lists no border crossing", cure="send PAXLST",
                )  # fmt: skip
                continue
            manifests.append(replace(read, findings=(*about, *read.findings)) if about else read)
            about = ()
        for finding in about:
            strays.take(finding)
    if not manifests:
        strays.add(
            Severity.FATAL, "no-message", "file", field="format", reason="no PAXLST or CUSRES message was found",
            cure="send the whole interchange, UNB to UNZ",
        )  # fmt: skip
    return tuple(manifests), strays.findings


def _read(message: Message, today: date) -> Manifest | None:
    if responses.is_response(message):
        return responses.manifest(message)
    if message.type not in _LIST_TYPES:
        return None
    if legacy.is_legacy(message):
        return legacy.manifest(message, today)
    return paxlst.manifest(message, today)


def _about(interchange: Interchange) -> tuple[Finding, ...]:
    report = Report()
    first, last = f"segment {interchange.first}", f"segment {interchange.first + len(interchange.pieces) - 1}"
    if interchange.before.strip():
        report.note(
            "text-before", first, interchange.before.strip(), reason="text before the interchange was passed over"
        )
    if interchange.after.strip():
        report.note("text-after", last, interchange.after.strip(), reason="text behind the interchange was passed over")
    if interchange.truncated:
        report.warn("truncated", last, reason="the last segment has no terminator", cure="send the whole file again")
    if interchange.cut:
        report.warn("too-many-segments", last, reason="the rest was not read", cure="split the file")
    for number, piece in enumerate(interchange.pieces, interchange.first):
        if len(piece) > LONGEST_SEGMENT:
            reason = f"longer than {LONGEST_SEGMENT} characters; the rest was not read"
            report.warn("long-segment", f"segment {number}", piece, reason=reason, cure="check the delimiters")
    return report.findings
