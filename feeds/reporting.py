"""Collects findings while a reader works, so that no input can make it raise or fill the memory."""

from __future__ import annotations

from feeds.findings import Finding, Severity

LIMIT = 10_000
"""Findings kept for one message or file; one more then says that there were others."""

SHOWN = 80
"""Characters of a value that a finding repeats."""


class Report:
    """The findings of one message or file, in the order met."""

    def __init__(self) -> None:
        self._findings: list[Finding] = []
        self._told: set[tuple[str, str]] = set()

    def add(
        self,
        severity: Severity,
        code: str,
        where: str,
        value: str = "",
        *,
        field: str = "",
        reason: str = "",
        cure: str = "",
    ) -> None:
        """Add a finding; `value` is cut to `SHOWN` characters."""
        self.take(Finding(code, severity, where, value[:SHOWN], field, reason, cure))

    def take(self, finding: Finding) -> None:
        """Add a finding made elsewhere; the one after `LIMIT` says instead that there were more."""
        if len(self._findings) < LIMIT:
            self._findings.append(finding)
        elif len(self._findings) == LIMIT:
            reason = f"more than {LIMIT} findings; the rest are not listed"
            cure = "cure what is listed and send it again"
            self._findings.append(Finding("more-findings", Severity.WARNING, finding.where, reason=reason, cure=cure))

    def foremost(self, severity: Severity, code: str, where: str, *, field: str, reason: str, cure: str) -> None:
        """Put in front what ended the reading, so that it is told however many findings there are."""
        self._findings.insert(0, Finding(code, severity, where, "", field, reason, cure))

    def note(self, code: str, where: str, value: str = "", *, field: str = "", reason: str = "") -> None:
        """Add what a reader may want to know and nobody needs to cure."""
        self.add(Severity.NOTE, code, where, value, field=field, reason=reason)

    def warn(
        self, code: str, where: str, value: str = "", *, field: str = "", reason: str = "", cure: str = ""
    ) -> None:
        """Add what the sender should cure; the record goes on without the field."""
        self.add(Severity.WARNING, code, where, value, field=field, reason=reason, cure=cure)

    def once(self, code: str, where: str, value: str, reason: str) -> None:
        """Note something the first time only."""
        if (code, value) not in self._told and len(self._told) < LIMIT:
            self._told.add((code, value))
            self.note(code, where, value, reason=reason)

    def __bool__(self) -> bool:
        return bool(self._findings)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings so far."""
        return tuple(self._findings)
