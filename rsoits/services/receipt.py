"""Receipt numbers: what the sender of a notice is given, fit to be read out over the phone."""

from __future__ import annotations

import hashlib

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTVWXYZ"
"""31 signs nobody takes for another: no 0 and O, no 1 and I, no U. A prime number, so that the check is sure."""

_PREFIX = "N"
_BODY = 11
_GROUP = 4


def receipt_of(jurisdiction: str, reference: str, version: int) -> str:
    """Name one version of a notice, for instance `N-7K3M-Q9RD-4FHW`; the same version always gets the same number.

    The last sign checks the others: one misheard, or two exchanged, are noticed.
    """
    named = "\n".join((jurisdiction, reference, str(version)))
    number = int.from_bytes(hashlib.sha256(named.encode()).digest())
    body = ""
    for _ in range(_BODY):
        number, place = divmod(number, len(ALPHABET))
        body += ALPHABET[place]
    return _written(body + _check(body))


def receipt_as_typed(typed: str) -> str:
    """Return a receipt number however it was typed or heard: small letters, blanks, no dashes; else what was typed."""
    signs = "".join(sign for sign in typed.upper() if sign.isascii() and sign.isalnum())
    signs = signs.removeprefix(_PREFIX) if len(signs) == _BODY + 2 else signs
    if len(signs) == _BODY + 1 and set(signs) <= set(ALPHABET) and _check(signs[:-1]) == signs[-1]:
        return _written(signs)
    return typed.strip()


def _check(body: str) -> str:
    weighed = sum(weight * ALPHABET.index(sign) for weight, sign in enumerate(body, 2))
    return ALPHABET[weighed % len(ALPHABET)]


def _written(signs: str) -> str:
    return "-".join([_PREFIX, *(signs[start : start + _GROUP] for start in range(0, len(signs), _GROUP))])
