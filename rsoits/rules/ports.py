"""The ports of entry and the state or territory each lies in.

The table is `ports.csv`: airports by IATA code, land ports by Schedule D code.
"""

from __future__ import annotations

from dataclasses import dataclass

from feeds.records import Mode
from rsoits.rules.tables import rows

_SCHEDULE_D_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Port:
    """One port of entry; `time_zone` is the IANA name at the port itself."""

    code: str
    name: str
    jurisdiction: str
    time_zone: str
    mode: Mode


_TABLE = {
    row["code"]: Port(row["code"], row["name"], row["jurisdiction"], row["time_zone"], Mode(row["mode"]))
    for row in rows("ports.csv")
}


def port(code: str) -> Port | None:
    """Return the port with an IATA or Schedule D code (leading zeros may be missing), None when it is not listed."""
    code = code.strip().upper()
    return _TABLE.get(code.zfill(_SCHEDULE_D_DIGITS) if code.isdecimal() else code)


def all_ports() -> tuple[Port, ...]:
    """Return every port of the table in its order."""
    return tuple(_TABLE.values())


def port_name(code: str) -> str:
    """Return the name of a listed port, and the code itself of any other place."""
    found = port(code)
    return found.name if found else code


def port_jurisdiction(code: str) -> str | None:
    """Return the code of the state or territory a port lies in, None when the port is not listed."""
    found = port(code)
    return found.jurisdiction if found else None
