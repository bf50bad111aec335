"""The in-memory twin of every channel: keeps what it was given and fails as told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alerts.channels.port import Receipt

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from alerts.message import Message


class RecordingChannel:
    """Keeps `(message, address, now)` in `sent`; raises `failures` first, one for each sending, None for none."""

    def __init__(self, failures: Iterable[Exception | None] = ()) -> None:
        self.sent: list[tuple[Message, str, datetime]] = []
        self.failures = list(failures)

    def send(self, message: Message, address: str, now: datetime) -> Receipt:
        """Fail as told, or keep the message."""
        failure = self.failures.pop(0) if self.failures else None
        if failure:
            raise failure
        self.sent.append((message, address, now))
        return Receipt(now, f"memory:{message.id}")
