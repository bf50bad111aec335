"""Tokens by which machines act for an account: made once, shown once, kept as a hash, ended by a date or by hand."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlmodel import Session, select

from rsoits.errors import UnknownTokenError
from rsoits.security.audit import Acting, record
from rsoits.security.permissions import Actor, Role
from rsoits.store.accounts import Account, ApiToken

LONGEST_LIFE = timedelta(days=366)
_PREFIX = "rsoits_"
_LONGEST_LABEL = 80
_TOUCH_EVERY = timedelta(minutes=1)


def make(session: Session, acting: Acting, account: Account, label: str, life: timedelta, feed: str = "") -> str:
    """Make a token and return it: it can never be shown again. With a `feed` it hands in files of that feed only."""
    token = _PREFIX + secrets.token_urlsafe(32)
    row = ApiToken(
        account_id=account.id or 0,
        token_hash=_hash(token),
        label="".join(sign for sign in label if sign.isprintable()).strip()[:_LONGEST_LABEL],
        feed=feed,
        made_at=acting.now,
        expires_at=acting.now + min(life, LONGEST_LIFE),
    )
    session.add(row)
    session.flush()
    record(session, acting, "token made", "token", row.id, account=account.id, feed=feed)
    return token


def revoke(session: Session, acting: Acting, token_id: int) -> None:
    """End a token at once; raises `UnknownTokenError`. Ending it a second time changes nothing."""
    row = session.get(ApiToken, token_id)
    if row is None:
        raise UnknownTokenError
    if row.revoked_at is None:
        row.revoked_at = acting.now
        session.add(row)
        record(session, acting, "token revoked", "token", token_id)


def actor_of(session: Session, token: str, now: datetime) -> Actor | None:
    """Return whom a token acts for; None when it is unknown, over or revoked, or its account may not sign in."""
    row = _row(session, token)
    if row is None or row.revoked_at or row.expires_at <= now:
        return None
    account = session.get(Account, row.account_id)
    if account is None or account.disabled or account.locked_at:
        return None
    return Actor(
        account.id or 0,
        account.username,
        account.name,
        Role(account.role),
        account.ori,
        account.jurisdiction,
        feed=row.feed,
    )


def is_stale(session: Session, token: str, now: datetime) -> bool:
    """Tell whether it is time to note that a valid token is in use."""
    row = _row(session, token)
    return row is not None and (row.used_at is None or now - row.used_at > _TOUCH_EVERY)


def touch(session: Session, token: str, now: datetime) -> None:
    """Note that a token is in use."""
    if row := _row(session, token):
        row.used_at = now
        session.add(row)


def _row(session: Session, token: str) -> ApiToken | None:
    return session.exec(select(ApiToken).where(ApiToken.token_hash == _hash(token))).first()


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
