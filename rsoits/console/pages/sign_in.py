"""Signing in, signing out, and the first page of each role."""

from __future__ import annotations

import importlib.metadata
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, Form, Query, Request
from starlette.responses import RedirectResponse, Response

from rsoits.access import Acts, Writing, actor_of, cookie_name, house_of, public, signed_in, token_of
from rsoits.console.addresses import Text
from rsoits.console.rendering import home_of, page
from rsoits.errors import AccountLockedError, SignInRefusedError
from rsoits.security import accounts
from rsoits.security.permissions import Actor

router = APIRouter()
_NOT_ACCEPTED = "Read the conditions and tick the box to accept them."


@router.get("/", dependencies=[Depends(public)])
def home(request: Request) -> Response:
    """Lead everyone to where their work begins."""
    actor = actor_of(request)
    return RedirectResponse(home_of(actor) if actor else "/sign-in", status_code=303)


@router.get("/sign-in", dependencies=[Depends(public)])
def sign_in_page(
    request: Request, goal: Annotated[Text, Query(alias="next", max_length=200)] = "", idle: str = ""
) -> Response:
    """Show the system-use notice and the form below it (CJIS Security Policy AC-8)."""
    request.state.actor = None
    shown = {"goal": _safe(goal), "error": "", "username": "", "idle": bool(idle), "accept": False}
    return page(request, "sign_in.html", shown)


@router.post("/sign-in", dependencies=[Depends(public)])
def sign_in(
    request: Request,
    username: Annotated[Text, Form(max_length=100)] = "",
    password: Annotated[Text, Form(max_length=1000)] = "",
    accept: Annotated[Text, Form(max_length=10)] = "",
    goal: Annotated[Text, Form(alias="next", max_length=200)] = "",
) -> Response:
    """Check the password; a failure is committed too, so that it counts."""
    house, error, token = house_of(request), _NOT_ACCEPTED, ""
    if accept:
        acting = house.acting(accounts.username_of(username) or "nobody", request.client.host if request.client else "")
        with house.database.writing() as session:
            try:
                token = accounts.sign_in(session, acting, username, password)
            except (SignInRefusedError, AccountLockedError) as refusal:
                error = str(refusal)
    if not token:
        request.state.actor = None
        shown = {"goal": _safe(goal), "error": error, "username": username, "idle": False, "accept": bool(accept)}
        return page(request, "sign_in.html", shown, status=422)
    response = RedirectResponse(_safe(goal) or "/", status_code=303)
    secure = house.settings.secure_cookies
    response.set_cookie(cookie_name(secure), token, path="/", secure=secure, httponly=True, samesite="lax")
    return response


@router.post("/sign-out", dependencies=[Depends(public)])
def sign_out(request: Request, session: Writing) -> Response:
    """End the session, whoever holds it."""
    house = house_of(request)
    if actor := actor_of(request):
        accounts.sign_out(session, house.acting(actor), token_of(request))
    response = RedirectResponse("/sign-in", status_code=303)
    response.delete_cookie(cookie_name(house.settings.secure_cookies), path="/")
    return response


@router.post("/still-here")
def still_here(_actor: Annotated[Actor, Depends(signed_in)], _acts: Acts) -> Response:
    """Keep the session alive for someone who is reading or writing (WCAG 2.2.1)."""
    return Response(status_code=204)


def version() -> str:
    """Return the installed version."""
    return importlib.metadata.version("rsoits")


def _safe(goal: str) -> str:
    """Return a path of this site, or nothing: what stands in `next` may have been written by someone else."""
    parts = urlsplit(goal)
    own = goal.startswith("/") and not goal.startswith(("//", "/\\")) and not parts.scheme and not parts.netloc
    return goal if own and "\\" not in goal and goal.isprintable() else ""
