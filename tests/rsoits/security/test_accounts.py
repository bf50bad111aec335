from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from rsoits.errors import AccountLockedError, SignInRefusedError, UsernameTakenError, WeakPasswordError
from rsoits.house import House
from rsoits.security import accounts
from rsoits.security.permissions import MAY, Permission, Role
from rsoits.store.accounts import SignIn, account_named
from tests.rsoits.scenes import PASSPHRASE, person

IDLE, LONGEST = timedelta(minutes=30), timedelta(hours=12)


def enter(house: House, username: str, password: str, minutes: float = 0) -> str:
    with house.database.writing() as session:
        acting = house.acting("sign-in", "192.0.2.1")
        acting = replace(acting, now=acting.now + timedelta(minutes=minutes))
        try:
            return accounts.sign_in(session, acting, username, password)
        except (SignInRefusedError, AccountLockedError):
            session.commit()
            raise


def test_the_right_password_opens_a_session_that_ends_with_sign_out(house: House) -> None:
    actor = person(house, "kim", Role.ANALYST)
    token = enter(house, "kim", PASSPHRASE)
    with house.database.reading() as session:
        assert accounts.actor_of(session, token, house.now(), IDLE, LONGEST) == actor
    with house.writing(actor) as (session, acting):
        accounts.sign_out(session, acting, token)
    with house.database.reading() as session:
        assert accounts.actor_of(session, token, house.now(), IDLE, LONGEST) is None


def test_the_token_itself_is_nowhere_in_the_database(house: House) -> None:
    person(house, "kim", Role.ANALYST)
    token = enter(house, "kim", PASSPHRASE)
    with house.database.reading() as session:
        assert all(token not in row.token_hash for row in session.exec(select(SignIn)))


@pytest.mark.parametrize("rest", [timedelta(minutes=31), timedelta(hours=13)])
def test_a_session_left_alone_is_over(house: House, rest: timedelta) -> None:
    person(house, "kim", Role.ANALYST)
    token = enter(house, "kim", PASSPHRASE)
    with house.database.reading() as session:
        assert accounts.actor_of(session, token, house.now() + rest, IDLE, LONGEST) is None


def test_a_session_in_use_is_over_after_twelve_hours(house: House) -> None:
    person(house, "kim", Role.ANALYST)
    token = enter(house, "kim", PASSPHRASE)
    later = house.now() + timedelta(hours=12, minutes=1)
    with house.database.writing() as session:
        accounts.touch(session, token, later)
    with house.database.reading() as session:
        assert accounts.actor_of(session, token, later, IDLE, LONGEST) is None


def test_wrong_and_unknown_are_refused_alike(house: House) -> None:
    person(house, "kim", Role.ANALYST)
    with pytest.raises(SignInRefusedError) as wrong:
        enter(house, "kim", "not the passphrase")
    with pytest.raises(SignInRefusedError) as unknown:
        enter(house, "nobody", PASSPHRASE)
    assert str(wrong.value) == str(unknown.value)


def test_five_failures_in_fifteen_minutes_lock_until_an_administrator_releases(house: House) -> None:
    person(house, "kim", Role.ANALYST)
    for minute in range(5):
        with pytest.raises(SignInRefusedError):
            enter(house, "kim", "not the passphrase", minute)
    with pytest.raises(AccountLockedError):
        enter(house, "kim", PASSPHRASE, 60 * 24)
    with house.writing("admin") as (session, acting):
        account = account_named(session, "kim")
        assert account is not None
        accounts.release(session, acting, account)
    assert enter(house, "kim", PASSPHRASE)


def test_failures_spread_over_an_hour_do_not_lock(house: House) -> None:
    person(house, "kim", Role.ANALYST)
    for number in range(6):
        with pytest.raises(SignInRefusedError):
            enter(house, "kim", "not the passphrase", number * 10)
    assert enter(house, "kim", PASSPHRASE, 70)


@pytest.mark.parametrize("password", ["short", "passwordpassword", "kim in the harbour", "aaaaaaaaaaaaaaaa"])
def test_weak_passwords_are_refused(house: House, password: str) -> None:
    with pytest.raises(WeakPasswordError), house.writing("admin") as (session, acting):
        accounts.open_account(session, acting, "kim", "Kim", Role.ANALYST, password)


def test_a_user_name_is_given_once(house: House) -> None:
    person(house, "kim", Role.ANALYST)
    with pytest.raises(UsernameTakenError):
        person(house, "kim", Role.AUDITOR)


def test_no_role_manages_access_and_reads_the_audit_trail() -> None:
    both = {Permission.MANAGE_ACCOUNTS, Permission.READ_AUDIT}
    assert [role for role in Role if both <= MAY[role]] == []


def test_every_role_can_do_something_and_every_permission_is_held_by_someone() -> None:
    assert set(MAY) == set(Role)
    assert set().union(*MAY.values()) == set(Permission)
