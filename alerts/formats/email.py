"""The thin form as an e-mail: headline, urgency and link; who it concerns is read behind the sign-in."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import TYPE_CHECKING

from alerts.kinds import Urgency

if TYPE_CHECKING:
    from alerts.message import Message

_PRIORITY = {Urgency.IMMEDIATE: "urgent", Urgency.PRIORITY: "normal", Urgency.ROUTINE: "non-urgent"}


def to_email(message: Message, *, sender: str, to: str, console: str) -> EmailMessage:
    """Return the e-mail; `console` is the address of the console, such as `https://rsoits.example`.

    `Message-ID` comes from the alert's id, so a mail sent twice is recognisable; `Priority` is RFC 2156's.
    """
    mail = EmailMessage(policy=SMTP)
    mail["From"] = sender
    mail["To"] = to
    mail["Subject"] = f"[{message.urgency.value.upper()}] {message.headline}"
    mail["Date"] = format_datetime(message.created_at)
    mail["Message-ID"] = f"<{message.id}@{sender.rpartition('@')[2]}>"
    mail["Priority"] = _PRIORITY[message.urgency]
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(
        f"{message.headline}.\n"
        f"Urgency: {message.urgency}.\n\n"
        "Sign in to read and acknowledge this alert:\n"
        f"{console.rstrip('/')}{message.link_path}\n\n"
        "For protection, this e-mail names nobody.\n",
        cte="7bit",
    )
    return mail
