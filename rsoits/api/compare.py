"""Two identities in, the explanation out; nothing is stored."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends
from starlette.responses import JSONResponse, Response

from matchers.compare import compare
from matchers.identity import Identity, UnreadableIdentityError
from rsoits.access import Acts, Writing, may
from rsoits.security.audit import record
from rsoits.security.permissions import Actor, Permission

router = APIRouter()
_CURE = 'Send {"left": …, "right": …}; each a name or {"names": […], "birth_dates": […], "documents": ["P:USA:…"]}.'


@router.post("/compare", response_model=None)
def compare_two(
    _actor: Annotated[Actor, Depends(may(Permission.READ_MATCHES))],
    session: Writing,
    acts: Acts,
    left: Annotated[dict[str, Any] | str, Body()],
    right: Annotated[dict[str, Any] | str, Body()],
) -> dict[str, Any] | Response:
    """Compare two persons outside any registry, as `rsoits compare` does."""
    try:
        identities = [Identity.from_json({"names": side} if isinstance(side, str) else side) for side in (left, right)]
    except UnreadableIdentityError as error:
        return JSONResponse({"error": str(error.__doc__), "cure": _CURE}, status_code=422)
    record(session, acts, "two persons compared")
    return compare(identities[0], identities[1]).to_json()
