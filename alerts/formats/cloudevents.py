"""The thin form as a CloudEvents 1.0 event in structured JSON: what happened, how urgent, and where to read it."""

from __future__ import annotations

import json
from datetime import UTC
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alerts.message import Message

CONTENT_TYPE = "application/cloudevents+json"


def to_cloudevent(message: Message, *, console: str) -> bytes:
    """Return the event as UTF-8 JSON with a fixed order of keys, so the same alert is always the same bytes.

    `console` is the address of the console; it is the event's `source` and the start of the link. `id` is the alert's.
    """
    console = console.rstrip("/")
    event = {
        "specversion": "1.0",
        "id": message.id,
        "source": console,
        "type": f"gov.rsoits.alert.{message.kind}.v1",
        "subject": f"alert/{message.id}",
        "time": message.created_at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "datacontenttype": "application/json",
        "data": {
            "alert_id": message.id,
            "kind": message.kind.value,
            "urgency": message.urgency.value,
            "recipient_ori": message.recipient_ori,
            "link": f"{console}{message.link_path}",
        },
    }
    return json.dumps(event, separators=(",", ":")).encode()
