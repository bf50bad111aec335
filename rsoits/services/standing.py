"""How a stored registrant stands to the duty to register."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from matchers.identity import PartialDate
from rsoits.rules.duty import Duty, duty
from rsoits.store.registrants import Registrant


@dataclass(frozen=True, slots=True)
class _Record:
    status: str
    protected: bool
    duty_ends: PartialDate | None


def standing(registrant: Registrant, on: date) -> Duty:
    """Apply the rule to what the registry says."""
    ends = PartialDate.read(registrant.duty_ends) if registrant.duty_ends else None
    return duty(_Record(registrant.status, registrant.protected, ends), on)
