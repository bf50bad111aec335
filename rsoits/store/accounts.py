"""Accounts, their sign-ins, and the tokens by which machines act for them."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import JSON, Field, Session, SQLModel, select


class Account(SQLModel, table=True):
    """One person who can sign in; `ori` is the agency an agency's account reads for."""

    __tablename__ = "account"

    id: int | None = Field(default=None, primary_key=True)
    username: str = Field(unique=True)
    name: str
    role: str
    ori: str = ""
    jurisdiction: str = ""
    password_hash: str
    disabled: bool = False
    locked_at: datetime | None = None
    failures: list[str] = Field(default_factory=list, sa_type=JSON)
    created_at: datetime
    signed_in_at: datetime | None = None


class SignIn(SQLModel, table=True):
    """One session; only the SHA-256 of the cookie's token is kept."""

    __tablename__ = "sign_in"

    token_hash: str = Field(primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    started_at: datetime
    seen_at: datetime
    ended_at: datetime | None = None
    address: str = ""


class ApiToken(SQLModel, table=True):
    """What a machine shows to act for an account; only the SHA-256 of it is kept. `feed` limits it to one feed."""

    __tablename__ = "api_token"

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    token_hash: str = Field(unique=True)
    label: str
    feed: str = ""
    made_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None
    used_at: datetime | None = None


def account_named(session: Session, username: str) -> Account | None:
    """Return the account with this user name."""
    return session.exec(select(Account).where(Account.username == username)).first()
