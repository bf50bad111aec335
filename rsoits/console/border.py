"""When and where the border is crossed, as a page says it."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from feeds.records import Mode
from rsoits.console.words import clocks
from rsoits.rules.ports import port, port_name
from rsoits.store.manifests import Voyage


def border_clocks(voyage: Voyage, at: datetime | None) -> str:
    """Say the moment by both clocks; on land everyone crosses at a time of their own, told by the port's clock."""
    inbound = voyage.direction == "inbound"
    if voyage.mode != Mode.LAND or at is None:
        return clocks(voyage.arrives if inbound else voyage.departs, at)
    gate = port(voyage.destination if inbound else voyage.origin)
    here = at.astimezone(ZoneInfo(gate.time_zone)).replace(tzinfo=None).isoformat() if gate else ""
    return clocks(here, at)


def place(code: str, country: str) -> str:
    """Say a place of a voyage: `San Ysidro (2504, USA)`, `LAX (USA)`, or `MEX` when only the country is known."""
    by_name = code.isdecimal() and port(code) is not None
    particulars = ([code] if by_name else []) + ([country] if country not in ("", code) else [])
    return (port_name(code) if by_name else code) + (f" ({', '.join(particulars)})" if particulars else "")
