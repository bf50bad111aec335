"""A jurisdiction's record of a registrant as every reader of extracts yields it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from feeds.findings import Finding
    from matchers.identity import Identity, PartialDate


@dataclass(frozen=True, slots=True)
class RegistryRecord:
    """One jurisdiction's record of one registrant; `status` is a code of `docs/formats.md`.

    `minor_stated` tells an offence said not to be against a minor from one of which nothing was said.
    """

    registrant_id: str
    jurisdiction: str
    identity: Identity
    federal_tier: int | None = None
    local_class: str = ""
    offence: str = ""
    offence_against_minor: bool = False
    minor_stated: bool = False
    conviction_jurisdiction: str = ""
    conviction_date: PartialDate | None = None
    duty_ends: PartialDate | None = None
    status: str = "registered"
    protected: bool = False
    residence_jurisdiction: str = ""
    residence_address: str = ""
    work_jurisdiction: str = ""
    school_jurisdiction: str = ""
    fbi_number: str = ""
    state_id: str = ""
    statute: str = ""
    victim_age: str = ""
    victim_sex: str = ""
    supervision: str = ""
    description: str = ""
    photo: str = ""
    vehicles: tuple[str, ...] = ()
    vessels: tuple[str, ...] = ()
    as_of: PartialDate | None = None
    findings: tuple[Finding, ...] = ()
    where: str = ""
