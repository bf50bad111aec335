"""One alert as its recipient reads it, whatever channel carries it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Self

from alerts.facts import Audience
from alerts.kinds import AlertKind, Urgency

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")


class UnusableAlertIdError(ValueError):
    """An alert's id is 1 to 64 letters, digits, hyphens or underscores: it also names files, mails and requests."""


@dataclass(frozen=True, slots=True)
class Message:
    """What is said to one recipient. `headline` names nobody; `paragraphs` and `facts` are pairs of heading and text.

    Times are aware; `due_at` is None when nothing is due. `id` is the same in every channel and on every attempt.
    """

    id: str
    kind: AlertKind
    audience: Audience
    recipient_ori: str
    recipient_name: str
    sender_ori: str
    sender_name: str
    created_at: datetime
    urgency: Urgency
    headline: str
    paragraphs: tuple[tuple[str, str], ...]
    facts: tuple[tuple[str, str], ...]
    provisions: tuple[str, ...] = ()
    due_at: datetime | None = None

    def __post_init__(self) -> None:
        """Refuse an id that could not be a file name, a header or part of a signature."""
        if not _ID.fullmatch(self.id):
            raise UnusableAlertIdError

    @property
    def link_path(self) -> str:
        """The page that shows this alert to its recipient, without the host."""
        return f"/alerts/{self.id}"

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON types, times in UTC; `from_json` reads them back."""
        return {
            "id": self.id,
            "kind": self.kind.value,
            "audience": self.audience.value,
            "recipient_ori": self.recipient_ori,
            "recipient_name": self.recipient_name,
            "sender_ori": self.sender_ori,
            "sender_name": self.sender_name,
            "created_at": self.created_at.astimezone(UTC).isoformat(),
            "urgency": self.urgency.value,
            "headline": self.headline,
            "paragraphs": [list(pair) for pair in self.paragraphs],
            "facts": [list(pair) for pair in self.facts],
            "provisions": list(self.provisions),
            "due_at": self.due_at.astimezone(UTC).isoformat() if self.due_at else None,
        }

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Self:
        """Rebuild from what `to_json` wrote."""
        return cls(
            id=value["id"],
            kind=AlertKind(value["kind"]),
            audience=Audience(value["audience"]),
            recipient_ori=value["recipient_ori"],
            recipient_name=value["recipient_name"],
            sender_ori=value["sender_ori"],
            sender_name=value["sender_name"],
            created_at=datetime.fromisoformat(value["created_at"]),
            urgency=Urgency(value["urgency"]),
            headline=value["headline"],
            paragraphs=tuple((heading, text) for heading, text in value["paragraphs"]),
            facts=tuple((label, text) for label, text in value["facts"]),
            provisions=tuple(value["provisions"]),
            due_at=datetime.fromisoformat(value["due_at"]) if value["due_at"] else None,
        )
