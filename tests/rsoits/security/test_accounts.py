from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from rsoits.app import create_app
from rsoits.errors import (
    AccountLockedError,
    OtherJurisdictionError,
    SignInRefusedError,
    UnknownAgencyError,
    UsernameTakenError,
    UsernameUnusableError,
    WeakPasswordError,
)
from rsoits.house import House
from rsoits.security import accounts
from rsoits.security.permissions import MAY, Permission, Role
from rsoits.store.accounts import Account, SignIn, account_named
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
    opened(house, "kim", Role.ANALYST)
    with pytest.raises(UsernameTakenError):
        opened(house, "kim", Role.AUDITOR)


def opened(house: House, username: str, role: Role, ori: str = "", place: str = "", name: str = "Kim") -> Account:
    with house.writing("admin") as (session, acting):
        return accounts.open_account(session, acting, username, name, role, PASSPHRASE, ori, place)


def test_capitals_and_blanks_make_no_difference_to_a_user_name(house: House) -> None:
    assert opened(house, " Kim\t", Role.ANALYST).username == "kim"
    with pytest.raises(UsernameTakenError):
        opened(house, "KIM", Role.AUDITOR)
    assert enter(house, "  kIM ", PASSPHRASE)


def test_what_no_database_keeps_is_dropped_from_names(house: House) -> None:
    account = opened(house, "k\0im\udcff", Role.ANALYST, name="Kim\0 Arden\x1b")
    assert (account.username, account.name) == ("kim", "Kim Arden")
    assert enter(house, "ki\0m", PASSPHRASE)


@pytest.mark.parametrize("username", ["", " \0 ", "k" * 61])
def test_a_user_name_that_is_none_is_refused(house: House, username: str) -> None:
    with pytest.raises(UsernameUnusableError):
        opened(house, username, Role.ANALYST)


@pytest.mark.parametrize("role", [Role.AGENCY, Role.MARSHAL, Role.REGISTRY_OFFICER])
def test_who_works_for_one_agency_needs_its_ori(house: House, role: Role) -> None:
    for ori in ("", "XX0000000", "TX"):
        with pytest.raises(UnknownAgencyError):
            opened(house, "kim", role, ori)
    account = opened(house, "kim", role, " txrso0001 ")
    assert (account.ori, account.jurisdiction) == ("TXRSO0001", "TX")


def test_an_agency_has_one_jurisdiction(house: House) -> None:
    with pytest.raises(OtherJurisdictionError):
        opened(house, "kim", Role.AGENCY, "TXRSO0001", "CA")
    assert opened(house, "kim", Role.AGENCY, "TXRSO0001", "tx").jurisdiction == "TX"


def test_the_form_asks_for_an_agency_and_the_sign_in_takes_the_name_in_any_form(house: House) -> None:
    person(house, "jo", Role.ADMINISTRATOR)
    browser = TestClient(create_app(house), base_url="http://127.0.0.1:8000", follow_redirects=False)
    browser.post("/sign-in", data={"username": " JO ", "password": PASSPHRASE, "accept": "yes"})
    new = {"username": " Nils\0 ", "name": "Nils Odell\0", "role": "marshal", "password": "grey willow 8 stones"}
    assert browser.post("/accounts", data=new).status_code == 422
    assert browser.post("/accounts", data={**new, "username": "\x01"}).status_code == 422
    assert browser.post("/accounts", data={**new, "place": "USMS"}).status_code == 303
    with house.database.reading() as session:
        account = account_named(session, "nils")
        assert account is not None
        assert (account.name, account.jurisdiction) == ("Nils Odell", "USMS")


def test_no_role_manages_access_and_reads_the_audit_trail() -> None:
    both = {Permission.MANAGE_ACCOUNTS, Permission.READ_AUDIT}
    assert [role for role in Role if both <= MAY[role]] == []


def test_every_role_can_do_something_and_every_permission_is_held_by_someone() -> None:
    assert set(MAY) == set(Role)
    assert set().union(*MAY.values()) == set(Permission)
