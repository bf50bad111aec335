"""What every channel promises: it returns a receipt, or says whether trying again makes sense."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from alerts.redaction import plain

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from alerts.message import Message

LONGEST_DETAIL = 200


@dataclass(frozen=True, slots=True)
class Receipt:
    """Proof of delivery: when (aware), what the other side calls it, and what it said, at most 200 characters."""

    at: datetime
    reference: str
    detail: str = ""

    def __post_init__(self) -> None:
        """Bound what the other side said."""
        object.__setattr__(self, "reference", plain(self.reference, LONGEST_DETAIL))
        object.__setattr__(self, "detail", plain(self.detail, LONGEST_DETAIL))


class DeliveryFailure(Exception):  # noqa: N818  a failure to deliver is an outcome the relay expects
    """The message was not delivered."""

    def __init__(self, detail: str = "") -> None:
        self.detail = plain(detail, LONGEST_DETAIL)
        super().__init__(self.detail)

    def __str__(self) -> str:
        """Say what happened in one line; `detail` is a code, a host or a setting, never a person."""
        sentence = type(self).__doc__ or ""
        return f"{sentence} {self.detail}".strip()


class TransientFailure(DeliveryFailure):
    """The message could not be delivered now; it will be tried again."""

    def __init__(self, detail: str = "", retry_after: timedelta | None = None) -> None:
        self.retry_after = retry_after
        super().__init__(detail)


class PermanentFailure(DeliveryFailure):
    """The message cannot be delivered to this address; a person must find another way."""


class Channel(Protocol):
    """A way to reach a recipient. Sending a message twice is harmless: its id tells the two are one."""

    def send(self, message: Message, address: str, now: datetime) -> Receipt:
        """Deliver the message; raises `TransientFailure` or `PermanentFailure`."""
        ...
