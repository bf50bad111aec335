"""What every route asks first: which session, who is asking, and may they."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Annotated

from fastapi import Depends, Request
from sqlmodel import Session

from rsoits.errors import RefusedError
from rsoits.house import House
from rsoits.security import accounts, tokens
from rsoits.security.audit import Acting
from rsoits.security.permissions import Actor, Permission

COOKIE = "rsoits"
_TOUCH_EVERY = timedelta(minutes=1)


class SignInNeededError(Exception):
    """Sign in to see this page."""


def cookie_name(secure: bool) -> str:  # noqa: FBT001  the one thing it depends on
    """Return the session cookie's name; the prefix makes browsers insist on HTTPS and on this host."""
    return f"__Host-{COOKIE}" if secure else COOKIE


def house_of(request: Request) -> House:
    """Return what this process holds."""
    house: House = request.app.state.house
    return house


def reading(request: Request) -> Iterator[Session]:
    """Give a route a session for queries."""
    with house_of(request).database.reading() as session:
        yield session


def writing(request: Request) -> Iterator[Session]:
    """Give a route a session that is committed before the answer is sent, and rolled back on any error."""
    with house_of(request).database.writing() as session:
        yield session


def token_of(request: Request) -> str:
    """Return the session token the browser sent, or nothing."""
    return request.cookies.get(cookie_name(house_of(request).settings.secure_cookies), "")


def bearer_of(request: Request) -> str | None:
    """Return the token of a machine that calls the API; None when none is shown, or for a page of the console."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    is_shown = scheme.lower() == "bearer" and request.url.path.startswith("/api/")
    return token.strip() if is_shown else None


def actor_of(request: Request) -> Actor | None:
    """Return who is asking: a machine by its token, else whoever is signed in; a sign-in lives on by being used."""
    bearer = bearer_of(request)
    actor = _signed_in_actor(request) if bearer is None else _machine(request, bearer)
    request.state.actor = actor
    return actor


def _machine(request: Request, token: str) -> Actor | None:
    house, now = house_of(request), house_of(request).now()
    with house.database.reading() as session:
        actor = tokens.actor_of(session, token, now)
        stale = actor is not None and tokens.is_stale(session, token, now)
    if stale:
        with house.database.writing() as session:
            tokens.touch(session, token, now)
    return actor


def _signed_in_actor(request: Request) -> Actor | None:
    house, token, now = house_of(request), token_of(request), house_of(request).now()
    if not token:
        return None
    with house.database.reading() as session:
        actor = accounts.actor_of(session, token, now, house.idle, house.longest)
        stale = actor is not None and accounts.last_seen(session, token) < now - _TOUCH_EVERY
    if stale and "live" not in request.url.path:
        with house.database.writing() as session:
            accounts.touch(session, token, now)
    return actor


def signed_in(request: Request) -> Actor:
    """Return who is signed in; raises `SignInNeededError`."""
    actor = actor_of(request)
    if actor is None:
        raise SignInNeededError
    return actor


def may(*permissions: Permission, by_feed: bool = False) -> Callable[[Request], Actor]:
    """Make a dependency that lets only holders of one of these permissions through.

    A token that is limited to a feed (`Actor.feed`) passes only `by_feed`; the route then holds it to that feed.
    """

    def allowed(request: Request) -> Actor:
        actor = signed_in(request)
        if (actor.feed and not by_feed) or not any(actor.may(permission) for permission in permissions):
            raise RefusedError
        return actor

    allowed.permissions = permissions  # type: ignore[attr-defined]  # read by the test that walks every route
    return allowed


def public(request: Request) -> None:
    """Mark a route that anyone may call."""


def acting(request: Request) -> Acting:
    """Return on whose behalf a route writes."""
    actor = getattr(request.state, "actor", None) or signed_in(request)
    return house_of(request).acting(actor, request.client.host if request.client else "")


Reading = Annotated[Session, Depends(reading)]
Writing = Annotated[Session, Depends(writing, scope="function")]
Acts = Annotated[Acting, Depends(acting)]
