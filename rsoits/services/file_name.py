"""Makes the name a file came under harmless: a name to be shown, never a path and never a way to deceive a reader."""

from __future__ import annotations

import unicodedata

LONGEST = 200
UNNAMED = "unnamed"
_NOT_SHOWN = {"Cc", "Cf", "Cn", "Co", "Cs"}
"""Controls, marks that turn the direction of writing, and what is no character."""


def harmless(name: str) -> str:
    """Return the last part of a name of any system, in one line of at most 200 characters that can be seen."""
    last = name[-100 * LONGEST :].replace("\\", "/").rstrip("/").rpartition("/")[2]
    seen = "".join(sign for sign in last if sign.isspace() or unicodedata.category(sign) not in _NOT_SHOWN)
    kept = " ".join(seen.split())[:LONGEST].rstrip()
    return kept if kept.strip(". ") else UNNAMED
