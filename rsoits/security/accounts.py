"""Making accounts and signing in and out."""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from datetime import datetime, timedelta

from sqlmodel import Session, select

from rsoits.errors import (
    AccountLockedError,
    OtherJurisdictionError,
    SignInRefusedError,
    UnknownAgencyError,
    UsernameTakenError,
    UsernameUnusableError,
)
from rsoits.security.audit import Acting, record
from rsoits.security.passwords import hash_password, password_fits
from rsoits.security.permissions import Actor, Role
from rsoits.store.accounts import Account, SignIn, account_named
from rsoits.store.agencies import Agency

WORKS_FOR_ONE = frozenset({Role.AGENCY, Role.MARSHAL, Role.REGISTRY_OFFICER})
"""Roles whose accounts read for one agency."""

_LONGEST_USERNAME = 60

_FAILURES_ALLOWED = 5
_FAILURE_WINDOW = timedelta(minutes=15)


def open_account(
    session: Session,
    acting: Acting,
    username: str,
    name: str,
    role: Role,
    password: str,
    ori: str = "",
    place: str = "",
) -> Account:
    """Make an account for `role`; agencies' accounts carry their ORI, and the jurisdiction that follows from it.

    Raises `UsernameUnusableError`, `UsernameTakenError`, `WeakPasswordError`, `UnknownAgencyError` or
    `OtherJurisdictionError`.
    """
    username = username_of(username)
    if not 0 < len(username) <= _LONGEST_USERNAME:
        raise UsernameUnusableError
    if account_named(session, username):
        raise UsernameTakenError(username)
    agency = _agency(session, role, ori, place)
    account = Account(
        username=username,
        name=_typed(name) or username,
        role=role.value,
        ori=agency.ori if agency else "",
        jurisdiction=agency.jurisdiction if agency else _typed(place),
        password_hash=hash_password(password, username),
        created_at=acting.now,
    )
    session.add(account)
    session.flush()
    record(session, acting, "account opened", "account", account.id, role=role.value)
    return account


def username_of(typed: str) -> str:
    """Return the user name as kept: capitals and blanks around it make no difference."""
    return _typed(typed).casefold()


def _typed(text: str) -> str:
    """Drop what cannot be typed; no database keeps NUL, nor halves of characters."""
    return "".join(sign for sign in text if unicodedata.category(sign) not in {"Cc", "Cs"}).strip()


def _agency(session: Session, role: Role, ori: str, place: str) -> Agency | None:
    """Return the agency the account works for; None for a role that works for no single one."""
    agency = session.get(Agency, _typed(ori).upper())
    if agency is None and (ori or role in WORKS_FOR_ONE):
        raise UnknownAgencyError
    if agency and place and place.strip().upper() != agency.jurisdiction:
        raise OtherJurisdictionError
    return agency


def set_password(session: Session, acting: Acting, account: Account, password: str) -> None:
    """Change a password and end the account's sessions."""
    account.password_hash = hash_password(password, account.username)
    end_sign_ins(session, account, acting.now)
    record(session, acting, "password changed", "account", account.id)


def release(session: Session, acting: Acting, account: Account) -> None:
    """Unlock an account; only an administrator may (CJIS Security Policy AC-7)."""
    account.locked_at, account.failures = None, []
    session.add(account)
    record(session, acting, "account released", "account", account.id)


def sign_in(session: Session, acting: Acting, username: str, password: str) -> str:
    """Check the password and return a new session's token.

    Raises `SignInRefusedError` or `AccountLockedError`; the caller commits either way, so that failures count.
    """
    account = account_named(session, username_of(username))
    fits = password_fits(password, account.password_hash if account else None)
    if account and account.locked_at:
        record(session, acting, "sign-in", "account", account.id, outcome="locked")
        raise AccountLockedError
    if not account or not fits or account.disabled:
        record(session, acting, "sign-in", "account", account.id if account else "", outcome="refused")
        if account:
            _count_failure(session, acting, account)
        raise SignInRefusedError
    token = secrets.token_urlsafe(32)
    account.failures, account.signed_in_at = [], acting.now
    session.add(account)
    session.add(
        SignIn(
            token_hash=_hash(token),
            account_id=account.id or 0,
            started_at=acting.now,
            seen_at=acting.now,
            address=acting.address,
        )
    )
    record(session, acting, "sign-in", "account", account.id)
    return token


def sign_out(session: Session, acting: Acting, token: str) -> None:
    """End this session."""
    row = session.get(SignIn, _hash(token))
    if row and not row.ended_at:
        row.ended_at = acting.now
        session.add(row)
        record(session, acting, "sign-out", "account", row.account_id)


def actor_of(session: Session, token: str, now: datetime, idle: timedelta, longest: timedelta) -> Actor | None:
    """Return who holds this token; None when the session has ended, idled out or grown too old."""
    row = session.get(SignIn, _hash(token))
    if not row or row.ended_at or now - row.seen_at > idle or now - row.started_at > longest:
        return None
    account = session.get(Account, row.account_id)
    if not account or account.disabled or account.locked_at:
        return None
    return Actor(account.id or 0, account.username, account.name, Role(account.role), account.ori, account.jurisdiction)


def last_seen(session: Session, token: str) -> datetime:
    """Return when a valid token was last used."""
    return session.get_one(SignIn, _hash(token)).seen_at


def touch(session: Session, token: str, now: datetime) -> None:
    """Note that the session is in use."""
    if row := session.get(SignIn, _hash(token)):
        row.seen_at = now
        session.add(row)


def end_sign_ins(session: Session, account: Account, now: datetime) -> None:
    """End every session of an account."""
    for row in session.exec(select(SignIn).where(SignIn.account_id == account.id)):
        row.ended_at = row.ended_at or now
        session.add(row)


def _count_failure(session: Session, acting: Acting, account: Account) -> None:
    recent = [at for at in account.failures if acting.now - datetime.fromisoformat(at) < _FAILURE_WINDOW]
    account.failures = [*recent, acting.now.isoformat()]
    if len(account.failures) >= _FAILURES_ALLOWED:
        account.locked_at = acting.now
        record(session, acting, "account locked", "account", account.id)
    session.add(account)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
