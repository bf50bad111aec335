"""What of a file a jurisdiction's registry officers may hand in: notices of their own, and nothing else."""

from __future__ import annotations

from dataclasses import replace

from feeds.findings import Finding, Severity
from feeds.records import Reading

NOT_YOURS = "not-yours-to-send"
"""The code of the finding that something belongs to another jurisdiction than whoever hands it in."""


def within(jurisdiction: str, reading: Reading) -> Reading:
    """Set aside what officers of this jurisdiction may not hand in; without one, anything may be."""
    if not jurisdiction:
        return reading
    refused = [
        _not_theirs(notice.where, notice.jurisdiction)
        for notice in reading.notices
        if notice.jurisdiction != jurisdiction
    ]
    refused += [_not_theirs("file", reading.format)] if reading.manifests or reading.registry else []
    own = tuple(notice for notice in reading.notices if notice.jurisdiction == jurisdiction)
    return replace(reading, manifests=(), registry=(), notices=own, findings=(*reading.findings, *refused))


def _not_theirs(where: str, value: str) -> Finding:
    return Finding(
        NOT_YOURS,
        Severity.REJECT,
        where,
        value,
        "jurisdiction",
        "registry officers hand in notices of their own jurisdiction only",
        "send it to the jurisdiction it belongs to, or to an operator",
    )
