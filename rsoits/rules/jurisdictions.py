"""The jurisdictions, federal desks and foreign authorities an alert can go to.

The table is `jurisdictions.csv`. Agency names of the states, ORIs and delegations by tribes are invented.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from zoneinfo import ZoneInfo

from rsoits.rules.tables import rows

_ORI = re.compile(r"[A-Z]{2}[A-Z0-9]{7}")


class UnknownJurisdictionError(LookupError):
    """No jurisdiction or desk has this code; see `rsoits/rules/jurisdictions.csv`."""


class UnreadableOriError(ValueError):
    """An ORI is two letters and seven letters or digits, for instance TXRSO0001."""


class JurisdictionKind(StrEnum):
    """What stands behind a code; the first four are registration jurisdictions (34 U.S.C. 20911(10))."""

    STATE = "state"
    DISTRICT = "district"
    TERRITORY = "territory"
    TRIBE = "tribe"
    FEDERAL = "federal"
    FOREIGN = "foreign"


class Delegation(StrEnum):
    """What a tribe's delegation to a state means for alerts (34 U.S.C. 20929)."""

    NONE = ""
    INSTEAD = "instead"
    AS_WELL = "as_well"


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """One row: `country` is ISO 3166 alpha-3, `time_zone` the IANA name at its seat, `ori` its agency's address."""

    code: str
    name: str
    kind: JurisdictionKind
    country: str
    time_zone: str
    ori: str
    agency: str
    valid_from: date
    delegates_to: str = ""
    delegation: Delegation = Delegation.NONE

    @property
    def zone(self) -> ZoneInfo:
        """The zone its working day ends in. House rule: a jurisdiction of several zones keeps the clock of its seat."""
        return ZoneInfo(self.time_zone)


def read_ori(text: str) -> str:
    """Return the ORI in capitals; raises `UnreadableOriError`."""
    ori = text.strip().upper()
    if not _ORI.fullmatch(ori):
        raise UnreadableOriError(text[:80])
    return ori


def _read(row: dict[str, str]) -> Jurisdiction:
    return Jurisdiction(
        code=row["code"],
        name=row["name"],
        kind=JurisdictionKind(row["kind"]),
        country=row["country"],
        time_zone=row["time_zone"],
        ori=read_ori(row["ori"]),
        agency=row["agency"],
        valid_from=date.fromisoformat(row["valid_from"]),
        delegates_to=row["delegates_to"],
        delegation=Delegation(row["delegation"]),
    )


_TABLE = {row["code"]: _read(row) for row in rows("jurisdictions.csv")}


def find(code: str) -> Jurisdiction | None:
    """Return the jurisdiction with this code, None when there is none."""
    return _TABLE.get(code.strip().upper())


def by_code(code: str) -> Jurisdiction:
    """Return the jurisdiction with this code; raises `UnknownJurisdictionError`."""
    found = find(code)
    if found is None:
        raise UnknownJurisdictionError(code[:80])
    return found


def all_jurisdictions(on: date) -> tuple[Jurisdiction, ...]:
    """Return those that exist on a day, in the order of the table."""
    return tuple(jurisdiction for jurisdiction in _TABLE.values() if jurisdiction.valid_from <= on)
