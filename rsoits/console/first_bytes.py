"""The beginning of a file as it can be shown safely: where, in hexadecimal, and what of it is printable."""

from __future__ import annotations

from dataclasses import dataclass

SHOWN = 512
_A_LINE = 16
_PRINTABLE = range(0x20, 0x7F)


@dataclass(frozen=True, slots=True)
class Line:
    """Sixteen bytes: the place of the first, all of them in hexadecimal, and as text with dots for the rest."""

    place: str
    hexadecimal: str
    text: str


def lines(data: bytes) -> list[Line]:
    """Return at most the first 512 bytes in lines of sixteen."""
    found = []
    for start in range(0, min(len(data), SHOWN), _A_LINE):
        row = data[start : min(start + _A_LINE, SHOWN)]
        text = "".join(chr(byte) if byte in _PRINTABLE else "·" for byte in row)
        found.append(Line(f"{start:04x}", row.hex(" ").ljust(_A_LINE * 3 - 1), text))
    return found
