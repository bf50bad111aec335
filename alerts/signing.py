"""Signs requests as Standard Webhooks asks: HMAC-SHA256 over id, time and body, with room for several secrets."""

from __future__ import annotations

import base64
import binascii
import hmac
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

PREFIX = "whsec_"
_FEWEST_BYTES = 24
_MOST_BYTES = 64


class UnusableSecretError(ValueError):
    """A signing secret is `whsec_` and base64 of 24 to 64 random bytes (Standard Webhooks, symmetric)."""


def signature_headers(alert_id: str, at: datetime, body: bytes, secrets: Sequence[str]) -> dict[str, str]:
    """Return the three headers; while secrets rotate there is one signature for each, parted by a blank.

    `at` must be aware. Raises `UnusableSecretError`.
    """
    timestamp = str(int(at.timestamp()))
    content = b".".join((alert_id.encode(), timestamp.encode(), body))
    signatures = (base64.b64encode(hmac.digest(_key(secret), content, "sha256")) for secret in secrets)
    return {
        "webhook-id": alert_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": " ".join(f"v1,{signature.decode()}" for signature in signatures),
    }


def _key(secret: str) -> bytes:
    try:
        key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except binascii.Error as error:
        raise UnusableSecretError from error
    if not _FEWEST_BYTES <= len(key) <= _MOST_BYTES or not secret.startswith(PREFIX):
        raise UnusableSecretError
    return key
