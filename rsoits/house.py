"""What one process holds: settings, database and screening index; it alone knows which parts are used."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from sqlmodel import Session

from rsoits.security.audit import Acting
from rsoits.security.permissions import Actor
from rsoits.services.directory import list_agencies
from rsoits.services.screen import Screener
from rsoits.settings import Settings
from rsoits.store.database import Database


@dataclass(frozen=True)
class House:
    """Opened once per process."""

    settings: Settings
    database: Database
    key: bytes
    screener: Screener = field(default_factory=Screener)

    @classmethod
    def open(cls, settings: Settings) -> House:
        """Connect, and bring an old or empty database up to date; raises `DatabaseUnreachableError`."""
        database = Database(settings.database)
        database.upgrade()
        with database.setting_up() as session:
            list_agencies(session, datetime.now(UTC).date())
        return cls(settings, database, settings.key())

    def now(self) -> datetime:
        """Read the clock, here and nowhere below."""
        return datetime.now(UTC)

    def acting(self, actor: Actor | str, address: str = "") -> Acting:
        """Say on whose behalf the next steps are done: a person, or a part of the system by name."""
        if isinstance(actor, str):
            return Acting(actor, self.now(), self.key, address=address)
        return Acting(actor.username, self.now(), self.key, account_id=actor.account_id, address=address)

    @contextmanager
    def writing(self, actor: Actor | str) -> Iterator[tuple[Session, Acting]]:
        """Open a transaction in which `actor` does something."""
        with self.database.writing() as session:
            yield session, self.acting(actor)

    @property
    def idle(self) -> timedelta:
        """How long a session may rest."""
        return timedelta(minutes=self.settings.idle_minutes)

    @property
    def longest(self) -> timedelta:
        """How long a session may last."""
        return timedelta(hours=self.settings.session_hours)

    @property
    def lease(self) -> timedelta:
        """How long a run may go without a beat before it counts as lost."""
        return timedelta(seconds=self.settings.lease_seconds)
