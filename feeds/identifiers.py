"""Identifiers become keys of a database, which has no room for a text of any length."""

from __future__ import annotations

import hashlib

LONGEST = 200
"""Characters of an identifier or a part of a name."""

LONGEST_CODE = 50
"""Characters of a code: a carrier, a flight number, a place, a document's type and issuer."""

_MARK = 16


def fits(written: str) -> bool:
    """Tell whether an identifier is short enough to name a record."""
    return len(written) <= LONGEST


def shortened(written: str, most: int = LONGEST) -> str:
    """Return the text, cut to `most` characters if it is longer; its end then tells apart what begins alike."""
    if len(written) <= most:
        return written
    mark = hashlib.sha256(written.encode("utf-8", "replace")).hexdigest()[:_MARK]
    return f"{written[: most - _MARK - 1]}~{mark}"
