"""Passwords: hashed with argon2id, checked against the commonest ones when chosen (CJIS Security Policy IA-5)."""

from __future__ import annotations

from functools import cache

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from rsoits.errors import WeakPasswordError

_SHORTEST = 12
_COMMON = ("password", "qwerty", "letmein", "123456", "welcome", "iloveyou", "administrator", "changethis", "abc123")
_HASHER = PasswordHash((Argon2Hasher(),))


@cache
def _nobody() -> str:
    return _HASHER.hash("nobody has this password")


def hash_password(password: str, username: str) -> str:
    """Return the hash to keep; raises `WeakPasswordError`."""
    folded = password.casefold()
    weak = len(password) < _SHORTEST or username.casefold() in folded or len(set(folded)) < _SHORTEST // 2
    if weak or any(common in folded for common in _COMMON):
        raise WeakPasswordError
    return _HASHER.hash(password)


def password_fits(password: str, password_hash: str | None) -> bool:
    """Compare in the same time whether or not the account exists."""
    fits = _HASHER.verify(password, password_hash or _nobody())
    return fits and password_hash is not None
