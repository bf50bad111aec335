from __future__ import annotations

from collections.abc import Iterator

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from rsoits.store.database import Database
from rsoits.store.schema import metadata


@pytest.fixture
def database(database_address: str) -> Iterator[Database]:
    opened = Database(database_address)
    yield opened
    opened.dispose()


def test_the_migrations_make_exactly_the_tables_the_code_declares(database: Database) -> None:
    database.upgrade()
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_the_schema_goes_up_down_and_up_again(database: Database) -> None:
    database.upgrade()
    database.downgrade("base")
    assert inspect(database.engine).get_table_names() == ["alembic_version"]
    database.upgrade()
    assert "match" in inspect(database.engine).get_table_names()


def test_an_upgrade_that_has_been_done_changes_nothing(database: Database) -> None:
    database.upgrade()
    database.upgrade()
    with database.reading() as session:
        assert session.connection().exec_driver_sql("SELECT count(*) FROM audit_head").scalar() == 1
