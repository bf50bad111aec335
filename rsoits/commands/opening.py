"""Opens the house for a command, or ends the command with the reason why it cannot."""

from __future__ import annotations

import logging
from pathlib import Path

import structlog
from pydantic import ValidationError

from feeds.feed import Feed
from rsoits.commands.outcome import Exit, fail
from rsoits.errors import RsoitsError, UnknownFeedError
from rsoits.house import House
from rsoits.services.declared import feed_named
from rsoits.settings import Settings


def open_house(data: Path | None = None) -> House:
    """Read the settings, open the database and bring it up to date."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.INFO))
    settings = read_settings(data)
    try:
        return House.open(settings)
    except RsoitsError as error:
        fail(str(error), Exit.UNUSABLE)
    except OSError as error:
        names = "RSOITS_DATA and RSOITS_DATABASE_URL" if settings.database_url else "RSOITS_DATA"
        fail(f"The data folder cannot be used ({error.strerror}); set {names} to one that can be.", Exit.UNUSABLE)


def read_settings(data: Path | None = None) -> Settings:
    """Read the settings; those that cannot be used are named."""
    try:
        return Settings() if data is None else Settings(data=data)
    except ValidationError as error:
        names = ", ".join(sorted({f"RSOITS_{str(part['loc'][0]).upper()}" for part in error.errors()}))
        fail(f"These settings cannot be used: {names}. See docs/operations.md for their form.", Exit.USAGE)


def known_feed(house: House, name: str) -> Feed:
    """Return the feed of this name, or end the command."""
    try:
        return feed_named(house.settings, name)
    except UnknownFeedError as error:
        fail(str(error), Exit.USAGE)
