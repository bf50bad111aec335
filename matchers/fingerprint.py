"""One number for what an identity says: a cleared pair stays cleared until either side's number changes."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING

from matchers.features.documents import plain_number
from matchers.scripts import words

if TYPE_CHECKING:
    from matchers.identity import Identity, Name


def fingerprint(identity: Identity) -> str:
    """Return a SHA-256 in hexadecimal that changes with the evidence, not with case, blanks, encoding or order."""
    said = {
        "names": sorted({_name(name) for name in identity.names}),
        "birth_dates": sorted({str(day) for day in identity.birth_dates}),
        "sex": identity.sex.upper(),
        "nationalities": sorted({code.upper() for code in identity.nationalities}),
        "documents": sorted(
            {f"{each.issuer.upper()}:{plain_number(each.number) or each.number.upper()}" for each in identity.documents}
        ),
    }
    return sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _name(name: Name) -> str:
    return "|".join(" ".join(words(part)) for part in (name.surname, name.given_names, name.whole))
