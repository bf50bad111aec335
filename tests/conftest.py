"""Shared fixtures: a house on a temporary database, once on SQLite and once on PostgreSQL.

PostgreSQL is used where it answers on 127.0.0.1; elsewhere those tests are skipped with the reason printed, unless
`RSOITS_REQUIRE` names what must not be skipped.
"""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from pydantic import SecretStr

from rsoits.house import House
from rsoits.settings import Settings

_SERVER = "postgresql://postgres@127.0.0.1:5432"
LONGEST = ("test_serving", "test_demonstration", "test_notice_form", "test_pages", "test_kill", "test_main_job")
"""Modules that begin first, so that no core waits for one of them at the end."""
DATABASES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest modules in front; all others stay in their order."""
    items.sort(key=lambda item: item.path.stem not in LONGEST)


def skip_or_fail(need: str, reason: str) -> None:
    """Skip, unless the run was told that `need` must be there."""
    if need in os.environ.get("RSOITS_REQUIRE", "").split(","):
        pytest.fail(f"{need} is required here: {reason}")
    pytest.skip(reason)


@contextmanager
def empty_database(kind: str, folder: Path, template: str = "template1") -> Iterator[str]:
    """Yield the address of a new database of this kind, and remove it afterwards."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'test.sqlite3'}"
        return
    name = f"rsoits_test_{uuid.uuid4().hex[:12]}"
    try:
        with psycopg.connect(f"{_SERVER}/postgres", autocommit=True, connect_timeout=3) as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    except psycopg.OperationalError as error:
        skip_or_fail("postgres", f"no PostgreSQL on 127.0.0.1:5432 ({type(error).__name__})")
    yield f"{_SERVER}/{name}"
    with psycopg.connect(f"{_SERVER}/postgres", autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def settings_for(address: str, folder: Path) -> Settings:
    """Return settings that keep everything under the test's own folder."""
    return Settings(
        data=folder / "data",
        database_url=address,
        secret=SecretStr("a secret for tests only"),
        settle_seconds=0,
        poll_seconds=0.2,
    )


@pytest.fixture(params=DATABASES)
def database_address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Yield the address of an empty database."""
    with empty_database(request.param, tmp_path) as address:
        yield address


@pytest.fixture
def settings(database_address: str, tmp_path: Path) -> Settings:
    """Return settings for the database under test."""
    return settings_for(database_address, tmp_path)


@pytest.fixture(scope="session")
def furnished_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an SQLite file with the schema in it, to be copied."""
    folder = tmp_path_factory.mktemp("furnished")
    with empty_database("sqlite", folder) as address:
        House.open(settings_for(address, folder)).database.dispose()
    return folder / "test.sqlite3"


@pytest.fixture(scope="session")
def furnished_postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Yield the name of a PostgreSQL database with the schema in it, to be copied."""
    folder = tmp_path_factory.mktemp("furnished")
    with empty_database("postgresql", folder) as address:
        House.open(settings_for(address, folder)).database.dispose()
        yield address.rpartition("/")[2]


@pytest.fixture(params=DATABASES)
def house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    """Yield an open house on a fresh copy of a furnished database, of each kind."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("furnished_sqlite"), tmp_path / "test.sqlite3")
        database = empty_database("sqlite", tmp_path)
    else:
        database = empty_database("postgresql", tmp_path, request.getfixturevalue("furnished_postgresql"))
    with database as address:
        opened = House.open(settings_for(address, tmp_path))
        yield opened
        opened.database.dispose()
