"""A document of a person, put together from its DOC and the dates and places that belong to it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from matchers.identity import TravelDocument

if TYPE_CHECKING:
    from datetime import date

    from feeds.edifact import Segment
    from feeds.reporting import Report
    from matchers.identity import PartialDate

_NUMBER = re.compile(r"(?=.*\d)[A-Z0-9 <-]{5,}", re.IGNORECASE)
"""What a number looks like where another thing belongs."""


@dataclass(slots=True)
class Paper:
    """A document while its person is read; `segment` is its DOC, or what spoke of it before the DOC came."""

    segment: Segment
    issuer: str = ""
    issued: PartialDate | None = None
    expires: PartialDate | None = None

    @property
    def named(self) -> bool:
        """Whether the DOC came."""
        return self.segment.tag == "DOC"

    def document(self, flight: date, report: Report) -> TravelDocument | None:
        """Return the document; None, with a finding, when it has no number."""
        doc = self.segment
        if not self.named:
            report.note(
                "no-document", doc.where, doc.raw.strip(), field="documents",
                reason="a date or state of a document that did not come",
            )  # fmt: skip
            return None
        note_dates(self.expires, self.issued, flight, doc.where, report)
        kind, number = doc.value(1), doc.value(2)
        if number:
            return TravelDocument(number, kind.upper(), self.issuer, self.expires)
        number = next((part.strip() for part in _other_parts(doc) if _NUMBER.fullmatch(part.strip())), "")
        code, reason = (
            ("misplaced-number", "the number is not in its element") if number else ("no-number", "no number")
        )
        report.note(code, doc.where, doc.raw.strip(), field="documents", reason=reason)
        return (
            TravelDocument(number, "" if kind == number else kind.upper(), self.issuer, self.expires)
            if number
            else None
        )


def note_dates(
    expires: PartialDate | None, issued: PartialDate | None, flight: date, where: str, report: Report
) -> None:
    """Report a document that was no longer valid on the day of the flight, or never was."""
    if expires is None:
        return
    if expires.year <= flight.year and expires.latest < flight:
        report.warn(
            "expired-document", where, str(expires), field="expires",
            reason="the document expired before the flight", cure="check the date of expiry",
        )  # fmt: skip
    if issued and issued.earliest > expires.latest:
        report.warn(
            "expiry-before-issue", where, f"{issued} {expires}", field="expires",
            reason="the document expires before it was issued", cure="check both dates",
        )  # fmt: skip


def _other_parts(doc: Segment) -> tuple[str, ...]:
    """Return all components but the type and the number, the likelier places first; the type itself last."""
    components = tuple(part for element in (*doc.elements[3:], *doc.elements[2:3]) for part in element)
    return (*components, *doc.element(1)[1:], *doc.element(1)[:1])
