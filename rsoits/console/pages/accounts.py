"""Accounts: who can sign in, opening an account, releasing a locked one, closing one."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from sqlmodel import Session
from starlette.responses import RedirectResponse, Response

from rsoits.access import Acts, Reading, Writing, house_of, may
from rsoits.console.addresses import PageNumber, RowId, Text
from rsoits.console.rendering import page
from rsoits.errors import (
    NotFoundError,
    UnknownAgencyError,
    UsernameTakenError,
    UsernameUnusableError,
    WeakPasswordError,
)
from rsoits.rules.jurisdictions import all_jurisdictions, find
from rsoits.security import accounts as security
from rsoits.security.audit import record
from rsoits.security.permissions import Actor, Permission, Role
from rsoits.store import listings
from rsoits.store.accounts import Account

router = APIRouter(prefix="/accounts")
Administrator = Annotated[Actor, Depends(may(Permission.MANAGE_ACCOUNTS))]
PER_PAGE = 50
_DONE = {"opened": "The account is open.", "released": "The account is released.", "changed": "The account is changed."}
_NAMELESS = "Give the account a user name and the person's name."
_NEEDS_PLACE = "Choose the jurisdiction this person works for."
_REFUSALS = (UsernameUnusableError, UsernameTakenError, WeakPasswordError, UnknownAgencyError)


@router.get("")
def accounts(
    request: Request,
    actor: Administrator,
    session: Reading,
    number: PageNumber = 1,
    done: str = "",
) -> Response:
    """List the accounts, the locked ones first."""
    return _shown(request, session, actor, number, done=_DONE.get(done, ""))


@router.post("")
def open_one(
    request: Request,
    actor: Administrator,
    acts: Acts,
    role: Annotated[Role, Form()],
    username: Annotated[Text, Form(max_length=60)] = "",
    name: Annotated[Text, Form(max_length=100)] = "",
    place: Annotated[Text, Form(max_length=20)] = "",
    password: Annotated[Text, Form(max_length=1000)] = "",
) -> Response:
    """Open an account; a form that cannot be taken comes back with what is wrong, without the password."""
    house, where = house_of(request), find(place)
    error = "" if username.strip() and name.strip() else _NAMELESS
    if role in security.WORKS_FOR_ONE and where is None:
        error = error or _NEEDS_PLACE
    if not error:
        try:
            with house.database.writing() as session:
                ori, code = (where.ori, where.code) if where else ("", "")
                security.open_account(session, acts, username, name, role, password, ori, code)
        except _REFUSALS as refusal:
            error = str(refusal)
    if not error:
        return RedirectResponse("/accounts?done=opened", status_code=303)
    typed = {"username": username, "name": name, "role": role.value, "place": place}
    with house.database.reading() as session:
        return _shown(request, session, actor, 1, error=error, typed=typed, status=422)


@router.post("/{account_id}/release")
def release(account_id: RowId, _actor: Administrator, session: Writing, acts: Acts) -> Response:
    """Let a locked account sign in again."""
    security.release(session, acts, _account(session, account_id))
    return RedirectResponse("/accounts?done=released", status_code=303)


@router.post("/{account_id}/disabled")
def disable(
    account_id: RowId, actor: Administrator, session: Writing, acts: Acts, disabled: Annotated[bool, Form()]
) -> Response:
    """Close an account and end its sessions, or open it again. Nobody closes their own."""
    account = _account(session, account_id)
    if account.id != actor.account_id:
        account.disabled = disabled
        session.add(account)
        if disabled:
            security.end_sign_ins(session, account, acts.now)
        record(session, acts, "account disabled" if disabled else "account enabled", "account", account.id)
    return RedirectResponse("/accounts?done=changed", status_code=303)


def _account(session: Session, account_id: int) -> Account:
    account = session.get(Account, account_id)
    if account is None:
        raise NotFoundError
    return account


def _shown(
    request: Request,
    session: Session,
    actor: Actor,
    number: int,
    *,
    done: str = "",
    error: str = "",
    typed: dict[str, str] | None = None,
    status: int = 200,
) -> Response:
    found = listings.accounts(session, PER_PAGE + 1, (number - 1) * PER_PAGE)
    return page(
        request,
        "accounts.html",
        {
            "rows": found[:PER_PAGE],
            "more": len(found) > PER_PAGE,
            "number": number,
            "roles": list(Role),
            "places": all_jurisdictions(house_of(request).now().date()),
            "own": actor.account_id,
            "done": done,
            "error": error,
            "typed": typed or {"username": "", "name": "", "role": Role.ANALYST.value, "place": ""},
        },
        status=status,
    )
