"""Turns a template into an answer: who is asking, what they may open, how times are said."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from fastapi import Request
from jinja2 import StrictUndefined
from jinja2_fragments.fastapi import Jinja2Blocks
from starlette.responses import RedirectResponse, Response

from rsoits.access import house_of
from rsoits.console import assets, border, words
from rsoits.security.permissions import Actor, Permission, Role

_NAVIGATION = (
    ("Matches", "/matches", (Permission.READ_MATCHES,)),
    ("Trips", "/trips", (Permission.READ_TRIPS, Permission.READ_OWN_TRIPS)),
    ("Marshals", "/marshals", (Permission.READ_MARSHALS_QUEUE,)),
    ("Inbox", "/inbox", (Permission.READ_INBOX,)),
    ("Notices", "/notices", (Permission.READ_NOTICES, Permission.REVIEW_NOTICES)),
    ("Feeds", "/feeds", (Permission.READ_FEEDS,)),
    ("Coverage", "/coverage", (Permission.READ_COVERAGE,)),
    ("Registry", "/registry", (Permission.READ_REGISTRY,)),
    ("Audit", "/audit", (Permission.READ_AUDIT,)),
    ("Accounts", "/accounts", (Permission.MANAGE_ACCOUNTS,)),
)
_HOMES = {
    Role.ANALYST: "/matches",
    Role.SUPERVISOR: "/matches",
    Role.OPERATOR: "/feeds",
    Role.MARSHAL: "/marshals",
    Role.AGENCY: "/inbox",
    Role.REGISTRY_OFFICER: "/notices",
    Role.AUDITOR: "/audit",
    Role.ADMINISTRATOR: "/accounts",
}

_templates = Jinja2Blocks(directory=Path(__file__).parent / "templates")
_templates.env.undefined = StrictUndefined
_templates.env.trim_blocks = _templates.env.lstrip_blocks = True
_templates.env.globals.update(asset=assets.address, Permission=Permission)
_templates.env.filters.update(
    bits=words.bits,
    cadence=words.cadence,
    count=words.count,
    country=words.country,
    day=words.day,
    local=words.local,
    label=words.label,
    probability=words.probability,
    schedule=words.schedule,
    sentence=words.sentence,
    utc=words.utc,
)
_templates.env.globals.update(
    ahead=words.ahead,
    border_clocks=border.border_clocks,
    clocks=words.clocks,
    countdown=words.countdown,
    nearness=words.nearness,
    place=border.place,
    span=words.span,
    took=words.took,
)
_templates.env.globals["parts"] = _templates.env.get_template("parts.html").module


def page(request: Request, name: str, context: Mapping[str, object], *, block: str = "", status: int = 200) -> Response:
    """Render `name`, or one block of it; `actor`, `now` and the navigation are always there."""
    house = house_of(request)
    actor: Actor | None = getattr(request.state, "actor", None)
    shown = {
        "actor": actor,
        "here": request.url.path,
        "idle_minutes": house.settings.idle_minutes,
        "navigation": navigation(actor),
        "now": house.now(),
        **context,
    }
    return _templates.TemplateResponse(request, name, shown, status_code=status, block_name=block or None)


def navigation(actor: Actor | None) -> list[tuple[str, str]]:
    """Return title and address of every page this person may open."""
    if actor is None:
        return []
    return [(title, path) for title, path, needs in _NAVIGATION if any(actor.may(need) for need in needs)]


def home_of(actor: Actor) -> str:
    """Return the page a role's work begins on."""
    return _HOMES[actor.role]


def is_partial(request: Request) -> bool:
    """Tell whether htmx asks for a part of a page."""
    return request.headers.get("hx-request") == "true"


def go_to(request: Request, path: str) -> Response:
    """Send the browser to a page after a form was taken."""
    if is_partial(request):
        return Response(status_code=204, headers={"HX-Redirect": path})
    return RedirectResponse(path, status_code=303)
