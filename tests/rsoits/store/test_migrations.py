from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text
from sqlmodel import select

from rsoits.house import House
from rsoits.settings import Settings
from rsoits.store.agencies import Agency
from rsoits.store.database import Database
from rsoits.store.files import SourceFile
from rsoits.store.intakes import FeedRun, FeedState, RunState
from rsoits.store.manifests import Manifest
from rsoits.store.schema import metadata

MOMENT = "2031-05-01 09:00:00+00:00"


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


def test_what_an_installation_holds_survives_the_upgrade(database: Database) -> None:
    database.upgrade("0001")
    before: dict[str, dict[str, object]] = {
        "source_file": {"id": 1, "sha256": "a" * 64, "name": "a.csv", "size": 1, "encoding": "", "content": b"x"},
        "feed_state": {"feed": "air-manifests", "looked_at": MOMENT},
        "feed_run": {"id": 1, "feed": "air-manifests", "due_at": MOMENT, "started_at": MOMENT, "files": 1},
        "voyage": {"id": 1, "mode": "air", "direction": "outbound", "carrier": "QZ", "number": "514", "origin": "IAH",
                   "destination": "MEX", "origin_country": "USA", "destination_country": "MEX", "day": "2031-05-01",
                   "departs": "", "arrives": "", "legs": "[]"},
        "manifest": {"id": 1, "source_file_id": 1, "voyage_id": 1, "key": "k", "version": 1, "format": "paxlst",
                     "list_kind": "passenger", "message": "745", "function": "new", "sender": "", "reference": ""},
    }  # fmt: skip
    before["source_file"]["received_at"] = before["manifest"]["received_at"] = MOMENT
    with database.writing() as session:
        for table, row in before.items():
            names = ", ".join(row)
            values = ", ".join(f":{name}" for name in row)
            session.connection().execute(text(f"INSERT INTO {table} ({names}) VALUES ({values})"), row)  # noqa: S608
    database.upgrade()
    with database.reading() as session:
        assert session.exec(select(Manifest.outdated)).all() == [False]
        assert session.exec(select(FeedRun.state)).all() == [RunState.INTERRUPTED]
        assert session.get_one(FeedState, "air-manifests").looked_at is not None
        assert session.exec(select(SourceFile.content)).all() == [b"x"]
    database.downgrade("0001")
    with database.reading() as session:
        assert session.connection().execute(text("SELECT count(*) FROM manifest")).scalar() == 1
