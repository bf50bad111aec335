"""Makes text from outside fit to be stored and shown: one line, bounded, nothing that cannot be printed."""

from __future__ import annotations

import unicodedata

_UNPRINTABLE = {"Cc", "Cs"}


def printable(text: str, most: int) -> str:
    """Drop control characters and surrogates (PostgreSQL refuses some), collapse blanks, cut to `most` characters."""
    kept = "".join(sign for sign in text if sign.isspace() or unicodedata.category(sign) not in _UNPRINTABLE)
    return " ".join(kept.split())[:most].rstrip()
