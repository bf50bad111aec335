"""Carries alerts out of the outbox: builds the channels the settings allow, and empties what is due."""

from __future__ import annotations

import ipaddress
import random
from collections.abc import Mapping
from typing import TYPE_CHECKING

from alerts.channels.folder import FolderChannel
from alerts.channels.inbox import InboxChannel
from alerts.channels.smtp import SmtpChannel
from alerts.channels.webhook import WebhookChannel
from alerts.relay import RelayReport, relay_once
from rsoits.settings import Settings
from rsoits.store.outbox import SqlOutbox

if TYPE_CHECKING:
    from alerts.channels.port import Channel
    from rsoits.house import House

BATCH = 50


def channels_of(settings: Settings) -> dict[str, Channel]:
    """Return the channels by name; SMTP and webhooks only where the settings say how."""
    channels: dict[str, Channel] = {"inbox": InboxChannel(), "folder": FolderChannel(settings.outgoing)}
    if settings.smtp_host:
        channels["smtp"] = SmtpChannel(
            host=settings.smtp_host,
            port=settings.smtp_port,
            sender=settings.smtp_sender,
            username=settings.smtp_username,
            password=settings.smtp_password.get_secret_value(),
            require_starttls=settings.smtp_starttls,
            console=settings.public_address,
        )
    if settings.webhook_secrets:
        secrets = [secret.get_secret_value() for secret in settings.webhook_secrets]
        channels["webhook"] = WebhookChannel(
            console=settings.public_address,
            secrets_for=lambda _address: secrets,
            allow_http=settings.webhook_http,
            allowed=[ipaddress.ip_network(network) for network in settings.webhook_networks],
        )
    return channels


def relay(house: House, channels: Mapping[str, Channel], worker: str) -> RelayReport:
    """Send everything that is due now, in batches, until nothing is left."""
    outbox = SqlOutbox(house.database)
    delivered = waiting = dead = lapsed = 0
    while True:
        report = relay_once(outbox, channels, house.now, worker, BATCH, jitter=random.random)
        delivered += report.delivered
        waiting += report.waiting
        dead += report.dead
        lapsed += report.lapsed
        if report == RelayReport():
            return RelayReport(delivered, waiting, dead, lapsed)
