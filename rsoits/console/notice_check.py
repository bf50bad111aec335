"""What the form says about a draft while it is written: the reader's own findings, at the fields they belong to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from feeds.findings import Finding, Severity
from feeds.notice.completeness import MISSING
from feeds.notice.notice_json import read_notices
from matchers.identity import PartialDate, UnreadableIdentityError
from rsoits.rules.notice import Timeliness, timeliness

_LEG = re.compile(r", leg (\d+)$")
_AT = {
    "names": "full_name",
    "documents": "passport_number",
    "legs": "leg-0-arrival_country",
    "jurisdiction": "reference",
    "version": "reference",
}
_IN_THE_FORM = {
    "missing-names": "Write the person's name.",
    "missing-legs": "Choose the country of arrival of at least one leg.",
}
_WHO = "The notice names no registry record, so it cannot join a trip. Write the record's number if you know it."


@dataclass(frozen=True, slots=True)
class Message:
    """What is to be said at a field; only one that `stops` keeps the notice from being handed in."""

    field: str
    text: str
    stops: bool = False
    missing: bool = False
    leg: int | None = None

    @property
    def full(self) -> str:
        """What is to be said away from its field."""
        return f"Leg {self.leg}: {self.text}" if self.leg else self.text


@dataclass(frozen=True, slots=True)
class Checked:
    """Everything to be said about a draft."""

    messages: tuple[Message, ...]
    timely: Timeliness

    @property
    def stops(self) -> bool:
        """Whether something keeps the notice from being handed in."""
        return any(message.stops for message in self.messages)

    def at(self, *, missing: bool) -> dict[str, list[Message]]:
        """Return the messages by field; those of what is `missing` only when they are wanted."""
        found: dict[str, list[Message]] = {}
        for message in self.messages:
            if missing or not message.missing:
                found.setdefault(message.field, []).append(message)
        return found


def checked(content: Mapping[str, Any], now: datetime) -> Checked:
    """Read a draft as it would be read when it is handed in now."""
    notices, refused = read_notices({"notices": [dict(content)]}, now.date())
    findings = [*refused, *(finding for notice in notices for finding in notice.findings)]
    said = [_message(finding) for finding in findings if finding.severity is not Severity.NOTE]
    if not content.get("registrant_id"):
        said.append(Message("registrant_id", _WHO, missing=True))
    return Checked(tuple(said), _timely(content, now))


def _message(finding: Finding) -> Message:
    leg = _LEG.search(finding.where)
    field = f"leg-{int(leg[1]) - 1}-{finding.field}" if leg else _AT.get(finding.field, finding.field)
    sentences = [_sentence(part) for part in (finding.reason, finding.cure) if part]
    stops = finding.severity in {Severity.REJECT, Severity.FATAL}
    said = _IN_THE_FORM.get(finding.code) or " ".join(sentences)
    return Message(field, said, stops, finding.code.startswith(MISSING), int(leg[1]) if leg else None)


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}".rstrip(".") + "."


def _timely(content: Mapping[str, Any], now: datetime) -> Timeliness:
    first = next((day for leg in content.get("legs") or [] if (day := leg.get("departs") or leg.get("arrives"))), "")
    try:
        departs = PartialDate.read(first) if first else None
    except UnreadableIdentityError:
        departs = None
    return timeliness(now, departs, str(content.get("jurisdiction", "")), emergency=bool(content.get("emergency")))
