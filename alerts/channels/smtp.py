"""E-mail: the thin form over SMTP, encrypted where the server can or where the setting demands it."""

from __future__ import annotations

import re
import smtplib
import ssl
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from alerts.channels.port import PermanentFailure, Receipt, TransientFailure
from alerts.formats.email import to_email

if TYPE_CHECKING:
    from datetime import datetime
    from email.message import EmailMessage

    from alerts.message import Message

_MAILBOX = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*")
_LONGEST_MAILBOX = 254
_PERMANENT = range(500, 600)


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpChannel:
    """Sends through one mail server; the address is the recipient's mailbox.

    With `require_starttls` nothing is sent over a connection that cannot be encrypted; otherwise encryption is used
    where it is offered. `sender` is the From mailbox, `console` the console's own, `timeout` in seconds a step.
    """

    host: str
    sender: str
    console: str
    port: int = 587
    username: str = ""
    password: str = field(default="", repr=False)
    require_starttls: bool = True
    timeout: float = 15.0
    tls: ssl.SSLContext = field(default_factory=ssl.create_default_context, repr=False)

    def send(self, message: Message, address: str, now: datetime) -> Receipt:
        """Deliver to the mail server. A refusal of this mailbox or mail (5xx) is permanent, all else is tried again."""
        if len(address) > _LONGEST_MAILBOX or not _MAILBOX.fullmatch(address):
            raise PermanentFailure("The address is not a mailbox.")
        mail = to_email(message, sender=self.sender, to=address, console=self.console)
        try:
            server = smtplib.SMTP(self.host, self.port, self.sender.rpartition("@")[2], timeout=self.timeout)
            try:
                self._open(server)
                self._hand_over(server, mail, address)
            finally:
                _leave(server)
        except (smtplib.SMTPException, OSError) as error:
            raise TransientFailure(f"{self.host}: {type(error).__name__}.") from error
        return Receipt(now, mail["Message-ID"], f"accepted by {self.host}")

    def _open(self, server: smtplib.SMTP) -> None:
        server.ehlo_or_helo_if_needed()
        if self.require_starttls or server.has_extn("starttls"):
            server.starttls(context=self.tls)
            server.ehlo()
        if self.username:
            server.login(self.username, self.password)

    def _hand_over(self, server: smtplib.SMTP, mail: EmailMessage, address: str) -> None:
        try:
            server.send_message(mail, self.sender, [address])
        except smtplib.SMTPRecipientsRefused as error:
            raise _refusal(error.recipients[address][0]) from error
        except (smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as error:
            raise _refusal(error.smtp_code) from error


def _leave(server: smtplib.SMTP) -> None:
    """Part politely; once the mail is accepted, an impolite server changes nothing."""
    try:
        server.quit()
    except (smtplib.SMTPException, OSError):
        server.close()


def _refusal(code: int) -> TransientFailure | PermanentFailure:
    kind = PermanentFailure if code in _PERMANENT else TransientFailure
    return kind(f"The mail server answered {code}.")
