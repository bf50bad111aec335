"""Sex codes of PAXLST, ISO 5218 and reservation systems to the three of ICAO Doc 9303."""

from __future__ import annotations

_CODES = {
    "M": "M", "MALE": "M", "MI": "M", "1": "M",
    "F": "F", "FEMALE": "F", "FI": "F", "2": "F",
    "X": "X", "9": "X",
    "U": "", "0": "", "UNKNOWN": "", "<": "", "": "",
}  # fmt: skip


def sex(written: str) -> str | None:
    """Return `M`, `F`, `X`, or empty for stated as unknown; None for a code no list has."""
    return _CODES.get(written.strip().upper())
