"""The page in the console: a message is delivered as soon as its recipient can open it there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alerts.channels.port import PermanentFailure, Receipt

if TYPE_CHECKING:
    from datetime import datetime

    from alerts.message import Message


class InboxChannel:
    """Delivers to the console's own inbox; the address is the recipient's ORI, and no other inbox will do."""

    def send(self, message: Message, address: str, now: datetime) -> Receipt:
        """Return a receipt that names the page; an address other than the recipient's is a permanent failure."""
        if address != message.recipient_ori:
            raise PermanentFailure("The address is not the recipient's ORI.")
        return Receipt(now, message.link_path)
