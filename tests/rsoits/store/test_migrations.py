from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect
from sqlmodel import select

from rsoits.house import House
from rsoits.settings import Settings
from rsoits.store.agencies import Agency
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


def test_two_processes_that_open_an_empty_database_at_once_both_succeed(settings: Settings) -> None:
    with ThreadPoolExecutor(4) as pool:
        houses = list(pool.map(House.open, [settings] * 4))
    with houses[0].database.reading() as session:
        oris = session.exec(select(Agency.ori)).all()
    assert len(oris) == len(set(oris)) > 100
    for house in houses:
        house.database.dispose()
