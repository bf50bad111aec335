"""A file of EDIFACT messages to manifests, each by the reader for its type."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from feeds.edifact import MOST_SEGMENTS, interchanges
from feeds.findings import Finding, Severity
from feeds.manifest import legacy, paxlst, pnrgov, responses
from feeds.manifest.messages import messages
from feeds.reporting import Report
from feeds.splitting import LONGEST_SEGMENT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from feeds.edifact import Interchange
    from feeds.manifest.messages import Message
    from feeds.records import Manifest

MOST_MESSAGES = 50_000
"""Messages read from one file."""

_LIST_TYPES = frozenset({"PAXLST", ""})


def read_edifact(
    text: str, today: date, most_segments: int = MOST_SEGMENTS
) -> tuple[tuple[Manifest, ...], tuple[Finding, ...]]:
    """Return the manifests of a file, and the findings that belong to none of them.

    What is noticed about an interchange stands with its first message.
    """
    strays = Report()
    return tuple(each_manifest(text, today, strays, most_segments)), strays.findings


def each_manifest(text: str, today: date, strays: Report, most_segments: int = MOST_SEGMENTS) -> Iterator[Manifest]:
    """Yield the manifests of a file one by one; `strays` takes the findings that belong to none of them."""
    read_any, left = False, MOST_MESSAGES
    for interchange in interchanges(text, most_segments):
        about = _about(interchange)
        for message in messages(interchange):
            left -= 1
            if left < 0:
                break
            read = _read(message, today)
            if read is None:
                strays.add(
                    Severity.WARNING, "other-message", message.where, message.type, field="format",
                    reason="a message type that lists no travellers", cure="send PAXLST or PNRGOV",
                )  # fmt: skip
                continue
            yield replace(read, findings=(*about, *read.findings)) if about else read
            read_any = True
            about = ()
        for finding in about:
            strays.take(finding)
        if left < 0:
            strays.foremost(
                Severity.WARNING, "too-many-messages", message.where, field="message",
                reason=f"more than {MOST_MESSAGES} messages; the rest was not read", cure="split the file",
            )  # fmt: skip
            break
    if not read_any:
        strays.add(
            Severity.FATAL, "no-message", "file", field="format", reason="no PAXLST, PNRGOV or reply was found",
            cure="send the whole interchange, UNB to UNZ",
        )  # fmt: skip


def _read(message: Message, today: date) -> Manifest | None:
    if responses.is_response(message):
        return responses.manifest(message, today)
    if pnrgov.is_pnrgov(message):
        return pnrgov.manifest(message, today)
    if message.type not in _LIST_TYPES:
        return None
    if legacy.is_legacy(message):
        return legacy.manifest(message, today)
    return paxlst.manifest(message, today)


def _about(interchange: Interchange) -> tuple[Finding, ...]:
    report = Report()
    first, last = f"segment {interchange.first}", f"segment {interchange.first + interchange.count - 1}"
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
    if interchange.oversize:
        _note_long_segments(interchange, report)
    return report.findings


def _note_long_segments(interchange: Interchange, report: Report) -> None:
    for segment in interchange.segments():
        if len(segment.raw) > LONGEST_SEGMENT:
            reason = f"longer than {LONGEST_SEGMENT} characters; the rest was not read"
            report.warn("long-segment", segment.where, segment.raw, reason=reason, cure="check the delimiters")
