"""What a reader noticed about its input: a code, how bad it is, where, and what cures it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum


class Severity(StrEnum):
    """NOTE and WARNING let the record through; REJECT sets one record aside; FATAL sets the message or file aside."""

    NOTE = "note"
    WARNING = "warning"
    REJECT = "reject"
    FATAL = "fatal"


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. `where` is `line 12` or `segment 40`; `value` is the text at fault, cut to 80 characters."""

    code: str
    severity: Severity
    where: str
    value: str = ""
    field: str = ""
    reason: str = ""
    cure: str = ""

    def to_json(self) -> dict[str, str]:
        """Return plain JSON types."""
        return asdict(self)
