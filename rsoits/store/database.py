"""The database: one engine, sessions that read and sessions that write, and its upgrade."""

from __future__ import annotations

import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import DatabaseError
from sqlmodel import Session, create_engine

from rsoits.errors import DatabaseTooNewError, DatabaseUnreachableError

_WRITES = "rsoits_writes"
_SETTING_UP = 7_706_476
"""The number of PostgreSQL's advisory lock; any will do that nobody else uses."""


class Database:
    """An SQLite file or a PostgreSQL server behind the same four methods."""

    def __init__(self, address: str) -> None:
        self.address = address
        if address.startswith("postgresql://"):
            address = address.replace("postgresql://", "postgresql+psycopg://", 1)
        self.is_sqlite = address.startswith("sqlite")
        if self.is_sqlite:
            Path(address.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
        arguments: dict[str, Any] = {"timeout": 30} if self.is_sqlite else {}
        self.engine: Engine = create_engine(address, connect_args=arguments, pool_pre_ping=not self.is_sqlite)
        if self.is_sqlite:
            event.listen(self.engine, "connect", _prepare_sqlite)
            event.listen(self.engine, "begin", _begin_sqlite)
        weakref.finalize(self, self.engine.dispose)
        self._writer = self.engine.execution_options(**{_WRITES: True})

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Open a session for queries; nothing is committed."""
        with Session(self.engine) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Open a session whose changes are committed together at the end, or not at all."""
        with Session(self._writer, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def setting_up(self) -> Iterator[Session]:
        """Open a writing session that no other process setting up has at the same time."""
        with self.writing() as session:
            self._wait_for_others(session.connection())
            yield session

    def upgrade(self, revision: str = "head") -> None:
        """Bring the schema to `revision`; raises `DatabaseUnreachableError` or `DatabaseTooNewError`."""
        self._migrate(command.upgrade, revision)

    def downgrade(self, revision: str) -> None:
        """Take the schema back to `revision`."""
        self._migrate(command.downgrade, revision)

    def dispose(self) -> None:
        """Close all connections."""
        self.engine.dispose()

    def _migrate(self, step: Any, revision: str) -> None:  # noqa: ANN401  alembic's commands are untyped
        config = Config()
        config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
        try:
            with self._writer.begin() as connection:
                self._wait_for_others(connection)
                config.attributes["connection"] = connection
                step(config, revision)
        except DatabaseError as error:
            raise DatabaseUnreachableError(type(error.orig).__name__) from error
        except CommandError as error:
            raise DatabaseTooNewError from error

    def _wait_for_others(self, connection: Connection) -> None:
        if not self.is_sqlite:
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_SETTING_UP})")


def _prepare_sqlite(connection: Any, _record: Any) -> None:  # noqa: ANN401  DB-API objects are untyped
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """Take the write lock at once in writing sessions, so that two writers queue and never deadlock."""
    writes = connection.get_execution_options().get(_WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
