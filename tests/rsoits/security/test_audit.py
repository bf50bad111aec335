from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from rsoits.house import House
from rsoits.security.audit import Verified, record, verify

WORDS = ("match decided", "alert raised", "alert read")


def write(house: House) -> None:
    for number, word in enumerate(WORDS):
        with house.writing("tester") as (session, acting):
            record(session, acting, word, "match", number, band="strong")


def verified(house: House) -> Verified:
    with house.database.reading() as session:
        return verify(session, house.key)


def force(house: House, statement: str) -> None:
    """Do what someone with the database's own password could do: switch the guard off and change the table."""
    with house.database.writing() as session:
        if house.database.is_sqlite:
            for verb in ("update", "delete"):
                session.execute(text(f"DROP TRIGGER IF EXISTS audit_entry_no_{verb}"))
        else:
            session.execute(text("ALTER TABLE audit_entry DISABLE TRIGGER ALL"))
        session.execute(text(statement))


def test_an_untouched_trail_is_whole(house: House) -> None:
    write(house)
    found = verified(house)
    assert (found.entries, found.broken_at) == (3, None)


@pytest.mark.parametrize("statement", ["UPDATE audit_entry SET actor = 'nobody'", "DELETE FROM audit_entry"])
def test_the_database_refuses_to_change_the_trail(house: House, statement: str) -> None:
    write(house)
    with pytest.raises(DBAPIError, match="append-only"), house.database.writing() as session:
        session.execute(text(statement))
    assert verified(house).broken_at is None


@pytest.mark.parametrize(
    ("statement", "broken_at", "reason"),
    [
        ("UPDATE audit_entry SET actor = 'nobody' WHERE id = 2", 2, "changed"),
        ("UPDATE audit_entry SET outcome = 'undone' WHERE id = 1", 1, "changed"),
        ("DELETE FROM audit_entry WHERE id = 2", 2, "missing"),
        ("DELETE FROM audit_entry WHERE id = 3", 3, "cut off"),
        ("DELETE FROM audit_entry", 1, "cut off"),
    ],
)
def test_tampering_is_found_where_it_was_done(house: House, statement: str, broken_at: int, reason: str) -> None:
    write(house)
    force(house, statement)
    found = verified(house)
    assert found.broken_at == broken_at
    assert reason in found.reason


def test_a_forged_chain_without_the_key_is_found(house: House) -> None:
    write(house)
    with house.database.reading() as session:
        assert verify(session, b"another key").broken_at == 1


def test_writers_at_the_same_time_still_make_one_chain(house: House) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: write(house), range(5)))
    found = verified(house)
    assert (found.entries, found.broken_at) == (15, None)


def test_an_entry_and_its_change_are_kept_together_or_not_at_all(house: House) -> None:
    def decide_and_fail() -> None:
        with house.writing("tester") as (session, acting):
            record(session, acting, "match decided", "match", 1)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        decide_and_fail()
    assert verified(house).entries == 0


def test_details_are_stored_as_plain_json(house: House) -> None:
    write(house)
    with house.database.reading() as session:
        stored = session.execute(text("SELECT detail FROM audit_entry WHERE id = 1")).scalar()
    assert (json.loads(stored) if isinstance(stored, str) else stored) == {"band": "strong"}
